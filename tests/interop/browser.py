"""A real Chromium without a window, for pages on disk and on loopback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def chromium(width: int = 1200, height: int = 900) -> Iterator[Any]:
    """Start Chromium with its driver; skips where the system has neither."""
    webdriver = pytest.importorskip("selenium.webdriver")
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
    if driver is None or browser is None:
        pytest.skip("chromium and chromium-driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    # Containers have no namespaces for the sandbox, and little shared memory.
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(flag)
    options.add_argument(f"--window-size={width},{height}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    running = webdriver.Chrome(service=webdriver.ChromeService(driver), options=options)
    running.set_script_timeout(120)
    try:
        yield running
    finally:
        running.quit()


def complaints(driver: Any) -> list[str]:
    """Read what pages wrote on the console since the last look."""
    return [entry["message"] for entry in driver.get_log("browser")]


def requests(driver: Any) -> list[str]:
    """List the addresses that were asked for since the last look."""
    events = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]


def violations(driver: Any) -> list[str]:
    """Run axe-core on the page as it is; one line for each violation and element."""
    axe = pytest.importorskip("axe_core_python.base")
    script = Path(axe.__file__).with_name("axe.min.js").read_text("utf-8")
    # By the driver, not by the page: its policy allows no foreign script.
    driver.execute_script(script)
    report = driver.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in report["violations"]
        for node in one["nodes"]
    ]

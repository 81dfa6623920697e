"""The Python API: what one imports from `citekit`, and what that costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import citekit
from citekit.errors import OutageError, SourceError
from citekit.settings import Settings
from citekit.vocab import Outcome, Scheme
from tests.registry_server import RegistryServer

OFFLINE = Settings(offline=True)


def test_resolve_takes_any_sources() -> None:
    by_identifier, by_text = citekit.resolve(
        "pmid:20650877", "Liang J, et al. Ann Rheum Dis 2010;69:1423-9", settings=OFFLINE
    )
    assert by_identifier.outcome is by_text.outcome is Outcome.RESOLVED
    assert by_text.record is not None
    assert by_text.record.identifiers[Scheme.PMID] == "20650877"


def test_resolve_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEKIT_MIRROR", "starter")
    [one] = citekit.resolve("10.1002/art.27548")
    assert one.outcome is Outcome.RESOLVED


def test_a_source_that_cannot_be_used_is_raised() -> None:
    with pytest.raises(SourceError, match=r"gone\.txt"):
        citekit.resolve("no/gone.txt", settings=OFFLINE)


def test_a_page_that_is_down_is_told_from_a_source_that_cannot_be_used(tmp_path: Path) -> None:
    with RegistryServer() as server:
        server.break_next("page", "status", times=9, status=401)
        asking = server.settings(tmp_path, allow_private=True, timeout=5)
        with pytest.raises(SourceError) as gone:
            citekit.resolve(server.page_url, settings=asking)
        server.mend()
        server.break_next("page", "status", times=9, status=520)
        for verb in (citekit.resolve, citekit.check):
            with pytest.raises(OutageError, match="HTTP status 520"):
                verb(server.page_url, settings=asking)
    assert type(gone.value) is SourceError


def test_check_takes_files(tmp_path: Path) -> None:
    refs = tmp_path / "refs.bib"
    refs.write_text("@article{a, pmid = {20650877}}", encoding="utf-8")
    checked = citekit.check(str(refs), settings=OFFLINE)
    assert [(one.rule.name, one.key) for one in checked.findings] == [
        ("erratum", "a"),
        ("comment", "a"),
    ]
    with pytest.raises(SourceError, match=r"gone\.bib"):
        citekit.check(str(tmp_path / "gone.bib"), settings=OFFLINE)


def test_check_takes_the_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with citekit.Library.open(path, create=True):
        pass
    assert citekit.check(settings=Settings(offline=True, library=path)).count == 0


def test_a_library_is_opened_and_closed(tmp_path: Path) -> None:
    with citekit.Library.open(tmp_path / "library.db", create=True) as library:
        assert list(library.works()) == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = citekit.nonsense


def test_importing_the_package_loads_two_modules_and_no_more() -> None:
    script = "import citekit; print(sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, typing; before = set(sys.modules); {script}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    # `__future__` is what every module of the project begins with.
    assert set(ast.literal_eval(done.stdout)) - {"__future__"} == {"citekit", "citekit.version"}


def test_what_is_promised_is_what_type_checkers_see_and_what_is_loaded() -> None:
    tree = ast.parse(Path(citekit.__file__).read_text(encoding="utf-8"))
    typed = {
        name.asname: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.asname
    }
    assert typed.pop("__version__") == "citekit.version"
    assert typed == citekit._HOMES
    assert set(citekit.__all__) == {*typed, "__version__"}
    assert set(citekit.__all__) <= set(dir(citekit))
    for name, home in typed.items():
        assert getattr(citekit, name).__module__ == home

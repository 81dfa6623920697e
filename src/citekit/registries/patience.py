"""How long to wait for whom: Retry-After, hosts that stay silent, and a deadline that holds."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from citekit.registries.faults import Fault

STRIKES = 2
"""Questions in a row that a host left without any answer before it counts as down."""

T = TypeVar("T")


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Read a Retry-After header in seconds from now; None if it is absent or means nothing.

    RFC 9110, 10.2.3: a number of seconds or an HTTP date.
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,12}", text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    date = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
    return max(0.0, (date - (now or datetime.now(UTC))).total_seconds())


def in_time(job: Callable[[], T], until: float, fair: float) -> T:
    """Run a job and give what it gives, or raise Fault at `until`.

    A late job is left behind in its thread, which ends with the process. After `fair` seconds its
    silence counts against the host.
    """
    began = time.monotonic()
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(job())
        except BaseException as error:  # noqa: BLE001 - raised where the job was wanted
            future.set_exception(error)

    threading.Thread(target=run, name="citekit-exchange", daemon=True).start()
    try:
        return future.result(max(0.0, until - time.monotonic()))
    except TimeoutError:
        if future.done():
            return future.result()
        silent = time.monotonic() - began >= fair
        raise Fault("did not finish its answer in time", silent=silent) from None


class Patience:
    """What is known of each host in this run."""

    def __init__(self) -> None:
        self._strikes: Counter[str] = Counter()
        self._quiet: dict[str, float] = {}
        self._barred: set[str] = set()

    def check(self, host: str) -> None:
        """Raise Fault for a host that is not to be asked again in this run."""
        if host in self._barred:
            raise Fault("refused us before (HTTP status 403) and is not asked again", status=403)
        if self._strikes[host] >= STRIKES:
            raise Fault("stayed silent twice in a row and is not asked again")

    def judge(self, host: str, fault: Fault, *, barred: bool) -> None:
        """Note how a question ended that brought no answer; `barred`: the host wants no more."""
        if barred:
            self._barred.add(host)
        if fault.silent:
            self._strikes[host] += 1
        elif fault.status is not None:
            self.praise(host)

    def praise(self, host: str) -> None:
        """Note that the host answered, whatever it said."""
        self._strikes[host] = 0

    def hush(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long."""
        self._quiet[host] = max(self.quiet_until(host), time.monotonic() + seconds)

    def quiet_until(self, host: str) -> float:
        """Give the point on `time.monotonic` from which the host may be asked again."""
        return self._quiet.get(host, 0.0)

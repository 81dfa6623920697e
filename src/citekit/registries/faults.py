"""What went wrong with one try, said without naming anything but what happened."""

from __future__ import annotations

PASSING = frozenset({408, 421, 425, 429})
"""Statuses between 400 and 499 that blame the moment, not the question."""


class Fault(Exception):  # noqa: N818 - not every one of them is an error
    """One try that brought no answer; `what` continues a sentence that starts with the host."""

    def __init__(
        self,
        what: str,
        *,
        again: bool = False,
        wait: float | None = None,
        silent: bool = False,
        status: int | None = None,
        final: bool = False,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.again = again
        """True: another try may bring one."""
        self.wait = wait
        """Seconds the registry asks to be left alone; None if it does not say."""
        self.silent = silent
        """True: nobody answered at all, so the host may be down."""
        self.status = status
        self.final = final or (status in range(400, 500) and status not in PASSING)
        """True: it is what was asked for that will not do, today and tomorrow."""

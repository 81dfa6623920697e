"""How far something long is: what is known of it, and the words for that."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from citekit.vocab import AskedOutcome

_SOON: Final = 2.0
"""Seconds before which nobody can tell how long it will take."""


@dataclass(slots=True)
class Board:
    """What is known of how far it is; written by whoever works, read by whoever shows it."""

    now: Callable[[], float] = time.monotonic
    phase: str = ""
    unit: str = ""
    whole: int = 0
    about: bool = False
    done: int = 0
    records: int = 0
    """Read so far, where what is done is counted in something else."""
    ended: threading.Event = field(default_factory=threading.Event)
    _began: float = 0.0
    _first: int = 0
    """What had been done before this run."""
    _is_first: bool = True
    _before: int = 0
    """Answers that what is done has taken."""
    _furthest: float = 0.0
    _outcomes: dict[str, int] = field(default_factory=dict)
    _asked: tuple[str, ...] = ()
    _searched: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _settled: dict[str, Counter[AskedOutcome]] = field(default_factory=dict)
    _pending: dict[str, Counter[AskedOutcome]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with what nobody has told of yet."""
        self._began = self.now()

    def begin(self, phase: str, unit: str = "", whole: int = 0, *, about: bool = False) -> None:
        """See `Listener`; what registries said so far stays."""
        self.phase, self.unit, self.whole, self.about, self.done = phase, unit, whole, about, 0
        self._began, self._first, self._is_first = self.now(), 0, True
        self.records, self._before, self._furthest = 0, self._answers(), 0.0

    def advance(self, count: int) -> None:
        """See `Listener`."""
        self.done += count
        self._before = self._answers()

    def reach(self, done: int) -> None:
        """See `Listener`."""
        if self._is_first:
            self._first, self._is_first = done, False
        self.done = done

    def attend(self, registries: Sequence[str]) -> None:
        """See `Listener`."""
        self._asked = tuple(registries)

    def heard(self, registry: str, outcome: AskedOutcome, count: int) -> None:
        """See `Listener`."""
        with self._lock:
            self._pending.setdefault(registry, Counter())[outcome] += count

    def settled(self, registry: str, counts: Mapping[AskedOutcome, int]) -> None:
        """See `Listener`."""
        with self._lock:
            self._pending.pop(registry, None)
            self._settled.setdefault(registry, Counter()).update(counts)

    def read(self, records: int) -> None:
        """See `Listener`."""
        self.records = records

    def came_to(self, counts: Mapping[str, int]) -> None:
        """See `Listener`."""
        self._outcomes = dict(counts)

    def searched(self, registry: str) -> None:
        """See `Listener`; what was heard of its candidates tells nothing of works."""
        with self._lock:
            self._pending.pop(registry, None)
            self._searched[registry] += 1

    def share(self) -> float | None:
        """Give how much of it is done; None where nobody knows."""
        return min(self._reached() / self.whole, 1.0) if self.whole else None

    def line(self) -> str:
        """Say how far it is, how fast, for how long still, and what the registries have said."""
        seconds = max(self.now() - self._began, 1e-6)
        parts = [*self._counted(seconds), *self._left(seconds)] or [_clock(seconds)]
        return "; ".join([", ".join(parts), *self._said()])

    def _counted(self, seconds: float) -> Iterator[str]:
        reached = round(self._reached())
        if self.records:
            yield f"{self.records:,} records, {self.records / seconds:,.0f}/s"
        elif self.unit and (reached or self.whole):
            of = " of about" if self.about else " of"
            whole = f"{of} {self.whole:,}" if self.whole else ""
            yield f"{reached:,}{whole} {self.unit}"
            if seconds > 1 and reached > self._first:
                yield f"{_rate((reached - self._first) / seconds)}/s"

    def _left(self, seconds: float) -> Iterator[str]:
        share = self.share()
        if share is None or seconds < _SOON:
            return
        since = share - self._first / self.whole
        if share < 1 and since > 0:
            yield f"{_clock(seconds * (1 - share) / since)} left"

    def _said(self) -> Iterator[str]:
        ends = [f"{count:,} {name.replace('_', ' ')}" for name, count in self._outcomes.items()]
        if ends:
            yield ", ".join(ends)
        for registry in dict.fromkeys([*self._asked, *list(self._settled)]):
            counts = self._counts(registry)
            told = [f"{counts[one]:,} {one.value}" for one in AskedOutcome if counts[one]]
            if self._searched[registry]:
                told.append(f"{self._searched[registry]:,} searched")
            if told:
                yield f"{registry} {', '.join(told)}"

    def _reached(self) -> float:
        """Estimate what is done: of works that all registries are asked about, some have answered.

        What the last registry says of a work makes it whole. It never goes back.
        """
        if not self._asked or not self.whole:
            return self.done
        part = (self._answers() - self._before) / len(self._asked)
        self._furthest = max(self._furthest, min(self.done + part, self.whole))
        return self._furthest

    def _answers(self) -> int:
        return sum(self._counts(name).total() + self._searched[name] for name in self._asked)

    def _counts(self, registry: str) -> Counter[AskedOutcome]:
        none: Counter[AskedOutcome] = Counter()
        with self._lock:
            return self._settled.get(registry, none) + self._pending.get(registry, none)


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"

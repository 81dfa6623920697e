"""How well and how fast citations are matched, on the half of the records nothing was fitted to.

    python benchmarks/matching/measure.py FOLDER [--cache FOLDER] [--misses FILE]

Prints Markdown. A false accept is a record given that is not the right one, whether the index has
the right one or not; ambiguous counts as not given.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Self

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.matching.cases import FITTED, Asked, Case, load

from citekit.matching.bulk.cascade import match
from citekit.matching.bulk.decide import Decision, reasons
from citekit.vocab import Outcome


class Told(NamedTuple):
    """A case with what matching says of it."""

    case: Case
    decision: Decision

    @property
    def given(self) -> bool:
        return self.decision.outcome is Outcome.RESOLVED

    @property
    def right(self) -> bool:
        best = self.decision.best
        return (
            self.given
            and best is not None
            and bool(self.case.right.intersection(best.record.names))
        )

    @property
    def false(self) -> bool:
        return self.given and not self.right


def main() -> None:
    options = _options()
    answered = []
    for asked in load(options.folder, options.cache):
        some, rate = answer(asked)
        answered += some
        print(f"{len(some):,} citations, {rate:,.0f} a second on one core\n")
    print(*_tables(answered), sep="\n")
    if options.misses:
        rows = (json.dumps(_row(one), ensure_ascii=False) for one in answered if is_wrong(one))
        options.misses.write_text("\n".join(rows) + "\n")


def answer(asked: Asked) -> tuple[list[Told], float]:
    """Answer the half that nothing was fitted to; gives citations a second of one core too."""
    cases = [case for case in asked.cases if case.half != FITTED]
    started = time.process_time()
    told = [Told(case, match(case.text, asked.index)) for case in cases]
    return told, len(cases) / (time.process_time() - started)


def _tables(told: Sequence[Told]) -> Iterator[str]:
    for source, by in (
        ("generated", "style"),
        ("generated", "level"),
        ("real", "style"),
        ("trap", "style"),
    ):
        some = [one for one in told if one.case.source == source]
        yield from _table(f"{source} by {by}", some, lambda one, by=by: getattr(one.case, by))


def _table(title: str, told: Iterable[Told], key: Callable[[Told], str]) -> Iterator[str]:
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        groups["all"].append(one)
        groups[key(one)].append(one)
    yield (
        f"| {title} | in the index | precision | recall | recall, identifying | F1, identifying "
        "| not in it | false accepts of 10,000 |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for name, some in sorted(groups.items()):
        yield _line(name, some)
    yield ""


def _line(name: str, told: Sequence[Told]) -> str:
    rates = Rates.of(told)
    return (
        f"| {name} | {rates.inside:,} | {rates.precision:.4f} | {rates.recall:.4f} "
        f"| {rates.identifying:.4f} | {rates.f1:.4f} | {rates.outside:,} | {rates.accepted:.1f} |"
    )


class Rates(NamedTuple):
    """How well a set of citations was answered."""

    inside: int
    """Citations whose record the index has."""
    precision: float
    recall: float
    identifying: float
    """Recall among those that tell their record."""
    f1: float
    """Of those that tell their record, and of those whose record is not there."""
    outside: int
    accepted: float
    """Records given to 10,000 citations whose record is not there."""

    @classmethod
    def of(cls, told: Sequence[Told]) -> Self:
        inside = [one for one in told if one.case.right]
        outside = [one for one in told if not one.case.right]
        among = _share(one.right for one in inside if one.case.identifying)
        kept = [one for one in told if one.case.identifying or not one.case.right]
        exact = _share(one.right for one in kept if one.given)
        return cls(
            len(inside),
            _share(one.right for one in told if one.given),
            _share(one.right for one in inside),
            among,
            2 * exact * among / (exact + among) if exact + among else 0.0,
            len(outside),
            10_000 * _share(one.false for one in outside),
        )


def _share(right: Iterable[bool]) -> float:
    some = list(right)
    return sum(some) / len(some) if some else 0.0


def is_wrong(one: Told) -> bool:
    """Say whether a wrong record was given, or none where enough is written."""
    return one.false or (bool(one.case.right) and one.case.identifying and not one.right)


def _row(one: Told) -> dict[str, object]:
    best, rival = one.decision.best, one.decision.rival
    return {
        **one.case._asdict(),
        "right": sorted(one.case.right),
        "outcome": str(one.decision.outcome),
        "best": best
        and (round(best.points, 2), best.record.names, best.record.title, best.record.first),
        "reasons": best and reasons(best),
        "rival": rival and (round(rival.points, 2), rival.record.names, rival.record.title),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the two files of PubMed are")
    parser.add_argument("--cache", type=Path, help="a folder for what is read, for the next run")
    parser.add_argument("--misses", type=Path, help="a file for every wrong or missing answer")
    return parser.parse_args()


if __name__ == "__main__":
    main()

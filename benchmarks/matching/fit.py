"""Learn what each level of agreement is worth, and write `weights.json`.

    python benchmarks/matching/fit.py FOLDER [--cache FOLDER]

Logistic regression over levels and pairs of levels, fitted on the citations of one half of the
records; the thresholds are chosen on that half too. `measure.py` reports on the other.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.matching.cases import FITTED, Asked, Case, load

from citekit.matching.bulk.cascade import STEPS, weighable
from citekit.matching.bulk.features import Levels, levels
from citekit.matching.bulk.query import prepare
from citekit.matching.bulk.weights import SCHEMA, Weights

JOINT = (
    *(("title", other) for other in ("author", "journal", "kind", "numbers", "page", "part")),
    *(("title", other) for other in ("volume", "words", "year")),
    *(("page", other) for other in ("author", "journal", "numbers", "volume", "words", "year")),
    *(("words", other) for other in ("author", "journal")),
    *(("identifier", other) for other in ("title", "page")),
)
"""Pairs of fields whose levels have points together."""
FEWEST = 20
"""A level seen less often on the fitting half has no points of its own."""
MARGIN = 1.0
SMALLEST = 0.02
OUT = Path(__file__).parents[2] / "src/citekit/matching/bulk/weights.json"


class Judged(NamedTuple):
    """A case with the levels of every record brought up, and whether it is a right one."""

    case: Case
    records: list[tuple[Levels, bool]]


def main() -> None:
    options = _options()
    generated, real = load(options.folder, options.cache)
    judged = [*_judged(generated), *_judged(real)]
    fit = Fit(judged)
    accept = _threshold(fit, judged)
    weights = fit.weights(accept, f"benchmarks/matching/fit.py, {len(judged):,} citations")
    OUT.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")
    print(f"accept from {accept:.1f} points; {OUT}")


class Fit:
    """Points for levels, learned."""

    def __init__(self, judged: Sequence[Judged]) -> None:
        counts = Counter(
            name for one in judged for found, _ in one.records for name in _named(found)
        )
        often = sorted(name for name, count in counts.items() if count >= FEWEST)
        self._place = {name: n for n, name in enumerate(often)}
        self._model = LogisticRegression(C=1.0, max_iter=500)
        right = [is_right for one in judged for _, is_right in one.records]
        self._model.fit(self._matrix(judged), np.array(right))

    def points(self, judged: Sequence[Judged]) -> np.ndarray:
        """Give the points of every record of every case, in order."""
        return self._matrix(judged) @ self._model.coef_[0] + self._model.intercept_[0]

    def weights(self, accept: float, provenance: str) -> Weights:
        points: dict[str, dict[str, float]] = {}
        for name, n in self._place.items():
            field, level = name.split("=")
            value = round(float(self._model.coef_[0][n]), 3)
            if abs(value) >= SMALLEST:
                points.setdefault(field, {})[level] = value
        base = round(float(self._model.intercept_[0]), 3)
        return Weights(SCHEMA, provenance, accept, MARGIN, base, points)

    def _matrix(self, judged: Sequence[Judged]) -> sparse.csr_matrix:
        places: list[int] = []
        ends = [0]
        for one in judged:
            for found, _ in one.records:
                names = (self._place.get(name) for name in _named(found))
                places += [place for place in names if place is not None]
                ends.append(len(places))
        shape = (len(ends) - 1, len(self._place))
        return sparse.csr_matrix((np.ones(len(places)), places, ends), shape=shape)


def _judged(asked: Asked) -> Iterator[Judged]:
    """Bring up what every step of the cascade does, certain or not."""
    for case in asked.cases:
        if case.half == FITTED:
            query = prepare(case.text)
            rows = dict.fromkeys(row for step in STEPS for row in step(query, asked.index))
            records = [
                (levels(query, record), bool(case.right.intersection(record.names)))
                for _, record in weighable(query, asked.index, rows)
            ]
            yield Judged(case, records)


def _named(found: Levels) -> list[str]:
    told = found._asdict()
    single = [f"{field}={level}" for field, level in told.items()]
    return single + [f"{a}+{b}={told[a]}+{told[b]}" for a, b in JOINT]


def _threshold(fit: Fit, judged: Sequence[Judged]) -> float:
    """Choose the points with the best F1 of those that keep the promises on the fitting half."""
    points = fit.points(judged)
    best: list[tuple[bool, float, Case]] = []
    place = 0
    for one in judged:
        some = points[place : place + len(one.records)]
        place += len(one.records)
        if len(some):
            top = int(some.argmax())
            best.append((one.records[top][1], float(some[top]), one.case))
    wanted = sum(bool(one.case.right) and one.case.identifying for one in judged)
    return max((_promise(best, wanted, n / 10) for n in range(-20, 50)), key=lambda one: one[0])[1]


def _promise(
    best: Sequence[tuple[bool, float, Case]], wanted: int, accept: float
) -> tuple[float, float]:
    taken = [(right, case) for right, points, case in best if points >= accept]
    outside = sum(case.source == "real" and not case.right for _, case in taken)
    good = sum(right and case.identifying for right, case in taken)
    false = sum(not right for right, _ in taken)
    if outside > 1 or good < 0.99 * (good + false):
        return 0.0, accept
    precision, recall = good / max(1, good + false), good / wanted
    return 2 * precision * recall / max(1e-9, precision + recall), accept


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the two files of PubMed are")
    parser.add_argument("--cache", type=Path, help="a folder for what is read, for the next run")
    return parser.parse_args()


if __name__ == "__main__":
    main()

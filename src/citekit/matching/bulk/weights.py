"""What a level is worth: points, learned from labelled pairs, that add up to log odds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from citekit.matching.bulk.features import Levels

SCHEMA = "citekit/weights/1"
_FILE = "weights.json"


class Weights(msgspec.Struct, frozen=True):
    """Points by field (or by fields joined with ``+``) and level, and where they come from."""

    schema: str
    provenance: str
    """The command that made them, of which data, and how good they were on the other half."""
    accept: float
    """Points from which a record is meant, chosen on the fitting half."""
    margin: float
    """A rival that has less than so many points less leaves the choice open."""
    base: float
    points: Mapping[str, Mapping[str, float]]


class Judge:
    """Gives levels their points; opened once in every process."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        place = {name: n for n, name in enumerate(Levels._fields)}
        self._single: list[tuple[int, Mapping[str, float]]] = []
        self._joint: list[tuple[int, int, Mapping[tuple[str, ...], float]]] = []
        for name, points in weights.points.items():
            one, _, other = name.partition("+")
            if other:
                pairs = {tuple(both.split("+")): value for both, value in points.items()}
                self._joint.append((place[one], place[other], pairs))
            else:
                self._single.append((place[one], points))

    def points(self, levels: Levels) -> float:
        """Add up what the levels are worth; unknown ones are worth nothing."""
        total = self.weights.base
        for field, points in self._single:
            total += points.get(levels[field], 0.0)
        for one, other, pairs in self._joint:
            total += pairs.get((levels[one], levels[other]), 0.0)
        return total


def probability(points: float) -> float:
    """Turn log odds into a probability, rounded to four digits."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, points)))), 4)


@cache
def judge() -> Judge:
    """Open the weights that the package carries."""
    body = files("citekit.matching.bulk").joinpath(_FILE).read_bytes()
    return Judge(msgspec.json.decode(body, type=Weights))

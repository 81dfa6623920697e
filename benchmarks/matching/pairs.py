"""Labelled citations of real records, half of them of records held out of the index."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from benchmarks.matching import duplicates, identifying, noise, options, parts, styles
from benchmarks.matching.parts import Parts
from benchmarks.matching.records import Known, pmid

STYLES = tuple(styles.STYLES)
LEVELS = tuple(noise.LEVELS)


class Pair(NamedTuple):
    """A citation and the record it was written from."""

    text: str
    pmid: str
    style: str
    level: str
    noises: tuple[str, ...]
    positive: bool
    """The record is in the index; else it is held out, and no answer is the right one."""
    half: str
    """`even` or `odd`, as its PMID: fit on one, report on the other."""
    identifying: bool
    """Enough survives to tell the record (`identifying`)."""
    doi: bool
    """The DOI is written at its end."""
    ahead: bool
    """Published ahead of print: no volume, no pages."""


class Made(NamedTuple):
    """Pairs, and what judging answers to them needs."""

    pairs: list[Pair]
    held_out: frozenset[str]
    """PMIDs the index must not have."""
    twins: dict[str, frozenset[str]]
    """By PMID: records of the same paper, each a right answer."""


def make(
    records: Sequence[Known],
    seed: int,
    strings: int,
    *,
    doi_share: float = 0.1,
    apart: Collection[str] = (),
) -> Made:
    """Make so many citations, styles and levels in turn, every other record held out.

    Records are drawn without repeating one until all were drawn; twins are held out together, and
    records set `apart` are neither cited nor held out.
    """
    known = by_pmid(records)
    twins = duplicates.by_pmid(duplicates.classes(known))
    drawn = _drawn(sorted(set(known).difference(apart), key=int), Random(seed), strings)
    held = _held_out(drawn, twins, set(apart))
    sharing = identifying.Known(_once(known, twins))
    made = [
        write(
            Random(f"{seed}:{number}:{one}"),
            known[one],
            one,
            sharing,
            positive=one not in held,
            turn=number,
            doi_share=doi_share,
        )
        for number, one in enumerate(drawn)
    ]
    return Made(made, frozenset(held), twins)


def by_pmid(records: Sequence[Known]) -> dict[str, Parts]:
    """Take records apart, by their PMID."""
    return {pmid(known): parts.of_item(known[0]) for known in records}


def write(
    rng: Random,
    known: Parts,
    number: str,
    sharing: identifying.Known,
    *,
    positive: bool,
    turn: int,
    doi_share: float = 0.0,
) -> Pair:
    """Write one citation; `turn` says in which style and how badly."""
    style = STYLES[turn % len(STYLES)]
    level = LEVELS[turn // len(STYLES) % len(LEVELS)]
    doi = bool(known.doi) and not known.ahead and rng.random() < doi_share
    clean, slips = _slipped(rng, known, style, level, options.draw(rng, doi=doi))
    text, marks = noise.mark(rng, clean, level)
    return Pair(
        text=text,
        pmid=number,
        style=style,
        level=level,
        noises=(*slips, *marks),
        positive=positive,
        half=half(number),
        identifying=sharing.identifies(text, known),
        doi=doi,
        ahead=known.ahead,
    )


def half(number: str) -> str:
    """Say which half a PMID is in."""
    return "odd" if int(number) % 2 else "even"


def _slipped(
    rng: Random, known: Parts, style: str, level: str, way: options.Options
) -> tuple[str, list[str]]:
    # A kind counts where it changes what is written: styles without titles cannot lose them.
    text, kinds = styles.write(style, known, way), []
    for kind in noise.slips(rng, level):
        known = noise.SLIPS[kind](rng, known)
        slipped = styles.write(style, known, way)
        if slipped != text:
            text = slipped
            kinds.append(kind)
    return text, kinds


def _drawn(pmids: list[str], rng: Random, strings: int) -> list[str]:
    drawn: list[str] = []
    while pmids and len(drawn) < strings:
        rng.shuffle(pmids)
        drawn += pmids[: strings - len(drawn)]
    return drawn


def _held_out(
    drawn: Sequence[str], twins: Mapping[str, frozenset[str]], apart: set[str]
) -> set[str]:
    # Of every two records first drawn the second is held out, with its twins.
    held: set[str] = set()
    for one in list(dict.fromkeys(drawn))[1::2]:
        group = twins.get(one, frozenset((one,)))
        if apart.isdisjoint(group):
            held |= group
    return held


def _once(known: Mapping[str, Parts], twins: Mapping[str, frozenset[str]]) -> Iterator[Parts]:
    # Twins are one paper.
    for number, one in known.items():
        if number == min(twins.get(number, (number,)), key=int):
            yield one

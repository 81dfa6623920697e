"""Citations that are easily matched to a neighbour: each kind a labelled set of real records.

In one index: what is held out is missing for all of them.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from benchmarks.matching import duplicates, identifying, options, pairs, styles
from benchmarks.matching.parts import Parts, of_item
from benchmarks.matching.records import Known, pmid

from citekit.model import CslItem, Identifiers
from citekit.text import titles
from citekit.text.notice_titles import notice_prefix
from citekit.text.part_titles import part_numeral
from citekit.vocab import Scheme

FOREIGN = "10.65215"
"""A prefix under which copies of well-known titles are registered."""
COPIES = 300
_COPYING = ("Journal of Open Advances", "Preprint Archive", "International Review of Studies")


class Trap(NamedTuple):
    """A citation, what it is of, and what it must not be taken for."""

    kind: str
    text: str
    style: str
    right: frozenset[str]
    """Names (`pmid:…`) of the records that are right; empty: none in the index is."""
    wrong: frozenset[str]
    """Names of its likeliest wrong answers, all in the index."""
    half: str


class Traps(NamedTuple):
    """All sets, and the index they are asked of."""

    traps: list[Trap]
    held_out: frozenset[str]
    """PMIDs the index must not have."""
    extra: list[tuple[CslItem, Identifiers]]
    """Records of another registry that the index has as well."""
    touched: frozenset[str]
    """PMIDs of all records in a trap, to be kept apart from other pairs."""


class _Group(NamedTuple):
    kind: str
    members: tuple[str, ...]


def make(records: Sequence[Known], seed: int) -> Traps:
    """Make the sets; of every second group one record, with its twins, is held out."""
    known = pairs.by_pmid(records)
    twins = duplicates.by_pmid(duplicates.classes(known))
    groups = _disjoint([*notices(known), *part_twins(known), *one_page(known, twins)])
    held = {group.members[0] for group in groups[1::2]}
    held |= {one for number in held for one in twins.get(number, ())}
    taken = {one for group in groups for one in group.members}
    copied = _copied(records, taken.union(twins), Random(seed))
    held |= {pmid(one) for one in copied[1::2]}
    extra = [foreign_copy(item, number) for number, (item, _) in enumerate(copied)]
    traps = [
        *(trap for group in groups for trap in _group(group, known, twins, held, seed)),
        *_twin_traps(known, twins, held, seed),
        *_prefixed(known, groups, held, seed),
        *_foreign_traps(copied, extra, held, seed),
    ]
    touched = taken.union(twins, map(pmid, copied))
    return Traps(traps, frozenset(held), extra, frozenset(touched))


def part_twins(known: Mapping[str, Parts]) -> Iterator[_Group]:
    """Group parts of one paper: titles that begin alike, with unlike part numerals."""
    found: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for number, parts in known.items():
        part = part_numeral(parts.title)
        words = titles.fold(parts.title).split()
        if part and len(words) >= _ALIKE:
            found[parts.short, " ".join(words[:_ALIKE])].setdefault(part, number)
    for one in found.values():
        if len(one) > 1:
            yield _Group("part twins", tuple(one.values()))


def notices(known: Mapping[str, Parts]) -> Iterator[_Group]:
    """Group what corrects, answers or comments on a paper with the paper."""
    by_title = {titles.fold(parts.title): number for number, parts in known.items()}
    for number, parts in known.items():
        kind, rest = notice_prefix(parts.title)
        about = by_title.get(titles.fold(rest)) if kind and rest else None
        if about and about != number:
            yield _Group("notice and paper", (about, number))


def one_page(known: Mapping[str, Parts], twins: Mapping[str, frozenset[str]]) -> Iterator[_Group]:
    """Group papers that begin on one page: letters, editorials, their replies."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for number, parts in known.items():
        if parts.volume and parts.first and number not in twins:
            found[parts.short, parts.volume, parts.issue, parts.first].append(number)
    for one in found.values():
        if len(one) > 1:
            yield _Group("one page", tuple(one))


def foreign_copy(item: CslItem, number: int) -> tuple[CslItem, Identifiers]:
    """Copy a record's title and authors under another publisher's prefix, years later."""
    doi = f"{FOREIGN}/copy.{number:05d}"
    copied = CslItem(
        type="article-journal",
        title=item.get("title", ""),
        author=copy.deepcopy(item.get("author", [])),
        issued={"date-parts": [[2025, number % 12 + 1, 1]]},
        DOI=doi,
    )
    copied["container-title"] = _COPYING[number % len(_COPYING)]
    return copied, {Scheme.DOI: doi}


_ALIKE = 4
"""Words that titles of parts begin with in common."""


def _disjoint(groups: Iterable[_Group]) -> list[_Group]:
    seen: set[str] = set()
    kept = []
    for group in groups:
        if seen.isdisjoint(group.members):
            seen.update(group.members)
            kept.append(group)
    return kept


def _group(
    group: _Group,
    known: Mapping[str, Parts],
    twins: Mapping[str, frozenset[str]],
    held: set[str],
    seed: int,
) -> Iterator[Trap]:
    for number in group.members:
        own = twins.get(number, frozenset((number,)))
        others = set(group.members) - own - held
        yield _trap(group.kind, known[number], own - held, others, f"{seed}:{number}", number)


def _twin_traps(
    known: Mapping[str, Parts], twins: Mapping[str, frozenset[str]], held: set[str], seed: int
) -> Iterator[Trap]:
    for number, group in twins.items():
        yield _trap("twins", known[number], group - held, (), f"{seed}:{number}", number)


def _prefixed(
    known: Mapping[str, Parts], groups: Sequence[_Group], held: set[str], seed: int
) -> Iterator[Trap]:
    """Cite the papers that notices in the index are about and that PubMed's two files have not."""
    grouped = {one for group in groups for one in group.members}
    for number, parts in known.items():
        kind, rest = notice_prefix(parts.title)
        if kind in _ON_PAPERS and _is_title(rest, parts) and number not in grouped | held:
            paper = parts._replace(title=rest, volume="", issue="", first="", last="", month="")
            paper = paper._replace(year=str(int(parts.year) - 1), day="", ahead=True)
            yield _trap("paper of a notice", paper, (), (number,), f"{seed}:{number}", number)


def _is_title(rest: str, parts: Parts) -> bool:
    # `Corrections to depth-dose values`, `Reply to the letter …`: no paper has that name.
    named = len(titles.tokens(rest)) >= identifying.LEAST_WORDS and not rest[0].islower()
    return named and parts.year >= "2000" and "letter" not in rest.lower()


_ON_PAPERS = frozenset(("correction", "erratum", "retraction", "reply", "expression of concern"))


def _foreign_traps(
    copied: Sequence[Known],
    extra: Sequence[tuple[CslItem, Identifiers]],
    held: set[str],
    seed: int,
) -> Iterator[Trap]:
    for one, (_, named) in zip(copied, extra, strict=True):
        number = pmid(one)
        right = {number} - held
        made = _trap("foreign copy", of_item(one[0]), right, (), f"{seed}:{number}", number)
        yield made._replace(wrong=frozenset((f"doi:{named[Scheme.DOI]}",)))


def _copied(records: Sequence[Known], taken: set[str], rng: Random) -> list[Known]:
    whole = [
        one
        for one in records
        if pmid(one) not in taken
        and {"volume", "page", "author"} <= one[0].keys()
        and len(titles.tokens(one[0].get("title", ""))) >= identifying.LEAST_WORDS + 2
    ]
    return rng.sample(whole, min(COPIES, len(whole)))


def _trap(
    kind: str,
    parts: Parts,
    right: Iterable[str],
    wrong: Iterable[str],
    seed: str,
    number: str,
) -> Trap:
    rng = Random(f"{kind}:{seed}")
    style = rng.choice(_TITLED)
    text = styles.write(style, parts, options.draw(rng))
    return Trap(kind, text, style, _names(right), _names(wrong), pairs.half(number))


_TITLED = tuple(name for name in styles.STYLES if name not in styles.UNTITLED)


def _names(pmids: Iterable[str]) -> frozenset[str]:
    return frozenset(f"pmid:{one}" for one in pmids)

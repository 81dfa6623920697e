"""What notebooks show of works, notices, resolutions, checks and libraries: words and tables.

No script, no style sheet, no colour: a light, a dark and a printed notebook show the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any, Final, NamedTuple, cast
from xml.etree.ElementTree import Element

from citekit.findings import Checked, Finding
from citekit.formats.notes import identifiers_of, notice_sentence
from citekit.model import (
    Asked,
    CslItem,
    Identifiers,
    Link,
    Record,
    Rejected,
    Resolution,
    StoredLink,
    StoredWork,
    Witness,
)
from citekit.reports.checks import words
from citekit.reports.html_tree import Part, Parts, element, lines, links, table, write
from citekit.reports.notices import NOT_ASKED, SILENT, not_asked
from citekit.reports.text import cite
from citekit.text.counted import counted
from citekit.vocab import WITNESS_NAMES, AskedOutcome, Scheme, Status

_ASKED: Final[Mapping[AskedOutcome, str]] = {
    AskedOutcome.FOUND: "has it",
    AskedOutcome.ABSENT: "has no record of it",
    AskedOutcome.UNAVAILABLE: "could not be asked",
}
_SHOWN: Final = 50


class Kind(NamedTuple):
    """How one kind of value stands in a table."""

    headings: tuple[str, ...]
    row: Callable[[Any], Sequence[Parts]]


@singledispatch
def html(one: object) -> str:
    """Show a value; raises TypeError for one of which nothing is told here."""
    raise TypeError(f"{type(one).__name__} is not shown")


def several(given: Sequence[object], beneath: Sequence[Element] = ()) -> str:
    """Show values of one kind as a table, the first fifty of them."""
    if not given:
        return write(element("p", "None."), *beneath)
    kind = _KINDS[type(given[0])]
    return write(table(kind.headings, map(kind.row, given[:_SHOWN])), *_more(len(given)), *beneath)


def library(path: str, count: int, shown: Sequence[tuple[StoredWork, Sequence[Asked]]]) -> str:
    """Show a library: its first works, each with who could not be asked about it."""
    rows = [(*_work(one), lines(_asked_about(answers))) for one, answers in shown]
    told = element("p", f"{path}: {counted(count, 'work')}")
    return write(told, table((*_WORK, "asked"), rows), *_more(count, len(shown)))


def left_out(rejected: Iterable[Rejected], empty: Iterable[str]) -> list[Element]:
    """Tell what was written and could not be taken."""
    told = [f"{one.place.path}:{one.place.line}: {one.reason}" for one in rejected]
    told += [f"{one}: there is no citation in it" for one in empty]
    return [element("p", "Not taken: ", *lines(told))] if told else []


@html.register
def _html_work(one: StoredWork) -> str:
    about = element("p", element("strong", one.key), f": {_state(one)}")
    notices = [table(_NOTICE[1:], [_notice(link)[1:] for link in one.notices])] * bool(one.notices)
    return write(about, element("p", *_cited(one.item, one.identifiers)), *notices)


@html.register
def _html_record(one: Record) -> str:
    return write(element("p", *lines(_record(one))))


@html.register
def _html_link(one: StoredLink) -> str:
    return several([one])


@html.register
def _html_resolution(one: Resolution) -> str:
    return several([one])


@html.register
def _html_checked(one: Checked) -> str:
    found = [table(("rule", "level", "where", "finding"), map(_finding, one.findings[:_SHOWN]))]
    groups = [words.group(group) for group in words.groups(one.unchecked)]
    return write(
        element("p", element("strong", one.what), f": {words.summary(one)}"),
        *(found + _more(len(one.findings)) if one.findings else []),
        *([element("p", "Could not be asked: ", *lines(groups))] if groups else []),
    )


def _more(count: int, shown: int = _SHOWN) -> list[Element]:
    return [element("p", f"and {count - shown} more")] if count > shown else []


# --- rows

_WORK: Final = ("key", "state", "work", "notices")
_NOTICE: Final = ("of", "notice", "who says so", "who does not")
_CITATION: Final = ("citation", "outcome", "work", "who was asked")


def _work(one: StoredWork) -> tuple[Parts, ...]:
    told = [_with_links(link.link) for link in one.notices]
    return one.key, _state(one), [*_cited(one.item, one.identifiers)], lines(told)


def _state(one: StoredWork) -> str:
    # Whether anybody could be asked does not stand here: none stored is not none there is.
    return "none stored" if one.status is Status.NONE else one.status.replace("_", " ")


def _notice(one: StoredLink) -> tuple[Parts, ...]:
    of = one.key or ", ".join(f"{s}:{value}" for s, value in one.link.work.identifiers.items())
    silent = [f"{_name(each.registry)} {SILENT[each.outcome]}" for each in one.silent]
    silent += [f"{_name(registry)} {NOT_ASKED}" for registry in not_asked(one)]
    says = [_says(witness) for witness in one.link.witnesses]
    return of, _with_links(one.link), lines(says), lines(silent)


def _cited(item: CslItem, named: Identifiers) -> list[Part]:
    unnamed = {name: value for name, value in item.items() if name not in {"DOI", "PMID", "PMCID"}}
    return [cite(cast("CslItem", unnamed)), *links(named)]


def _with_links(one: Link) -> list[Part]:
    named, told = identifiers_of(one.notice), notice_sentence(one)
    for scheme in (Scheme.PMCID, Scheme.PMID, Scheme.DOI):
        for label in (scheme.upper(), scheme.lower()):
            told = told.removesuffix(f" {label}:{named.get(scheme)}")
    return [told, *links(named)]


def _says(one: Witness) -> str:
    dated = f", dated {one.asserted}" if one.asserted else ""
    return f"{_name(one.registry)} says {one.term}{dated}, read {one.fetched_at[:10]}"


def _resolution(one: Resolution) -> tuple[Parts, ...]:
    place = f"{one.citation.place.path}:{one.citation.place.line}: " if one.citation.place else ""
    written = one.citation.raw or ", ".join(one.citation.identifiers.values())
    work = _record(one.record) if one.record else _candidates(one)
    outcome = element("strong", one.outcome.replace("_", " "))
    key: list[Part] = [f", stored as {one.key}"] if one.key else []
    asked = lines(_asked_about(one.asked))
    return place + written, [outcome, *key], lines(work), asked


def _record(one: Record) -> Iterator[Parts]:
    yield [*_cited(one.item, one.identifiers)]
    for link in one.links:
        if not _same(link.notice.identifiers, one.identifiers):
            yield _with_links(link)


def _same(some: Identifiers, others: Identifiers) -> bool:
    return bool(some) and dict(some) == dict(others)


def _candidates(one: Resolution) -> Iterator[Parts]:
    for candidate in one.candidates:
        yield ["perhaps ", *_cited(candidate.record.item, candidate.record.identifiers)]
    yield from one.reasons


def _asked_about(answers: Iterable[Asked]) -> Iterator[Parts]:
    nobody = True
    for one in answers:
        nobody = False
        detail = f": {one.detail}" if one.detail else ""
        via = f", via {one.via}" if one.via else ""
        yield f"{_name(one.registry)} {_ASKED[one.outcome]}{detail}{via}"
    if nobody:
        yield "nobody"


def _finding(one: Finding) -> tuple[Parts, ...]:
    place = f"{one.place.path}:{one.place.line} " if one.place else ""
    said = f"{one.message}{words.seen(one)}"
    return f"{one.rule.code} {one.rule.name}", one.level.value, f"{place}{one.key or ''}", said


def _name(registry: str) -> str:
    return WITNESS_NAMES.get(registry, registry)


_KINDS: Final[Mapping[type, Kind]] = {
    Resolution: Kind(_CITATION, _resolution),
    StoredWork: Kind(_WORK, _work),
    StoredLink: Kind(_NOTICE, _notice),
}

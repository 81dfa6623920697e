"""Links seen together: one per notice, whoever says so.

A link always runs from the notice to the work (`citekit.model.Link`); what stands on the other
record, the other registry or the page itself is turned round before it comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from citekit.identity import KnownEnd, known, same_end, same_identifiers
from citekit.model import CslItem, End, Identifiers, Link, Witness
from citekit.text import dates, preprints, sources
from citekit.vocab import LinkType, Scheme, Side

# Most severe first; within a work the links are listed in this order.
SEVERITY: tuple[LinkType, ...] = (
    LinkType.RETRACTION,
    LinkType.RETRACTION_AND_REPUBLICATION,
    LinkType.WITHDRAWAL,
    LinkType.REINSTATEMENT,
    LinkType.PARTIAL_RETRACTION,
    LinkType.EXPRESSION_OF_CONCERN,
    LinkType.ERRATUM,
    LinkType.UPDATE,
    LinkType.REPUBLICATION,
    LinkType.PREPRINT_OF,
    LinkType.COMMENT,
    LinkType.SUMMARY,
    LinkType.OTHER,
)

# What registries call by two names is one notice: Crossref has withdrawals and removals where
# PubMed only has RetractionIn; PubMed files partial retractions as errata since 2016.
_FAMILY: Mapping[LinkType, LinkType] = {
    LinkType.WITHDRAWAL: LinkType.RETRACTION,
    LinkType.PARTIAL_RETRACTION: LinkType.ERRATUM,
}

# What happens to a work once, as a rule; errata, concerns and comments come in any number.
_ONCE = frozenset({LinkType.RETRACTION, LinkType.REINSTATEMENT})


class View(NamedTuple):
    """A link as one of its two works sees it."""

    link: Link
    side: Side
    """The end at which the work stands."""
    other: End


def same_notice(a: Link, b: Link) -> bool:
    """Tell whether two links report one notice about one work.

    Identifiers decide where both have some; else journal, year, volume and first page must agree,
    or title, journal and year, read from the records and the raw texts.
    """
    return _same_event(_fact(a), _fact(b))


def merge(links: Iterable[Link], work: End | None = None) -> tuple[Link, ...]:
    """Make one link of all those that report one notice, with every witness.

    Most severe type first, then by date. With `work`, all the links are taken to stand on that
    one work (a page does not know the identifiers of the work it describes).
    """
    given = list(links)
    if not given:
        return ()
    if work is not None:
        whole = _united_end([work, *_sorted_ends(link.work for link in given)])
        given = [replace(link, work=whole) for link in given]
    merged = _merged_once(given)
    # What two links did not show apart, they may show together.
    while len(merged) < len(given):
        given, merged = merged, _merged_once(merged)
    return tuple(sorted(merged, key=_severe_then_early))


def widen(link: Link, names: Identifiers) -> Link:
    """Give every end that is the work of these identifiers all of them."""
    return replace(link, notice=_widened(link.notice, names), work=_widened(link.work, names))


def split_self(links: Iterable[Link]) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Part links between two works from those whose both ends are one work.

    Crossref lists a notice published in place under the work's own DOI: that is its status, not
    an edge.
    """
    edges: list[Link] = []
    in_place: list[Link] = []
    for link in links:
        (in_place if is_self(link) else edges).append(link)
    return tuple(edges), tuple(in_place)


def views(names: Identifiers, links: Iterable[Link]) -> tuple[View, ...]:
    """List the links of a work as it sees them, self-links once, as the affected work."""
    seen: list[View] = []
    for link in links:
        if same_identifiers(names, link.work.identifiers):
            seen.append(View(link, Side.WORK, link.notice))
        elif same_identifiers(names, link.notice.identifiers):
            seen.append(View(link, Side.NOTICE, link.work))
    return tuple(seen)


def is_self(link: Link) -> bool:
    """Tell whether both ends of a link are one work."""
    return bool(same_identifiers(link.notice.identifiers, link.work.identifiers))


def date(link: Link) -> str | None:
    """Give the earliest date asserted for a notice, else the one of its record or raw text."""
    asserted = [witness.asserted for witness in link.witnesses if witness.asserted]
    if asserted:
        return min(asserted)
    written = [dates.iso(item.get("issued")) for item in known(link.notice).items]
    return next((date.partition("/")[0] for date in written if date), None)


def is_preprint_pair(link: Link) -> bool:
    """Tell whether one end is known to be a preprint, and the link says what became of it."""
    if link.type is LinkType.PREPRINT_OF:
        return True
    return link.type is LinkType.UPDATE and any(map(_is_preprint, (link.notice, link.work)))


def _is_preprint(end: End) -> bool:
    told = known(end)
    return preprints.is_preprint_doi(told.identifiers.get(Scheme.DOI, "")) or any(
        item.get("genre") == "preprint" or preprints.is_server(item.get("container-title", ""))
        for item in told.items
    )


def _merged_once(links: Sequence[Link]) -> list[Link]:
    if len(links) == 1:  # most works have one notice; nobody need read it to tell it apart
        return [_united(links)]
    events: list[list[_Fact]] = []
    for fact in sorted(map(_fact, links), key=_most_telling_first):
        _settle(fact, events)
    return [_united([fact.link for fact in event]) for event in _with_nameless(events)]


def _family(link: Link) -> LinkType:
    return _FAMILY.get(link.type, link.type)


class _Fact(NamedTuple):
    link: Link
    work: KnownEnd
    notice: KnownEnd


def _fact(link: Link) -> _Fact:
    return _Fact(link, known(link.work), known(link.notice))


def _most_telling_first(fact: _Fact) -> tuple[int, int, str]:
    known = len(fact.notice.identifiers) + len(fact.work.identifiers)
    said = sum(len(item) for item in fact.notice.items)
    return -known, -said, _text_of(fact.link)


def _settle(fact: _Fact, events: list[list[_Fact]]) -> None:
    """Put a fact with its event; where it fits two notices that differ, it stays alone."""
    homes = [event for event in events if _belongs(fact, event)]
    if len(homes) > 1:
        exact = fact.link.notice.identifiers
        homes = [home for home in homes if home[0].link.notice.identifiers == exact]
    if len(homes) == 1:
        homes[0].append(fact)
    else:
        events.append([fact])


def _with_nameless(events: Sequence[list[_Fact]]) -> list[list[_Fact]]:
    """Put a retraction of which nothing else is known with the only other one of its work."""
    named = [event for event in events if not _is_nameless(event)]
    joined = [list(event) for event in named]
    for event in events:
        if _is_nameless(event):
            homes = [n for n, home in enumerate(named) if _same_kind_of_work(event, home)]
            if len(homes) == 1:
                joined[homes[0]] += event
            else:
                joined.append(event)
    return joined


def _is_nameless(event: Sequence[_Fact]) -> bool:
    return _family(event[0].link) in _ONCE and all(fact.link.notice == End() for fact in event)


def _same_kind_of_work(event: Sequence[_Fact], other: Sequence[_Fact]) -> bool:
    return any(
        _family(a.link) is _family(b.link) and same_end(a.work, b.work)
        for a in event
        for b in other
    )


def _belongs(fact: _Fact, event: Sequence[_Fact]) -> bool:
    if any(_clash(fact, other) for other in event):
        return False
    return any(_same_event(fact, other) for other in event)


def _clash(a: _Fact, b: _Fact) -> bool:
    return same_identifiers(a.notice.identifiers, b.notice.identifiers) is False


def _same_event(a: _Fact, b: _Fact) -> bool:
    return (
        _family(a.link) == _family(b.link)
        and same_end(a.work, b.work)
        and same_end(a.notice, b.notice)
        and not _are_two_rows(a.link, b.link)
    )


def _are_two_rows(a: Link, b: Link) -> bool:
    """Tell two rows of Retraction Watch that name no notice: all they have is their numbers."""
    if a.notice != End() or b.notice != End():
        return False
    ids = [{w.record_id for w in link.witnesses if w.record_id} for link in (a, b)]
    return all(ids) and ids[0].isdisjoint(ids[1])


def _united(links: Sequence[Link]) -> Link:
    return Link(
        type=min((link.type for link in links), key=SEVERITY.index),
        notice=_united_end([link.notice for link in links]),
        work=_united_end([link.work for link in links]),
        witnesses=_united_witnesses(link.witnesses for link in links),
    )


def _united_end(ends: Sequence[End]) -> End:
    names: dict[Scheme, str] = {}
    for end in reversed(ends):
        names |= end.identifiers
    raws = {end.raw for end in ends if end.raw}
    records = [end.record for end in ends if end.record]
    return End(
        identifiers={scheme: names[scheme] for scheme in Scheme if scheme in names},
        raw=min(raws, key=_most_informative) if len(raws) > 1 else next(iter(raws), None),
        record=min(records, key=lambda item: (-len(item), repr(item))) if records else None,
    )


def _sorted_ends(ends: Iterable[End]) -> list[End]:
    return sorted(ends, key=lambda end: (-len(end.identifiers), repr(end)))


def _most_informative(raw: str) -> tuple[int, int, str]:
    item = sources.parse(raw) or CslItem()
    located = sum(bool(item.get(name)) for name in ("volume", "page"))
    return -located, -len(raw), raw


def _united_witnesses(lists: Iterable[Sequence[Witness]]) -> tuple[Witness, ...]:
    """Keep every different assertion once, as it was read last.

    The same word with another date, or in the record at the other end, is another assertion.
    """
    newest: dict[tuple[str, ...], Witness] = {}
    for witness in sorted((w for each in lists for w in each), key=_witness_order):
        newest[_assertion(witness)] = witness
    return tuple(newest[said] for said in sorted(newest))


def _assertion(witness: Witness) -> tuple[str, ...]:
    said = (
        witness.registry,
        witness.term,
        witness.asserted,
        witness.record_id,
        witness.stands_on,
        witness.answered_by,
    )
    return tuple(word or "" for word in said)


def _witness_order(witness: Witness) -> tuple[str, ...]:
    return witness.fetched_at, witness.via or "", *_assertion(witness)


def _widened(end: End, names: Identifiers) -> End:
    if not same_identifiers(end.identifiers, names):
        return end
    return replace(end, identifiers={**end.identifiers, **names})


def _severe_then_early(link: Link) -> tuple[int, str, str]:
    # "~" sorts after every digit: an undated notice comes last of its kind.
    return SEVERITY.index(link.type), date(link) or "~", _text_of(link)


def _text_of(link: Link) -> str:
    ends = (link.notice, link.work)
    named = [f"{s}:{v}" for end in ends for s, v in sorted(end.identifiers.items())]
    raws = [end.raw or "" for end in ends]
    return "\n".join([raws[0], *named, raws[1], repr(link)])

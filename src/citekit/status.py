"""The state that its notices leave a work in: turn by turn, and at the end.

Only what stands on the work itself counts: a notice is not retracted because it retracts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from citekit import links
from citekit.model import CslItem, End, Identifiers, Link
from citekit.terms import publication_type
from citekit.text import dates, titles
from citekit.vocab import LinkType, Scheme, Side, Status

# Most severe first. A comment, summary, republication or preprint changes nothing.
STATES: tuple[tuple[LinkType, Status], ...] = (
    (LinkType.RETRACTION_AND_REPUBLICATION, Status.RETRACTED_AND_REPUBLISHED),
    (LinkType.RETRACTION, Status.RETRACTED),
    (LinkType.WITHDRAWAL, Status.WITHDRAWN),
    (LinkType.PARTIAL_RETRACTION, Status.PARTIALLY_RETRACTED),
    (LinkType.EXPRESSION_OF_CONCERN, Status.CONCERN),
    (LinkType.REINSTATEMENT, Status.REINSTATED),
    (LinkType.ERRATUM, Status.CORRECTED),
    (LinkType.UPDATE, Status.SUPERSEDED),
)

_RETRACTING = frozenset({LinkType.RETRACTION, LinkType.WITHDRAWAL})
_LIFTED_BY_REINSTATEMENT = _RETRACTING | {
    LinkType.PARTIAL_RETRACTION,
    LinkType.EXPRESSION_OF_CONCERN,
}

# A Cochrane review keeps its number from version to version: 10.1002/14651858.CD001689.pub3,
# "Cochrane Database Syst Rev. 2014 Feb 11;(2):CD001689".
_REVIEW_NUMBER = re.compile(r"(?<![a-z])cd\d{6}(?!\d)", re.IGNORECASE)

# What `titles.notice_prefix` calls a prefix that marks the work itself, not a notice of it.
_MARKS: Mapping[str, LinkType] = {
    "retracted": LinkType.RETRACTION,
    "withdrawn": LinkType.WITHDRAWAL,
    "removal": LinkType.WITHDRAWAL,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that happened to a work, and how it left it."""

    date: str | None
    """ISO 8601, possibly partial; None where nobody dates it."""
    type: LinkType
    status: Status
    link: Link | None
    """None where only the record itself is marked (PubMed's "Retracted Publication")."""

    @property
    def in_place(self) -> bool:
        """Whether the notice stands under the work's own identifiers."""
        return self.link is None or links.is_self(self.link)


@dataclass(frozen=True, slots=True)
class Hint:
    """A title that begins like a retracted or withdrawn work's; it decides nothing by itself."""

    type: LinkType
    registry: str
    title: str


def timeline(names: Identifiers, item: CslItem, about: Iterable[Link]) -> tuple[Turn, ...]:
    """List what happened to a work, by date, what is undated last.

    `about` may hold any links; those in which the work is the notice are passed over.
    """
    events = sorted(_events(names, item, list(about)), key=_by_date)
    return tuple(
        Turn(event.date, event.type, _state(events[: place + 1]), event.link)
        for place, event in enumerate(events)
    )


def current(names: Identifiers, item: CslItem, about: Iterable[Link]) -> Status:
    """Tell the state that the links, and PubMed's mark on the record, leave a work in."""
    return _state(_events(names, item, list(about)))


def holds(type_: LinkType, state: Status) -> bool:
    """Tell whether a kind of notice still counts for a work in this state.

    A retraction that was lifted does not, nor one that was followed by a republication.
    """
    if state is Status.RETRACTED_AND_REPUBLISHED:
        return type_ not in _RETRACTING
    if type_ not in _LIFTED_BY_REINSTATEMENT:
        return True
    types, states = zip(*STATES, strict=True)
    return state in states and types.index(type_) >= states.index(state)


def hints(said: Mapping[str, str]) -> tuple[Hint, ...]:
    """Read the titles that registries give a work: ``RETRACTED:``, ``WITHDRAWN:``, ``[Retracted]``.

    `said` has a title for each registry.
    """
    found = ((_mark(title), registry, title) for registry, title in said.items())
    return tuple(Hint(type_, registry, title) for type_, registry, title in found if type_)


def is_marked(item: CslItem) -> bool:
    """Tell a record that PubMed calls retracted, which may come without a link to the notice."""
    said = item.get("custom", {}).get("publication_types", [])
    terms = (publication_type(name) for name in said)
    return any(
        term is not None and (term.type, term.stands_on) == (LinkType.RETRACTION, Side.WORK)
        for term in terms
    )


def _mark(title: str) -> LinkType | None:
    return _MARKS.get(titles.notice_prefix(title)[0] or "")


@dataclass(frozen=True, slots=True)
class _Event:
    date: str | None
    type: LinkType
    """What it counts as; the link keeps its registry's word."""
    link: Link | None


def _events(names: Identifiers, item: CslItem, given: Sequence[Link]) -> list[_Event]:
    seen = links.views(names, given)
    about = links.merge(view.link for view in seen if view.side is Side.WORK)
    for origin in filter(None, (_republished(view) for view in seen)):
        about = tuple(link for link in about if not _is_the_originals(link, origin, names, item))
    counted = [link for link in about if not _is_own_new_version(link)]
    events = [_Event(links.date(link), _counts_as(link, item), link) for link in counted]
    if not any(event.type in _RETRACTING for event in events) and is_marked(item):
        events.append(_Event(None, LinkType.RETRACTION, None))
    return events


def _is_own_new_version(link: Link) -> bool:
    # A version published in place (10.1371/journal.ppat.1006930) leaves nothing behind it.
    return link.type is LinkType.UPDATE and links.is_self(link)


def _republished(view: links.View) -> End | None:
    """Give the retracted work that this one republishes; None where it republishes none."""
    republishes = view.link.type is LinkType.RETRACTION_AND_REPUBLICATION
    return view.link.work if republishes and view.side is Side.NOTICE else None


def _is_the_originals(link: Link, origin: End, names: Identifiers, item: CslItem) -> bool:
    """Tell a retraction of what this work republishes, where both have one DOI (it happens).

    By DOI alone nobody can tell the two apart; PubMed, which gives them two PMIDs, can. Where the
    original's DOI is not known, only what is not later than the republication is the original's.
    """
    if link.type not in _LIFTED_BY_REINSTATEMENT or _says_pubmed(link):
        return False
    doi = origin.identifiers.get(Scheme.DOI)
    if doi is not None:
        return doi == names.get(Scheme.DOI)
    happened, issued = links.date(link), dates.iso(item.get("issued"))
    return happened is None or issued is None or happened[: len(issued)] <= issued


def _says_pubmed(link: Link) -> bool:
    return any(witness.registry == "pubmed" for witness in link.witnesses)


def _counts_as(link: Link, item: CslItem) -> LinkType:
    """A Cochrane review's next version withdraws the one before: superseded, not retracted."""
    if link.type not in _RETRACTING or links.is_self(link):
        return link.type
    number = _review_number(link.work, item)
    is_next = number is not None and number == _review_number(link.notice, link.notice.record)
    return LinkType.UPDATE if is_next else link.type


def _review_number(end: End, item: CslItem | None) -> str | None:
    record: CslItem = item or {}
    written = (
        end.identifiers.get(Scheme.DOI),
        record.get("page"),
        record.get("number"),
        end.raw if end.raw and "Cochrane" in end.raw else None,
    )
    found = (_REVIEW_NUMBER.search(text) for text in written if text)
    return next((match[0].casefold() for match in found if match), None)


def _by_date(event: _Event) -> tuple[str, int]:
    # "~" sorts after every digit.
    return event.date or "~", links.SEVERITY.index(event.type)


def _state(events: Sequence[_Event]) -> Status:
    live = {event.type for event in _not_lifted(events)}
    return next((state for type_, state in STATES if type_ in live), Status.NONE)


def _not_lifted(events: Sequence[_Event]) -> list[_Event]:
    lifting = [event.date for event in events if event.type is LinkType.REINSTATEMENT]
    if not lifting:
        return list(events)
    lifted_on = max(lifting, key=lambda date: date or "")
    liftable = [event for event in events if event.type in _LIFTED_BY_REINSTATEMENT]
    alone = len(liftable) == 1
    kept = [event for event in liftable if not _is_lifted(event.date, lifted_on, alone=alone)]
    return kept + [event for event in events if event.type not in _LIFTED_BY_REINSTATEMENT]


def _is_lifted(date: str | None, lifted_on: str | None, *, alone: bool) -> bool:
    """Undated, only a single notice can be what the reinstatement speaks of."""
    if date is None or lifted_on is None:
        return alone
    precision = min(len(date), len(lifted_on))
    return date[:precision] <= lifted_on[:precision]

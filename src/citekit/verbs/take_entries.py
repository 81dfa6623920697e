"""Take the entries of reference files: the user's own words, beside what the registries say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from citekit.documents.entries import citation_of
from citekit.library.store import Added, Kind, Library
from citekit.model import Candidate, Citation, Entry, Link, Rejected, Resolution, Stamp
from citekit.verbs.asking import ASKED_AT_ONCE, Ask
from citekit.verbs.batches import batches
from citekit.verbs.resolve import has_outage
from citekit.verbs.taken import Stored, Taken
from citekit.vocab import Outcome

_NOBODY = ("nobody was asked",)


def take_entries(
    read: Iterator[Entry | Rejected],
    stamp: Stamp,
    library: Library,
    stored: Callable[[Sequence[Stored]], None],
    ask: Ask | None,
    taken: Taken,
) -> None:
    """Store every entry, resolved or not; `ask` None asks nobody.

    A work that an entry names becomes one with it: the registries' words, identifiers and notices
    stand beside the entry's own. Whatever is not resolved stays an entry, and is told in `taken`.
    """
    for some in batches(read, ASKED_AT_ONCE if ask else None):
        entries = [one for one in some if isinstance(one, Entry)]
        taken.read += len(some)
        taken.reject(one for one in some if isinstance(one, Rejected))
        answered = zip(entries, _answers(entries, library, ask), strict=True)
        for part in batches(answered):
            stored(_store(part, stamp, library, taken))


def _answers(entries: Sequence[Entry], library: Library, ask: Ask | None) -> list[Resolution]:
    citations = [_asked_about(entry) for entry in entries]
    unasked = [Resolution(one, Outcome.UNAVAILABLE, (), reasons=_NOBODY) for one in citations]
    if ask is None:
        return unasked
    new = [n for n, one in enumerate(citations) if not library.is_settled(one)]
    heard = ask([citations[n] for n in new]) if new else []
    for n, resolution in zip(new, heard, strict=True):
        unasked[n] = resolution
    return unasked


def _asked_about(entry: Entry) -> Citation:
    """Make a citation whose notices nobody looks for: they are the document's testimony."""
    citation = citation_of(entry)
    return replace(citation, links=()) if citation.links else citation


def _store(
    part: Sequence[tuple[Entry, Resolution]], stamp: Stamp, library: Library, taken: Taken
) -> list[Stored]:
    given = [(_testimony(entry, answered, stamp), answered) for entry, answered in part]
    with library.write():
        added = library.add_entries(given)
        for (_, answered), one in zip(given, added, strict=True):
            _note(answered, one, library, taken)
    taken.count(added)
    return [Stored(one, {}) for one in added]  # they were asked about already


def _testimony(entry: Entry, answered: Resolution, stamp: Stamp) -> Candidate:
    links = tuple(_witnessed(link, stamp) for link in entry.links)
    return Candidate(entry.item, answered.citation.identifiers, stamp, links)


def _note(answered: Resolution, added: Added, library: Library, taken: Taken) -> None:
    remark = _remark(answered.citation, added, library)
    if remark:
        taken.remarks.append(remark)
    was_asked = answered.reasons != _NOBODY
    if was_asked and (answered.outcome is not Outcome.RESOLVED or has_outage(answered)):
        taken.unresolved.append(answered)


def _witnessed(link: Link, stamp: Stamp) -> Link:
    """Make the document the witness, whomever the file names: it is the file that says so."""
    terms = dict.fromkeys((one.term, one.asserted) for one in link.witnesses)
    said = link.witnesses[:1] and [
        replace(link.witnesses[0], registry=stamp.registry, term=term, asserted=asserted)
        for term, asserted in terms
    ]
    dated = tuple(
        replace(one, fetched_at=stamp.fetched_at, via=None, record_id=None, answered_by=None)
        for one in said
    )
    return replace(link, witnesses=dated)


def _remark(citation: Citation, added: Added, library: Library) -> str | None:
    """Say under which key an entry is, where that is not its own."""
    key = citation.key
    if not key or key.casefold() == added.key.casefold():
        return None
    keys = {one.key for one in library.citations(added.key) if one.key}
    if added.kind is Kind.UNCHANGED and keys == {key}:
        return None  # it was told when the entry came
    place = f"{citation.place.path}:{citation.place.line}: " if citation.place else ""
    if added.kind is Kind.ADDED:
        return f"{place}the key {key} is taken, or can be none; the entry is {added.key}"
    return f"{place}{key} is a duplicate of {added.key}"

"""The library: an SQLite file of works, their notices, and where all of it came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from citekit.library import (
    acknowledgements,
    answers,
    citations,
    entries,
    history,
    links,
    payloads,
    works,
)
from citekit.library.backups import Backup
from citekit.library.failures import naming
from citekit.library.history import Event
from citekit.library.reading import Reading
from citekit.library.strangers import Arrival, Strangers
from citekit.library.works import Known
from citekit.model import Acknowledgement, Candidate, Citation, CslItem, Record, Resolution
from citekit.vocab import AskedOutcome, Outcome


class Kind(StrEnum):
    """What adding did to a work."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one resolution that was added."""

    key: str
    kind: Kind
    """Unchanged: record, notices and status are as before, though dates and places may be new."""
    events: tuple[Event, ...] = ()
    """What changed by it, in this work and in others that it is a notice of."""


class Library(Reading):
    """A library that can also be changed, in whole transactions."""

    def write(self) -> AbstractContextManager[None]:
        """Hold one transaction, all of which is stored or nothing.

        Waits up to 10 s for others who write. The methods that change the library raise
        RuntimeError outside of it.
        """
        return self._connection.write()

    def rehearse(self) -> AbstractContextManager[None]:
        """Hold one transaction of which nothing is stored: to see what a change would do."""
        return self._connection.write(keep=False)

    def back_up(self) -> Backup:
        """Make a verified copy of the library beside it; raises LibraryError."""
        return self._connection.back_up()

    def add(self, resolution: Resolution, key: str | None = None) -> Added:
        """Store a resolved citation: the work, its links, the answers, and where it was written.

        A new work gets `key`, or the citation's own, if that is free and can be a citation key;
        else one is made. A work that is there keeps its key. Times come from the answers. Adding
        the same again writes nothing. Raises ValueError for a resolution without a record.
        """
        if resolution.record is None:
            raise ValueError("only a citation that is resolved can be added")
        self._connection.must_write()
        with naming(self.path):
            before = history.last(self._connection)
            found = works.recognise(self._connection, resolution.record)
            one = Arrival.of(resolution.record, resolution)
            added = self._keep(found, one, key or resolution.citation.key)
            return replace(added, events=tuple(history.after(self._connection, before)))

    def add_records(self, records: Sequence[Record]) -> list[Added]:
        """Store records as `add` does, many at a time; what changed is in the history alone."""
        unwritten = Citation("")
        resolutions = [Resolution(unwritten, Outcome.RESOLVED, (), one) for one in records]
        return self._add_all([Arrival.of(*one) for one in zip(records, resolutions, strict=True)])

    def add_entries(self, given: Sequence[tuple[Candidate, Resolution]]) -> list[Added]:
        """Store entries of a reference file, whatever the registries answered about them.

        Each comes with its own words, the document's testimony. The same entry again adds only what
        the registries say; one that was edited replaces its words; a second entry for a work adds
        what the first leaves out. Keys are as for `add`; what changed is in the history alone.
        """
        told = [(said, entries.told(answered)) for said, answered in given]
        return self._add_all(
            [Arrival.of(entries.record(said, one), one, said) for said, one in told]
        )

    def renew(self, key: str, answered: Resolution) -> tuple[Event, ...]:
        """Apply what the registries say of a work now; gives what changed by it.

        What is not resolved changes nothing but the answers: who has it no longer, and who could
        not be asked. Raises UnknownKeyError.
        """
        self._connection.must_write()
        with naming(self.path):
            before = history.last(self._connection)
            work_id = self._id(key)
            if answered.outcome is Outcome.RESOLVED and answered.record is not None:
                self._bring_up_to_date(work_id, answered, answered.record, just_asked=True)
            else:
                told = [one for one in answered.asked if one.outcome is not AskedOutcome.FOUND]
                answers.store(self._connection, work_id, told, ())
            return tuple(history.after(self._connection, before))

    def pin(self, key: str, values: CslItem, at: str) -> bool:
        """Set fields of a work by hand, which no registry overwrites; tells of a change.

        Raises UnknownKeyError.
        """
        return self._by_hand(key, at, partial(works.pin, values=values))

    def unpin(self, key: str, fields: Collection[str], at: str) -> bool:
        """Give fields back to the registries; tells of a change. Raises UnknownKeyError."""
        return self._by_hand(key, at, partial(works.unpin, fields=fields))

    def acknowledge(self, given: Acknowledgement) -> None:
        """Keep that a person has seen a notice; raises UnknownKeyError."""
        self._connection.must_write()
        with naming(self.path):
            known = works.load(self._connection, self._id(given.key))
            acknowledgements.store(self._connection, known, given)

    def revoke(self, given: Acknowledgement) -> bool:
        """Take an acknowledgement back; tells whether there was such."""
        self._connection.must_write()
        with naming(self.path):
            return acknowledgements.remove(self._connection, given)

    def remove(self, key: str, at: str | None = None) -> None:
        """Remove a work, the notices about it, and where it was cited; raises UnknownKeyError.

        Links in which it is the notice of another work stay. Its history stays under its key;
        `at` is the time that the removal gets there.
        """
        self._connection.must_write()
        with naming(self.path):
            known = works.load(self._connection, self._id(key))
            links.release(self._connection, known.id)
            works.remove(self._connection, known, at)

    def _by_hand(self, key: str, at: str, change: Callable[..., bool]) -> bool:
        self._connection.must_write()
        with naming(self.path):
            known = works.load(self._connection, self._id(key))
            changed = change(self._connection, known, at=at)
            links.settle_status(self._connection, known.id, at)
            return changed

    def _add_all(self, arrivals: Sequence[Arrival]) -> list[Added]:
        self._connection.must_write()
        with naming(self.path):
            strangers = Strangers(self._connection, arrivals, self._key_template)
            added: list[Added] = []
            new: list[tuple[Arrival, str]] = []
            for one in arrivals:
                key = strangers.admit(one)
                if key is not None:
                    new.append((one, key))
                    continue
                added += self._welcome(new)
                added.append(self._add_one(one))
                strangers.meet(one, added[-1].key)
                new = []
            return added + self._welcome(new)

    def _add_one(self, one: Arrival) -> Added:
        if one.said is not None:
            return self._add_entry(one, one.said)
        return self._keep(works.recognise(self._connection, one.record), one, None)

    def _add_entry(self, one: Arrival, said: Candidate) -> Added:
        answered, citation = one.resolution, one.resolution.citation
        known = entries.known(self._connection, citation)
        if known is not None:
            return self._hear_again(known, answered)
        found = entries.recognise(self._connection, one.record, said, answered)
        if found is None:
            found = entries.edited(self._connection, citation, said.item)
        if found is None:
            return self._keep(None, one, citation.key)
        whole = entries.testimony(self._connection, found, said, citation)
        return self._keep(found, one._replace(record=entries.record(whole, answered)), citation.key)

    def _hear_again(self, work_id: int, answered: Resolution) -> Added:
        changed = False
        if answered.record is not None:
            changed = self._bring_up_to_date(work_id, answered, answered.record, just_asked=True)
        else:
            answers.store(self._connection, work_id, answered.asked, ())
        citations.store(self._connection, work_id, answered)
        key = works.load(self._connection, work_id).key
        return Added(key, Kind.UPDATED if changed else Kind.UNCHANGED)

    def _keep(self, found: int | None, one: Arrival, hint: str | None) -> Added:
        """Store an arrival as the work that it was found to be; None for a new one."""
        if found is None:
            taken = partial(works.has_key, self._connection)
            key = works.key_for(one.record.item, hint, self._key_template, taken)
            (work,) = self._insert([(one, key)])
            self._add_links(work, one.record, (), _latest(one.record, one.resolution))
            kind = Kind.ADDED
        else:
            changed = self._bring_up_to_date(found, one.resolution, one.record, just_asked=False)
            work = works.load(self._connection, found)
            kind = Kind.UPDATED if changed else Kind.UNCHANGED
        citations.store(self._connection, work.id, one.resolution)
        return Added(work.key, kind)

    def _welcome(self, strangers: Sequence[tuple[Arrival, str]]) -> list[Added]:
        """Store works that nothing in the library is concerned by."""
        if not strangers:
            return []
        stored = self._insert(strangers)
        both = zip(stored, strangers, strict=True)
        citations.add(self._connection, ((work.id, one.resolution) for work, (one, _) in both))
        return [Added(work.key, Kind.ADDED) for work in stored]

    def _insert(self, arrivals: Sequence[tuple[Arrival, str]]) -> list[Known]:
        new = [
            works.New(one.record, key, _latest(one.record, one.resolution)) for one, key in arrivals
        ]
        stored = works.insert(self._connection, new)
        told = [(work.id, one) for work, (one, _) in zip(stored, arrivals, strict=True)]
        payloads.add(self._connection, ((id_, one.record.candidates) for id_, one in told))
        answers.add(
            self._connection,
            ((id_, one.resolution.asked, one.record.candidates) for id_, one in told),
        )
        return stored

    def _bring_up_to_date(
        self, work_id: int, resolution: Resolution, given: Record, *, just_asked: bool
    ) -> bool:
        at = _latest(given, resolution)
        record = answers.news(self._connection, work_id, given, just_asked=just_asked)
        known = works.load(self._connection, work_id)
        changed = works.refresh(self._connection, known, record, at)
        work = works.load(self._connection, work_id)
        told = self._add_links(work, record, answers.answering(record, resolution.asked), at)
        self._keep_answers(work_id, resolution, record)
        return changed or told

    def _keep_answers(self, work_id: int, resolution: Resolution, record: Record) -> None:
        payloads.store(self._connection, work_id, record.candidates)
        answers.store(self._connection, work_id, resolution.asked, record.candidates)

    def _add_links(
        self, work: Known, record: Record, answering: Collection[str], at: str | None
    ) -> bool:
        joined = links.connect(self._connection, work)
        news = links.store(self._connection, work, record.links, answering, at)
        own = {work.id} if answering or links.speaks_of(self._connection, work) else set()
        affected = sorted(own | joined | news)
        settled = [links.settle_status(self._connection, one, at) for one in affected]
        return bool(news) or any(settled)


def _latest(record: Record, resolution: Resolution) -> str | None:
    """The newest time that any answer tells; None where none does."""
    told = [candidate.stamp.fetched_at for candidate in record.candidates]
    told += [one.fetched_at for one in resolution.asked if one.fetched_at]
    return max((time for time in told if time), default=None)

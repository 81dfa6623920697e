"""Entries of reference files in the library: known again, and believed beside one another.

What an entry says is the testimony of the document. A work has one: that of the entry it came from,
completed by what other entries about it say besides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from citekit import links, records
from citekit.identity import same_title
from citekit.library import answers, works
from citekit.library.connection import Connection
from citekit.model import Candidate, Citation, CslItem, Record, Resolution, Stamp
from citekit.vocab import DOCUMENT, AskedOutcome, Outcome

STDIN = "-"
"""The path of what came over standard input: never twice the same file."""

_AT_ITS_PLACE = (
    "SELECT work_id FROM citations WHERE path = ? AND line = ? AND raw = ? AND key IS ?"
    " AND EXISTS (SELECT 1 FROM answers AS a WHERE a.work_id = citations.work_id"
    " AND a.registry = ?)"
)
_UNDER_ITS_KEY = (
    "SELECT works.id AS work_id FROM works JOIN citations ON citations.work_id = works.id"
    " WHERE works.key = ? AND citations.key = ? AND raw = ?"
    " AND EXISTS (SELECT 1 FROM answers AS a WHERE a.work_id = works.id AND a.registry = ?)"
)
_OF_ITS_FILE = (
    "SELECT works.id AS work_id FROM works JOIN citations ON citations.work_id = works.id"
    " WHERE works.key = ? AND citations.key = ? AND path = ?"
)


def known(connection: Connection, citation: Citation) -> int | None:
    """Find the work of an entry that was taken before, word for word; None for a new one."""
    place, raw, key = citation.place, citation.raw, citation.key
    if place is not None:
        row = connection.one(_AT_ITS_PLACE, place.path, place.line, raw, key, DOCUMENT)
        if row is not None:
            return int(row["work_id"])
    row = connection.one(_UNDER_ITS_KEY, key, key, raw, DOCUMENT) if key else None
    return None if row is None else int(row["work_id"])


def recognise(
    connection: Connection, whole: Record, said: Candidate, answered: Resolution
) -> int | None:
    """Find the work that an entry is about; an identifier alone, unverified, does not decide it.

    Two entries of different titles under one DOI are two works until a registry says otherwise.
    """
    found = works.recognise(connection, whole)
    if found is None or answered.outcome is Outcome.RESOLVED:
        return found
    differs = same_title(works.load(connection, found).item, said.item) is False
    return None if differs else found


def is_settled(connection: Connection, citation: Citation) -> bool:
    """Tell whether an entry was taken before, and all who were asked answered and one found it."""
    work_id = known(connection, citation)
    if work_id is None:
        return False
    said = {one.outcome for one in answers.about(connection, work_id) if one.registry != DOCUMENT}
    return AskedOutcome.FOUND in said and AskedOutcome.UNAVAILABLE not in said


def edited(connection: Connection, citation: Citation, item: CslItem) -> int | None:
    """Find the work of an entry that had other words when its file was taken before."""
    found = _of_its_file(connection, citation)
    if found is None or same_title(works.load(connection, found).item, item) is False:
        return None
    return found


def testimony(
    connection: Connection, work_id: int, said: Candidate, citation: Citation
) -> Candidate:
    """Give what the document says of a work that is there, when one more entry speaks of it."""
    work = works.load(connection, work_id)
    held = [one for one in works.said_before(connection, work) if one.stamp.registry == DOCUMENT]
    if not held or _of_its_file(connection, citation) == work_id:
        return said
    first = max(held, key=lambda one: one.stamp.fetched_at)
    item = _completed(first.item, said.item)
    if item == first.item or first.stamp.fetched_at > said.stamp.fetched_at:
        return replace(said, item=item, stamp=_stamp(connection, work_id, first))
    return replace(said, item=item)


def record(said: Candidate, answered: Resolution) -> Record:
    """Make one record of an entry's words and of what the registries answered about it."""
    found = answered.record if answered.outcome is Outcome.RESOLVED else None
    if found is None:
        return records.merge([said])
    merged = records.merge([said, *found.candidates])
    widened = [links.widen(link, merged.identifiers) for link in found.links]
    return replace(merged, links=links.merge([*merged.links, *widened]))


def told(answered: Resolution) -> Resolution:
    """Leave out of what is not resolved who found some other work."""
    if answered.outcome is Outcome.RESOLVED or not answered.asked:
        return answered
    asked = tuple(one for one in answered.asked if one.outcome is not AskedOutcome.FOUND)
    return replace(answered, asked=asked)


def _of_its_file(connection: Connection, citation: Citation) -> int | None:
    key, place = citation.key, citation.place
    if not key or place is None or place.path == STDIN:
        return None
    row = connection.one(_OF_ITS_FILE, key, key, place.path)
    return None if row is None else int(row["work_id"])


def _completed(first: CslItem, other: CslItem) -> CslItem:
    custom = {**other.get("custom", {}), **first.get("custom", {})}
    item = {**other, **first, **({"custom": custom} if custom else {})}
    return cast("CslItem", item)


def _stamp(connection: Connection, work_id: int, first: Candidate) -> Stamp:
    asked = answers.about(connection, work_id)
    via = next((one.via for one in asked if one.registry == DOCUMENT), None)
    return replace(first.stamp, via=via)

"""Lists for spreadsheets: CSV after RFC 4180, in which no cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from citekit.formats.csv_works import safe_cell
from citekit.formats.notes import notice_sentence
from citekit.library.history import Event
from citekit.model import StoredLink
from citekit.reports import events as told
from citekit.reports.notices import REGISTRIES, Acknowledged, cell, named
from citekit.vocab import DOCUMENT, Scheme

if TYPE_CHECKING:
    from citekit.verbs.acknowledge import Standing

_SPEAKERS: Final = (*REGISTRIES, DOCUMENT)
NOTICES: Final = (
    *("key", "work", "type", "preprint", "notice", "notice_doi", "notice_pmid"),
    *(f"says_{registry}" for registry in _SPEAKERS),
    *("acknowledged_until", "acknowledged_because"),
)
EVENTS: Final = ("key", "day", "who", "what", "before", "after")
ACKNOWLEDGEMENTS: Final = ("key", "type", "notice", "state", "until", "reason", "given_at")


def notices(stored: Iterable[StoredLink], acknowledged: Acknowledged) -> str:
    """Write a row for each notice, with a column for each registry."""
    return _table(NOTICES, (_notice(one, acknowledged) for one in stored))


def _notice(one: StoredLink, acknowledged: Acknowledged) -> Iterator[object]:
    names = one.link.notice.identifiers
    yield from (one.key, named(one.link.work.identifiers), one.link.type)
    yield from ("yes" if one.preprint else "", notice_sentence(one))
    yield from (names.get(Scheme.DOI), names.get(Scheme.PMID))
    yield from (cell(one, registry).removeprefix("-") for registry in _SPEAKERS)
    given = acknowledged(one)
    yield from (given.until, given.reason) if given else ("", "")


def events(found: Iterable[Event]) -> str:
    """Write a row for each change, oldest first."""
    return _table(EVENTS, ((one.key, (one.at or "")[:10], *told.cells(one)) for one in found))


def acknowledgements(found: Sequence[Standing]) -> str:
    """Write a row for each acknowledgement."""
    return _table(ACKNOWLEDGEMENTS, (_acknowledgement(one) for one in found))


def _acknowledgement(one: Standing) -> tuple[object, ...]:
    given = one.given
    notice = named(given.notice) if given.notice else given.raw
    return given.key, given.type, notice, one.force, given.until, given.reason, given.at


def _table(heading: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    for row in rows:
        writer.writerow(map(safe_cell, row))
    return text.getvalue()

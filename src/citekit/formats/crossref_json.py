"""Crossref's work records (REST API, bulk files) as candidates.

What is lost: affiliations and roles, funders, licences, links, assertions, reference lists,
events, honorifics (`prefix`), all titles and ISBNs but the first, relations without a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TypeVar

import msgspec

from citekit.errors import FormatError
from citekit.formats import crossref_links, jats
from citekit.formats.candidates import clip, digest, guarded, present
from citekit.formats.crossref_schema import Complaint, Envelope, Items, Work
from citekit.formats.crossref_values import (
    TYPES,
    date,
    every,
    first,
    names,
    one,
    print_first,
    title,
)
from citekit.model import (
    Candidate,
    CslCustom,
    CslItem,
    Identifiers,
    Link,
    Place,
    Rejected,
    Stamp,
)
from citekit.text import pages
from citekit.text.named import canonical
from citekit.vocab import Scheme

_PARTS = frozenset({"chapter", "entry", "paper-conference"})
"""An ISBN names the book that these are part of."""

MOST_ITEMS = 1000
"""Works in one list: Crossref's REST API gives no more (`rows`), whatever it is asked for."""

_NO_PAGES = "n/a"
_LINE_LENGTH = 64 * 1024 * 1024
_SHOWN_LENGTH = 200
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_T = TypeVar("_T")
_NOBODY = Stamp("crossref", "")


def read_work(body: bytes, stamp: Stamp) -> Candidate:
    """Read the answer about one DOI. Raises FormatError for everything else.

    The candidate carries the record's own DOI: asked by an alias, Crossref answers with the prime.
    """
    return _candidate(_message(body, "work"), stamp)


def read_list(body: bytes, stamp: Stamp) -> list[Candidate]:
    """Read the answer to a filter or a query, in its order. Raises FormatError for everything else.

    One unreadable record makes the list unreadable: left out, it would pass for absent.
    """
    listed = _decode(_message(body, "work-list"), Items).items
    if listed is None:
        raise FormatError("This is no list of Crossref works: it has no items.")
    if len(listed) > MOST_ITEMS:
        raise FormatError(f"This is no answer of Crossref: it lists {len(listed):,} works.")
    return [_candidate(bytes(raw), stamp) for raw in listed]


def read_record(payload: bytes, stamp: Stamp) -> Candidate:
    """Read one bare record, as `Candidate.payload` has kept it. Raises FormatError."""
    return _candidate(payload, stamp)


def read_lines(stream: BinaryIO, stamp: Stamp) -> Iterator[Candidate | Rejected]:
    """Read bare work records, one a line. Raises FormatError where the stream itself is cut."""
    path = str(getattr(stream, "name", ""))
    for number, line in enumerate(lines(stream), 1):
        if line.strip():
            yield _read_line(line, Place(path, number), stamp)


class Compared(NamedTuple):
    """What matching in bulk needs of a record."""

    item: CslItem
    """Title, authors, journal, dates and places; nothing else."""
    identifiers: Identifiers
    links: tuple[Link, ...]


def compared(payload: bytes) -> Compared:
    """Map the part of a work record that is compared in bulk.

    Its values are those of the whole candidate. Raises FormatError for anything else.
    """
    work = _decode(payload, Work)
    type_ = TYPES.get(one(work.type), "document")
    item = present(
        {
            "type": type_,
            "title": title(work.title, work.subtitle),
            **_containers(work, type_),
            "author": names(work.author)[0],
            **_dates(work),
            **_locators(work),
            "ISBN": print_first(work.isbn_type, work.isbn),
        }
    )
    identifiers = _identified(work, item)
    return Compared(item, identifiers, tuple(crossref_links.links(work, identifiers, _NOBODY)))


def items(body: bytes) -> list[bytes]:
    """Take apart a chunk of an older bulk file, ``{"items": [...]}``; raises FormatError."""
    listed = _decode(body, Items).items
    if listed is None:
        raise FormatError("This is no list of Crossref works: it has no items.")
    return list(map(bytes, listed))


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream; of one that no record is as long as, its beginning alone.

    Raises FormatError where the stream is cut.
    """
    while line := guarded(stream.readline, _LINE_LENGTH):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = guarded(stream.readline, _LINE_LENGTH)
            # No record is this long: what is left of it is enough to be rejected by.
            line = line[:_SHOWN_LENGTH] if rest else line
        yield line


def _read_line(line: bytes, place: Place, stamp: Stamp) -> Candidate | Rejected:
    try:
        return _candidate(line.strip(), stamp)
    except FormatError as error:
        return Rejected(place, line.decode("utf-8", "replace"), str(error))


def _message(body: bytes, kind: str) -> bytes:
    if not body.strip():
        raise FormatError("Crossref's answer is empty.")
    envelope = _decode(body, Envelope)
    if envelope.status != "ok":
        raise FormatError(f"Crossref refused{_complaint(envelope)}.")
    if envelope.message_type != kind:
        told = clip(envelope.message_type or "nothing", 40)
        raise FormatError(f"Crossref answered with {told}, not with a {kind}.")
    return bytes(envelope.message)


def _decode(body: bytes, type_: type[_T]) -> _T:
    try:
        return msgspec.json.decode(body, type=type_)
    except _UNREADABLE as error:
        raise FormatError(f"This is no Crossref JSON{_reason(body, error)}.") from error


def _reason(body: bytes, error: Exception) -> str:
    start = body.lstrip()[:200].lower()
    if start.startswith(b"<"):
        return " but an HTML page" if b"<html" in start or b"<!doctype" in start else " but XML"
    if isinstance(error, RecursionError):
        return ": it is nested too deep"
    return f": {clip(str(error))}"


def _complaint(envelope: Envelope) -> str:
    """Quote what the API says is wrong, a list in `message` or a sentence in `error`."""
    try:
        complaints = msgspec.json.decode(envelope.message, type=list[Complaint] | None) or []
    except _UNREADABLE:
        complaints = []
    told = "; ".join(filter(None, (one(each.message) for each in complaints))) or envelope.error
    return f": {clip(told)}" if told else ""


def _candidate(payload: bytes, stamp: Stamp) -> Candidate:
    work = _decode(payload, Work)
    item = _item(work)
    identifiers = _identified(work, item)
    links = tuple(crossref_links.links(work, identifiers, stamp))
    return Candidate(item, identifiers, stamp, links, digest(payload), payload)


def _identified(work: Work, item: CslItem) -> Identifiers:
    identifiers = _identifiers(work, item)
    if Scheme.DOI not in identifiers:
        raise FormatError(f"A Crossref work without a valid DOI: {clip(one(work.doi) or 'none')}.")
    return identifiers


def _identifiers(work: Work, item: CslItem) -> Identifiers:
    isbn = item.get("ISBN") if item.get("type") not in _PARTS else None
    return canonical([(Scheme.DOI, _doi(work)), (Scheme.ISBN, isbn)])


def _doi(work: Work) -> str:
    # Taken as it is, for a DOI may hold what would be an entity or a tag in a title.
    return "" if work.doi is None else str(work.doi).strip()


def _item(work: Work) -> CslItem:
    type_ = TYPES.get(one(work.type), "document")
    return present(
        {
            "type": type_,
            "genre": _genre(work),
            "title": title(work.title, work.subtitle),
            "title-short": first(work.short_title),
            "original-title": title(work.original_title, None),
            **_containers(work, type_),
            **_contributors(work),
            **_dates(work),
            **_locators(work),
            "edition": one(work.edition_number),
            "publisher": one(work.publisher),
            "publisher-place": one(work.publisher_location),
            "abstract": jats.text(str(work.abstract or "")),
            "language": one(work.language),
            "DOI": _doi(work),
            "ISSN": print_first(work.issn_type, work.issn),
            "ISBN": print_first(work.isbn_type, work.isbn),
        }
    )


def _genre(work: Work) -> str:
    return "preprint" if one(work.subtype) == "preprint" else first(work.degree)


def _containers(work: Work, type_: str) -> dict[str, object]:
    listed = every(work.container_title)
    short = first(work.short_container_title)
    if type_ == "book":
        return {"collection-title": next(iter(listed), None)}
    # Parts of a book come with its series first: ["SPIE Proceedings", "Optical Coherence …"].
    series = listed[0] if type_ in _PARTS and len(listed) > 1 else None
    container = listed[-1] if series else next(iter(listed), None)
    return {
        "container-title": container,
        "container-title-short": short if not series else None,
        "collection-title": series,
    }


def _contributors(work: Work) -> dict[str, object]:
    authors, orcid = names(work.author)
    custom = CslCustom(orcid=orcid) if orcid else CslCustom()
    return {
        "author": authors,
        "editor": names(work.editor)[0],
        "translator": names(work.translator)[0],
        "custom": custom,
    }


def _dates(work: Work) -> dict[str, object]:
    return {
        "issued": date(work.issued) or date(work.published) or date(work.posted),
        "available-date": date(work.published_online),
    }


def _locators(work: Work) -> dict[str, object]:
    page = one(work.page)
    # Wiley's articles before their issue have the pages `n/a-n/a`.
    page = "" if page.casefold().startswith(_NO_PAGES) else page
    return {
        "volume": one(work.volume),
        "issue": one(work.issue),
        "page": pages.expand(page),
        "number": one(work.article_number),
    }

"""The project's words as frozen values, and the protocols that registries answer.

Times are ISO 8601 UTC strings (``2026-11-22T00:00:00Z``): they are compared and stored, never
computed with. Field names of `CslItem` are CSL's own variables (schema csl-data 1.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypedDict

from citekit.shown import Shown
from citekit.vocab import (
    AskedOutcome,
    LinkType,
    Outcome,
    RejectedFor,
    Scheme,
    Side,
    Status,
)

CslName = TypedDict(
    "CslName",
    {
        "family": str,
        "given": str,
        "suffix": str,
        "dropping-particle": str,
        "non-dropping-particle": str,
        "literal": str,
    },
    total=False,
)

CslDate = TypedDict(
    "CslDate",
    {"date-parts": list[list[int]], "season": int, "literal": str},
    total=False,
)


class CslCustom(TypedDict, total=False):
    """What CSL has no variable for; `custom` is the schema's sanctioned place for it."""

    arxiv: str
    author_complete: bool  # False: the registry's list is known to be cut (PubMed CompleteYN="N")
    orcid: dict[str, str]  # position in `author` (as text) -> ORCID
    publication_types: list[str]
    agency: str  # registration agency of the DOI when it is not Crossref
    date_revised: str
    nbk: str  # accession number of the NCBI Bookshelf
    bibtex: dict[str, str]  # fields of a file's entry that CSL has no variable for, by format
    ris: dict[str, list[str]]
    csljson: dict[str, object]
    endnote: dict[str, str]
    enw: dict[str, str]
    pmid_version: int  # absent: 1, which nearly all are


CslItem = TypedDict(
    "CslItem",
    {
        "id": str,
        "type": str,
        "title": str,
        "title-short": str,
        "original-title": str,
        "container-title": str,
        "container-title-short": str,
        "collection-title": str,
        "author": list[CslName],
        "editor": list[CslName],
        "translator": list[CslName],
        "issued": CslDate,
        "available-date": CslDate,
        "accessed": CslDate,
        "volume": str,
        "issue": str,
        "page": str,
        "number": str,
        "edition": str,
        "publisher": str,
        "publisher-place": str,
        "abstract": str,
        "keyword": str,
        "language": str,
        "genre": str,
        "note": str,
        "status": str,
        "DOI": str,
        "PMID": str,
        "PMCID": str,
        "ISSN": str,
        "ISBN": str,
        "URL": str,
        "source": str,
        "custom": CslCustom,
    },
    total=False,
)

Identifiers = Mapping[Scheme, str]
"""At most one canonical value for each scheme."""


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A scheme and its canonical value (DOIs lower-case, PMCIDs with their ``PMC``)."""

    scheme: Scheme
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written; lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who answered, when, and through which mirror (None: the registry itself)."""

    registry: str
    fetched_at: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """One registry's (or the document's) assertion of a link."""

    registry: str
    term: str
    """The registry's own word, verbatim."""
    fetched_at: str
    asserted: str | None = None
    """The date the registry gives for the notice, ISO 8601, possibly partial; None if none."""
    via: str | None = None
    record_id: str | None = None
    """Retraction Watch's Record ID; None for everybody else."""
    stands_on: Side | None = None
    """The end whose record carries the assertion; None where that was not kept."""
    answered_by: str | None = None
    """Whose answer carried it, where somebody else's did: Crossref hands on Retraction Watch."""


@dataclass(frozen=True, slots=True)
class End:
    """What is known of the work at one end of a link."""

    identifiers: Identifiers = field(default_factory=dict)
    raw: str | None = None
    """The source string as the witness wrote it (PubMed RefSource); None if it gave none."""
    record: CslItem | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A notice speaks about a work: always stored in that direction."""

    type: LinkType
    notice: End
    work: End
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """What somebody wrote, unverified."""

    raw: str
    place: Place | None = None
    identifiers: Identifiers = field(default_factory=dict)
    said: CslItem = field(default_factory=CslItem)
    """What the text says about the work, field by field; empty when it was not taken apart."""
    links: tuple[Link, ...] = ()
    """Notices that the document itself prints beside the citation."""
    key: str | None = None
    """The citation key the user gave it in a reference file."""
    pinned: frozenset[Scheme] = frozenset()
    """Schemes of which a person has set the value: a registry's other one is no contradiction."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a reference file, read but not looked up."""

    key: str | None
    item: CslItem
    place: Place
    raw: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """One entry that could not be read, with why; its neighbours are unharmed."""

    place: Place
    raw: str
    reason: str
    because: RejectedFor = RejectedFor.BROKEN


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record that its registry has taken back (PubMed's DeleteCitation)."""

    identifier: Identifier


@dataclass(frozen=True, slots=True)
class Candidate:
    """One registry's answer about one work, before it is accepted."""

    item: CslItem
    identifiers: Identifiers
    stamp: Stamp
    links: tuple[Link, ...] = ()
    payload_hash: str | None = None
    """SHA-256 (hex) of the bytes that carried this record; None where there were none."""
    payload: bytes | None = field(default=None, repr=False, compare=False)
    """Those bytes; None where they were not kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """The registry answered with one or more candidates."""

    candidates: tuple[Candidate, ...]
    caveat: str | None = None
    """Why the lack of some other candidate says nothing (a sample); None where it does."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The registry answered: it has no such work."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The registry could not be asked, or what came back is no answer."""

    reason: str


Answer = Found | Absent | Unavailable


def outcome_of(answer: Answer) -> AskedOutcome:
    """Name what an answer comes to."""
    if isinstance(answer, Found):
        return AskedOutcome.FOUND
    return AskedOutcome.ABSENT if isinstance(answer, Absent) else AskedOutcome.UNAVAILABLE


class NoticeRegistry(Protocol):
    """Somebody who knows notices about works, and is no authority on the works themselves.

    Its candidates have an empty item, the identifier asked by and no other, and links.
    """

    @property
    def name(self) -> str:
        """``pubmed`` or ``crossref``, also for a mirror that speaks for one of them; or
        ``retraction-watch``.
        """

    @property
    def takes(self) -> frozenset[Scheme]:
        """The schemes this registry can be asked by."""

    def fetch(self, identifiers: Sequence[Identifier], until: float) -> Mapping[Identifier, Answer]:
        """Ask by identifier; exactly one answer for each identifier asked, whatever happens.

        Every candidate returned carries the identifier it was asked by (verified). `until` is a
        point on `time.monotonic`; what is not answered by then is Unavailable.
        """


class Registry(NoticeRegistry, Protocol):
    """Somebody who can be asked about works: by identifier, or by description."""

    def search(self, citation: Citation, until: float) -> Answer:
        """Ask by description. The candidates are not verified against the citation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one registry answered about one citation."""

    registry: str
    outcome: AskedOutcome
    detail: str = ""
    via: str | None = None
    fetched_at: str | None = None


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Whose value of a field is believed, and when it was read."""

    registry: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """What somebody else says of a field."""

    registry: str
    fetched_at: str
    value: object
    """As in a CSL item; it may equal the value that is believed."""


@dataclass(frozen=True, slots=True)
class Record(Shown):
    """One work as accepted: the answers about it, made into one."""

    item: CslItem
    identifiers: Identifiers
    fields: Mapping[str, FieldSource]
    links: tuple[Link, ...]
    candidates: tuple[Candidate, ...]
    alternatives: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)
    """What the others say of the fields, those of one registry at most once for each."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A record with how well it fits a citation."""

    record: Record
    score: float
    """Between 0 and 1; comparable between citations."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution(Shown):
    """What became of one citation."""

    citation: Citation
    outcome: Outcome
    asked: tuple[Asked, ...]
    record: Record | None = None
    score: float | None = None
    reasons: tuple[str, ...] = ()
    candidates: tuple[Scored, ...] = ()
    """Best first; for a resolved citation the runners-up."""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A registry that was asked about a work and does not assert a notice."""

    registry: str
    outcome: AskedOutcome
    """absent: it has the work and says nothing, or has no such work; unavailable: not asked."""
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A person's "seen": of one notice of one work, until a day."""

    key: str
    """Citation key of the work."""
    work: Identifiers
    type: LinkType
    notice: Identifiers
    """What the notice was known by when it was seen; empty where only `raw` was known."""
    raw: str | None
    reason: str
    until: str
    """The last day on which it holds, ISO 8601."""
    at: str
    """When it was given, ISO 8601."""
    cited_on_purpose: bool = False


@dataclass(frozen=True, slots=True)
class StoredLink(Shown):
    """A link of the library, seen from the affected work."""

    id: int
    link: Link
    key: str | None
    """Citation key of the affected work; None where it is not in the library."""
    silent: tuple[Silence, ...] = ()
    preprint: bool = False
    """One end is known to be a preprint of the other."""


@dataclass(frozen=True, slots=True)
class StoredWork(Shown):
    """A work of the library, as every writer and report sees it."""

    key: str
    item: CslItem
    identifiers: Identifiers
    notices: tuple[StoredLink, ...] = ()
    status: Status = Status.NONE

"""CommentsCorrections of PubMed XML as links (DTD 250101, `CommentsCorrections/@RefType`).

Before the DTD of 2008 there was no RefType: `CommentsCorrections` stood once in a record and held
elements of those names (`ErratumIn`, `CommentOn` …). Both forms are read.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from citekit.formats import markup
from citekit.formats.candidates import directed
from citekit.model import End, Identifiers, Link, Stamp, Witness
from citekit.terms import ref_type
from citekit.text import identifiers
from citekit.text.named import canonical
from citekit.vocab import Scheme

_FORMS = "CommentsCorrectionsList/CommentsCorrections[@RefType]"
_OLD_FORM = "CommentsCorrections/*"


def links(citation: etree._Element, own: Identifiers, stamp: Stamp) -> Iterator[Link]:
    """Yield a link for each CommentsCorrections of a MedlineCitation, in order.

    The other end may carry no identifier at all: RefSource is then all that PubMed knows of it.
    """
    for element in citation.iterfind(_FORMS):
        yield _link(element, element.get("RefType") or "", own, stamp)
    for element in citation.iterfind(_OLD_FORM):
        yield _link(element, str(element.tag), own, stamp)


def _link(element: etree._Element, name: str, own: Identifiers, stamp: Stamp) -> Link:
    term = ref_type(name)
    witness = Witness(
        registry=stamp.registry,
        term=term.term,
        fetched_at=stamp.fetched_at,
        via=stamp.via,
        stands_on=term.stands_on,
    )
    return directed(term.type, term.stands_on, (End(own), _other(element)), witness)


def other_end(raw: str, pmid: str | None) -> End:
    """Tell what a RefSource, with its PMID if it has one, says of the other end of a link."""
    written = {m.identifier.scheme: m.identifier.value for m in reversed(identifiers.find(raw))}
    return End(
        identifiers={**written, **canonical([(Scheme.PMID, pmid)])},
        raw=raw or None,
    )


def _other(element: etree._Element) -> End:
    source = element.find("RefSource")
    raw = markup.text(source) if source is not None else ""
    return other_end(raw, element.findtext("PMID"))

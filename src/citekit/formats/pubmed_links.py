"""CommentsCorrections of PubMed XML as links (DTD 250101, `CommentsCorrections/@RefType`)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from citekit.formats import markup
from citekit.formats.candidates import directed
from citekit.model import End, Identifiers, Link, Stamp, Witness
from citekit.text import identifiers
from citekit.text.named import canonical
from citekit.vocab import Scheme, ref_type


def links(citation: etree._Element, own: Identifiers, stamp: Stamp) -> Iterator[Link]:
    """Yield a link for each CommentsCorrections of a MedlineCitation, in order.

    The other end may carry no identifier at all: RefSource is then all that PubMed knows of it.
    """
    for element in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        term = ref_type(element.get("RefType") or "")
        witness = Witness(stamp.registry, term.term, stamp.fetched_at, via=stamp.via)
        yield directed(term.type, term.stands_on, (End(own), _other(element)), witness)


def _other(element: etree._Element) -> End:
    source = element.find("RefSource")
    raw = markup.text(source) if source is not None else ""
    pmid = element.findtext("PMID")
    written = {m.identifier.scheme: m.identifier.value for m in reversed(identifiers.find(raw))}
    return End(
        identifiers={**written, **canonical([(Scheme.PMID, pmid)])},
        raw=raw or None,
    )

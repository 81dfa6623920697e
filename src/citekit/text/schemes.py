"""The canonical value of each scheme, and what people write before it."""

from __future__ import annotations

import re
from collections.abc import Callable

from citekit.text import doi, numbers
from citekit.text.characters import hyphens
from citekit.vocab import Scheme

_PMID = re.compile(r"0*([1-9][0-9]{0,8})")
_PMCID = re.compile(r"(?:PMC)?\s?0*([1-9][0-9]{0,9})(?:\.[0-9]{1,2})?", re.IGNORECASE)
_ARXIV_NEW = re.compile(
    r"([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})(?:v[0-9]{1,3})?(?:\.pdf)?", re.IGNORECASE
)
_ARXIV_OLD = re.compile(
    r"([a-z][a-z-]{1,15})(?:\.[A-Z]{2})?/([0-9]{7})(?:v[0-9]{1,3})?(?:\.pdf)?", re.IGNORECASE
)

# What people write before an identifier; RefMan wrote `PM:`, OpenURL `info:pmid/`.
LABELS: dict[Scheme, str] = {
    Scheme.DOI: r"(?:info:|urn:)?(?:doi|hdl)",
    Scheme.PMID: r"(?:info:)?(?:pubmed\s)?(?:pmid|pubmed(?:\s?id)?|pm(?=:))",
    Scheme.PMCID: r"(?:info:)?(?:pmcid|pmc(?:\s?id)?)",
    Scheme.ARXIV: r"(?:info:)?arxiv(?:\s?id)?",
    Scheme.ISBN: r"(?:urn:)?isbn(?:-?1[03])?",
}


def canonical(scheme: Scheme, value: str) -> str | None:
    """Give the canonical form of a bare value; None if the scheme has no such value.

    Versions of PMCIDs and arXiv papers are dropped, arXiv's subject class too (``math.GT/0309136``
    is ``math/0309136``, as arXiv itself has it).
    """
    return _CANONICAL[scheme](value)


def bare_doi(written: str) -> str:
    """Cut from a DOI what clings to it in text; the rest may still be no DOI."""
    value = hyphens(written)
    if re.match(r"10\.[0-9.]+%2F", value, re.IGNORECASE):
        value = doi.percent_decode(value)
    return doi.drop_tail(doi.trim(doi.drop_query(value)))


def _pmid(value: str) -> str | None:
    match = _PMID.fullmatch(value)
    return match[1] if match else None


def _pmcid(value: str) -> str | None:
    match = _PMCID.fullmatch(value)
    return f"PMC{match[1]}" if match else None


def _arxiv(value: str) -> str | None:
    if match := _ARXIV_NEW.fullmatch(value):
        return match[1]
    match = _ARXIV_OLD.fullmatch(value)
    return f"{match[1].lower()}/{match[2]}" if match else None


_CANONICAL: dict[Scheme, Callable[[str], str | None]] = {
    Scheme.DOI: doi.spell,
    Scheme.PMID: _pmid,
    Scheme.PMCID: _pmcid,
    Scheme.ARXIV: _arxiv,
    Scheme.ISBN: numbers.isbn13,
}

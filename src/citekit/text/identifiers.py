"""Identifiers of works: normalise one, read a text that is one, find those in a text."""

from __future__ import annotations

import re

from citekit.errors import IdentifierError
from citekit.model import Identifier
from citekit.text import doi, schemes, urls
from citekit.text.characters import hyphens, visible
from citekit.text.mentions import Mention, find
from citekit.vocab import Scheme

__all__ = ["Mention", "find", "normalise", "parse", "same_doi", "scheme_prefix", "to_url"]

_NAMES_AND_HELP: dict[Scheme, tuple[str, str]] = {
    Scheme.DOI: ("DOI", "write it like 10.1136/ard.2009.123463"),
    Scheme.PMID: ("PMID", "it has 1 to 9 digits and is not 0"),
    Scheme.PMCID: ("PMCID", "write it like PMC2808187"),
    Scheme.ARXIV: ("arXiv identifier", "write it like arXiv:2101.00001 or arXiv:hep-th/9901001"),
    Scheme.ISBN: ("ISBN", "it has 10 or 13 digits, the last one a check digit"),
}
_ADDRESSES: dict[Scheme, str] = {
    Scheme.PMID: "https://pubmed.ncbi.nlm.nih.gov/{}/",
    Scheme.PMCID: "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    Scheme.ARXIV: "https://arxiv.org/abs/{}",
    Scheme.ISBN: "https://openlibrary.org/isbn/{}",
}
_PREFIX = re.compile(
    "|".join(f"(?P<{scheme}>{label})" for scheme, label in schemes.LABELS.items()), re.IGNORECASE
)
_COLON = re.compile(r"\s?[:=/#]\s*")
_URL = re.compile(rf"(?:https?://|(?:www\.|dx\.)?(?:{urls.HOSTS})/)\S+", re.IGNORECASE)
_MAYBE_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2F)", re.IGNORECASE)
_NO_DOI = re.compile(r"10\.[0-9.]*/\S*|10/[0-9]*[a-z][a-z0-9]*", re.IGNORECASE)
# https://doi.org/10/abcde and https://doi.org/abcde stand for a DOI (shortdoi.org), 10/abcde too.
_SHORT_DOI = re.compile(r"(?:\S*doi\.org/(?:10/)?|10/)[a-z0-9]{2,12}\W*", re.IGNORECASE)
_OPENERS = "[(<{\"'“‘"
_CLOSERS = "])>}\"'”’.,;:"


def normalise(scheme: Scheme, value: str) -> str:
    """Give the canonical value: DOIs in lower case, ``PMC`` before a PMCID, ISBNs as ISBN-13.

    Versions of PMCIDs and arXiv papers are dropped. Labels and addresses are taken off.
    Raises IdentifierError.
    """
    found = valid(scheme, value)
    if found is None:
        raise _error(scheme, value)
    return found


def parse(text: str) -> Identifier | None:
    """Read a text that, as a whole, names a work; None if it names none. A bare number is none.

    Raises IdentifierError where a scheme or an address is given with an impossible value.
    """
    plain = _unwrap(visible(text).strip())
    if _URL.fullmatch(plain):
        named = urls.name_work(hyphens(plain))
        return _checked(named.scheme, named.value, text) if named else None
    return _parse_labelled(plain, text) or _parse_bare(plain, text)


def valid(scheme: Scheme, value: str) -> str | None:
    """Normalise a value, or give None where the scheme has no such value."""
    plain = visible(value).strip()
    found = schemes.canonical(scheme, plain)
    if found is not None:
        return found
    try:
        identifier = parse(plain)
    except IdentifierError:
        return None
    return identifier.value if identifier and identifier.scheme is scheme else None


def scheme_prefix(text: str) -> str | None:
    """Give ``foo`` for ``foo:bar``, known or not; None for addresses, drives and other text."""
    match = re.fullmatch(r"([A-Za-z][A-Za-z0-9+.-]+):(?!//)\S*", text.strip())
    return match[1].lower() if match else None


def to_url(identifier: Identifier) -> str:
    """Give the address where people read about the work."""
    if identifier.scheme is Scheme.DOI:
        return f"https://doi.org/{doi.percent_encode(identifier.value)}"
    return _ADDRESSES[identifier.scheme].format(identifier.value)


def same_doi(a: str, b: str) -> bool:
    """Say whether two writings are one DOI; False where either is none."""
    left, right = valid(Scheme.DOI, a), valid(Scheme.DOI, b)
    return left is not None and left == right


def _parse_labelled(plain: str, text: str) -> Identifier | None:
    match = _PREFIX.match(plain)
    if match is None or match.lastgroup is None:
        return None
    scheme = Scheme(match.lastgroup)
    rest = plain[match.end() :]
    colon = _COLON.match(rest)
    value = _tidy(scheme, rest[colon.end() if colon else 0 :])
    # `PMID 123` is enough, `doi something` and `PMC 2010 and after` are just text.
    glued = scheme is Scheme.PMID and rest[:1].isdigit() and match[0][-2:].lower() == "id"
    if colon is None and (glued or rest[:1].isspace()):
        found = schemes.canonical(scheme, value)
        return Identifier(scheme, found) if found else None
    if colon is None or (len(value.split()) > 1 and schemes.canonical(scheme, value) is None):
        return None
    return _checked(scheme, value, text)


def _parse_bare(plain: str, text: str) -> Identifier | None:
    if re.fullmatch(r"PMC[0-9.]+", plain, re.IGNORECASE):
        return _checked(Scheme.PMCID, plain, text)
    if len(plain.split()) != 1:
        return None
    if _MAYBE_DOI.match(plain):
        return _checked(Scheme.DOI, schemes.bare_doi(plain), text)
    if _NO_DOI.fullmatch(plain):
        raise _error(Scheme.DOI, text)
    return None


def _tidy(scheme: Scheme, value: str) -> str:
    value = hyphens(value).strip()
    if scheme is not Scheme.DOI:
        return value.strip(" .,;:()[]")
    if _URL.fullmatch(value) and (named := urls.name_work(value)):
        return named.value
    return doi.trim(re.sub(r"^10\.\s", "10.", value))


def _checked(scheme: Scheme, value: str, written: str) -> Identifier:
    found = schemes.canonical(scheme, value.strip())
    if found is None:
        raise _error(scheme, written)
    return Identifier(scheme, found)


def _error(scheme: Scheme, written: str) -> IdentifierError:
    shown = repr(written if len(written) <= 80 else written[:79] + "…")
    if scheme is Scheme.DOI and _SHORT_DOI.fullmatch(written.strip()):
        return IdentifierError(f"{shown} is a short form, not a DOI: give the full DOI")
    name, help_ = _NAMES_AND_HELP[scheme]
    return IdentifierError(f"{shown} is no {name}: {help_}")


def _unwrap(text: str) -> str:
    """Take off quotation marks and brackets around the whole."""
    if text[:1] in _OPENERS and text[:1]:
        return text[1:].rstrip(_CLOSERS).strip()
    return text

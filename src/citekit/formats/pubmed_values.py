"""Values that PubMed's XML and its MEDLINE format share: titles, languages, article numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from citekit.text.named import canonical
from citekit.vocab import Scheme

# MARC's bibliographic codes, which PubMed uses, to the two letters that BCP 47 asks for.
# https://www.loc.gov/standards/iso639-2/php/code_list.php
_CODES = """
afr:af alb:sq ara:ar arm:hy aze:az bos:bs bul:bg cat:ca chi:zh cze:cs dan:da dut:nl eng:en
epo:eo est:et fin:fi fre:fr geo:ka ger:de gle:ga glg:gl gre:el heb:he hin:hi hrv:hr hun:hu
ice:is ind:id ita:it jpn:ja kor:ko lat:la lav:lv lit:lt mac:mk may:ms nor:no per:fa pol:pl
por:pt rum:ro rus:ru slo:sk slv:sl spa:es srp:sr swe:sv tha:th tur:tr ukr:uk vie:vi wel:cy
"""
_LANGUAGES = dict(code.split(":") for code in _CODES.split())
_MARC: Final = {two: three for three, two in _LANGUAGES.items()}

# Publication types that are no journal article to CSL; every other one is.
_TYPES: dict[str, tuple[str, str | None]] = {
    "Preprint": ("article", "preprint"),
    "Newspaper Article": ("article-newspaper", None),
}
_JOURNAL_ARTICLE = ("article-journal", None)

_FULL_STOP = re.compile(r"(?<!\.)\.(?=(?:</[a-z]+>|\])*$)")
_INITIALS_LAST = re.compile(r"\b[A-Za-z]\.(?:[A-Za-z]\.)+$")
_ARTICLE_NUMBER = re.compile(r"(?=.*\d)(?!S\d{4}-?\d{3}[\dX])[A-Za-z0-9-]{2,12}")
_MARKS: Final = ".?!"


def kind(publication_types: Iterable[str]) -> tuple[str, str | None]:
    """Give the CSL type and the genre that an article's publication types make of it."""
    return next((_TYPES[name] for name in publication_types if name in _TYPES), _JOURNAL_ARTICLE)


def publication_type(type_: str, genre: str | None) -> str | None:
    """Name the publication type that alone tells this CSL type and genre; None if there is none."""
    return next((name for name, told in _TYPES.items() if told == (type_, genre)), None)


def without_stop(title: str) -> str:
    """Drop the one full stop that PubMed ends a title with; initials and ellipses keep theirs."""
    return title if _INITIALS_LAST.search(title[-12:]) else _FULL_STOP.sub("", title)


def with_stop(title: str) -> str:
    """End a title as PubMed does, so that `without_stop` gives the same title again."""
    ended = f"{title}."
    return ended if title and title[-1] not in _MARKS and without_stop(ended) == title else title


def article_number(pii: str | None) -> str | None:
    """Take a publisher's item identifier for an article number where it has the shape of one.

    The long form, `S0140-6736(10)60175-4`, numbers a manuscript and is never printed as a locator.
    """
    return pii if pii and _ARTICLE_NUMBER.fullmatch(pii) else None


def language(code: str | None) -> str | None:
    """Turn PubMed's three letters into BCP 47; those it has no two letters for are valid there."""
    return _LANGUAGES.get(code, code) if code else None


def language_code(tag: str) -> str:
    """Turn BCP 47 into PubMed's three letters; of `en-US` only the language is told."""
    primary = tag.split("-", maxsplit=1)[0].casefold()
    return _MARC.get(primary, primary)


def first_doi(*written: str | None) -> str | None:
    """Give the first that is a DOI as it is written; failing that, the first that is there."""
    there = [value for value in written if value]
    valid = (value for value in there if canonical([(Scheme.DOI, value)]))
    return next(valid, there[0] if there else None)

"""Every function that reads outside text returns, and soon, whatever the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citekit.errors import IdentifierError
from citekit.text import (
    dates,
    doi,
    freetext,
    identifiers,
    journals,
    names,
    numbers,
    pages,
    sources,
    titles,
)
from citekit.vocab import Scheme

Reader = Callable[[str], object]


def _parse(text: str) -> object:
    try:
        return identifiers.parse(text)
    except IdentifierError:
        return None


def _normalise(text: str) -> object:
    answers = []
    for scheme in Scheme:
        try:
            answers.append(identifiers.normalise(scheme, text))
        except IdentifierError:
            answers.append(None)
    return answers


READERS: dict[str, Reader] = {
    "identifiers.parse": _parse,
    "identifiers.normalise": _normalise,
    "identifiers.find": identifiers.find,
    "identifiers.find-markup": lambda text: identifiers.find(text, markup=True),
    "identifiers.scheme_prefix": identifiers.scheme_prefix,
    "identifiers.same_doi": lambda text: identifiers.same_doi(text, text),
    "doi.trim": doi.trim,
    "doi.drop_tail": doi.drop_tail,
    "numbers.issn": numbers.normalise_issn,
    "numbers.issn_is_valid": numbers.issn_is_valid,
    "numbers.orcid": numbers.normalise_orcid,
    "numbers.isbn": numbers.isbn13,
    "titles.clean": titles.clean,
    "titles.plain": titles.plain,
    "titles.fold": titles.fold,
    "titles.notice_prefix": titles.notice_prefix,
    "titles.part_numeral": titles.part_numeral,
    "names.from_pubmed": names.from_pubmed,
    "names.from_written": names.from_written,
    "names.split_authors": names.split_authors,
    "names.initials": names.initials,
    "names.family_fold": lambda text: names.family_fold({"family": text}),
    "dates.from_text": dates.from_text,
    "dates.from_pubmed": lambda text: dates.from_pubmed(text, text, text, text, None),
    "dates.medline": lambda text: dates.from_pubmed(None, None, None, None, text),
    "dates.literal": lambda text: dates.year({"literal": text}),
    "pages.expand": pages.expand,
    "pages.first": pages.first,
    "pages.same": lambda text: pages.same(text, text[::-1]),
    "journals.fold": journals.fold,
    "journals.same": lambda text: journals.same(text, text[::-1]),
    "sources.find": sources.find,
    "sources.parse": sources.parse,
    "freetext.describe": freetext.describe,
}
SIZE = 64 * 1024
PIECES = {
    "digits": "1",
    "letters": "a",
    "capitals": "A. ",
    "spaces": " ",
    "brackets": "((",
    "closers": ")",
    "dashes": "1-",
    "tags": "<i>",
    "open-tags": "<",
    "annotations": "<annotation>",
    "comments": "<!--",
    "entities": "&amp;",
    "half-entities": "&amp",
    "dois": "10.1234/",
    "doi-dots": "10.1234.",
    "urls": "https://doi.org/",
    "years": "2010 Aug;",
    "numbers": "2010;69(8):",
    "volumes": "69 (2010) ",
    "names": "Liang J, ",
    "initials": "J.-",
    "words": "Ann Rheum Dis. ",
    "ands": " and ",
    "colons": ": ",
    "quotes": '"',
    "et-al": "et al. ",
    "pmids": "PMID: ",
    "isbn": "ISBN 1-",
    "percent": "10.1234/%",
    "hidden": "\u200b&lt;",
    "commas": ",",
    "doi-labels": "doi:10. ",
    "romans": "X. I",
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_repetition_is_survived(reader: Reader) -> None:
    for piece in PIECES.values():
        reader((piece * SIZE)[: SIZE // 16])


REGEX_HEAVY = (
    *("identifiers.find", "identifiers.parse", "titles.clean", "names.split_authors"),
    *("titles.part_numeral", "pages.expand", "journals.same"),
    *("sources.find", "sources.parse", "freetext.describe"),
)


@pytest.mark.parametrize("name", REGEX_HEAVY)
def test_a_long_hostile_text_does_not_run_away(name: str) -> None:
    """A pattern that backtracks without end would hang here."""
    for piece in PIECES.values():
        READERS[name]((piece * SIZE)[:SIZE])


FRAGMENTS = st.sampled_from(
    [
        *(
            "10.1136/ard.2009.123463",
            "https://doi.org/",
            "pmid:",
            "PMID: 1",
            "PMC12",
            "doi:",
            "arXiv:",
        ),
        *(
            "Ann Rheum Dis",
            "2010 Aug",
            ";69(8):1423-9",
            "(2010)",
            ", ",
            ". ",
            " ",
            "-",
            "–",
            "&amp;",
        ),
        *(
            "<i>",
            "</i>",
            "Liang J",
            "et al",
            "Jr",
            "van",
            "II",
            "%2F",
            "<",
            ">",
            "\u200b",
            "ß",
            "İ",
            "٣",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=12).map("".join))


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=TEXTS)
def test_any_text_is_survived(reader: Reader, text: str) -> None:
    reader(text)

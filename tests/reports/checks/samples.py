"""Outcomes of checks that every format has to print: one of each kind, and what titles can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.findings import Checked, Finding, Rule, Unchecked
from citekit.model import Acknowledgement, End, Place, Witness
from citekit.reports.checks.formats import FORMATS
from citekit.vocab import Level, LinkType, Scheme, Side
from tests.conftest import ROOT

EXPECTED = ROOT / "tests" / "data" / "checks"
SUFFIXES: Final[Mapping[str, str]] = {
    "text": "txt",
    "json": "json",
    "sarif": "sarif",
    "github": "github.txt",
    "junit": "xml",
    "gitlab": "gitlab.json",
    "markdown": "md",
}
AT = "2026-11-22T00:00:00Z"

RETRACTED = Rule("CK101", "retracted", Level.ERROR, "The work has been retracted.")
CORRECTED = Rule("CK102", "corrected", Level.WARNING, "There is an erratum to the work.")
WRONG_PAGE = Rule("CK201", "page-differs", Level.WARNING, "The pages are not the registry's.")
BROKEN = Rule("CK301", "broken-entry", Level.ERROR, "An entry of the file cannot be read.")
HINT = Rule("CK103", "title-hint", Level.NOTE, "The title begins like that of a retracted work.")
RULES = (RETRACTED, CORRECTED, HINT, WRONG_PAGE, BROKEN)

PUBMED = Witness("pubmed", "RetractionIn", AT, "2012-03", stands_on=Side.WORK)
WATCH = Witness(
    "retraction-watch", "Retraction", AT, "2012-03-01", record_id="77", answered_by="crossref"
)
RETRACTION = Finding(
    RETRACTED,
    Level.ERROR,
    "retracted on 2012-03-01 (pubmed, retraction-watch): Retraction in: J Test. 2012;3:9.",
    "Doe2010Paper",
    witnesses=(PUBMED, WATCH),
    notice=End(
        {Scheme.DOI: "10.1000/notice.1", Scheme.PMID: "2001"},
        record={"type": "article-journal", "title": "Retraction: A <i>paper</i>", "PMID": "2001"},
    ),
    date="2012-03-01",
)
SEEN = Acknowledgement(
    "Roe2011Study",
    {Scheme.PMID: "1002"},
    LinkType.ERRATUM,
    {},
    "J Test. 2013;4:1",
    "Table 2 only",
    "2027-06-30",
    AT,
)
ERRATUM = Finding(
    CORRECTED,
    Level.WARNING,
    "corrected in 2013 (pubmed): Erratum in: J Test. 2013;4:1.",
    "Roe2011Study",
    witnesses=(Witness("pubmed", "ErratumIn", AT),),
    notice=End(raw="J Test. 2013;4:1"),
    date="2013",
    acknowledged=SEEN,
)
PAGE = Finding(
    WRONG_PAGE,
    Level.WARNING,
    'page is "1-9" here and "11-19" in pubmed, read 2026-11-22',
    "Poe2012",
    Place("./papers/refs.bib", 12, 3),
    field="page",
    stored="1-9",
    current="11-19",
)
ENTRY = Finding(
    BROKEN,
    Level.ERROR,
    "an entry has no closing brace",
    place=Place("papers/refs.bib", 40),
)
TITLE = Finding(HINT, Level.NOTE, 'pubmed titles it "RETRACTED: B"', "Loe2013")
UNCHECKED = Unchecked("crossref", "no answer within 60 seconds", "Poe2012", PAGE.place)

CLEAN = Checked(
    "library.db", 205, RULES, (), (), {"pubmed": 5, "crossref": 20, "retraction-watch": 0}, "0.1.0"
)
PLAIN = replace(
    CLEAN,
    count=6,
    findings=(RETRACTION, ERRATUM, TITLE, PAGE, ENTRY),
    unchecked=(UNCHECKED,),
    requests={"pubmed": 1, "crossref": 4},
)

TEXTS: Final = (
    "two\nlines\r\n::error::x",
    "100% of `a|b`, {0} and [c](http://d.example/) by @nobody in #1",
    "<script>alert('1')</script> & ]]> \" </failure>",
    "\x1b[31mred\x00\x07 \x9b2J \ufffe\uffff",
    "right \u202e to left \u2066 \u2028 \ufeff",
    "half \ud800 of a pair, \udc80 a byte",
    "##[add-mask]e 😀 é \\",
)
PATHS: Final = (
    "../a b/%41,c:d#e?.bib",
    "/srv/é\udcff.bib",
    "::stop-commands::x\n.bib",
    "a/../b/##[x]|`.bib",
)
LONG = "long " * 20_000
HOSTILE = replace(
    CLEAN,
    what="my\tlibrary.db",
    findings=tuple(
        Finding(
            HINT,
            Level.NOTE,
            text,
            text,
            Place(PATHS[number % len(PATHS)], number),
            acknowledged=replace(SEEN, reason=text, cited_on_purpose=True) if number == 1 else None,
        )
        for number, text in enumerate(TEXTS)
    ),
    unchecked=tuple(Unchecked("a mirror", text, text) for text in TEXTS[:2]),
)


def expected(outcome: str, name: str) -> str:
    """Read what a format should print."""
    return (EXPECTED / f"{outcome}.{SUFFIXES[name]}").read_bytes().decode()


def printed(name: str, checked: Checked) -> str:
    """Print an outcome; no format may print what UTF-8 cannot carry."""
    text = FORMATS[name](checked)
    assert text.encode().decode() == text
    return text


texts = st.one_of(
    st.sampled_from((*TEXTS, *PATHS, "")),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
_levels = st.sampled_from(Level)
_places = st.none() | st.builds(Place, texts, st.integers(0, 9), st.integers(1, 9))
_acknowledgements = st.none() | texts.map(lambda said: replace(SEEN, reason=said, until=said))
_findings = st.builds(
    Finding,
    st.sampled_from(RULES),
    _levels,
    texts,
    st.none() | texts,
    _places,
    field=st.none() | texts,
    stored=st.none() | texts,
    current=st.none() | texts,
    notice=st.none() | st.builds(End, raw=st.none() | texts),
    date=st.none() | texts,
    acknowledged=_acknowledgements,
)
_unchecked = st.builds(Unchecked, texts, texts, st.none() | texts, _places)
outcomes = st.builds(
    Checked,
    texts,
    st.integers(0, 9),
    st.just(RULES),
    st.lists(_findings, max_size=5).map(tuple),
    st.lists(_unchecked, max_size=5).map(tuple),
    st.dictionaries(texts, st.integers(0, 9), max_size=2),
    texts,
)


def for_any_outcome(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test on outcomes whose texts hold anything."""
    return settings(max_examples=40, deadline=None)(given(checked=outcomes)(test))

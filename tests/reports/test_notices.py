"""Notices in columns: who says so, and what the others did not say."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.model import (
    Acknowledgement,
    Asked,
    CslItem,
    End,
    Identifiers,
    Link,
    Silence,
    StoredLink,
    Witness,
)
from citekit.reports import notices, safe
from citekit.reports.surface import Surface
from citekit.status import Turn
from citekit.verbs.notices import WorkNotices
from citekit.vocab import AskedOutcome, LinkType, Scheme, Status

AT = "2026-03-01T12:00:00Z"
WORK: Identifiers = {Scheme.DOI: "10.1000/paper.1", Scheme.PMID: "1001"}
HOSTILE = [
    "a\x1b[31mred\x1b]8;;http://x\x07",
    "two\nlines\r\nand\x0bmore",
    "right \u202e to left \u2066 \u200f",
    "\x9b2J\x7f\x00",
    "line\u2028and\u2029paragraph",
]


def stored(
    *witnesses: Witness,
    silent: Sequence[Silence] = (),
    raw: str | None = "J Test. 2011;2:7",
    record: CslItem | None = None,
    key: str | None = "Doe2010Paper",
    preprint: bool = False,
    type_: LinkType = LinkType.ERRATUM,
) -> StoredLink:
    link = Link(type_, End({}, raw, record), End(WORK), witnesses)
    return StoredLink(1, link, key, tuple(silent), preprint)


def pubmed(term: str = "ErratumIn", asserted: str | None = None) -> Witness:
    return Witness("pubmed", term, AT, asserted)


def silence(registry: str, outcome: AskedOutcome) -> Silence:
    return Silence(registry, outcome)


def nobody(_: StoredLink) -> Acknowledgement | None:
    return None


def lines(
    *links: StoredLink, columns: int = 120, acknowledged: notices.Acknowledged = nobody
) -> list[str]:
    told = [
        WorkNotices(key, Status.NONE, list(of_one))
        for key, of_one in groupby(links, lambda one: one.key)
    ]
    return list(notices.of_works(told, Surface(columns), acknowledged))


def test_no_notice_prints_nothing() -> None:
    assert lines() == []


def test_three_registries_always_have_a_column() -> None:
    assert lines(stored(pubmed())) == [
        "Doe2010Paper",
        "  notice   pubmed     crossref   retraction-watch",
        "  erratum  ErratumIn  not asked  not asked",
        "    Erratum in: J Test. 2011;2:7.",
        "  pubmed read 2026-03-01",
    ]


def test_what_the_others_did_not_say() -> None:
    one = stored(
        pubmed(asserted="2011-01"),
        silent=[
            silence("crossref", AskedOutcome.ABSENT),
            silence("retraction-watch", AskedOutcome.UNAVAILABLE),
        ],
    )
    assert lines(one)[1:3] == [
        "  notice   pubmed             crossref      retraction-watch",
        "  erratum  ErratumIn 2011-01  says nothing  could not be asked",
    ]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (AskedOutcome.ABSENT, "says nothing"),
        (AskedOutcome.FOUND, "says nothing"),
        (AskedOutcome.UNAVAILABLE, "could not be asked"),
        (None, "not asked"),
    ],
)
def test_each_silence_has_its_words(outcome: AskedOutcome | None, told: str) -> None:
    silent = [] if outcome is None else [silence("retraction-watch", outcome)]
    assert lines(stored(pubmed(), silent=silent))[2].endswith(f"not asked  {told}")


def test_others_and_the_document_have_a_column_where_they_speak() -> None:
    document = Witness("document", "Erratum in", AT)
    datacite = Witness("datacite", "IsObsoletedBy", AT, "2012", via="a mirror")
    comment = stored(pubmed("CommentIn"), type_=LinkType.COMMENT)
    assert lines(stored(document, datacite), comment) == [
        "Doe2010Paper",
        "  notice   pubmed     crossref   retraction-watch  datacite            document",
        "  erratum  not asked  not asked  not asked         IsObsoletedBy 2012  Erratum in",
        "    Erratum in: J Test. 2011;2:7.",
        "  comment  CommentIn  not asked  not asked         not asked           -",
        "    Comment in: J Test. 2011;2:7.",
        "  datacite read 2026-03-01 via a mirror",
        "  document read 2026-03-01",
        "  pubmed read 2026-03-01",
    ]


def test_one_registry_with_two_words() -> None:
    """Crossref may hold a publisher's update and Retraction Watch's under one DOI."""
    one = stored(pubmed("A", "2011"), pubmed("B"), pubmed("A", "2011"))
    assert "  erratum  A 2011, B  not asked" in lines(one)[2]


def test_a_witness_was_last_heard_on_its_newest_day() -> None:
    older = Witness("pubmed", "ErratumIn", "2026-01-01T00:00:00Z")
    assert lines(stored(pubmed(), older))[-1] == "  pubmed read 2026-03-01"


def test_a_preprint_pair_is_marked() -> None:
    assert lines(stored(pubmed(), preprint=True))[2].startswith("  erratum (preprint)  ErratumIn")


def test_each_work_has_its_own_table() -> None:
    elsewhere = stored(pubmed(), key=None)
    told = lines(stored(pubmed()), elsewhere)
    assert [line for line in told if not line.startswith(" ")] == [
        "Doe2010Paper", "doi:10.1000/paper.1, pmid:1001",
    ]  # fmt: skip


def test_a_work_without_a_notice_tells_who_was_asked() -> None:
    """No notice and nobody asked look alike, unless somebody says which it is."""
    answers = [
        Asked("pubmed", AskedOutcome.FOUND),
        Asked("crossref", AskedOutcome.UNAVAILABLE, "down"),
    ]
    known = WorkNotices("K", Status.NONE, (), (), answers)
    assert list(notices.of_works([known], Surface(120), nobody)) == [
        "K",
        "  pubmed says nothing, crossref could not be asked, retraction-watch not asked",
    ]


def test_what_stands_under_the_works_own_identifiers() -> None:
    own = Link(LinkType.RETRACTION, End(WORK), End(WORK), (Witness("crossref", "retraction", AT),))
    turns = (
        Turn("2026-01-01", LinkType.RETRACTION, Status.RETRACTED, own),
        Turn(None, LinkType.RETRACTION, Status.RETRACTED, None),
    )
    known = WorkNotices("K", Status.RETRACTED, (), turns, [Asked("pubmed", AskedOutcome.FOUND)])
    assert list(notices.of_works([known], Surface(120), nobody)) == [
        "K: retracted",
        '  retraction: crossref says "retraction", under its own identifiers',
        '  retraction: PubMed marks the record "Retracted Publication"',
        "  pubmed says so, crossref says so, retraction-watch not asked",
    ]


def test_a_work_with_neither_key_nor_name() -> None:
    assert notices.named({}) == "(unnamed work)"


def test_an_acknowledged_notice_says_so() -> None:
    seen = Acknowledgement(
        "Doe2010Paper", WORK, LinkType.ERRATUM, {}, "J Test. 2011;2:7", "not our\noutcome",
        "2027-01-31", AT, cited_on_purpose=True,
    )  # fmt: skip
    told = lines(stored(pubmed()), acknowledged=lambda _: seen)
    assert told[4] == "    acknowledged until 2027-01-31, cited on purpose: not our outcome"


def test_who_was_not_asked() -> None:
    one = stored(pubmed(), silent=[silence("crossref", AskedOutcome.UNAVAILABLE)])
    assert notices.not_asked(one) == ["retraction-watch"]


def is_plain(line: str) -> bool:
    turning = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return not any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in line) and not (
        set(line) & turning
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_on_its_line(text: str) -> None:
    """Terms, sources, names of mirrors and reasons are other people's text."""
    seen = Acknowledgement(text, WORK, LinkType.ERRATUM, {}, text, text, text, AT)
    links = [
        stored(
            Witness(text, text, text, text, via=text), pubmed(text, text), raw=text, key=text,
            silent=[silence(text, AskedOutcome.ABSENT)],
        ),
        stored(pubmed(), record={"type": "book", "title": text}, key=text),
    ]  # fmt: skip
    told = lines(*links, acknowledged=lambda _: seen)
    assert all(is_plain(line) for line in told)
    assert len(told) == len(lines(stored(Witness("x", "x", AT)), stored(pubmed()))) + 2


@given(st.text(), st.text(), st.integers(20, 120))
def test_any_text_gives_the_same_number_of_plain_lines(term: str, raw: str, columns: int) -> None:
    told = lines(stored(pubmed(term, raw), raw=raw), columns=columns)
    assert len(told) == 5
    assert all(is_plain(line) for line in told)


def test_wide_characters_keep_the_columns_straight() -> None:
    one, other = stored(pubmed("更正")), stored(pubmed("ErratumIn"))
    told = lines(one, other)
    starts = [safe.width(line.partition("not asked")[0]) for line in (told[2], told[4])]
    assert starts[0] == starts[1] == safe.width(told[1].partition("crossref")[0])


def test_a_narrow_terminal_cuts_the_last_column() -> None:
    one = stored(pubmed(), silent=[silence("retraction-watch", AskedOutcome.UNAVAILABLE)])
    wide, narrow = lines(one), lines(one, columns=40)
    assert len(narrow) == len(wide)
    assert narrow[0] == wide[0]
    assert max(safe.width(line) for line in narrow[1:3]) <= 2 + 7 + 2 + 9 + 2 + 9 + 2 + 20

"""Terms of an esearch: how they are read, what they find, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.mirror.serve import esearch_evaluate
from citekit.mirror.serve.esearch_evaluate import evaluate
from citekit.mirror.serve.esearch_term import Atom, TermError, atoms, parse
from citekit.mirror.serve.served import Served
from tests.mirror.serve.holdings import held


@pytest.fixture(scope="module")
def served() -> Served:
    return held()


def found(served: Served, term: str) -> list[str]:
    rows = evaluate(served, parse(term)).rows
    names = [served.shelf.compact(row).names for row in sorted(rows)]
    return [name.removeprefix("pmid:") for (name, *_) in names]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a[ti]", '"a"[ti]'),
        ("a b[Title]", '"a b"[title]'),
        ("a[ti] b[au]", '("a"[ti] AND "b"[au])'),
        ("a OR b AND c", '(("a"[citation] OR "b"[citation]) AND "c"[citation])'),
        ("a OR (b AND c)", '("a"[citation] OR ("b"[citation] AND "c"[citation]))'),
        ("a NOT b", '("a"[citation] NOT "b"[citation])'),
        ('"a AND b"[ti]', '"a AND b"[ti]'),
        ("10.1016/S0140-6736(97)11096-0[doi]", '"10.1016/S0140-6736(97)11096-0"[doi]'),
        ("(10.1/x OR 10.1234/y)", '("10.1/x"[citation] OR "10.1234/y"[citation])'),
        ("(10.1234/a(b)c[doi])", '"10.1234/a(b)c"[doi]'),
        ("and or[ti]", '"and or"[ti]'),
        ("Pavlovskis OR[au]", '"Pavlovskis OR"[au]'),
        ("Pavlovskis OR [au] OR a", '("Pavlovskis OR"[au] OR "a"[citation])'),
    ],
)
def test_how_terms_are_read(text: str, read: str) -> None:
    assert str(parse(text)) == read


@pytest.mark.parametrize(
    "text",
    ["", " ", "()", "(a", "a)", "AND", "a AND", "a OR OR b", "[ti]", '"a', "a[ti", "a]", "NOT"],
)
def test_what_is_no_term(text: str) -> None:
    with pytest.raises(TermError):
        parse(text)


@pytest.mark.parametrize(
    "text", ["(" * 30 + "a" + ")" * 30, " OR ".join(f"a{n}[ti]" for n in range(501)), "a" * 60_001]
)
def test_terms_are_bounded(text: str) -> None:
    with pytest.raises(TermError):
        parse(text)


def test_five_hundred_things_are_not_too_many(served: Served) -> None:
    assert found(served, " OR ".join(f"a{n}[ti]" for n in range(499)) + " OR lupus[ti]")


@pytest.mark.parametrize(
    ("term", "pmids"),
    [
        ("101", ["101"]),
        ("101 103", ["101", "103"]),
        ("101,103[uid]", ["101", "103"]),
        ("101[pmid] OR 104[PMID]", ["101", "104"]),
        ('"10.5555/graft"[doi]', ["101"]),
        ("10.5555/GRAFT[aid]", ["101"]),
        ("PMC7000101[aid]", ["101"]),
        ("10.5555/graft", ["101"]),
        ("PMC7000101[pmcid]", ["101"]),
        ('"10.5555/none"[doi]', []),
        ("umbilical[ti]", ["101", "102"]),
        ("cord of umbilical[title]", ["101", "102"]),
        ('"umbilical cord"[ti]', ["101", "102"]),
        ('"cord umbilical"[ti]', []),
        ("tnf-α[ti]", ["103"]),
        ("TNF-alpha[ti]", ["103"]),
        ("the[ti] AND heart[ti]", ["103", "104"]),
        ("Doe J[au]", ["101"]),
        ("Doe JA[au]", []),
        ("Doe[au]", ["101"]),
        ("Do[au]", []),
        ("van Berg A[au]", ["101"]),
        ("van Berg A[1au]", []),
        ("van Berg[au]", ["101"]),
        ("van Berg Ab[au]", ["101"]),
        ("Berg AB[au]", []),
        ("doe j[first author]", ["101"]),
        ("2010[dp]", ["101"]),
        ("2010:2011[dp]", ["101", "103", "104"]),
        ("Heart J[ta]", ["103", "104"]),
        ("Heart J.[jour]", ["103", "104"]),
        ("Heart[ta]", []),
        ("7[vi] AND 3[pg]", ["103", "104"]),
        ("7[vi] AND 3-9[pg]", ["103", "104"]),
        ("2[ip] AND heart[ti]", ["103", "104"]),
        ("heart[ti] NOT cord[ti]", ["103"]),
        ("heart[ti] NOT (cord[ti] OR poe[au])", ["103"]),
        ("lupus[ti] OR heart[ti] AND 2011[dp]", ["103", "104"]),
        ("lupus[ti] OR (heart[ti] AND cord[ti])", ["101", "102", "104"]),
        ("roe heart", ["103"]),
        ("roe heart[all fields]", ["103"]),
        ("unheard[ti] OR 101[uid]", ["101"]),
        ("2011[dp] AND heart[ti] AND (cord[ti] OR roe[au])", ["103", "104"]),
    ],
)
def test_what_terms_find(served: Served, term: str, pmids: list[str]) -> None:
    assert found(served, term) == pmids


@pytest.mark.parametrize(
    "term",
    [
        "x[mh]", "x[tiab]", "x[ad]", "cord*[ti]", "nonsense[doi]", "s0140[aid]", "abc[uid]",
        "2010/08[dp]", "...[ti]", "2[ip]",
    ],
)  # fmt: skip
def test_what_a_mirror_does_not_answer(served: Served, term: str) -> None:
    with pytest.raises(TermError):
        evaluate(served, parse(term))


def test_crossrefs_records_are_not_pubmeds(served: Served) -> None:
    assert found(served, "odd names of works") == []


def test_words_without_a_field_are_told(served: Served) -> None:
    hits = evaluate(served, parse("the cord of lupus"))
    assert hits.ignored == ("the", "of")
    assert "neither abstracts nor MeSH" in hits.notes[0]


def test_a_search_that_an_author_leads_is_told(served: Served) -> None:
    assert "twelfth" in evaluate(served, parse("Doe J[au]")).notes[0]
    assert evaluate(served, parse("Doe J[au] AND 101[uid]")).notes == ()
    assert evaluate(served, parse("Doe J[au] AND 2010[dp] AND grafts[ti]")).notes == ()


def test_names_that_nobody_carries_are_told(served: Served) -> None:
    hits = evaluate(served, parse('"10.5555/none"[doi] OR 101[uid] OR 102,999[uid]'))
    assert hits.missing == ("10.5555/none", "102,999")


def test_half_a_count_is_refused(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esearch_evaluate, "MOST_LED", 2)
    with pytest.raises(TermError, match="Too many works"):
        evaluate(served, parse("cord[ti] OR heart[ti]"))
    assert found(served, "cord[ti] AND roe[1au] OR 103[uid]") == ["103"]


@given(st.text(alphabet='ab() "[]ANDORT10./-*\x00é', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        term = parse(text)
    except TermError:
        return
    assert all(isinstance(one, Atom) for one in atoms(term))

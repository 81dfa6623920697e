from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.text import titles


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("A  title\n of two lines ", "A title of two lines"),
        ("<i>E. coli</i> and H<sub>2</sub>O", "<i>E. coli</i> and H<sub>2</sub>O"),
        ("<em>E. coli</em> <strong>bold</strong>", "<i>E. coli</i> <b>bold</b>"),
        ("<jats:italic>E. coli</jats:italic>", "<i>E. coli</i>"),
        ("&lt;i&gt;E. coli&lt;/i&gt;", "<i>E. coli</i>"),
        ("Arthritis &amp; Rheumatism", "Arthritis & Rheumatism"),
        ("Arthritis &amp;amp; Rheumatism", "Arthritis & Rheumatism"),
        ("&#x3b1;-synuclein &#945;", "α-synuclein α"),
        ("R&D; AT&T and &unknown;", "R&D; AT&T and &unknown;"),
        ("p < 0.05 and n > 3", "p < 0.05 and n > 3"),
        ("p &lt; 0.05", "p < 0.05"),
        ("<scp>DNA</scp>", '<span style="font-variant:small-caps">DNA</span>'),
        (
            '<span style="font-variant: small-caps;">DNA</span>',
            '<span style="font-variant:small-caps">DNA</span>',
        ),
        ('<span class="x">DNA</span>', "DNA"),
        ("<u>underlined</u> <a href='x'>link</a>", "underlined link"),
        ("one<br/>two", "one two"),
        ("<p>one</p><p>two</p>", "one two"),
        ("<i>never closed", "never closed"),
        ("never opened</i>", "never opened"),
        ("<i><b>crossed</i></b>", "<i>crossed</i>"),
        ("<i></i>empty", "empty"),
        ("<i>a <sub>b</sub> c</i>", "<i>a <sub>b</sub> c</i>"),
        (
            "the <mml:math><mml:msub><mml:mi>T</mml:mi><mml:mn>2</mml:mn></mml:msub>"
            '<mml:annotation encoding="tex">T_2</mml:annotation></mml:math> time',
            "the T2 time",
        ),
        ("<!-- note -->text", "text"),
        ("<![CDATA[text]]>", "text"),
        ("trans\u00adplan\u200btation", "transplantation"),
        ("e\u0301tude", "étude"),
        ("", ""),
    ],
)
def test_clean(written: str, expected: str) -> None:
    assert expected == titles.clean(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<i>E. coli</i> and H<sub>2</sub>O", "E. coli and H2O"),
        ("&lt;i&gt;E. coli&lt;/i&gt;", "E. coli"),
        ("<scp>DNA</scp> p < 0.05", "DNA p < 0.05"),
    ],
)
def test_plain(written: str, expected: str) -> None:
    assert expected == titles.plain(written)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("TNF-α blockade", "TNF-alpha blockade"),
        ("TNFα", "TNF alpha"),
        ("Λ phage", "lambda phage"),
        ("5 µm", "5 μm"),
        ("Sjögren’s syndrome", "Sjogren's Syndrome."),
        ("anti–dsDNA", "anti-dsDNA"),
        ("treatment‐refractory", "treatment refractory"),
        ("H₂O and CO<sub>2</sub>", "H2O and CO2"),
        ("“Quoted” title", '"Quoted" title'),
        ("Arthritis & Rheumatism", "Arthritis and rheumatism"),
        ("ﬁbrosis", "fibrosis"),
        ("STRASSE", "Straße"),
    ],
)
def test_fold_unifies(a: str, b: str) -> None:
    assert titles.fold(a) == titles.fold(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("in active and refractory lupus", "in severe and refractory lupus"),
        ("Interleukin 1", "Interleukin 11"),
        ("α", "β"),
    ],
)
def test_fold_keeps_apart(a: str, b: str) -> None:
    assert titles.fold(a) != titles.fold(b)


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = titles.fold(text)
    assert once == titles.fold(once)


def test_tokens_are_the_folded_words() -> None:
    assert titles.tokens("TNF-α in Crohn’s disease.") == ["tnf", "alpha", "in", "crohns", "disease"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Correction to: X", ("correction", "X")),
        ("Correction to X", ("correction", "X")),
        ("Correction: X", ("correction", "X")),
        ("Author Correction: X", ("correction", "X")),
        ("Publisher Correction: X", ("correction", "X")),
        ("Correction for Smith et al., X", (None, "Correction for Smith et al., X")),
        ("Corrigendum: X", ("correction", "X")),
        ("Corrigendum to “X” [J Foo 1 (2010) 2–3]", ("correction", "X")),
        ("Erratum: X", ("erratum", "X")),
        ("Erratum to: X", ("erratum", "X")),
        ("Erratum for X", ("erratum", "X")),
        ("Erratum", ("erratum", "")),
        ("Addendum: X", ("addendum", "X")),
        ("RETRACTED: X", ("retracted", "X")),
        ("Retracted Article: X", ("retracted", "X")),
        ("[Retracted] X", ("retracted", "X")),
        ("[RETRACTED ARTICLE] X", ("retracted", "X")),
        ("X [Retracted]", ("retracted", "X")),
        ("Retraction: X", ("retraction", "X")),
        ("Retraction Note: X", ("retraction", "X")),
        ("Retraction notice to “X” [J Foo 1 (2010) 2]", ("retraction", "X")),
        ('Retraction of "X"', ("retraction", "X")),
        ("Partial retraction: X", ("partial retraction", "X")),
        ("Notice of Retraction and Replacement. Smith. X", ("retraction", "Smith. X")),
        ("WITHDRAWN: X", ("withdrawn", "X")),
        ("TEMPORARY REMOVAL: X", ("removal", "X")),
        ("Expression of Concern: X", ("expression of concern", "X")),
        ("Editorial expression of concern: X", ("expression of concern", "X")),
        ("Expression of concern for X", ("expression of concern", "X")),
        ('Comment on "X"', ("comment", "X")),
        ("Comment on: X", ("comment", "X")),
        ("Comments on 'X'", ("comment", "X")),
        ("Commentary: X", ("comment", "X")),
        ("Re: X", ("comment", "X")),
        ("RE: X", ("comment", "X")),
        ("Reply to X", ("reply", "X")),
        ("Reply: X", ("reply", "X")),
        ("In reply", ("reply", "")),
        ("Author's reply", ("reply", "")),
        ("Authors’ reply to: X", ("reply", "X")),
        ("The authors' response", ("reply", "")),
        ("Response to: X", ("reply", "X")),
        ("X: authors' reply", ("reply", "X")),
        ("Reply to: Comment on: X", ("reply", "Comment on: X")),
        ("Retraction of the tongue in cats", (None, "Retraction of the tongue in cats")),
        ("Correction of hyponatraemia", (None, "Correction of hyponatraemia")),
        ("Response to treatment with X", (None, "Response to treatment with X")),
        ("Withdrawal of statins", (None, "Withdrawal of statins")),
        ("Removal of stents", (None, "Removal of stents")),
        ("Recent advances", (None, "Recent advances")),
        ("Reimbursement", (None, "Reimbursement")),
        ("Commentaries in medicine", (None, "Commentaries in medicine")),
        ("", (None, "")),
    ],
)
def test_notice_prefix(title: str, expected: tuple[str | None, str]) -> None:
    assert expected == titles.notice_prefix(title)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Studies on lupus (II)", 2),
        ("Studies on lupus (II).", 2),
        ("[Studies on lupus (II)].", 2),
        ("Studies on lupus (2)", 2),
        ("Part 2: lupus", 2),
        ("Lupus, part II: outcome", 2),
        ("Lupus: Part Two", 2),
        ("Lupus. Pt. 3", 3),
        ("Studies on lupus. III.", 3),
        ("Studies on lupus III", 3),
        ("Studies on lupus: 3. Outcome", 3),
        ("Studies on lupus. XIV. Outcome", 14),
        ("IV. Outcome of lupus", 4),
        ("Studies on lupus – 2", 2),
        ("Angiotensin II", 2),
        ("Factor V", None),
        ("COVID-19", None),
        ("A trial of 12", None),
        ("Particles 2", None),
        ("Lupus in 2010", None),
        ("Lupus", None),
        ("", None),
    ],
)
def test_part_numeral(title: str, expected: int | None) -> None:
    assert expected == titles.part_numeral(title)

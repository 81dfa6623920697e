"""CSL text to LaTeX and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citekit.formats import latex as module
from citekit.formats.latex import decode, encode, verbatim
from citekit.formats.lines import one_line
from tests.formats.works import HOSTILE, TEXTS


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% of A & B #1 a_b $5", r"50\% of A \& B \#1 a\_b \$5"),
        ("a\\b", r"a\textbackslash{}b"),
        ("{x", r"\textbraceleft{}x"),
        ("x}", r"x\textbraceright{}"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("<i>E. coli</i> and <b>x</b>", r"\emph{E. coli} and \textbf{x}"),
        ("H<sub>2</sub>O 10<sup>6</sup>", r"H\textsubscript{2}O 10\textsuperscript{6}"),
        ('<span style="font-variant: small-caps;">d</span>', r"\textsc{d}"),
        ('<span class="nocase">eBay</span>', "{eBay}"),
        ("<i>open", "<i>open"),
        ("p<0.05", "p<0.05"),
        ("a--b 5'' ``x", "a-{}-b 5'{}' `{}`x"),
        ("Müller, β-catenin 中", "Müller, β-catenin 中"),
        ("two\nlines\x00", "two lines"),
    ],
)
def test_text_is_escaped_and_markup_becomes_commands(text: str, latex: str) -> None:
    assert encode(text) == latex


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("Role of mRNA and DNA", "Role of {mRNA} and {DNA}"),
        ("DNA repair", "{DNA} repair"),
        ("A role of vitamin D", "A role of vitamin {D}"),
        ("COVID-19 and IL-2", "{COVID}-19 and {IL}-2"),
        ("Lupus in Asia", "Lupus in Asia"),
        ("On <i>E. coli</i>", r"On \emph{{E}. coli}"),
        ("Über α-Synuclein in McArdle", "Über α-Synuclein in {McArdle}"),
    ],
)
def test_words_that_would_lose_their_capitals_are_protected(title: str, latex: str) -> None:
    assert encode(title, protect=True) == latex


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\"U}ber Stra\ss e, \'{E}mile \o", "Über Straße, Émile ø"),
        (r"\c{c} \c c \v{s} \'\i{} \H{o} {\aa}", "ç ç š í ő å"),
        (r"{DNA} and {{RNA}}", "DNA and RNA"),
        (r"50\% of A \& B", "50% of A & B"),
        ("50% of A & B #1 a_b", "50% of A & B #1 a_b"),
        (r"$\alpha$-synuclein \ensuremath{\beta}{}2", "α-synuclein β2"),
        ("H$_2$O, Ca$^{2+}$", "H<sub>2</sub>O, Ca<sup>2+</sup>"),
        (r"37$^\circ$C", "37°C"),
        (r"\textit{in vivo} {\it in vitro} {\bf b}", "<i>in vivo</i> <i>in vitro</i> <b>b</b>"),
        ("1423--1429 --- ``q''", "1423–1429 — “q”"),
        (r"\$5 and $5", "$5 and $5"),
        (r"see \url{http://x.org/~a_b} \href{http://y}{there}", "see http://x.org/~a_b there"),
        (r"p \textless 0.05 \textgreater{} 0", "p <0.05 > 0"),
        ("two\n   lines~here", "two lines here"),
        (r"\unknown{kept} \relax", "kept"),
        (r"\frac{1}{2}", "1/2"),
        (r"\input{/etc/passwd}\today", ""),
        (r"\verb", ""),
        (r"\emph{open", "<i>open</i>"),
        ("closed}", "closed"),
        ("ends in \\", "ends in \\"),
    ],
)
def test_latex_is_read_as_unicode_and_csl_markup(latex: str, text: str) -> None:
    assert decode(latex) == text


@settings(deadline=None)
@given(TEXTS, st.booleans())
@example("".join(HOSTILE.values()), True)
def test_every_text_comes_back(text: str, protect: bool) -> None:
    """All but empty elements and, in a title, CSL's own protection from case changes."""
    line = one_line(text)
    if "></" not in line:
        assert decode(encode(text, protect=protect)) == line


@settings(deadline=None)
@given(TEXTS | st.text("aAbBé -'.,;"), st.booleans())
@example("a Study in B minor", True)
@example("A-- O''Brien", False)
def test_what_needs_no_escape_is_written_as_beside_what_needs_one(text: str, protect: bool) -> None:
    """A text in which nothing seems odd is not taken apart; the percent sign makes it odd."""
    line = one_line(text)
    assert encode(f"{line}%", protect=protect) == encode(line, protect=protect) + r"\%"


@settings(deadline=None)
@given(TEXTS)
def test_no_text_unbalances_the_braces(text: str) -> None:
    """Counted as BibTeX counts, for which a backslash does not hide a brace."""
    depth = 0
    for brace in re.findall(r"[{}]", encode(text, protect=True)):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


@settings(deadline=None)
@given(st.text(st.sampled_from(list("\\{}$^_~\"'`-a b%&emph"))))
@example("{" * 5_000)
@example("\\emph{" * 2_000)
@example("\\'" * 2_000)
def test_broken_latex_is_read_all_the_same(latex: str) -> None:
    assert isinstance(decode(latex), str)


@settings(deadline=None)
@given(st.text(st.sampled_from(list("\\{}$^_~\"'`?!-a, \n\t\x0b\x1c\xa0"))))
def test_text_without_commands_is_read_as_the_reader_of_commands_reads_it(value: str) -> None:
    assert decode(value) == module._interpreted(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (r"10.1000/a\_b", "10.1000/a_b"),
        (r"10.1000/a{\_}b", "10.1000/a_b"),
        (r"\url{http://x.org/~a\_b\%20}", "http://x.org/~a_b%20"),
        ("http://x.org/a\n   b", "http://x.org/ab"),
    ],
)
def test_addresses_are_taken_literally_but_for_what_others_escaped(value: str, text: str) -> None:
    assert verbatim(value) == text

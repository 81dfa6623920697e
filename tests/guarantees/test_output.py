"""What a text could make others do is seen: each way is planted once."""

from __future__ import annotations

import pytest

from citekit.cli.app import COMMANDS
from citekit.reports import evidence
from citekit.verbs.evidence import Evidence
from tests.guarantees.output import hostile, lexers, terminal
from tests.guarantees.output.lexers import Lexer
from tests.guarantees.output.terminal import Printed

ENTRY = "@article{{key,\n  title = {{{}}},\n}}\n"
PLANTED: dict[str, tuple[Lexer, str]] = {
    "a command": (lexers.bibtex, ENTRY.format(r"\input{x}")),
    "a command in a kept field": (
        lexers.bibtex,
        ENTRY.format("x").replace("title", "annote").replace("x}", r"\write18{x}}"),
    ),
    "a hidden command": (lexers.bibtex, ENTRY.format("^^5cinput")),
    "a hidden command in a key": (lexers.bibtex, ENTRY.replace("key", "a^^5cinput").format("x")),
    "a comment": (lexers.bibtex, ENTRY.format("100%")),
    "a formula of TeX": (lexers.bibtex, ENTRY.format("$x$")),
    "a backslash in a DOI": (lexers.bibtex, ENTRY.replace("title", "doi").format(r"10.1/\x")),
    "a preamble": (lexers.bibtex, '@preamble{"x"}\n' + ENTRY.format("x")),
    "a second entry": (lexers.bibtex, ENTRY.format("x") + ENTRY.format("y")),
    "an entry in a title": (lexers.bibtex, ENTRY.format("x},\n}\n@article{evil,\n  title = {x")),
    "an odd type": (lexers.bibtex, ENTRY.format("x").replace("article", "string")),
    "an open brace": (lexers.bibtex, ENTRY.format("{")),
    "a record of RIS": (lexers.ris, "TY  - A\r\nTI  - x\r\nER  - \r\nTY  - B\r\nER  - \r\n\r\n"),
    "a line of RIS": (lexers.ris, "TY  - A\r\nstray\r\nER  - \r\n\r\n"),
    "a line end of RIS": (lexers.ris, "TY  - A\r\nTI  - x\u2028y\r\nER  - \r\n\r\n"),
    "a record of nbib": (lexers.nbib, "PMID- 1\n\nPMID- 2\n"),
    "a line of nbib": (lexers.nbib, "PMID- 1\nstray\n"),
    "a reference of enw": (lexers.enw, "%0 Book\n%T x\n%0 Book\n"),
    "a line of enw": (lexers.enw, "%0 Book\nstray\n"),
    "a declaration": (
        lexers.endnote,
        "<?xml version='1.0'?><!DOCTYPE x><xml><records><record/></records></xml>",
    ),
    "an element": (
        lexers.endnote,
        "<?xml version='1.0'?><xml><records><record><script/></record></records></xml>",
    ),
    "a record of XML": (
        lexers.endnote,
        "<?xml version='1.0'?><xml><records><record><record/></record></records></xml>",
    ),
    "no XML": (lexers.endnote, "<?xml version='1.0'?><xml>"),
    "an item": (lexers.csljson, "[{}, {}]"),
    "a formula": (lexers.table, "a\r\n=1+1\r\n"),
    "a formula behind nothing": (lexers.table, "a\r\n\u200b=1+1\r\n"),
    "a line in a cell": (lexers.table, 'a\r\n"x\ny"\r\n'),
    "a row": (lexers.table, "a\r\nb\r\nc\r\n"),
    "a line of a list": (lexers.numbered, "1. a\nb\n"),
    "a result": (lexers.sarif, '{"runs": [{"results": []}]}'),
    "an entry of GitLab": (lexers.gitlab, "[]"),
    "a tag of JUnit": (lexers.junit, "<testsuites><script/></testsuites>"),
    "an entity of JUnit": (lexers.junit, "<!DOCTYPE x [<!ENTITY a 'b'>]><testsuites/>"),
    "a command of GitHub": (lexers.github, "::set-env name=x::y"),
    "an old command of GitHub": (lexers.github, "##[add-path]x"),
    "a tag": (lexers.markdown, "a <b>"),
    "a comment of HTML": (lexers.markdown, "a <!-- b"),
    "a link": (lexers.markdown, "[x](http://evil.example)"),
    "a heading": (lexers.markdown, "a\n# b"),
    "a cell": (lexers.markdown, "| a | b |\n| a | b | c |\n"),
}


WORK = '<div class="work">x</div>'
EVIDENCE: dict[str, tuple[Lexer, str]] = {
    "a script": (lexers.evidence_page, "<script>alert(1)</script>"),
    "a picture": (lexers.evidence_page, "<img src=x>"),
    "a handler": (lexers.evidence_page, "<p onclick=x>"),
    "a link": (lexers.evidence_page, '<a href="javascript:x">'),
    "a style": (lexers.evidence_page, '<p style="x">'),
    "a comment": (lexers.evidence_page, "<!-- x -->"),
    "a work": (lexers.evidence_page, WORK),
    "a heading": (lexers.evidence_markdown, "# Notices about the cited works\n## a\n## b\n## c\n"),
    "another title": (lexers.evidence_markdown, "# x\n"),
    "a tag": (lexers.evidence_markdown, "# Notices about the cited works\n## a\n<b>\n"),
    "a formula": (lexers.evidence_table, "key\r\n=1+1\r\n"),
    "a row": (lexers.evidence_table, "key\r\na\r\nb\r\n"),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_what_acts_in_a_report_of_the_evidence_is_told(name: str) -> None:
    lexer, text = EVIDENCE[name]
    if lexer is not lexers.evidence_page:
        assert lexer(text, 1)
        return
    plain = evidence.render(Evidence(None, ()), evidence.FORMATS[0])
    assert lexer(plain.replace("<main>", f"<main>{WORK}"), 1) == ""
    assert lexer(plain.replace("<main>", f"<main>{WORK}{text}"), 1)


@pytest.mark.parametrize("name", PLANTED)
def test_what_acts_in_a_file_is_told(name: str) -> None:
    lexer, text = PLANTED[name]
    assert lexer(text, 1)


def test_a_plain_file_has_nothing_to_be_told() -> None:
    assert lexers.bibtex(ENTRY.format(r"{A} \& \'e \emph{x} \textbackslash{}input"), 1) == ""
    assert lexers.ris("TY  - A\r\nTI  - x\r\nER  - \r\n\r\n", 1) == ""
    assert lexers.table('a,b\r\n"x, y",\'=1\r\n', 1) == ""
    assert lexers.markdown("| a | b |\n| --- | --- |\n| &#60;b&#62; | x |", 1) == ""
    assert lexers.github("::error title=x::y\nplain: text", 1) == ""


@pytest.mark.parametrize("sign", list("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200f\u2028\ufeff\ud800"))
def test_every_sign_that_acts_on_a_terminal_is_told(sign: str) -> None:
    assert terminal.judge(["list"], Printed(0, f"a{sign}b"))


@pytest.mark.parametrize(
    ("code", "text"),
    [(70, "x"), (-9, ""), (0, "over\rwritten"), (1, "Traceback (most recent call")],
)
def test_an_end_that_no_command_may_have_is_told(code: int, text: str) -> None:
    assert terminal.judge(["list"], Printed(code, text))
    assert terminal.judge(["list"], Printed(0, "two\r\nlines")) == ""


def test_only_colours_of_citekits_own_words_are_no_breach() -> None:
    assert terminal.judge(["list"], Printed(0, "a \x1b[33mcorrected\x1b[0m b")) == ""
    assert terminal.judge(["list"], Printed(0, "a \x1b[33mcorrected\x1b[0m b"), exact=True)
    for text in ("\x1b[33mopen", "\x1b[0m", "\x1b[31mred\x1b[0m", "\x1b[33m\x1b[2J\x1b[0m"):
        assert terminal.judge(["list"], Printed(0, text))


def test_a_terminal_gives_what_a_command_printed(tmp_path) -> None:
    printed = terminal.on_terminal(["--version"], tmp_path)
    assert printed.code == 0
    assert printed.text.startswith("citekit ")


def test_every_command_that_prints_is_tried() -> None:
    after, _ = hostile.texts(0, 1000)
    tried = {one[0] for one in terminal.commands(["a", "b"], ["refs.bib", "draft.md"], after)}
    assert set(COMMANDS) - tried == {"add"}  # it prints what resolve prints


def test_a_thousand_trials_hold_all_of_unicode() -> None:
    held: set[str] = set()
    for number in (0, 1, 55, 126, 999):
        after, _ = hostile.texts(number, 1000)
        held.update(*(after() for _ in range(150)))
    assert {"\x01", "\u0459", "\u045a", "\uefff", "\U0010ffff"} <= held


def test_what_is_printed_of_a_hostile_library_acts_on_no_terminal(tmp_path) -> None:
    after, chance = hostile.texts(1, 1000)
    key = terminal.shelve(tmp_path / "library.db", after, chance)[0]
    printed = terminal.on_terminal(["show", "--", key], tmp_path)
    assert terminal.judge(["show"], printed) == ""
    assert key in printed.text

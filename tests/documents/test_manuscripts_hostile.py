"""Whatever a manuscript holds, it is read, soon, and each citation stands where it says."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citekit.documents import markdown, tex, yaml_lines, yaml_values
from citekit.documents.manuscript import Manuscript
from citekit.documents.sheet import Places
from tests.documents.papers import ERRATUM, A, B

SIZE = 64 * 1024
READERS: dict[str, Callable[[str, str], Manuscript]] = {"markdown": markdown.read, "tex": tex.read}
PIECES = [
    *("[", "[[[[", "@", "@a ", "[@a; ", "[@", "@{", "@doi:", "](", "](x", "_", "*", "_a_ ", "\\"),
    *("`", "``` ", "```\n", "~~~\n", "<!--", "$", "$$", "$a", "---\n", "> ", "<a ", "<sup>", "{.a"),
    *(
        "\\cite{",
        "\\cite[",
        "\\cite[{",
        "\\cite<",
        "\\cites(",
        "\\bibitem{",
        "\\bibitem[{",
        "\\entry{a}{b}",
        "%",
    ),
    *(
        "\\begin{verbatim}",
        "\\verb|",
        "\\verb",
        "\\iffalse",
        "{",
        "}",
        "}{",
        "\\url{",
        "\\href{a}{",
    ),
    *(
        "\\bibliography{",
        "\\addbibresource[",
        "\\input{",
        "\\input ",
        "\\import{a}{",
        "\\'",
        "\\item ",
        "\\section{",
        "https://",
        "10.1234/a",
    ),
    *("[^a]: ", "1. ", "\n", "\r\n", "\r", " ", "\t", "A. ", "Liang J, ", "2010;69(8):1-9. "),
    *("\u202e", "\ud800", "\x00", "\u200b", "- - ", "a: ", "- a: [", "{a: "),
]
BEFORE = ["# References\n\n", "\\section{References}\n\n", "---\nreferences:\n- id: "]


# Each opens something that nothing closes, or is looked at again and again.
WORST = [
    "[[[[",
    "@",
    "@a ",
    "](",
    "`",
    "<!--",
    "$",
    "\\cite{",
    "\\cite[{",
    "\\bibitem[{",
    "\\verb|",
    "\\input{",
    "\\import{a}{",
]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("piece", WORST)
def test_64_kib_of_the_worst_take_less_than_two_seconds(name: str, piece: str) -> None:
    started = time.process_time()
    READERS[name]((piece * SIZE)[:SIZE], "paper")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("before", "size"),
    [("", SIZE // 8), *((before, SIZE // 16) for before in BEFORE)],
    ids=["text", "list", "section", "metadata"],
)
def test_no_repetition_runs_away(name: str, before: str, size: int) -> None:
    slowest = 0.0
    for piece in PIECES:
        text = (before + piece * size)[:size]
        started = time.process_time()
        READERS[name](f"{text}\n---\n", "paper")
        slowest = max(slowest, time.process_time() - started)
    assert slowest < 2


FRAGMENTS = st.sampled_from(
    [
        *PIECES,
        *(
            "@liang2010",
            "[@a1; @b2]",
            f"@doi:{A.doi}",
            A.doi,
            f"https://doi.org/{B.doi}",
            A.written,
        ),
        *(B.written, f"Erratum in: {ERRATUM}", "References", "## References", "`x`", "$x$", "\n\n"),
        *(
            "\\cite{a,b}",
            "\\bibitem{k} ",
            f"\\doi{{{A.doi}}}",
            "\\textbf{69}",
            '\\"o',
            "\\end{",
            "é",
        ),
        *("---", "bibliography: a.bib", "nocite: '@*'", "references:", "  - id: x", "    title: y"),
    ]
)
TEXTS = st.text(max_size=120) | st.lists(FRAGMENTS, max_size=14).map("".join)


@pytest.mark.parametrize("name", READERS)
@example(text=f"[@{A.written}")
@example(text="\\``")
@example(text=f"\\cites(```\n[``` {A.written}")
@given(text=TEXTS)
@settings(deadline=None, max_examples=150)
def test_every_citation_stands_where_it_says(name: str, text: str) -> None:
    bare = text.removeprefix("\ufeff")
    places = Places(bare, "paper")
    found = READERS[name](text, "paper").found
    assert list(found) == sorted(found, key=lambda one: (one.place.line, one.place.column))  # type: ignore[union-attr]
    for one in found:
        assert one.place is not None
        start, end = places.lines[one.place.line - 1]
        line = bare[start:end]
        assert line[one.place.column - 1 :].startswith(one.raw.splitlines()[0] if one.raw else "")


LINES = st.lists(
    st.sampled_from(
        [
            *("a: b", "- a: b", "- - 1", "  - x", "    c: d", "a:", "-", "'q': \"w\"", "[a, [b]]"),
            *("a: [b, {c: d}]", "a: |", "a: >-", "# x", "", "\t- a", "a: 'it''s'", "{a: [}"),
        ]
    )
    | st.text(max_size=12),
    max_size=12,
)


@given(LINES)
@settings(deadline=None)
def test_any_metadata_are_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    said = yaml_lines.read(text, Places(text, "x").lines)
    for item in said.values():
        yaml_values.plain(item.value)


def test_metadata_as_people_write_them() -> None:
    text = """a: plain # comment
"b c": 'it''s'
d: "with \\"quotes\\": yes"
e: [x, 'y, z', {k: v, w: [1, 2]}]
f:
  - g: 1
    h:
    - 2
  - i
j: |
  one
   two
k: long
  goes on
"""
    said = yaml_lines.read(text, Places(text, "x").lines)

    assert {name: yaml_values.plain(item.value) for name, item in said.items()} == {
        "a": "plain",
        "b c": "it's",
        "d": 'with "quotes": yes',
        "e": ["x", "y, z", {"k": "v", "w": ["1", "2"]}],
        "f": [{"g": "1", "h": ["2"]}, "i"],
        "j": "one\ntwo",
        "k": "long goes on",
    }
    assert text[said["e"].offset :].startswith("[x")

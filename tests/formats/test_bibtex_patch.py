"""Single fields of a BibTeX file change; every other character stays."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.formats.bibtex_patch import Edit, applied, edits, inside, spans

ALIGNED = """@article{liang,
  title     = {Stem {Cells}, "quoted"},
  year      = 2010,
  pages     = "1423-9"
}"""


def patched(raw: str, **wanted: str) -> str:
    return applied(raw, edits(raw, wanted))


def test_fields_are_found_as_bibtex_reads_them() -> None:
    raw = '@book{a, title = {A, B}, note = "x {",} y", month = jan # "~1", year=1}'
    assert [(one.name, raw[one.value : one.end]) for one in spans(raw)] == [
        ("title", "{A, B}"),
        ("note", '"x {",} y"'),
        ("month", 'jan # "~1"'),
        ("year", "1"),
    ]


def test_a_changed_field_keeps_its_delimiters_and_a_new_one_its_neighbours_column() -> None:
    assert patched(ALIGNED, pages="1423--1429", doi="10.1000/x") == ALIGNED.replace(
        "2010,\n", "2010,\n  doi       = {10.1000/x},\n"
    ).replace("1423-9", "1423--1429")


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("@book{b, title={Q}, year=1}", "@book{b, doi = {1}, title={Q}, year=1}"),
        ("@book{b,\ntitle={Q},\n}", "@book{b,\ntitle={Q},\ndoi={1},\n}"),
        ("@book{b,\n\ttitle = {Q},\n}", "@book{b,\n\ttitle = {Q},\n\tdoi = {1},\n}"),
        ("@book{b,\n  year = 1,\n  title = {Q},\n}",
         "@book{b,\n  year = 1,\n  title = {Q},\n  doi = {1},\n}"),
        ("@book{b,\n  title = {Q}\n}", "@book{b,\n  doi = {1}, title = {Q}\n}"),
        ("@book(b,\n  title = {Q},\n)", "@book(b,\n  title = {Q},\n  doi = {1},\n)"),
    ],
)  # fmt: skip
def test_a_new_field_is_written_as_its_neighbours_are(raw: str, written: str) -> None:
    assert patched(raw, doi="1") == written


@pytest.mark.parametrize("raw", ["", "@book", "@book{a", "no entry", "@book{a}", "@string{a = 1}"])
def test_what_has_no_fields_stays_as_it_is(raw: str) -> None:
    assert patched(raw, doi="1") in {raw, "@string{doi = {1}, a = 1}"}


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("{a {b} c}", "a {b} c"), ('"a {b} {"}c"', 'a {b} {"}c'), ("2010", "2010"), ("{}", ""),
        ("jan", None), ('jan # "~1"', None), ('"a" # b', None), ('"a" # "b"', None),
        ("{a} # {b}", None), ('{a} # "b"', None), ('"a', None), ("{a", None), ('"', None),
    ],
)  # fmt: skip
def test_only_a_value_of_one_piece_has_an_inside(value: str, known: str | None) -> None:
    assert inside(value) == known


def test_a_value_with_quotes_is_written_in_braces() -> None:
    raw = '@book{b,\n  note = "x",\n}'
    assert patched(raw, note='say "x"') == '@book{b,\n  note = {say "x"},\n}'
    assert patched(raw, note='K{\\"o}ln') == '@book{b,\n  note = "K{\\"o}ln",\n}'


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_the_file_stay(ending: str) -> None:
    before = f"% é\n{ALIGNED}\n% end\n"
    at = before.index("@")
    moved = [Edit(one.start + at, one.end + at, one.text) for one in edits(ALIGNED, {"doi": "1"})]
    after = applied(before.replace("\n", ending), moved)
    assert after == before.replace("2010,\n", "2010,\n  doi       = {1},\n").replace("\n", ending)


VALUES = st.text(st.sampled_from('ab ,"=\n@#'), max_size=6).map(lambda inside: f"{{{inside}}}")
NAMES = ("title", "year", "x", "pages", "note")


@given(
    st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1),
    st.dictionaries(st.sampled_from((*NAMES, "doi")), st.text(st.sampled_from("ab1-")), min_size=1),
    st.sampled_from(["", " ", "\n  ", "\n\t"]),
    st.sampled_from(["=", " = ", "   = "]),
    st.booleans(),
)
def test_what_is_wanted_is_there_and_the_rest_as_it_was(
    held: dict[str, str], wanted: dict[str, str], gap: str, sign: str, comma: bool
) -> None:
    fields = ",".join(f"{gap}{name}{sign}{value}" for name, value in held.items())
    raw = f"@article{{key,{fields}{',' if comma else ''}\n}}"
    changed = patched(raw, **wanted)
    expected = held | {name: f"{{{value}}}" for name, value in wanted.items()}
    assert {one.name: changed[one.value : one.end] for one in spans(changed)} == expected
    assert patched(changed, **wanted) == changed


@given(st.text(st.sampled_from('@ab{}(),="#% \n')))
def test_any_text_is_scanned(text: str) -> None:
    found = spans(f"@a{{k, {text}")
    assert all(a.end <= b.start for a, b in pairwise(found))

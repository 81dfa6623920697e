"""Acknowledgements in a file that people write in as well."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citekit.errors import InputError
from citekit.model import Acknowledgement
from citekit.verbs import acks_file
from citekit.vocab import LinkType, Scheme

ERRATUM = Acknowledgement(
    key="Doe2010Paper",
    work={Scheme.DOI: "10.1000/paper.1", Scheme.PMID: "1001"},
    type=LinkType.ERRATUM,
    notice={},
    raw="J Trial Res. 2011 Jan;70(1):237",
    reason="concerns a table that we do not use",
    until="2027-06-30",
    at="2026-11-25T12:00:00Z",
)
COMMENT = replace(
    ERRATUM,
    type=LinkType.COMMENT,
    notice={Scheme.PMID: "1002"},
    raw=None,
    reason="a letter",
    cited_on_purpose=True,
)
FOREIGN = """\
# Reviewed every Monday.
title = "ours" # not citekit's

[owner]
name = 'A "librarian"'

[[acknowledgement]] # agreed on 3 May
key = "Roe2012Other"
work = ["doi:10.1000/other"]
type = "erratum"
notice = ["doi:10.1000/other.err"]
reason = \"\"\"
two
lines\"\"\"
until = 2028-01-01

[[unrelated]]
x = 1 # kept
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / acks_file.NAME


def test_the_file_lies_beside_the_library(tmp_path: Path) -> None:
    found = acks_file.beside(tmp_path / "library.db")
    assert found == tmp_path / "citekit-acks.toml"


def test_without_a_file_there_is_none(path: Path) -> None:
    assert acks_file.read(path) == []


def test_an_empty_file_holds_none(path: Path) -> None:
    path.write_text("# nothing yet\n")
    assert acks_file.read(path) == []


def test_what_is_written_is_what_is_read(path: Path) -> None:
    assert acks_file.add(path, ERRATUM)
    assert acks_file.add(path, COMMENT)
    assert acks_file.read(path) == [ERRATUM, COMMENT]


def test_the_file_reads_as_its_documentation_shows(path: Path) -> None:
    acks_file.add(path, ERRATUM)
    assert path.read_text() == (
        "[[acknowledgement]]\n"
        'key = "Doe2010Paper"\n'
        'work = ["doi:10.1000/paper.1", "pmid:1001"]\n'
        'type = "erratum"\n'
        "notice = []\n"
        'raw = "J Trial Res. 2011 Jan;70(1):237"\n'
        'reason = "concerns a table that we do not use"\n'
        "until = 2027-06-30\n"
        'at = "2026-11-25T12:00:00Z"\n'
        "cited_on_purpose = false\n"
    )


def test_the_same_again_replaces(path: Path) -> None:
    acks_file.add(path, ERRATUM)
    acks_file.add(path, COMMENT)
    longer = replace(ERRATUM, until="2029-01-01", reason="still so")
    assert acks_file.add(path, longer)
    assert acks_file.read(path) == [COMMENT, longer]
    assert not acks_file.add(path, longer), "the bytes are as before"


def test_the_key_is_the_same_in_any_case(path: Path) -> None:
    acks_file.add(path, ERRATUM)
    acks_file.add(path, replace(ERRATUM, key="DOE2010PAPER"))
    assert len(acks_file.read(path)) == 1


def test_a_notice_that_got_identifiers_since_is_the_same(path: Path) -> None:
    acks_file.add(path, ERRATUM)
    named = replace(ERRATUM, notice={Scheme.DOI: "10.1000/err"})
    acks_file.add(path, named)
    assert acks_file.read(path) == [named]


@pytest.mark.parametrize(
    "other",
    [
        replace(ERRATUM, type=LinkType.RETRACTION),
        replace(ERRATUM, raw="J Trial Res. 2012;71:99"),
        replace(ERRATUM, notice={Scheme.DOI: "10.1000/err"}, raw=None),
        replace(ERRATUM, work={Scheme.PMID: "2002"}, key="Roe2012Other"),
    ],
    ids=["type", "source", "identifiers", "work"],
)
def test_another_notice_stands_beside_it(path: Path, other: Acknowledgement) -> None:
    acks_file.add(path, ERRATUM)
    acks_file.add(path, other)
    assert acks_file.read(path) == [ERRATUM, other]


def test_everything_else_in_the_file_stays(path: Path) -> None:
    path.write_text(FOREIGN)
    acks_file.add(path, ERRATUM)
    written = path.read_text()
    for line in FOREIGN.splitlines():
        assert line in written.splitlines()
    told = tomllib.loads(written)
    assert told["owner"] == {"name": 'A "librarian"'}
    assert told["unrelated"] == [{"x": 1}]
    assert [one["key"] for one in told["acknowledgement"]] == ["Roe2012Other", "Doe2010Paper"]
    assert acks_file.remove(path, ERRATUM)
    assert acks_file.read(path)[0].key == "Roe2012Other"
    for line in FOREIGN.splitlines():
        assert line in path.read_text().splitlines()


def test_removing_what_is_not_there_leaves_the_file_alone(path: Path) -> None:
    assert not acks_file.remove(path, ERRATUM)
    assert not path.exists()
    path.write_text(FOREIGN)
    assert not acks_file.remove(path, ERRATUM)
    assert path.read_text() == FOREIGN


def test_the_last_one_can_be_removed(path: Path) -> None:
    acks_file.add(path, ERRATUM)
    assert acks_file.remove(path, ERRATUM)
    assert acks_file.read(path) == []
    assert acks_file.add(path, ERRATUM)
    assert acks_file.read(path) == [ERRATUM]


@pytest.mark.parametrize(
    "line", ["[]", '[{key="K",work=["pmid:1"],type="erratum",reason="r",until=2028-01-01}]']
)
def test_a_list_on_one_line_becomes_tables(path: Path, line: str) -> None:
    path.write_text(f"acknowledgement = {line}\nother = 1\n")
    held = acks_file.read(path)
    assert not acks_file.remove(path, ERRATUM) or acks_file.read(path) == held
    acks_file.add(path, ERRATUM)
    assert acks_file.read(path) == [*held, ERRATUM]
    assert tomllib.loads(path.read_text())["other"] == 1


def test_what_a_person_writes_needs_no_more_than_this(path: Path) -> None:
    path.write_text(FOREIGN)
    [one] = acks_file.read(path)
    assert one == Acknowledgement(
        key="Roe2012Other",
        work={Scheme.DOI: "10.1000/other"},
        type=LinkType.ERRATUM,
        notice={Scheme.DOI: "10.1000/other.err"},
        raw=None,
        reason="two\nlines",
        until="2028-01-01",
        at="",
    )


def test_a_day_may_be_written_as_text(path: Path) -> None:
    path.write_text(FOREIGN.replace("2028-01-01", '"2028-01-01"'))
    assert acks_file.read(path)[0].until == "2028-01-01"


HOSTILE = [
    'a "quoted" reason',
    "it's",
    "back\\slash \\n \\u0041",
    "two\nlines\r\nand more",
    "tab\tand\x0bmore",
    "\x00\x01\x1b[31m\x1f",
    "DEL \x7f and C1 \x9b2J",
    "right \u202e to left \u2066",
    "emoji 👩‍🔬 and 𝒻",
    "line\u2028separator",
    '"""',
    "'''",
    "# no comment",
    "[[acknowledgement]]",
    " blanks around ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_went(path: Path, text: str) -> None:
    hostile = replace(ERRATUM, reason=text, raw=text)
    acks_file.add(path, hostile)
    acks_file.add(path, COMMENT)
    assert acks_file.read(path) == [hostile, COMMENT]
    acks_file.remove(path, COMMENT)
    assert acks_file.read(path) == [hostile]


# What is blank says nothing, and is refused; surrogates cannot be written as UTF-8.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(reason=TEXTS, raw=TEXTS)
def test_any_text_comes_back_as_it_went(path: Path, reason: str, raw: str) -> None:
    path.unlink(missing_ok=True)
    hostile = replace(ERRATUM, reason=reason, raw=raw)
    acks_file.add(path, hostile)
    assert acks_file.read(path) == [hostile]


GOOD = """
[[acknowledgement]]
key = "K"
work = ["pmid:1"]
type = "erratum"
reason = "r"
until = 2028-01-01
"""


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (GOOD.replace('key = "K"\n', ""), "'key' is missing"),
        (GOOD.replace('work = ["pmid:1"]\n', ""), "'work' is missing"),
        (GOOD.replace('type = "erratum"\n', ""), "'type' is missing"),
        (GOOD.replace('reason = "r"\n', ""), "'reason' is missing"),
        (GOOD.replace("until = 2028-01-01\n", ""), "'until' is missing"),
        (GOOD.replace('"K"', '"  "'), "key must be a text that is not empty"),
        (GOOD.replace('"K"', "7"), "key must be a text that is not empty"),
        (GOOD.replace('"r"', '""'), "reason must be a text that is not empty"),
        (GOOD.replace('"erratum"', '"typo"'), "'typo' is not a valid LinkType"),
        (GOOD.replace("2028-01-01", '"soon"'), "soon"),
        (GOOD.replace("2028-01-01", "5"), "5"),
        (GOOD.replace('["pmid:1"]', '"pmid:1"'), "must be lists of identifiers"),
        (GOOD.replace('["pmid:1"]', '["a paper"]'), "must be lists of identifiers"),
        (GOOD.replace('["pmid:1"]', "[7]"), "pmid"),
        (GOOD.replace('["pmid:1"]', '["pmid:0"]'), "0"),
        (GOOD + 'notice = "10.1000/x"\n', "must be lists of identifiers"),
        (GOOD + "raw = 7\n", "raw must be a text"),
    ],
)
def test_an_entry_that_is_not_understood_is_named(path: Path, entry: str, told: str) -> None:
    """Passed over, it would seem to be there, and hide nothing."""
    path.write_text(GOOD + entry)
    with pytest.raises(InputError) as caught:
        acks_file.read(path)
    assert str(caught.value).startswith(f"{path}, acknowledgement 2: ")
    assert told in str(caught.value)
    with pytest.raises(InputError):
        acks_file.add(path, ERRATUM)
    assert path.read_text() == GOOD + entry


@pytest.mark.parametrize(
    "content",
    [
        b"key = ",
        b"[[acknowledgement]",
        b"\xff\xfe\x00",
        b"acknowledgement = 1",
        b"[acknowledgement]\nkey = 'K'",
        b"acknowledgement = [1]",
        b"acknowledgement = ['x']",
    ],
)
def test_a_file_that_is_not_understood_is_named(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"citekit-acks\.toml"):
        acks_file.read(path)


def test_a_folder_of_that_name_is_named(path: Path) -> None:
    path.mkdir()
    with pytest.raises(InputError, match=r"citekit-acks\.toml: cannot be read"):
        acks_file.read(path)


def test_a_date_with_a_time_is_a_day(path: Path) -> None:
    """TOML has dates with a time as well, and Python counts those among the dates."""
    path.write_text(GOOD.replace("2028-01-01", "2028-01-01T10:00:00Z"))
    assert acks_file.read(path)[0].until == "2028-01-01"

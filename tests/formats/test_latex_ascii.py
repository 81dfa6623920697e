"""LaTeX in nothing but ASCII."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.formats.latex import decode, encode
from citekit.formats.latex_ascii import address_in_ascii, in_ascii
from citekit.formats.latex_tables import ASCII, FACES, MARKS
from tests.formats.works import TEXTS

# What LaTeX prints as it should, and what is read back as its nearest kin.
KIN = {"\u00a0": "", "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u00ad": ""}

COMMAND = re.compile(r"\\([a-zA-Z]+)")
ALLOWED = {
    *(command for _, _, command in FACES[:5]),
    *("textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum"),
    *(word for text in ASCII.values() for word in COMMAND.findall(text)),
    *(name for name in MARKS if name.isalpha()),
}


@pytest.mark.parametrize("character", sorted(ASCII))
def test_every_character_of_the_table_is_ascii_and_comes_back(character: str) -> None:
    written = in_ascii(character)
    assert written.isascii()
    if re.search(r"\\text(super|sub)script", written):
        assert unicodedata.normalize("NFKC", character).replace("\u2212", "-") in decode(written)
    else:
        assert decode(written) == KIN.get(character, character)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Müller", r"M{\"u}ller"),
        ("Gyo\u0308rgy", r"Gy{\"o}rgy"),
        ("Škoda", r"{\v{S}}koda"),
        ("Đặng", r"{\DJ}{\u{\d{a}}}ng"),
        ("Ștefan", r"{\textcommabelow{S}}tefan"),
        ("TNF-α", r"TNF-{\ensuremath{\alpha}}"),
        ("1–2", r"1{\textendash}2"),
        ("x\u0302", r"{\^x}"),
        ("李", "Li"),
        ("\u200d", ""),
    ],
)
def test_a_text_is_written_in_ascii(text: str, written: str) -> None:
    assert in_ascii(encode(text)) == written


def test_an_address_gets_no_command() -> None:
    assert address_in_ascii("https://x.org/é%20a_b") == "https://x.org/%C3%A9%20a_b"


def test_letters_with_one_mark_come_back() -> None:
    letters = map(chr, range(0xC0, 0x180))
    marked = [one for one in letters if len(unicodedata.normalize("NFD", one)) == 2]
    assert len(marked) > 150
    assert [decode(in_ascii(one)) for one in marked] == marked


@settings(max_examples=200, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=20)))
def test_any_text_is_balanced_ascii_with_known_commands_only(text: str) -> None:
    written = in_ascii(encode(text, protect=True))
    assert written.isascii()
    bare = written.replace(r"\{", "").replace(r"\}", "")
    depth = 0
    for sign in bare:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert set(COMMAND.findall(written)) <= ALLOWED

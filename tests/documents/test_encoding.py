"""Bytes into text, whatever they claim to be."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.documents.encoding import decode
from citekit.errors import SourceError

TEXT = "Müller A. Über Lupus – eine Übersicht. Łódź 2010.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_recognised(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "page.txt") == TEXT


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16"])
def test_a_byte_order_mark_wins_over_a_declaration(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "page.txt", "latin-1") == TEXT


def test_bytes_that_are_utf8_are_utf8_whatever_is_declared() -> None:
    assert decode(TEXT.encode(), "page.txt", "latin-1") == TEXT


def test_other_bytes_are_windows_1252() -> None:
    assert decode("Müller – “Lupus”".encode("cp1252"), "page.txt") == "Müller – “Lupus”"


def test_latin_1_means_windows_1252() -> None:
    assert decode("Müller – x".encode("cp1252"), "page.txt", "iso-8859-1") == "Müller – x"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Иванов", "koi8-r"), ("狼瘡", "big5"), ("全身性エリテマトーデス", "iso-2022-jp")],
)
def test_a_declaration_is_believed_where_it_fits(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "page.txt", f' "{encoding}"') == text


@pytest.mark.parametrize(
    "declared", ["no-such", "zip", "utf-7", "idna", "unicode_escape", "\0", ""]
)
def test_a_declaration_that_is_no_encoding_of_pages_is_passed_over(declared: str) -> None:
    assert decode(b"M\xfcller \\u0041", "page.txt", declared) == "Müller \\u0041"


def test_a_cut_last_character_does_not_change_the_rest() -> None:
    assert decode((TEXT * 3).encode()[:-1] + "é".encode()[:1], "page.txt").startswith(TEXT * 2)


def test_a_stray_nul_is_a_blank() -> None:
    assert decode(b"Ann Rheum\x00Dis", "page.txt") == "Ann Rheum Dis"


BINARY = {
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "zip or docx": b"PK\x03\x04\x14\x00\x06\x00",
    "gzip": b"\x1f\x8b\x08\x00",
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "rtf": b"{\\rtf1\\ansi Lupus}",
    "sqlite": b"SQLite format 3\x00",
    "nuls": b"a\x00\x00b\x00c\x00\x00\x00" * 20,
    "controls": b"\x01\x02\x03text\x04\x05\x06",
    "compressed": zlib.compress(bytes(range(256)) * 40)[2:],
}


@pytest.mark.parametrize("data", BINARY.values(), ids=BINARY.keys())
def test_binary_junk_is_refused_with_its_path_and_a_way_out(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^folder/thing: .*(give|save|copy|unpack|library)"):
        decode(data, "folder/thing")


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=12)))
@settings(deadline=None)
def test_decoding_gives_text_or_a_source_error(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, "page.txt", declared)
    except SourceError:
        return
    assert "\x00" not in text
    text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_is_read_as_it_was_written(text: str) -> None:
    assert decode(text.encode(), "page.txt") in {text, text.removeprefix("\ufeff")}

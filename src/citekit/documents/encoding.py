"""Turn the bytes of a page or a file into text, whatever they claim to be."""

from __future__ import annotations

import codecs
import re

from citekit.errors import SourceError

# A four-byte mark begins with the two-byte one, so it is looked for first.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of files that people give by mistake, and what to give instead.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "copy its text into a .txt file, or give its DOI or PMID"),
    (b"\x89PNG", "a PNG image", "give the text it shows, or a DOI or PMID"),
    (b"\xff\xd8\xff", "a JPEG image", "give the text it shows, or a DOI or PMID"),
    (b"GIF8", "a GIF image", "give the text it shows, or a DOI or PMID"),
    (b"PK\x03\x04", "a ZIP or office file", "save it as plain text or HTML, or unpack it"),
    (b"PK\x05\x06", "an empty ZIP file", "give the files that were to be in it"),
    (b"\x1f\x8b", "gzip data", "unpack it and give the file inside"),
    (b"BZh", "bzip2 data", "unpack it and give the file inside"),
    (b"\xfd7zXZ\x00", "xz data", "unpack it and give the file inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the files inside"),
    (b"SQLite format 3\x00", "an SQLite file", "a library is given with --library"),
    (b"\xd0\xcf\x11\xe0", "an old office file", "save it as plain text or HTML"),
    (b"{\\rtf", "an RTF file", "save it as plain text or HTML"),
    (b"\x7fELF", "a program", "give a text or HTML page"),
)

# Codes in which text is pure ASCII bytes, so that it would pass for UTF-8.
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_kr", "hz"})

# Declarations that are believed. Others (unicode_escape, idna …) are no encodings of pages.
_OF_PAGES = re.compile(r"(?:iso8859|iso2022|cp\d|koi8|big5|gb|euc|shift_jis|mac|tis|hz|utf-)")

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROLS_TOLERATED = 0.005
_BROKEN_TOLERATED = 0.1


def decode(data: bytes, path: str, declared: str | None = None) -> str:
    """Read bytes as text; raise SourceError, naming the path, when they are not text.

    A byte order mark wins, then UTF-16 without one, then UTF-8 where the bytes are UTF-8, then
    what was declared, then Windows-1252: declarations are wrong more often than UTF-8 is valid by
    chance.
    """
    _refuse_known_binary(data, path)
    text = _wide(data)
    if text is None:
        text = _eight_bit(data, declared)
    _refuse_controls(text, path)
    return text.replace("\x00", " ")


def _refuse_known_binary(data: bytes, path: str) -> None:
    for magic, what, instead in _MAGIC:
        if data.startswith(magic):
            raise SourceError(f"{path}: this is {what}, not text; {instead}")


def _wide(data: bytes) -> str | None:
    marked = _marked(data)
    return _unmarked_utf16(data) if marked is None else marked


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    return None


def _unmarked_utf16(data: bytes) -> str | None:
    """Recognise UTF-16 by where its NULs are; None when they are not so."""
    even, odd = data[0:4096:2], data[1:4096:2]
    if even.count(0) > len(even) * 0.4 and odd.count(0) < len(odd) * 0.05:
        return data.decode("utf-16-be", errors="replace")
    if odd.count(0) > len(odd) * 0.4 and even.count(0) < len(even) * 0.05:
        return data.decode("utf-16-le", errors="replace")
    return None


def _eight_bit(data: bytes, declared: str | None) -> str:
    name = _codec(declared)
    if name in _SEVEN_BIT and (text := _strict(data, name)) is not None:
        return text
    if (text := _strict(data, "utf-8")) is not None:
        return text
    if _mostly_utf8(data):
        return data.decode("utf-8", errors="replace")
    if name is not None and name != "utf-8" and (text := _strict(data, name)) is not None:
        return text
    return data.decode("cp1252", errors="replace")


def _codec(declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared.strip(" \"'")).name
    except (LookupError, ValueError):
        return None
    if not _OF_PAGES.match(name) or name == "utf-7":
        return None
    # Browsers read every "ISO-8859-1" page as Windows-1252 (WHATWG Encoding, 4.2).
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (LookupError, ValueError):  # LookupError: the codec is no text encoding
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few bad or cut bytes from another encoding."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    foreign = sum(1 for character in text if ord(character) > 0x7F)
    return foreign > 0 and broken <= foreign * _BROKEN_TOLERATED


def _refuse_controls(text: str, path: str) -> None:
    found = len(_CONTROL.findall(text))
    if found > max(1, len(text) * _CONTROLS_TOLERATED):
        raise SourceError(
            f"{path}: these bytes are not text; give a text file, an HTML page, a .bib or .ris "
            "file, or the DOI or PMID itself"
        )

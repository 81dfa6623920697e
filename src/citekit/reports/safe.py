"""Make any text safe to print: no character of a record may act on a terminal."""

from __future__ import annotations

import re
import unicodedata

# C0, DEL and C1 controls move cursors and open escape sequences; the Cf ones turn text around
# (bidi overrides) or hide in it. Soft hyphens and joiners are harmless but never needed here.
_UNSAFE = r"\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_CONTROL = re.compile(f"[{_UNSAFE}]+")
# Lone surrogates: JSON and undecodable file names carry them, UTF-8 cannot.
_LONE = r"\ud800-\udfff"
_SURROGATE = re.compile(f"[{_LONE}]")
_UNPRINTABLE = re.compile(f"[{_UNSAFE}{_LONE}]")
# Text that is JSON already: what stands below the blank are its own line ends.
_UNSAFE_IN_JSON = re.compile(f"(?![\x00-\x1f])[{_UNSAFE}]")


def line(text: str) -> str:
    """Put a text on one line without control or direction characters, as UTF-8 can carry it."""
    return " ".join(_CONTROL.sub(" ", _SURROGATE.sub("\ufffd", text)).split())


def shown(text: str) -> str:
    """Show a line as it is, every blank of it, but for what could act: each such is U+FFFD."""
    return _ACTING.sub("\ufffd", text)


_ACTING = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def page(text: str) -> str:
    """Show a whole file as it is, line by line, but for what could act: each such is U+FFFD."""
    return _ACTING_IN_LINES.sub("\ufffd", text)


_ACTING_IN_LINES = re.compile(rf"(?![\n]|\r\n)(?:{_ACTING.pattern}|\ufeff)")


def brief(text: str, longest: int = 1000) -> str:
    """Put a text on one line, without what UTF-8 cannot carry, and cut it where it goes on."""
    # What is cut off anyway need not be cleaned: an abstract may be where a title should.
    head = text[: 10 * longest]
    told = line(head)
    if len(told) <= longest and len(head) == len(text):
        return told
    return f"{told[: longest - 1].rstrip()}…"


def path(text: str) -> str:
    """Show a path with a sign for each character that acts on a terminal; blanks stay its own."""
    return _UNPRINTABLE.sub("\ufffd", text)


def json_text(text: str) -> str:
    """Escape what acts on a terminal in a text that is JSON; its values stay the same.

    Half of a surrogate pair becomes U+FFFD: most parsers refuse it, escaped too (RFC 8259, 8.2).
    """
    whole = _SURROGATE.sub("\ufffd", text)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", whole)


def line_of(text: str) -> str:
    """Put a text on one line as `line` does, but keep the blanks it begins with."""
    return " " * (len(text) - len(text.lstrip(" "))) + line(text)


def width(text: str) -> int:
    """Count the terminal columns of a text: wide East Asian characters take two."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def head(text: str, columns: int) -> str:
    """Take as much of a text's beginning as fits into so many columns."""
    if text.isascii():
        return text[:columns]
    used = 0
    for count, character in enumerate(text):
        used += _columns(character)
        if used > columns:
            return text[:count]
    return text


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1

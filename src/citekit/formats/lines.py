"""One physical line of text, which files made of tags and braces need."""

from __future__ import annotations

import re

# What ends a line for one reader or another: ASCII, NEL, Unicode's line and paragraph separators.
_BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029 ]+")
# Controls; the marks that reorder the text around them (U+202A-E, U+2066-9); byte order marks;
# lone surrogates, which JSON can carry and UTF-8 cannot.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def one_line(text: str) -> str:
    """Write a text on one line, without what no text file should hold.

    White space outside ASCII (no-break and thin spaces) stays inside: it is typography.
    """
    # Most texts hold nothing of either, which Python sees much sooner than a pattern does.
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _BREAKS.sub(" ", _UNWRITABLE.sub("", text)).strip()


def stopped(text: str) -> str:
    """End a text with a full stop, unless it has an end."""
    line = one_line(text)
    return line if not line or line[-1] in ".?!" else f"{line}."


def unix_lines(text: str) -> str:
    """Make every line end `\\n`, and drop byte order marks; old Macintosh files have only CR."""
    return text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")

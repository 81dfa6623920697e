"""Change single fields of a BibTeX file and nothing else: every other character stays as it is.

An entry is found by its line and its text. A field is looked for in the entry as BibTeX reads it:
braces nest, and quotation marks count outside of braces alone (BibTeX, "btxhak").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

_START = re.compile(r"@\s*[A-Za-z]+\s*[{(]\s*")
_NAME = re.compile(r"\s*([^\s=,{}\"#%'()]+)\s*=\s*")
_ENDS_LINE = re.compile(r"\s*,[ \t]*\n")
_STEPS: Final = {"{": 1, "(": 0, "}": -1}


class Span(NamedTuple):
    """Where a field stands in the text of its entry."""

    name: str
    start: int
    """Of its name."""
    value: int
    """Of its value, delimiters included."""
    end: int
    """Behind its value."""


class Edit(NamedTuple):
    """One stretch of a text, and what is to stand there."""

    start: int
    end: int
    text: str


def spans(raw: str) -> list[Span]:
    """Find the fields of an entry; none where it is no entry, or is broken."""
    return list(_spans(raw))


def _spans(raw: str) -> Iterator[Span]:
    opening = _START.match(raw)
    if opening is None:
        return
    at = _value_end(raw, opening.end())
    while at < len(raw) and raw[at] == ",":
        named = _NAME.match(raw, at + 1)
        if named is None:
            return
        at = _value_end(raw, named.end())
        end = named.end() + len(raw[named.end() : at].rstrip())
        yield Span(named[1].casefold(), named.start(1), named.end(), end)


def _value_end(raw: str, at: int) -> int:
    """Give the place of the comma or brace that ends what begins here."""
    depth, quoted = 0, False
    for place in range(at, len(raw)):
        mark = raw[place]
        if depth == 0 and not quoted and mark in ",})":
            return place
        depth += _STEPS.get(mark, 0)
        quoted ^= mark == '"' and depth == 0
    return len(raw)


def inside(value: str) -> str | None:
    """Give what stands between the delimiters of a value; None for macros and joined pieces.

    A value that is put together (`seen # ", twice"`) has no one place where it could be changed.
    """
    if value.isdecimal():
        return value
    whole = _value_end(f"{value},", 0) == len(value)
    pair = value[:1], value[-1:]
    if not whole or len(value) < 2 or pair not in {("{", "}"), ('"', '"')} or _is_joined(value):
        return None
    return value[1:-1]


def _is_joined(value: str) -> bool:
    """Tell a value whose first delimiter ends before its end."""
    closing = '"' if value[0] == '"' else "}"
    return any(depth == 0 and mark == closing for depth, mark in _depths(value[:-1]))


def _depths(value: str) -> Iterator[tuple[int, str]]:
    """Give each character behind the first with the depth of braces that it leaves."""
    depth = int(value[:1] == "{")
    for mark in value[1:]:
        depth += _STEPS.get(mark, 0)
        yield depth, mark


def edits(raw: str, wanted: Mapping[str, str]) -> list[Edit]:
    """Give what has to be written so that fields have these values, without delimiters.

    A field that is there gets another value, in the delimiters that it has; others come in behind
    the last field that ends its line with a comma, in the way that its neighbours are written.
    """
    found = spans(raw)
    if not found:
        return []
    held = {span.name: span for span in found}
    changed = [_replaced(raw, held[name], value) for name, value in wanted.items() if name in held]
    new = [(name, value) for name, value in wanted.items() if name not in held]
    return changed + ([_inserted(raw, found, new)] if new else [])


def _replaced(raw: str, span: Span, value: str) -> Edit:
    quoted = f'"{value}"'
    keeps = raw[span.value] == '"' and inside(quoted) == value
    return Edit(span.value, span.end, quoted if keeps else f"{{{value}}}")


def _inserted(raw: str, found: list[Span], new: list[tuple[str, str]]) -> Edit:
    ended = [span for span in found if _ENDS_LINE.match(raw, span.end)]
    if ended:
        at = raw.index("\n", ended[-1].end) + 1
        style = _style(raw, found, ended[-1])
        written = "".join(f"{style.line(name)}{{{value}}},\n" for name, value in new)
        return Edit(at, at, written)
    written = "".join(f"{name} = {{{value}}}, " for name, value in new)
    return Edit(found[0].start, found[0].start, written)


class _Style(NamedTuple):
    """How the fields of an entry are laid out, each on its line."""

    indent: str
    width: int
    """Of a name, up to its equals sign; 0 where they stand in no column."""
    before: str
    after: str

    def line(self, name: str) -> str:
        """Write the beginning of a field, up to its value."""
        stem = f"{name}{self.before}".ljust(self.width)
        return f"{self.indent}{stem}={self.after}"


def _style(raw: str, found: list[Span], beside: Span) -> _Style:
    indent = raw[raw.rfind("\n", 0, beside.start) + 1 : beside.start]
    before, _, after = raw[beside.start + len(beside.name) : beside.value].partition("=")
    if "\n" in before + after or indent.strip():
        return _Style("  ", 0, " ", " ")
    signs = {raw.index("=", span.start) - span.start for span in found}
    is_column = len(signs) == 1 and len({len(span.name) for span in found}) > 1
    return _Style(indent, *((signs.pop(), " ") if is_column else (0, before[:1])), after)


def applied(text: str, changes: Iterable[Edit]) -> str:
    """Make changes that were found in the text with Unix line ends; the text keeps its own.

    What comes in on a new line ends as the line before it does.
    """
    breaks = [match.start() for match in re.finditer("\r\n", text)]
    seen = [at - count for count, at in enumerate(breaks)]
    for start, end, written in sorted(changes, reverse=True):
        a, b = (at + bisect_right(seen, at - 1) for at in (start, end))
        ending = _ending(text, a)
        text = text[:a] + written.replace("\n", ending) + text[b:]
    return text


def _ending(text: str, at: int) -> str:
    found = re.findall(r"\r\n|\n|\r", text[max(0, at - 2) : at]) or re.findall(
        r"\r\n|\n|\r", text[:10_000]
    )
    return found[-1] if found else "\n"

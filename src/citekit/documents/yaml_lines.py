"""The part of YAML in which people write metadata: maps, lists, texts, each with its line.

Not read: anchors, tags, several documents, keys that are no text. Every scalar is a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from citekit.documents.sheet import Span
from citekit.documents.yaml_values import Item, scalar


class _Line(NamedTuple):
    indent: int
    text: str
    offset: int


_DEEPEST = 20
_QUOTED_KEY = re.compile(r"""("[^"]*"|'[^']*')\s*:(?=\s|$)""")
_BLOCK_TEXT = re.compile(r"[|>][+-]?[1-9]?[+-]?\s*(?:#.*)?$")


def read(text: str, lines: Iterable[Span]) -> dict[str, Item]:
    """Read the map that the lines hold; what is no YAML of this kind is passed over."""
    cursor = _Cursor(text, lines)
    found: dict[str, Item] = {}
    while (line := cursor.peek()) is not None:
        item = _node(cursor, line.indent, 0)
        if isinstance(item.value, dict):
            found = {**item.value, **found}
    return found


class _Cursor:
    def __init__(self, text: str, lines: Iterable[Span]) -> None:
        self._lines: list[_Line] = []
        for start, end in lines:
            written = text[start:end]
            bare = written.lstrip(" ")
            indent = len(written) - len(bare)
            self._lines.append(_Line(indent, bare.rstrip(), start + indent))
        self._next = 0

    def peek(self) -> _Line | None:
        """Give the next line that says something."""
        while self._next < len(self._lines):
            line = self._lines[self._next]
            if line.text and not line.text.startswith("#"):
                return line
            self._next += 1
        return None

    def take(self) -> None:
        self._next += 1

    def cut(self, characters: int) -> None:
        """Take the beginning of the line, a dash."""
        line = self._lines[self._next]
        rest = line.text[characters:]
        bare = rest.lstrip()
        taken = len(line.text) - len(bare)
        self._lines[self._next] = _Line(line.indent + taken, bare, line.offset + taken)

    def block(self, indent: int) -> str:
        """Take the lines that stand deeper than `indent`, as they are."""
        taken: list[str] = []
        while self._next < len(self._lines):
            line = self._lines[self._next]
            if line.text and line.indent <= indent:
                break
            taken.append(line.text)
            self._next += 1
        return "\n".join(taken).strip()


def _node(cursor: _Cursor, indent: int, depth: int) -> Item:
    line = cursor.peek()
    if line is None:
        return Item("", 0)
    if depth > _DEEPEST:
        cursor.take()
        return Item("", line.offset)
    if _is_dash(line.text):
        return Item(_list(cursor, indent, depth), line.offset)
    if _key(line.text) is not None:
        return Item(_map(cursor, indent, depth), line.offset)
    cursor.take()
    more = cursor.block(indent - 1) if depth else ""
    return Item(scalar(f"{line.text} {more}".strip()), line.offset)


def _is_dash(text: str) -> bool:
    return text == "-" or text.startswith("- ")


def _list(cursor: _Cursor, indent: int, depth: int) -> list[Item]:
    items: list[Item] = []
    while (line := cursor.peek()) is not None and line.indent == indent and _is_dash(line.text):
        if line.text == "-":
            cursor.take()
            items.append(_below(cursor, indent, line.offset, depth))
            continue
        cursor.cut(1)
        inner = cursor.peek()
        items.append(_node(cursor, inner.indent if inner else indent, depth + 1))
    return items


def _below(cursor: _Cursor, indent: int, offset: int, depth: int) -> Item:
    following = cursor.peek()
    if following is None or following.indent <= indent:
        return Item("", offset)
    return _node(cursor, following.indent, depth + 1)


def _map(cursor: _Cursor, indent: int, depth: int) -> dict[str, Item]:
    found: dict[str, Item] = {}
    while (line := cursor.peek()) is not None and line.indent == indent:
        parted = _key(line.text)
        if parted is None:
            break
        name, rest = parted
        offset = line.offset + len(line.text) - len(rest)
        cursor.take()
        found.setdefault(name, _value(cursor, indent, Item(rest, offset), depth))
    return found


def _value(cursor: _Cursor, indent: int, written: Item, depth: int) -> Item:
    rest = str(written.value)
    if _BLOCK_TEXT.fullmatch(rest):
        following = cursor.peek()
        offset = following.offset if following and following.indent > indent else written.offset
        return Item(cursor.block(indent), offset)
    if rest and not rest.startswith("#"):
        return Item(scalar(f"{rest} {cursor.block(indent)}".strip()), written.offset)
    following = cursor.peek()
    if following is not None and following.indent == indent and _is_dash(following.text):
        return Item(_list(cursor, indent, depth + 1), following.offset)
    return _below(cursor, indent, written.offset, depth)


def _key(text: str) -> tuple[str, str] | None:
    quoted = _QUOTED_KEY.match(text)
    if quoted:
        return quoted[1][1:-1], text[quoted.end() :].lstrip()
    if text[:1] in "[{\"'|>&*!%@`":
        return None
    name, colon, rest = text.partition(": ")
    if colon:
        return name.strip(), rest.lstrip()
    return (text[:-1].strip(), "") if text.endswith(":") else None

"""YAML's values on one line: texts, quoted or not, and `[lists]` and `{maps}` of them."""

from __future__ import annotations

import re
from typing import NamedTuple

Node = str | list["Item"] | dict[str, "Item"]


class Item(NamedTuple):
    """A value with the offset at which it is written."""

    value: Node
    offset: int


_DEEPEST = 20
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_FLOW = re.compile(
    r"""\s+|[\[\]{},]|:(?=\s|$)|"(?:[^"\\]++|\\.)*"|'(?:[^']++|'')*'(?!')|[^\s\[\]{},:"']"""
    r"""(?:[^\[\]{},:]++|:(?!\s|$))*|."""
)


def scalar(written: str) -> Node:
    """Read what stands behind a key or a dash."""
    if written[:1] in {"[", "{"} and written[:1]:
        return _flow(written)
    if written[:1] in {'"', "'"} and written[:1]:
        return _unquoted(written)
    return _COMMENT.sub("", written).strip()


def _unquoted(written: str) -> str:
    quote = written[:1]
    if quote not in {'"', "'"} or not quote:
        return written.strip()
    end = written.rfind(quote, 1)
    inner = written[1:end] if end > 0 else written[1:]
    return re.sub(r'\\(["\\/])', r"\1", inner) if quote == '"' else inner.replace("''", "'")


def _flow(written: str) -> Node:
    """Read `[a, b]` and `{a: b}` with a stack of its own; what is not closed ends with the text."""
    stack: list[list[Item]] = [[]]
    opened: list[str] = []
    for match in _FLOW.finditer(written):
        part = match[0]
        if part in {"[", "{"} and len(stack) <= _DEEPEST:
            stack.append([])
            opened.append(part)
        elif part in {"]", "}"} and opened:
            _close(stack, opened)
        elif not part.isspace() and part != ",":
            stack[-1].append(Item(_unquoted(part), match.start()))
    while opened:
        _close(stack, opened)
    return stack[0][0].value if stack[0] else ""


def _close(stack: list[list[Item]], opened: list[str]) -> None:
    inner, kind = stack.pop(), opened.pop()
    if kind == "[":
        stack[-1].append(Item(inner, inner[0].offset if inner else 0))
        return
    values = [one for one in inner if one.value != ":"]
    pairs = zip(values[::2], values[1::2], strict=False)
    named = {str(name.value): value for name, value in pairs}
    stack[-1].append(Item(named, 0))


def plain(node: Node) -> object:
    """Give a value as JSON has it."""
    if isinstance(node, dict):
        return {name: plain(item.value) for name, item in node.items()}
    if isinstance(node, list):
        return [plain(item.value) for item in node]
    return node

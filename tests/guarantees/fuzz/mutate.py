"""Change inputs by chance: the same seed makes the same input."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

LARGEST = 64 * 1024

_LINE_ENDS = (b"\n", b"\r", b"\r\n", b"\n\n", b"\x0b", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8")
_PIECES = (
    *(b"\x00", b"\x1b[2J", b"\x07", b"\x7f", b"\x9b", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf"),
    *(b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe2\x80\xae", b"\xe2\x81\xa6"),
    *(b"\xcc\x81" * 9, b"\xf0\x9f\x91\xa9", b"\xef\xbf\xbf", b"\xc4\xb0",
      b"\xc5\xbf", b"\xef\xac\x81"),
    *(b"\\", b"{", b"}", b"[", b"]", b"(", b")", b"<", b">", b"&", b"%", b"#", b"$", b"@", b'"'),
    *(b"'", b",", b";", b":", b"/", b"=", b"~", b"^", b"_", b"|", b"*", b"`", b"-", b"\t", b" "),
    *(b"0", b"-1", b"9" * 30, b"1e999", b"NaN", b"\xd9\xa3", b"\xc2\xb2", b"null", b"true"),
    *(b"10.5555/", b"https://", b"doi:", b"PMID: ", b"ISBN ", b"arXiv:", b"&#0;", b"&#x10FFFF;"),
    *(b"\\ud800", b"\\u0000", b"%00", b"%ff", b"%s{0}", b"../../", b"=cmd()", b"&x;", b"<![CDATA["),
)  # fmt: skip
_WORD = re.compile(rb"[\w.:/-]{1,40}|[^\w\s]")

Change = Callable[[Random, bytes, "Kit"], bytes]


class Kit:
    """What an input is made of: whole inputs, and the words of the format."""

    def __init__(self, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> None:
        self.seeds = tuple(seeds)
        self.tokens = (*tokens, *_PIECES)
        self.words = tuple(sorted({word for seed in seeds for word in _WORD.findall(seed)}))

    def piece(self, chance: Random) -> bytes:
        """Take something that a change puts in."""
        return chance.choice(self.tokens if chance.random() < 0.6 else self.words)


def made(chance: Random, kit: Kit) -> bytes:
    """Make one input of at most 64 KiB."""
    data = _begun(chance, chance.choice(kit.seeds))
    for _ in range(min(12, int(chance.expovariate(0.4)) + 1)):
        data = chance.choice(_CHANGES)(chance, data, kit)
    if chance.random() < 0.02:
        data = _grown(chance, data, kit)
    if chance.random() < 0.03:
        data = _encoded(chance, data)
    return data[:LARGEST]


def _begun(chance: Random, seed: bytes) -> bytes:
    """Take a seed, or some of its lines: what is short is tried sooner."""
    lines = seed.splitlines(keepends=True)
    if len(lines) < 4 or chance.random() < 0.3:
        return seed
    start = chance.randrange(len(lines)) if chance.random() < 0.5 else 0
    return b"".join(lines[start : start + chance.randint(1, 40)])


def _span(chance: Random, data: bytes) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + int(chance.expovariate(1 / 20)) + 1)


def _insert(chance: Random, data: bytes, kit: Kit) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + kit.piece(chance) + data[at:]


def _replace(chance: Random, data: bytes, kit: Kit) -> bytes:
    """Put another word where one stands."""
    found = list(_WORD.finditer(data))
    if not found:
        return kit.piece(chance)
    one = chance.choice(found)
    return data[: one.start()] + kit.piece(chance) + data[one.end() :]


def _delete(chance: Random, data: bytes, _kit: Kit) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _double(chance: Random, data: bytes, _kit: Kit) -> bytes:
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 9)) + data[end:]


def _flip(chance: Random, data: bytes, _kit: Kit) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _cut(chance: Random, data: bytes, _kit: Kit) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] if chance.random() < 0.7 else data[at:]


def _splice(chance: Random, data: bytes, kit: Kit) -> bytes:
    other = chance.choice(kit.seeds)
    at, start = chance.randint(0, len(data)), chance.randint(0, len(other))
    return data[:at] + other[start : start + chance.randint(1, 400)] + data[at:]


def _lines(chance: Random, data: bytes, _kit: Kit) -> bytes:
    """Drop, double, or move a line."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    line = lines.pop(chance.randrange(len(lines)))
    for _ in range(chance.randint(0, 2)):
        lines.insert(chance.randint(0, len(lines)), line)
    return b"".join(lines)


def _ends(chance: Random, data: bytes, _kit: Kit) -> bytes:
    """End one line, or all of them, in another way."""
    end = chance.choice(_LINE_ENDS)
    if chance.random() < 0.3:
        return data.replace(b"\r\n", b"\n").replace(b"\n", end)
    at = chance.randint(0, len(data))
    return data[:at] + end + data[at:]


def _nest(chance: Random, data: bytes, kit: Kit) -> bytes:
    """Put a stretch into many brackets, or many elements."""
    start, end = _span(chance, data)
    opened, closed = chance.choice(
        (
            (b"{", b"}"),
            (b"[", b"]"),
            (b"(", b")"),
            (b"<i>", b"</i>"),
            (b'{"a":', b"}"),
            (b'"', b'"'),
        )
    )
    deep = chance.choice((2, 5, 40, 300, 3000))
    if chance.random() < 0.2:
        opened, closed = kit.piece(chance), b""
    return data[:start] + opened * deep + data[start:end] + closed * deep + data[end:]


_CHANGES: Sequence[Change] = (
    *(_insert, _insert, _replace, _replace, _delete, _double, _flip),
    *(_cut, _splice, _lines, _lines, _ends, _nest),
)


def _grown(chance: Random, data: bytes, kit: Kit) -> bytes:
    """Repeat a piece until the input is as long as it may be."""
    start, end = _span(chance, data)
    unit = chance.choice((kit.piece(chance), data[start:end], data[start : start + 400], data))
    unit = unit or b"a"
    at = chance.randint(0, len(data))
    return data[:at] + unit * (LARGEST // len(unit)) + data[at:]


def _encoded(chance: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    name = chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "latin-1"))
    return text.encode(name, "replace")

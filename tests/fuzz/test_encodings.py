"""Whatever a file is written in, its text is right, or a sentence says why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from citekit.errors import CitekitError
from citekit.model import Rejected
from tests.guarantees.fuzz.readers import READERS, Reader
from tests.guarantees.fuzz.ten_megabytes import _HEADS, _UNITS

FORMATS = [one for one in READERS if one.name in _UNITS and one.name != "docx"]
WRITTEN: dict[str, Callable[[str], bytes]] = {
    "a mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16, the other way": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "Latin-1": lambda text: text.encode("latin-1", "replace"),
    "CR LF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "a NUL": lambda text: text.replace("Title 1", "Title\x001", 1).encode(),
    "a byte that is no UTF-8": lambda text: text.encode().replace(b"Title 1", b"Title\xff1", 1),
    "a cut letter": lambda text: text.encode() + "ü".encode()[:1],
}
# In XML and JSON these are no text: the file is refused, or the line.
TITLES = {"a NUL", "a byte that is no UTF-8", "a cut letter"}


def text_of(name: str) -> str:
    head, tail = _HEADS.get(name, ("", ""))
    if name == "retraction-watch":
        from tests.retraction_watch import HEADER

        head = HEADER
    body = "".join(_UNITS[name](n) for n in range(40 if name in {"markdown", "latex"} else 3))
    return f"{head}{body}{tail}"


def told(found: object) -> Any:
    """What was read, without its place and its own bytes."""
    for name in ("item", "said"):
        if hasattr(found, name):
            return getattr(found, name)
    return found


def read(reader: Reader, data: bytes) -> list[object]:
    return list(reader.read(data, reader.file))


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("reader", FORMATS, ids=lambda reader: reader.name)
def test_the_text_is_right_or_it_is_told(reader: Reader, way: str) -> None:
    plain = read(reader, text_of(reader.name).encode())
    assert len(plain) >= 3
    try:
        found = read(reader, WRITTEN[way](text_of(reader.name)))
    except CitekitError:
        return
    rejected = [one for one in found if isinstance(one, Rejected)]
    assert all(one.reason for one in rejected)
    assert rejected or len(found) == len(plain)
    if way not in TITLES:
        right = [told(one) for one in plain]
        assert all(told(one) in right for one in found if one not in rejected)

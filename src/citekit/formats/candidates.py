"""What the readers of registries' answers share: whole items, links, digests."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from gzip import BadGzipFile
from hashlib import sha256
from typing import cast

from citekit.errors import FormatError
from citekit.model import CslItem, End, Link, Witness
from citekit.vocab import LinkType, Side

MESSAGE_LENGTH = 160


def present(values: Mapping[str, object]) -> CslItem:
    """Keep what was said: a variable without a value is no variable."""
    return cast("CslItem", {name: value for name, value in values.items() if value})


def directed(type_: LinkType, stands_on: Side, ends: tuple[End, End], witness: Witness) -> Link:
    """Point a link from notice to work; `ends` are the record that carries it and the other."""
    own, other = ends
    notice, work = (other, own) if stands_on is Side.WORK else (own, other)
    return Link(type=type_, notice=notice, work=work, witnesses=(witness,))


def guarded(read: Callable[[int], bytes], length: int) -> bytes:
    """Read on in a stream that may be compressed; raises FormatError where it is cut."""
    try:
        return read(length)
    except (EOFError, zlib.error) as error:
        raise FormatError("The compressed file is cut or damaged.") from error
    except BadGzipFile as error:
        raise FormatError("The file is no gzip file, or a damaged one.") from error


def digest(payload: bytes) -> str:
    """Hash the bytes that carried a record."""
    return sha256(payload).hexdigest()


def clip(message: str, length: int = MESSAGE_LENGTH) -> str:
    """Shorten somebody else's words to what fits into one line of ours."""
    line = " ".join(message.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"

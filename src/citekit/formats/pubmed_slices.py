"""PubMed XML cut into records as the bytes that they are, without building any tree.

What stands between the tags of a record is not looked at; its processing instructions are left out.
Wherever a file is not as plain as PubMed's own are (comments, CDATA, another encoding, text between
records …), and wherever it is cut or damaged, the parser takes over: `pubmed_stream` reads on, or
says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO

from lxml import etree

from citekit.errors import FormatError
from citekit.formats import pubmed_stream
from citekit.formats.candidates import clip, guarded
from citekit.formats.markup import too_deep

Open = Callable[[], AbstractContextManager[BinaryIO]]

_CHUNK = 1 << 20
_LONGEST = 32 << 20
"""Bytes after which the end of a record is no longer waited for."""
# What it has taken it does not give back: three stretches of white space side by side can be parted
# in as many ways as there are bytes, squared.
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml\s[^>]{0,80}?(?:encoding=[\"'](?i:utf-8)[\"'][^>]{0,20})?\?>)?"
    rb"\s*+(?:<!DOCTYPE[^>\[]{0,400}>)?\s*+<PubmedArticleSet>"
)
_ENCODED = re.compile(rb"<\?xml\s[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)
_START = re.compile(rb"\s*<(PubmedArticle|PubmedBookArticle|DeleteCitation)[\s>]")
_INSTRUCTION = re.compile(rb"<\?[^?<>]*\?>")
_END = b"</PubmedArticleSet>"
# A document type makes `&nbsp;` and its like a matter for somebody else, not an error.
_WRAP = b'<!DOCTYPE PubmedArticleSet SYSTEM "pubmed.dtd"><PubmedArticleSet>%b</PubmedArticleSet>'


class _UnusualError(Exception):
    """Something that is not cut but parsed."""


def records(opened: Open) -> Iterator[bytes]:
    """Yield each PubmedArticle, PubmedBookArticle and DeleteCitation whole, in order.

    Raises FormatError, after the last whole record, for anything but one complete set. `opened`
    may be called twice, and gives the whole file each time.
    """
    done = 0
    try:
        with opened() as stream:
            for record in _cut(stream):
                yield record
                done += 1
    except _UnusualError:
        yield from _parsed(opened, done)


def _parsed(opened: Open, done: int) -> Iterator[bytes]:
    """Yield the records behind the first `done`, as the parser reads them."""
    with opened() as stream:
        for number, found in enumerate(pubmed_stream.records(stream)):
            if number >= done:
                yield etree.tostring(found, encoding="utf-8", with_tail=False)


def element(record: bytes) -> etree._Element:
    """Parse one record; raises FormatError where it is not well-formed or nested too deep."""
    try:
        found = etree.fromstring(document(record), _PARSER)[0]
    except (etree.XMLSyntaxError, IndexError) as error:
        raise FormatError(
            f"The PubMed XML of this record is damaged: {clip(str(error))}."
        ) from error
    if too_deep(found):
        raise FormatError("This is no PubMed XML: its elements are nested too deep.")
    return found


def document(*records_: bytes) -> bytes:
    """Make a whole PubmedArticleSet of records."""
    return _WRAP % b"".join(records_)


_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    remove_comments=True,
    remove_pis=True,
)


def _cut(stream: BinaryIO) -> Iterator[bytes]:
    held = guarded(stream.read, _CHUNK)
    head = _HEAD.match(held)
    if head is None or _ENCODED.search(head[0]):
        raise _UnusualError
    position = head.end()
    while True:
        held, position, record = _next(stream, held, position)
        if not record:
            return
        if _opens(record, b"?"):  # `<?pmcsd ?>` and its like, which stand before reference lists
            record = _INSTRUCTION.sub(b"", record)
            if _opens(record, b"?"):
                raise _UnusualError
        if _opens(record, b"!"):
            raise _UnusualError
        yield record


def _opens(record: bytes, mark: bytes) -> bool:
    """Tell whether a tag begins with this mark; it is looked for first, for `<` is everywhere."""
    place = record.find(mark)
    while place >= 0:
        if record.startswith(b"<", place - 1):
            return True
        place = record.find(mark, place + 1)
    return False


def _next(stream: BinaryIO, held: bytes, position: int) -> tuple[bytes, int, bytes]:
    """Find the next record; gives what is held, where it goes on, and the record (empty: none)."""
    while True:
        found = _START.match(held, position)
        if found:
            tag = b"</%b>" % found[1]
            end = held.find(tag, found.end())
            if end >= 0:
                end += len(tag)
                return held, end, held[found.start(1) - 1 : end]
        elif held[position:].strip().startswith(_END):
            _check_end(stream, held[position:].strip())
            return held, position, b""
        more = guarded(stream.read, _CHUNK)
        if not more or len(held) - position > _LONGEST:
            raise _UnusualError
        held, position = held[position:] + more, 0


def _check_end(stream: BinaryIO, held: bytes) -> None:
    # Only the end of a compressed file tells whether it is whole.
    rest = held.removeprefix(_END)
    while more := guarded(stream.read, _CHUNK):
        rest = (rest + more).strip()
        if rest:
            break
    if rest.strip():
        raise _UnusualError

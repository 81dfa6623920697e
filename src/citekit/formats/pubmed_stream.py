"""PubMed XML as a stream of whole records: everything between bytes and elements.

The DOCTYPE that NLM sends is accepted and never fetched. An internal DTD subset is refused: PubMed
has none, and it is how XML names local files and grows without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec
from lxml import etree

from citekit.errors import FormatError
from citekit.formats.candidates import clip, guarded
from citekit.formats.markup import too_deep

ROOT = "PubmedArticleSet"
RECORDS = ("PubmedArticle", "PubmedBookArticle")
DELETED = "DeleteCitation"
_CHILDREN = frozenset({*RECORDS, DELETED})

_CHUNK = 64 * 1024
_PROLOG = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*>", re.DOTALL)
_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]*\[")
_FIRST_TAG = re.compile(rb"<([A-Za-z_][\w.:-]*)")


def records(stream: BinaryIO) -> Iterator[etree._Element]:
    """Yield each record and DeleteCitation whole, in order; emptied when the next is asked for.

    Raises FormatError, after the last whole record, for anything but one complete set of them: a
    message in the place of a record would make it pass for absent.
    """
    strange: list[str] = []
    parser = _parser()
    head = guarded(stream.read, _CHUNK)
    _check_head(head)
    chunk = head
    while chunk:
        error = _feed(parser, chunk)
        yield from _whole(parser, strange)
        if error is not None:
            raise FormatError(_damage(error))
        chunk = guarded(stream.read, _CHUNK)
    _check_end(parser, strange)


def _parser() -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("end",),
        tag=(*RECORDS, DELETED),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> etree.XMLSyntaxError | None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def _whole(parser: etree.XMLPullParser, strange: list[str]) -> Iterator[etree._Element]:
    """Yield what is whole; `strange` takes what stands between records and is none."""
    ends: Iterable[tuple[str, etree._Element]] = parser.read_events()  # type: ignore[assignment]
    for _, element in ends:
        parent = element.getparent()
        if parent is None or parent.tag != ROOT or parent.getparent() is not None:
            continue
        _check_record(element)
        yield element
        element.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs are behind
        while element.getprevious() is not None:
            if not strange:  # one is enough to tell
                strange += _strange(parent[0])
            del parent[0]


def _strange(child: etree._Element) -> Iterator[str]:
    """Say what an element of a set, and the text behind it, tell instead of a record."""
    if child.tag == "ERROR":
        yield f"PubMed answered with an error: {clip(child.text or '')}"
    elif child.tag not in _CHILDREN:
        yield f"This is no PubMed XML: among its records is {clip(str(child.tag), 40)}."
    yield from _loose(child.tail)


def _loose(text: str | None) -> Iterator[str]:
    if text and text.strip():
        yield f"This is no PubMed XML: among its records is a text, {clip(text.strip(), 40)}."


def _check_record(element: etree._Element) -> None:
    _check_subset(element)
    if next(element.iter(etree.Entity), None) is not None:
        raise FormatError("The PubMed XML is damaged: it names a character that it does not have.")
    if too_deep(element):
        raise FormatError("This is no PubMed XML: its elements are nested too deep.")


def _check_subset(element: etree._Element) -> None:
    subset: Any = element.getroottree().docinfo.internalDTD  # the stubs have none of its methods
    if subset is not None and (any(subset.iterentities()) or any(subset.iterelements())):
        raise FormatError(_SUBSET_MESSAGE)


_SUBSET_MESSAGE = "PubMed XML with declarations of its own (an internal DTD subset) is refused."


def _check_head(head: bytes) -> None:
    start = _after_prolog(head.removeprefix(b"\xef\xbb\xbf"))
    if not head.strip():
        raise FormatError("This is no PubMed XML: it is empty.")
    if start[:1] in {b"{", b"["}:
        raise FormatError(f"This is no PubMed XML but JSON{_json_error(start)}.")
    if _SUBSET.match(start):
        raise FormatError(_SUBSET_MESSAGE)
    first = _FIRST_TAG.match(start)
    if first and first[1] not in {ROOT.encode(), b"eFetchResult", b"ERROR"}:
        raise FormatError(_other_root(first[1].decode("ascii", "replace")))


def _after_prolog(head: bytes) -> bytes:
    position = 0
    while match := _PROLOG.match(head, position):
        position = match.end()
    return head[position:]


def _json_error(start: bytes) -> str:
    # E-utilities answers 429 in JSON whatever was asked for, and repeats the caller's API key
    # beside the message: nothing but `error` may be quoted.
    try:
        error = msgspec.json.decode(start, type=_Refusal).error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return f": {clip(error)}"


class _Refusal(msgspec.Struct):
    error: str


def _check_end(parser: etree.XMLPullParser, strange: list[str]) -> None:
    try:
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise FormatError(_damage(error)) from error
    _check_subset(root)
    if root.tag == ROOT:
        strange += _loose(root.text)
        for child in root:
            strange += _strange(child)
        if strange:
            raise FormatError(strange[0])
        return
    message = root.text if root.tag == "ERROR" else root.findtext(".//ERROR")
    if message:
        raise FormatError(f"PubMed answered with an error: {clip(message)}")
    raise FormatError(_other_root(str(root.tag)))


def _other_root(name: str) -> str:
    if name.casefold() == "html":
        return "This is no PubMed XML but an HTML page."
    return f"This is no PubMed XML: its outermost element is {clip(name, 40)}, not {ROOT}."


def _damage(error: etree.XMLSyntaxError) -> str:
    return f"The PubMed XML is cut or damaged: {clip(error.msg or 'no root element')}."

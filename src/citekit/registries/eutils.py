"""Decode what NCBI's services answer, records aside. Pure; each raises FormatError for no answer.

Shapes: E-utilities ``esearch`` (retmode=json), ``ecitmatch.cgi`` (plain text), PubMed's citation
matcher, PMC's ID converter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from citekit.errors import FormatError


class _SearchResult(msgspec.Struct):
    idlist: list[str] | None = None
    count: str | int | None = None
    error: str | None = msgspec.field(default=None, name="ERROR")


class _Search(msgspec.Struct):
    esearchresult: _SearchResult | None = None
    error: str | None = None


class _Uid(msgspec.Struct):
    pubmed: str | int | None = None


class _MatchResult(msgspec.Struct):
    count: int = 0
    uids: list[_Uid] = []


class _Match(msgspec.Struct):
    success: bool
    result: _MatchResult | None = None


class _Converted(msgspec.Struct):
    requested: str = msgspec.field(name="requested-id")
    # A number since the service moved to pmc.ncbi.nlm.nih.gov, a text before.
    pmid: int | str | None = None
    pmcid: str | None = None
    status: str | None = None
    errmsg: str | None = None


class _Conversion(msgspec.Struct):
    records: list[_Converted]
    status: str | None = None


_KINDS = {b"": "empty", b"<": "a page", b"{": "JSON that is cut or of another shape"}

T = TypeVar("T")


def esearch(body: bytes) -> tuple[str, ...]:
    """Give the PMIDs found, in their order.

    Faults come with status 200 too: ``esearchresult.ERROR``, or a top-level ``error``.
    """
    answer = _json(body, _Search)
    found = answer.esearchresult
    error = answer.error or (found.error if found is not None else None)
    if error is not None:
        raise FormatError(f"esearch answered with an error: {error}")
    if found is None or found.idlist is None:
        raise FormatError("this is no answer of esearch")
    if not found.idlist and str(found.count or 0) != "0":
        raise FormatError("esearch counts works that it does not list")
    return tuple(_pmid(pmid) for pmid in found.idlist)


def ecitmatch(body: bytes, key: str) -> tuple[str, ...]:
    """Give the PMIDs of the line that carries our key; none for NOT_FOUND or a dropped line.

    A line is ``journal|year|volume|page|author|key|PMID``; the last field may also read
    ``NOT_FOUND;…``, ``AMBIGUOUS 123,456`` or ``AMBIGUOUS (12 citations)``.
    """
    text = _text(body)
    lines = [line.split("|") for line in text.splitlines() if line.strip()]
    if any(len(fields) < 7 for fields in lines):
        raise FormatError("this is no answer of ecitmatch")
    for fields in lines:
        if fields[5].strip() == key:
            verdict = fields[6].strip()
            listed = verdict.removeprefix("AMBIGUOUS").replace(",", " ").split()
            return tuple(_pmid(word) for word in listed if word.isascii() and word.isdecimal())
    return ()


def citation_match(body: bytes) -> tuple[str, ...]:
    """Give the one PMID the citation matcher is sure of; none where it names none or several."""
    answer = _json(body, _Match)
    if not answer.success or answer.result is None or answer.result.count != 1:
        return ()
    return tuple(_pmid(uid.pubmed) for uid in answer.result.uids[:1])


def converted(body: bytes, asked: Sequence[str]) -> dict[str, str | None]:
    """Map each PMCID asked to its PMID; None where PMC has no such article, or PubMed has not.

    A PMCID that the converter says nothing about is missing from the map.
    """
    answer = _json(body, _Conversion)
    if answer.status not in {None, "ok"}:
        raise FormatError("the ID converter answered with an error")
    wanted = set(asked)
    found: dict[str, str | None] = {}
    for record in answer.records:
        name = record.requested.upper()
        if name in wanted and record.pmcid in {None, name}:
            found[name] = None if record.pmid is None else _pmid(record.pmid)
    return found


def _pmid(value: str | int | None) -> str:
    text = str(value)
    # NCBI counts from 1; efetch calls a question for record 0 a bad one.
    if not (text.isascii() and text.isdecimal() and text.strip("0")):
        raise FormatError("a PMID in the answer is none")
    return text


def _json(body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise FormatError(_not_json(body)) from None


def _text(body: bytes) -> str:
    if body.lstrip()[:1] in {b"<", b"{"}:
        raise FormatError(_not_json(body))
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise FormatError("the answer is not UTF-8") from None


def _not_json(body: bytes) -> str:
    first = body.lstrip()[:1]
    return f"the answer cannot be read: it is {_KINDS.get(first, 'something else')}"

"""Which agency a DOI is registered with: Crossref's own word, or doi.org's. Pure.

Each function raises FormatError for what is no answer about the DOI asked.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeVar

import msgspec

from citekit.errors import FormatError
from citekit.text.identifiers import same_doi

CROSSREF = "crossref"


class Agency(NamedTuple):
    """An agency; `id` is lower case (``datacite``), `label` as it calls itself."""

    id: str
    label: str


class _Named(msgspec.Struct):
    id: str
    label: str | None = None


class _About(msgspec.Struct):
    doi: str = msgspec.field(name="DOI")
    agency: _Named


class _Envelope(msgspec.Struct):
    status: Literal["ok"]
    message: _About


class _Registration(msgspec.Struct):
    doi: str = msgspec.field(name="DOI")
    agency: str | None = msgspec.field(default=None, name="RA")
    status: str | None = None


class _Names(msgspec.Struct, rename="kebab"):
    doi: str | None = msgspec.field(default=None, name="DOI")
    alternative_id: list[str | None] | None = None
    aliases: list[str | None] | None = None


class _Work(msgspec.Struct):
    message: _Names


T = TypeVar("T")

_NO_SUCH = frozenset({"doi does not exist", "invalid doi"})


def from_crossref(body: bytes, doi: str) -> Agency:
    """Read the answer of Crossref's ``/works/{doi}/agency``."""
    about = _decode(body, _Envelope).message
    _check(about.doi, doi)
    return Agency(about.agency.id.casefold(), about.agency.label or about.agency.id)


def from_doi_org(body: bytes, doi: str) -> Agency | None:
    """Read the answer of ``https://doi.org/doiRA/{doi}``; None where there is no such DOI."""
    answers = _decode(body, list[_Registration])
    if len(answers) != 1:
        raise FormatError("the answer is about more than the DOI asked, or about none")
    answer = answers[0]
    _check(answer.doi, doi)
    if answer.agency:
        return Agency(answer.agency.casefold(), answer.agency)
    if (answer.status or "").casefold() in _NO_SUCH:
        return None
    raise FormatError("doi.org does not know the DOI's agency")


def is_alias(body: bytes, doi: str) -> bool:
    """Tell whether the record of one DOI lists another among its own names."""
    names = _decode(body, _Work).message
    listed = (names.alternative_id or []) + (names.aliases or [])
    return any(same_doi(name, doi) for name in listed if name)


def _check(said: str, asked: str) -> None:
    if not same_doi(said, asked):
        raise FormatError("the answer is about another DOI")


def _decode(body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise FormatError("the answer cannot be read") from None

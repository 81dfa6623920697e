"""The part of a Crossref work record that citekit reads, as the REST API delivers it.

Nothing is required but the DOI: any member may be missing or null, and lists hold nulls. Numbers
are taken where the API promises text, for old deposits have them.
"""

from __future__ import annotations

import msgspec

Text = str | int | float | None
Texts = list[Text] | str | None


class Date(msgspec.Struct, rename="kebab"):
    """A date; ``[[null]]`` means none."""

    date_parts: list[list[Text] | None] | None = None


class Name(msgspec.Struct, rename={"orcid": "ORCID"}):
    """A contributor; organisations have `name` only."""

    given: Text = None
    family: Text = None
    suffix: Text = None
    prefix: Text = None
    name: Text = None
    orcid: Text = None


class Number(msgspec.Struct):
    """An ISSN or ISBN with its medium, ``print`` or ``electronic``."""

    value: Text = None
    type: Text = None


class Update(msgspec.Struct, rename={"doi": "DOI", "record_id": "record-id"}):
    """One item of `update-to` or `updated-by`."""

    doi: Text = None
    type: Text = None
    label: Text = None
    source: Text = None
    updated: Date | None = None
    record_id: Text = None


class Related(msgspec.Struct, rename="kebab"):
    """One object of a relation."""

    id: Text = None
    id_type: Text = None


class Work(msgspec.Struct, rename="kebab"):
    """A work record, of which only these members are decoded."""

    doi: Text = msgspec.field(default=None, name="DOI")
    type: Text = None
    subtype: Text = None
    title: Texts = None
    subtitle: Texts = None
    short_title: Texts = None
    original_title: Texts = None
    container_title: Texts = None
    short_container_title: Texts = None
    author: list[Name | None] | None = None
    editor: list[Name | None] | None = None
    translator: list[Name | None] | None = None
    issued: Date | None = None
    published: Date | None = None
    posted: Date | None = None
    published_online: Date | None = None
    volume: Text = None
    issue: Text = None
    page: Text = None
    article_number: Text = None
    edition_number: Text = None
    publisher: Text = None
    publisher_location: Text = None
    abstract: Text = None
    language: Text = None
    degree: Texts = None
    issn: Texts = msgspec.field(default=None, name="ISSN")
    issn_type: list[Number | None] | None = None
    isbn: Texts = msgspec.field(default=None, name="ISBN")
    isbn_type: list[Number | None] | None = None
    update_to: list[Update | None] | None = None
    updated_by: list[Update | None] | None = None
    relation: dict[str, list[Related | None] | None] | None = None


class Items(msgspec.Struct):
    """The message of a list; each work is kept as it came."""

    items: list[msgspec.Raw] | None = None


class Envelope(msgspec.Struct, rename="kebab"):
    """What every answer is wrapped in; errors have none of it or another status."""

    status: str | None = None
    message_type: str | None = None
    message: msgspec.Raw = msgspec.Raw(b"null")
    error: str | None = None


class Complaint(msgspec.Struct):
    """One item of a validation failure's message."""

    message: Text = None

"""One BibTeX entry as a CSL item, and a work of the library as an entry: values, no syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, cast

from citekit.formats import bibtex_dates, bibtex_names, state_words
from citekit.formats.bibtex_fields import (
    ALIASES,
    EPRINT_SCHEMES,
    EPRINT_TYPE,
    FIELD_NAME,
    FIELDS,
    GENRES,
    LITERAL,
    NOTICES,
    ORDER,
    OTHERS,
    PEOPLE,
    PLACES,
    READ,
    READ_WITHOUT_EPRINT,
    VERBATIM,
    Dialect,
    Field,
    applies,
    csl_type,
    field_for,
    is_balanced,
    kind_of,
)
from citekit.formats.bibtex_related import Siblings, write_related
from citekit.formats.item_identifiers import (
    Draft,
    add,
    add_named,
    completed,
    custom,
    take_labelled,
)
from citekit.formats.latex import decode, encode, only_shows, verbatim
from citekit.formats.latex_ascii import address_in_ascii, in_ascii
from citekit.formats.lines import one_line
from citekit.formats.notes import notice_sentence, take_notices, to_link
from citekit.model import CslItem, Link, StoredLink, StoredWork
from citekit.text import dates
from citekit.text.named import VARIABLES, named_in
from citekit.text.pages import is_article_number
from citekit.vocab import Scheme

_SCHEMES: Final = {variable: scheme for scheme, variable in VARIABLES.items()}
_EPRINT_SCHEMES: Final = {
    "arxiv": Scheme.ARXIV,
    "pubmed": Scheme.PMID,
    "pmid": Scheme.PMID,
    "pmc": Scheme.PMCID,
    "pmcid": Scheme.PMCID,
}
_ADDRESS = re.compile(r"https?://[^\s{}]+")
_DATES: Final = (bibtex_dates.write, bibtex_dates.write_edtf)


def to_item(type_: str, written: Mapping[str, str]) -> tuple[CslItem, tuple[Link, ...]]:
    """Read an entry's values (macros resolved, LaTeX as it stands), by field name.

    The links are the notices that its note and addendum tell of.
    """
    fields = {ALIASES.get(name, name): value for name, value in written.items()} | dict(written)
    csl = csl_type(type_, decode(fields.get("entrysubtype", "")))
    draft: Draft = {"type": csl}
    _read_people(draft, fields)
    _read_fields(draft, fields, kind_of(csl).entry[Dialect.BIBLATEX])
    _read_dates(draft, fields)
    _read_eprint(draft, fields)
    _read_kind(draft, type_.casefold())
    links = _read_note(draft, " ".join(decode(fields[name]) for name in NOTICES if name in fields))
    state_words.take(draft, links or fields.get("related"))
    _keep_others(draft, written)
    return cast("CslItem", draft), links


def _keep_others(draft: Draft, written: Mapping[str, str]) -> None:
    """Keep the fields that CSL has no variable for, LaTeX and all."""
    read = READ if _eprint_scheme(written) else READ_WITHOUT_EPRINT
    if written.keys() <= read:
        return
    others = {name: value for name, value in written.items() if name not in read and value}
    if others:
        custom(draft)[OTHERS] = others


def to_values(
    work: StoredWork,
    dialect: Dialect = Dialect.CLASSIC,
    siblings: Siblings | None = None,
    *,
    ascii_only: bool = False,
) -> tuple[str, dict[str, str]]:
    """Write a work as an entry type and finished values by field name, in the table's order.

    `siblings` are the keys of the works in the same file, by identifier.
    """
    item = state_words.added(completed(work), work.status)
    kind = kind_of(item.get("type", ""))
    related, told = write_related(work, dialect, siblings or {})
    values = _write_people(item) | _write_fields(item, kind.entry[dialect], dialect)
    if dialect is Dialect.BIBLATEX:
        values["entrysubtype"] = kind.subtype
    values |= _write_eprint(item, dialect) | related | _write_notes(item, told, dialect)
    finished = {name: f"{{{value}}}" for name, value in values.items() if value}
    finished |= _DATES[dialect](item.get("issued", {}))
    if ascii_only:
        finished = {name: _ascii(name, value) for name, value in finished.items()}
    ordered = {name: finished[name] for name in ORDER if name in finished}
    return kind.entry[dialect], ordered | _others(item, ordered, ascii_only=ascii_only)


def _ascii(name: str, value: str) -> str:
    return address_in_ascii(value) if name in LITERAL else in_ascii(value)


def _write_fields(item: CslItem, type_: str, dialect: Dialect) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in FIELDS:
        text = str(item.get(field.variable) or "")
        if text and applies(field, type_, dialect):
            values.setdefault(field.names[dialect], field.codec.write(text))
    if type_ == "article":
        _PLACE_ARTICLE_NUMBER[dialect](values)
    return values


def _as_pages(values: dict[str, str]) -> None:
    if "eid" in values:
        values.setdefault("pages", values["eid"])


def _as_eid(values: dict[str, str]) -> None:
    page = values.get("pages", "")
    if is_article_number(page):
        values.setdefault("eid", page)
    if page and values.get("eid") == page:
        del values["pages"]


_PLACE_ARTICLE_NUMBER: Final = (_as_pages, _as_eid)
"""Where the styles of each dialect print the number of an article without pages."""


def _others(item: CslItem, beside: Mapping[str, str], *, ascii_only: bool) -> dict[str, str]:
    """Give the fields that an entry of a file had besides.

    What would do more in TeX than show is written as the text that it is: the file may be
    somebody else's.
    """
    kept = item.get("custom", {}).get("bibtex", {})
    finish = in_ascii if ascii_only else str
    values = {
        name: one_line(str(value))
        for name, value in sorted(kept.items())
        if name not in beside and FIELD_NAME.fullmatch(name)
    }
    return {
        # A backslash before letters of another alphabet is a command only when these are ASCII.
        name: f"{{{finish(value if _can_stand(finish(value)) else encode(value))}}}"
        for name, value in values.items()
        if value
    }


def _can_stand(value: str) -> bool:
    return is_balanced(value) and not value.endswith("\\") and only_shows(value)


def _read_people(draft: Draft, fields: Mapping[str, str]) -> None:
    for role in PEOPLE:
        if role not in fields:
            continue
        names, complete = bibtex_names.read(fields[role])
        if names:
            draft[role] = names
        if role == "author" and not complete:
            custom(draft)["author_complete"] = False


def _read_fields(draft: Draft, fields: Mapping[str, str], type_: str) -> None:
    for name in sorted(fields.keys() & PLACES.keys(), key=PLACES.__getitem__):
        field = field_for(name, type_)
        text = field.codec.read(fields[name]) if field else ""
        if field and text:
            _read_text(draft, field, text)
    if "eid" in fields and "number" in draft:
        draft.setdefault("page", draft["number"])
    if subtitle := decode(fields.get("subtitle", "")):
        draft["title"] = ": ".join(filter(None, [str(draft.get("title", "")), subtitle]))


def _read_text(draft: Draft, field: Field, text: str) -> None:
    if field.variable in _SCHEMES:
        add(draft, _SCHEMES[field.variable], text)
    elif "howpublished" in field.names and (address := _ADDRESS.search(text)):
        draft.setdefault("URL", address[0])
    else:
        draft.setdefault(field.variable, text)


def _read_dates(draft: Draft, fields: Mapping[str, str]) -> None:
    issued = bibtex_dates.read(fields)
    if issued is not None:
        draft["issued"] = issued
    urldate = decode(fields.get("urldate", ""))
    accessed = bibtex_dates.read_edtf(urldate) if urldate else None
    if accessed is not None:
        draft["accessed"] = accessed


def _read_eprint(draft: Draft, fields: Mapping[str, str]) -> None:
    eprint = verbatim(fields.get("eprint", ""))
    scheme = _eprint_scheme(fields)
    if eprint and scheme is not None:
        add(draft, scheme, eprint)
    if "URL" in draft:
        add_named(draft, str(draft["URL"]))


def _eprint_scheme(fields: Mapping[str, str]) -> Scheme | None:
    named = fields.get("archiveprefix") or fields.get("eprinttype", "")
    return _EPRINT_SCHEMES.get(decode(named).casefold())


def _read_kind(draft: Draft, type_: str) -> None:
    if type_ in GENRES:
        draft.setdefault("genre", GENRES[type_])
    is_preprint = "preprint" in str(draft.get("genre", "")).casefold()
    is_arxiv = "custom" in draft and "arxiv" in custom(draft)
    if draft["type"] in {"document", "webpage"} and (is_preprint or is_arxiv):
        draft["type"] = "article"


def _read_note(draft: Draft, note: str) -> tuple[Link, ...]:
    if not note:
        return ()
    before, notices = take_notices(note)
    rest, labelled = take_labelled(before)
    for identifier in labelled:
        add(draft, identifier.scheme, identifier.value)
    if rest:
        draft["note"] = rest
    if not notices:
        return ()
    known = named_in(cast("CslItem", draft))
    return tuple(to_link(notice, known) for notice in notices)


def _write_people(item: CslItem) -> dict[str, str]:
    complete = item.get("custom", {}).get("author_complete", True)
    return {
        "author": bibtex_names.write(item.get("author", []), complete=complete),
        "editor": bibtex_names.write(item.get("editor", [])),
        "translator": bibtex_names.write(item.get("translator", [])),
    }


def _write_eprint(item: CslItem, dialect: Dialect) -> dict[str, str]:
    values = {"urldate": dates.iso(item.get("accessed")) or ""}
    for scheme, archive in EPRINT_SCHEMES[dialect].items():
        eprint = _identifier(item, scheme)
        if eprint and "eprint" not in values:
            values |= {"eprint": VERBATIM.write(eprint), EPRINT_TYPE[dialect]: archive}
    return values


def _identifier(item: CslItem, scheme: Scheme) -> str:
    held: Mapping[str, object] = item if scheme in VARIABLES else item.get("custom", {})
    return str(held.get(VARIABLES.get(scheme, scheme)) or "")


def _write_notes(item: CslItem, told: Sequence[StoredLink], dialect: Dialect) -> dict[str, str]:
    """Write the note, and the notices that are told in sentences behind it or in the addendum."""
    texts = {"note": [item.get("note", "")]}
    texts.setdefault(NOTICES[dialect], []).extend(notice_sentence(stored) for stored in told)
    return {name: " ".join(encode(text) for text in said if text) for name, said in texts.items()}

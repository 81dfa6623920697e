"""One BibTeX entry as a CSL item, and a work of the library as an entry: values, no syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from citekit.formats import bibtex_dates, bibtex_names
from citekit.formats.bibtex_fields import (
    ALIASES,
    EPRINT,
    FIELD_NAME,
    FIELDS,
    GENRES,
    NOTES,
    ORDER,
    OTHERS,
    PEOPLE,
    READ,
    VERBATIM,
    Field,
    csl_type,
    entry_type,
    field_for,
    is_balanced,
)
from citekit.formats.item_identifiers import (
    Draft,
    add,
    add_named,
    completed,
    custom,
    take_labelled,
)
from citekit.formats.latex import decode, encode, verbatim
from citekit.formats.lines import one_line
from citekit.formats.notes import notice_sentence, take_notices, to_link
from citekit.model import CslItem, Link, StoredWork
from citekit.text import dates
from citekit.text.named import VARIABLES, named_in
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


def to_item(type_: str, written: Mapping[str, str]) -> tuple[CslItem, tuple[Link, ...]]:
    """Read an entry's values (macros resolved, LaTeX as it stands), by field name.

    The links are the notices that its note tells of.
    """
    fields = {ALIASES.get(name, name): value for name, value in written.items()} | dict(written)
    draft: Draft = {"type": csl_type(type_)}
    _read_people(draft, fields)
    _read_fields(draft, fields, entry_type(csl_type(type_)))
    _read_dates(draft, fields)
    _read_eprint(draft, fields)
    _read_kind(draft, type_.casefold())
    links = _read_note(draft, decode(" ".join(filter(None, (fields.get(n) for n in NOTES)))))
    _keep_others(draft, written)
    return cast("CslItem", draft), links


def _keep_others(draft: Draft, written: Mapping[str, str]) -> None:
    """Keep the fields that CSL has no variable for, LaTeX and all."""
    read = READ if _eprint_scheme(written) else READ - EPRINT
    others = {name: value for name, value in written.items() if name not in read and value}
    if others:
        custom(draft)[OTHERS] = others


def to_values(work: StoredWork) -> tuple[str, dict[str, str]]:
    """Write a work as an entry type and finished values by field name, in the table's order."""
    item = completed(work)
    type_ = entry_type(item.get("type", ""))
    values = _write_people(item)
    for field in FIELDS:
        text = str(item.get(field.variable) or "")
        if text and (field.types is None or type_ in field.types):
            values.setdefault(field.name, field.codec.write(text))
    if "eid" in values:
        values.setdefault("pages", values["eid"])
    values |= _write_eprint(item) | {"note": _write_note(item, work)}
    finished = {name: f"{{{value}}}" for name, value in values.items() if value}
    finished |= bibtex_dates.write(item.get("issued", {}))
    ordered = {name: finished[name] for name in ORDER if name in finished}
    return type_, ordered | _others(item, ordered)


def _others(item: CslItem, beside: Mapping[str, str]) -> dict[str, str]:
    """Give the fields that an entry of a file had besides."""
    kept = item.get("custom", {}).get("bibtex", {})
    return {
        name: f"{{{one_line(value)}}}"
        for name, value in sorted(kept.items())
        if name not in beside and FIELD_NAME.fullmatch(name) and _can_stand(one_line(value))
    }


def _can_stand(value: str) -> bool:
    return is_balanced(value) and not value.endswith("\\")


def _read_people(draft: Draft, fields: Mapping[str, str]) -> None:
    for role in PEOPLE:
        names, complete = bibtex_names.read(fields.get(role, ""))
        if names:
            draft[role] = names
        if role == "author" and not complete:
            custom(draft)["author_complete"] = False


def _read_fields(draft: Draft, fields: Mapping[str, str], type_: str) -> None:
    for name in ORDER:
        field = field_for(name, type_) if name in fields else None
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
    elif field.name == "howpublished" and (address := _ADDRESS.search(text)):
        draft.setdefault("URL", address[0])
    else:
        draft.setdefault(field.variable, text)


def _read_dates(draft: Draft, fields: Mapping[str, str]) -> None:
    issued = bibtex_dates.read(fields)
    if issued is not None:
        draft["issued"] = issued
    accessed = bibtex_dates.read_edtf(decode(fields.get("urldate", "")))
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
    if draft["type"] == "document" and (is_preprint or is_arxiv):
        draft["type"] = "article"


def _read_note(draft: Draft, note: str) -> tuple[Link, ...]:
    before, notices = take_notices(note)
    rest, labelled = take_labelled(before)
    for identifier in labelled:
        add(draft, identifier.scheme, identifier.value)
    if rest:
        draft["note"] = rest
    known = named_in(cast("CslItem", draft))
    return tuple(to_link(notice, known) for notice in notices)


def _write_people(item: CslItem) -> dict[str, str]:
    complete = item.get("custom", {}).get("author_complete", True)
    return {
        "author": bibtex_names.write(item.get("author", []), complete=complete),
        "editor": bibtex_names.write(item.get("editor", [])),
        "translator": bibtex_names.write(item.get("translator", [])),
    }


def _write_eprint(item: CslItem) -> dict[str, str]:
    eprint = item.get("custom", {}).get("arxiv", "")
    accessed = dates.iso(item.get("accessed")) or ""
    values = {"urldate": accessed}
    if eprint:
        values |= {"eprint": VERBATIM.write(eprint), "archiveprefix": "arXiv"}
    return values


def _write_note(item: CslItem, work: StoredWork) -> str:
    sentences = [notice_sentence(stored) for stored in work.notices]
    return " ".join(encode(text) for text in [item.get("note", ""), *sentences] if text)

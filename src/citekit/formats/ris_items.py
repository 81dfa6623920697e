"""One RIS record as a CSL item: values, no syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

from citekit.formats import state_words
from citekit.formats.item_identifiers import (
    Draft,
    add,
    add_named,
    custom,
    take_labelled,
)
from citekit.formats.notes import take_notices, to_link
from citekit.formats.ris_tags import OTHERS, READ, csl_type, meant, ris_type
from citekit.model import CslDate, CslItem, CslName, Link
from citekit.text import dates, identifiers, names, numbers
from citekit.text.named import named_in
from citekit.vocab import Scheme

Values = Mapping[str, Sequence[str]]
"""The values of a record by tag, in the order of the file."""

_AUTHORS: Final = ("A1", "AU")
_EDITORS: Final = ("ED", "A2")
_EDITED_BY_A3: Final = "BOOK"
_ET_AL: Final = frozenset({"et al", "et al.", "others", "and others"})

_DATE = re.compile(r"([0-9]{4})?(?:/([0-9]{0,2})(?:/([0-9]{0,2})(?:/(.*))?)?)?")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_PMID = re.compile(r"[0-9]{1,8}")
_ZOTEROS_PMID = re.compile(r"^PM:\s?([0-9]+)$")
_PMCID = re.compile(r"PMC[0-9]+(?:\.[0-9]+)?", re.IGNORECASE)
_SERIAL_SPLIT = re.compile(r"[\s,;()]+")
_PUBMED_NAMES = re.compile(
    r"pubmed|medline|\bnlm\b|\bncbi\b|national library of med", re.IGNORECASE
)


def to_item(values: Values) -> tuple[CslItem, tuple[Link, ...]]:
    """Read a record's values; the links are the notices that its notes tell of."""
    type_ = csl_type(_first(values, "TY"))
    draft: Draft = {"type": type_}
    _read_people(draft, values)
    _read_texts(draft, values, ris_type(type_))
    _read_pages(draft, values)
    _read_dates(draft, values)
    _read_serials(draft, values)
    _read_identifiers(draft, values)
    if draft["type"] == "manuscript" and "preprint" in str(draft.get("genre", "")).casefold():
        draft["type"] = "article"
    links = _read_notes(draft, values)
    state_words.take(draft, links)
    _keep_others(draft, values)
    return cast("CslItem", draft), links


_IDENTIFYING: Final = ("AN", "C2", "U1", "U2")


def _keep_others(draft: Draft, values: Values) -> None:
    """Keep the values of tags that CSL has no variable for."""
    if values.keys() <= READ:
        return
    read = READ | {tag for tag in _IDENTIFYING if _tells_identifier(values, tag, draft)}
    if _first(values, "TY") == _EDITED_BY_A3:
        read |= {"A3"}
    others = {tag: list(filter(None, said)) for tag, said in values.items() if tag not in read}
    if any(others.values()):
        custom(draft)[OTHERS] = {tag: said for tag, said in others.items() if said}


def _tells_identifier(values: Values, tag: str, draft: Draft) -> bool:
    """Tell whether a tag holds an identifier that was taken, whoever's habit it follows."""
    held = filter(None, (str(draft.get(name, "")) for name in ("PMID", "PMCID")))
    said = _first(values, tag).casefold()
    return any(one.casefold() in said for one in held)


def _read_people(draft: Draft, values: Values) -> None:
    authors = _all(values, *_AUTHORS)
    named = [value for value in authors if value.casefold() not in _ET_AL]
    editors = (*_EDITORS, "A3") if _first(values, "TY") == _EDITED_BY_A3 else _EDITORS
    for role, people in (("author", _people(named)), ("editor", _people(_all(values, *editors)))):
        if people:
            draft[role] = people
    if len(named) < len(authors):
        custom(draft)["author_complete"] = False


def _people(written: Iterable[str]) -> list[CslName]:
    people: list[CslName] = []
    for value in written:
        parted = names.split_authors(value) if ";" in value else [_name(value)]
        people += parted
    return [name for name in people if name]


def _name(written: str) -> CslName:
    """Read one name; EndNote puts a comma behind that of a group."""
    group = written.removesuffix(",")
    if group != written and " " in group and "," not in group:
        return {"literal": group}
    return names.from_written(written)


def _read_texts(draft: Draft, values: Values, type_: str) -> None:
    for tag in meant(type_):
        text = _first(values, tag.tag) if tag.tag in values else ""
        if text and not (tag.tag == "M3" and _is_doi(text)):
            draft.setdefault(tag.variable, text)
    journal = _first(values, "JO")
    if journal and "container-title" not in draft:
        draft["container-title"] = journal
        if draft["container-title-short"] == journal:
            del draft["container-title-short"]
    keywords = _all(values, "KW")
    if keywords:
        draft["keyword"] = ("; " if any("," in word for word in keywords) else ", ").join(keywords)


def _read_pages(draft: Draft, values: Values) -> None:
    start = _DASHES.sub("-", _first(values, "SP"))
    end = _first(values, "EP") or _first(values, "LP")
    number = _first(values, "C7")
    if start and end and end != start and "-" not in start:
        draft["page"] = f"{start}-{end}"
    elif start or number:
        draft["page"] = start or number
    if number:
        draft["number"] = number


def _read_dates(draft: Draft, values: Values) -> None:
    issued = _issued(values)
    if issued is not None:
        draft["issued"] = issued
    accessed = _date(_first(values, "Y2"))
    if accessed is not None:
        draft["accessed"] = accessed


def _issued(values: Values) -> CslDate | None:
    """Take the most precise date of the year of publication; DA may be that of another event."""
    stated = [date for tag in ("PY", "Y1") if (date := _date(_first(values, tag)))]
    year = dates.year(stated[0]) if stated else None
    day = _first(values, "DA")
    other = _date(day) or (dates.from_text(f"{year} {day}") if year and day else None)
    known = [*stated, *([other] if other else [])]
    agreeing = [date for date in known if dates.year(date) == year or not stated]
    return max(agreeing, key=_precision, default=None)


def _precision(date: CslDate) -> int:
    parts = date.get("date-parts", [])
    return len(parts) + sum(map(len, parts)) + ("season" in date)


def _date(text: str) -> CslDate | None:
    """Read `YYYY/MM/DD/other`, of which all may be missing, or any date a person writes."""
    if not text:
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        return dates.from_text(text)
    year, month, day, other = match.groups()
    if year is None:
        return {"literal": other} if other else None
    if not other:
        return dates.from_parts([[int(year), int(month or 0), int(day or 0)]])
    return dates.from_pubmed(year, month, day, other, None)


def _read_serials(draft: Draft, values: Values) -> None:
    issns: list[str] = []
    for value in _all(values, "SN"):
        if numbers.isbn13(value):
            add(draft, Scheme.ISBN, value)
        for part in _SERIAL_SPLIT.split(value):
            issn = numbers.normalise_issn(part)
            if issn and issn not in issns:
                issns.append(issn)
    if issns:
        draft["ISSN"] = ", ".join(issns)


def _read_identifiers(draft: Draft, values: Values) -> None:
    for value in [*_all(values, "DO"), *filter(_is_doi, _all(values, "M3"))]:
        add(draft, Scheme.DOI, value)
    accession = _first(values, "AN")
    if _PMID.fullmatch(accession) and _may_be_pubmed(values):
        add(draft, Scheme.PMID, accession)
    # Other than PMCIDs it holds anything, a PMID only for JabRef.
    if _PMCID.fullmatch(_first(values, "C2")):
        add(draft, Scheme.PMCID, _first(values, "C2"))
    for value in _all(values, "UR"):
        # Zotero's way: `PM:20650877`.
        add_named(draft, _ZOTEROS_PMID.sub(r"PMID: \1", value))
        if value.casefold().startswith(("http://", "https://", "ftp://")):
            draft.setdefault("URL", value)
    # PubMed's own RIS: `U1  - 20650877[pmid]`.
    users = _all(values, "U1", "U2")
    for mention in identifiers.find(" ".join(users)) if users else ():
        add(draft, mention.identifier.scheme, mention.identifier.value)


def _may_be_pubmed(values: Values) -> bool:
    """Say whether AN can hold a PMID: the numbers of other databases look the same."""
    sources = " ".join(_all(values, "DB", "DP"))
    return not sources or _PUBMED_NAMES.search(sources) is not None


def _read_notes(draft: Draft, values: Values) -> tuple[Link, ...]:
    told = [take_notices(value) for value in _all(values, "N1", "RN")]
    kept: list[str] = []
    for before, _ in told:
        rest, labelled = take_labelled(before)
        kept += [rest] if rest else []
        for identifier in labelled:
            add(draft, identifier.scheme, identifier.value)
    if kept:
        draft["note"] = "\n".join(kept)
    if not any(notices for _, notices in told):
        return ()
    known = named_in(cast("CslItem", draft))
    return tuple(to_link(notice, known) for _, notices in told for notice in notices)


def _all(values: Values, *tags: str) -> list[str]:
    return [value for tag in tags for value in values.get(tag, ()) if value]


def _first(values: Values, tag: str) -> str:
    return next(filter(None, values.get(tag, ())), "")


def _is_doi(text: str) -> bool:
    return identifiers.same_doi(text, text)

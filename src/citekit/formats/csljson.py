"""CSL-JSON files and answers (schema csl-data 1.0).

Members that are no CSL variables are kept in `custom.csljson`, where the schema has room for them,
and come back there. What is lost in reading: of names everything but their parts (ORCIDs go to
`custom`), `circa` of dates, all titles but the first where there is a list. CSL
variables that `CslItem` does not have stay in `custom` and are written back in their own places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import cast

from citekit.errors import FormatError
from citekit.formats import csl_notices, item_identifiers, jats
from citekit.formats import csl_values as values
from citekit.formats import csl_variables as variables
from citekit.formats.candidates import digest
from citekit.formats.json_pieces import Piece, pieces
from citekit.model import Candidate, CslCustom, CslItem, Entry, Place, Rejected, Stamp, StoredWork
from citekit.text import titles
from citekit.text.named import canonical, named_in
from citekit.vocab import Scheme

# An item of which nothing of this is said is some other JSON.
_TELLING = ("type", "title", "DOI", "PMID", "PMCID", "ISBN", "URL")
# What Zotero and citeproc-js read from a note ("cheater syntax").
_NOTE_LINE = re.compile(r"^\s*(PMID|PMCID|DOI|arXiv):\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_NOTED_KEY = re.compile(r"^\s*Citation Key:\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_UNKNOWN = "csljson"
# Whoever shows the file would act on these; escaped, the values are the same.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_MARKED_UP = ("title", "title-short", "original-title")
_VERBATIM = frozenset({"type", "DOI", "URL", "PMID", "PMCID", "ISSN", "ISBN"})
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")


def read(text: str, path: str) -> Iterator[Entry | Rejected]:
    """Read an array of items, one item, or items one after the other.

    A syntax error rejects the rest of the file: JSON says nothing about where the next item begins.
    """
    for piece in pieces(text):
        place = Place(path, piece.line, piece.column)
        if piece.error is not None:
            yield Rejected(place, piece.raw, piece.error)
        else:
            yield entry(piece.value, place, piece.raw)


def entry(value: object, place: Place, raw: str) -> Entry | Rejected:
    """Read one item that is JSON already, as documents carry them."""
    reason = _objection(value)
    if reason is not None:
        return Rejected(place, raw, reason)
    return _entry(cast("values.Members", value), place, raw)


def candidate(body: bytes, stamp: Stamp, agency: str | None) -> Candidate:
    """Read what doi.org answers about one DOI; `agency` is the one that registered it.

    Raises FormatError for anything but one item with a DOI.
    """
    members = _only_item(body)
    item = _cleaned(values.item(members))
    doi = canonical([(Scheme.DOI, item.get("DOI")), (Scheme.DOI, values.text(members.get("id")))])
    if not doi:
        raise FormatError("The CSL-JSON item has no DOI.")
    item.setdefault("DOI", doi[Scheme.DOI])
    custom = CslCustom()
    orcid = values.orcid(members.get("author"))
    if orcid:
        custom["orcid"] = orcid
    if agency and agency.casefold() != "crossref":
        custom["agency"] = agency
    arxiv = _ARXIV_DOI.fullmatch(doi[Scheme.DOI])
    identifiers = canonical([*doi.items(), (Scheme.ARXIV, arxiv[1] if arxiv else None)])
    if Scheme.ARXIV in identifiers:
        custom["arxiv"] = identifiers[Scheme.ARXIV]
    if custom:
        item["custom"] = custom
    return Candidate(item, identifiers, stamp, payload_hash=digest(body))


def write(works: Sequence[StoredWork]) -> str:
    """Write works as an array in the order given; notices stand in `custom.citekit`."""
    written = [_written(work) for work in works]
    text = json.dumps(written, ensure_ascii=False, indent=2) + "\n"
    whole = _HALF_CHARACTERS.sub("\ufffd", text)
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", whole)


def _objection(value: object) -> str | None:
    if not isinstance(value, dict):
        return "a CSL item is a JSON object, and this is none"
    if not any(values.text(value.get(name)) for name in _TELLING):
        return "this is no CSL item: it has neither a type nor a title nor an identifier"
    return None


def _entry(members: values.Members, place: Place, raw: str) -> Entry:
    item = values.item(members)
    own = values.custom(members.get("custom"))
    said = own.pop(csl_notices.MEMBER, None)
    orcid = values.orcid(members.get("author"))
    unknown = {**values.unknown(members), **cast("values.Members", own.pop(_UNKNOWN, {}))}
    kept = {_UNKNOWN: unknown} if unknown else {}
    collected = {**({"orcid": orcid} if orcid else {}), **own, **values.others(members), **kept}
    if collected:
        item["custom"] = cast("CslCustom", collected)
    _add_from_note(item)
    noted = _NOTED_KEY.search(item.get("note", ""))
    keys = (members.get("citation-key"), noted[1] if noted else None, members.get("id"))
    key = next(filter(None, map(values.text, keys)), None)
    links = csl_notices.read(said, named_in(item))
    return Entry(key, item, place, raw, links)


def _add_from_note(item: CslItem) -> None:
    for match in _NOTE_LINE.finditer(item.get("note", "")):
        scheme = Scheme(match[1].casefold())
        if canonical([(scheme, match[2])]):
            item_identifiers.add(cast("item_identifiers.Draft", item), scheme, match[2])


def _only_item(body: bytes) -> values.Members:
    try:
        found = list(pieces(body.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise FormatError("This is no CSL-JSON: it is not encoded in UTF-8.") from error
    if len(found) != 1:
        raise FormatError(f"This is not one CSL-JSON item but {len(found)}.")
    return _checked(found[0])


def _checked(piece: Piece) -> values.Members:
    if piece.raw.startswith("<"):
        raise FormatError("This is no CSL-JSON but a page of HTML or XML.")
    reason = piece.error or _objection(piece.value)
    if reason is not None:
        raise FormatError(f"This is no CSL-JSON: {reason}.")
    return cast("values.Members", piece.value)


def _cleaned(item: CslItem) -> CslItem:
    """Rid an agency's texts of foreign markup and entities, as its JSON API has them."""
    draft = cast("dict[str, object]", item)
    for name in variables.TEXTS:
        value = draft.get(name)
        if not isinstance(value, str) or name in _VERBATIM:
            continue
        if name == "abstract":
            draft[name] = jats.text(value)
        else:
            draft[name] = titles.clean(value) if name in _MARKED_UP else titles.plain(value)
    return cast("CslItem", {name: value for name, value in draft.items() if value})


def _written(work: StoredWork) -> dict[str, object]:
    item = cast("dict[str, object]", item_identifiers.completed(work))
    custom = dict(cast("dict[str, object]", item.get("custom", {})))
    hoisted = {name: custom.pop(name) for name in _other_names() if name in custom}
    said = csl_notices.write(work)
    if said:
        custom[csl_notices.MEMBER] = said
    ordered = {name: item[name] for name in _order() if item.get(name)}
    written = {"id": work.key, **ordered, **(values.others(hoisted) if hoisted else {})}
    written["type"] = _schema_type(written.get("type"))
    return {**written, "custom": custom} if custom else written


def _other_names() -> tuple[str, ...]:
    return (*variables.OTHER_TEXTS, *variables.OTHER_NAMES, *variables.OTHER_DATES)


def _order() -> tuple[str, ...]:
    # Who, what, when: the order in which people look for them.
    first, second, *rest = variables.TEXTS
    return (first, second, *variables.NAMES, *variables.DATES, *rest)


def _schema_type(type_: object) -> str:
    return type_ if isinstance(type_, str) and type_ in variables.TYPES else "document"

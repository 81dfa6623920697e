"""What the mirror says of itself: `/health`, and `/openapi.json` for people and programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from citekit.mirror.serve import (
    crossref_question,
    crossref_terms,
    ecitmatch,
    esearch,
    eutils,
    matches,
)
from citekit.mirror.serve.answers import JSON
from citekit.mirror.serve.questions import FORM
from citekit.mirror.serve.served import Served
from citekit.version import __version__

# Swagger UI as it is packaged reads 3.0, not 3.1.
OPENAPI: Final = "3.0.3"

Json = dict[str, object]


def health(served: Served) -> Json:
    """Tell what is served, of which day."""
    return {
        "schema": "citekit/mirror-health/1",
        "status": "ok",
        "citekit": __version__,
        "mirror": served.title,
        "matches": served.matcher is not None,
        "registries": {
            name: {
                "records": held.records,
                "date": held.date,
                "coverage": held.coverage,
                "unread": held.unread,
            }
            for name, held in served.holdings.items()
        },
    }


def openapi(served: Served) -> Json:
    """Describe every endpoint."""
    return {
        "openapi": OPENAPI,
        "info": {
            "title": "citekit mirror",
            "version": __version__,
            "description": f"{served.title}. {_ABOUT}",
        },
        "paths": {
            "/works/{doi}": {"get": _work("One work", "work", _ONE_WORK)},
            "/works/{doi}/agency": {"get": _work("The agency of a DOI", "agency", _ONE_AGENCY)},
            "/works": {"get": _works()},
            **{f"/entrez/eutils/{name}": _utility(name) for name in eutils.NAMES},
            **({"/match": {"post": _match()}} if served.matcher is not None else {}),
            "/health": {"get": _plain("What is held, of which day", JSON)},
        },
    }


_ABOUT: Final = (
    "Crossref's REST API and NCBI's E-utilities for what this mirror holds. What a sample lacks "
    "is 421, never 404. Headers Citekit-Mirror, Citekit-Mirror-Date and Citekit-Mirror-Coverage "
    "say who answers."
)
_ONE_WORK: Final = {
    "200": ("Crossref's own record", JSON),
    "400": ("A parameter that this route does not take", JSON),
    "404": ("Crossref does not have it", "text/plain"),
    "421": ("This mirror is a sample and does not have it", "text/plain"),
}
_ONE_AGENCY: Final = {
    **_ONE_WORK,
    "200": ("The agency", JSON),
    "404": ("No agency that this mirror knows has it", "text/plain"),
}


def _responses(told: dict[str, tuple[str, str]]) -> Json:
    every = {**told, "503": ("Too many requests at once", "text/plain")}
    return {
        status: {"description": text, "content": {kind: {}}}
        for status, (text, kind) in every.items()
    }


def _parameter(name: str, text: str, place: str = "query", schema: Json | None = None) -> Json:
    shape = schema or {"type": "string"}
    told: Json = {"name": name, "in": place, "description": text, "schema": shape}
    return {**told, "required": True} if place == "path" else told


def _plain(summary: str, kind: str) -> Json:
    return {"summary": summary, "responses": _responses({"200": (summary, kind)})}


def _work(summary: str, name: str, told: dict[str, tuple[str, str]]) -> Json:
    return {
        "summary": summary,
        "operationId": name,
        "tags": ["Crossref"],
        "parameters": [
            _parameter("doi", "The DOI, percent-encoded.", "path"),
            _parameter("mailto", "Taken and not used."),
        ],
        "responses": _responses(told),
    }


def _works() -> Json:
    filters = ", ".join(sorted(crossref_terms.FILTERS))
    numbers = {
        "rows": crossref_question.MOST_ROWS,
        "offset": crossref_question.MOST_OFFSET,
    }
    texts = {
        "query.bibliographic": "Words of a citation.",
        "query": "The same.",
        "filter": f"name:value, several with commas. Names: {filters}.",
        "mailto": "Taken and not used.",
    }
    chosen = {"sort": crossref_terms.SORTS, "order": crossref_terms.ORDERS}
    parameters = [
        *(_parameter(name, text) for name, text in texts.items()),
        _parameter("select", "Members to be given.", schema=_selected()) | _COMMAS,
        *(_parameter(name, "A number.", schema=_number(most)) for name, most in numbers.items()),
        *(_parameter(name, "One order.", schema=_one_of(few)) for name, few in chosen.items()),
    ]
    return {
        "summary": "Works by query, by filter=doi or by filter=updates",
        "operationId": "works",
        "tags": ["Crossref"],
        "parameters": parameters,
        "responses": _responses(
            {
                "200": ("Crossref's own records in a list", JSON),
                "400": ("A validation failure, as Crossref says it", JSON),
                "421": ("This mirror is a sample and has none of them", "text/plain"),
            }
        ),
    }


_COMMAS: Final[Json] = {"style": "form", "explode": False}


def _selected() -> Json:
    return {"type": "array", "minItems": 1, "items": _one_of(crossref_terms.SELECTABLE)}


def _number(most: int) -> Json:
    return {"type": "integer", "minimum": 0, "maximum": most}


def _one_of(words: Iterable[str]) -> Json:
    return {"type": "string", "enum": sorted(filter(None, words))}


_PMIDS: Final = "^0*[1-9][0-9]{0,8}(,0*[1-9][0-9]{0,8})*$"
_YEAR: Final[Json] = {"type": "string", "pattern": "^[0-9]{4}$"}
_TEXT: Final[Json] = {"type": "string"}
_SOME: Final[Json] = {"type": "string", "minLength": 1}
# What is said of each parameter of any utility, and what it looks like.
_PARAMETERS: Final[dict[str, tuple[str, Json]]] = {
    "db": ("Only pubmed.", _one_of(["pubmed"])),
    "id": (f"At most {eutils.MOST_IDS} PMIDs.", {"type": "string", "pattern": _PMIDS}),
    "term": ("words[field], AND, OR, NOT, brackets.", _SOME),
    "bdata": (f"{ecitmatch.MOST_LINES} lines of journal|year|volume|page|author|key|.", _SOME),
    "retmode": ("xml; json for esearch and esummary; text for lists of PMIDs.", _TEXT),
    "rettype": ("efetch: abstract, uilist; esearch: uilist, count.", _TEXT),
    "retstart": ("Where to begin.", _number(esearch.MOST - 2)),
    "retmax": (f"How many; esearch gives {esearch.RETMAX} unless told.", _number(esearch.MOST)),
    "field": ("The field of words that name none.", _TEXT),
    "datetype": ("Only pdat.", _one_of(["pdat"])),
    "sort": ("Otherwise the highest PMIDs come first.", _one_of(["relevance", "pub_date"])),
    "mindate": ("The first year of publication.", _YEAR),
    "maxdate": ("The last year of publication.", _YEAR),
    "version": ("1.0 for xml, 2.0 for json.", _TEXT),
    "tool": ("Taken and not used, as email and api_key.", _TEXT),
}
_REQUIRED: Final = {
    "efetch.fcgi": "id",
    "esummary.fcgi": "id",
    "esearch.fcgi": "term",
    "ecitmatch.cgi": "bdata",
}
_TOLD: Final = {
    "200": ("The utility's own shape; an ERROR element where it cannot be answered", "*/*"),
    "400": ("No usable id, or a parameter that cannot be read", "*/*"),
    "421": ("This mirror is a sample and has none of them", "*/*"),
}


def _utility(name: str) -> Json:
    takes = [one for one in _PARAMETERS if one in eutils.UTILITIES[name].takes | {"db", "tool"}]
    required = _REQUIRED[name]
    parameters = [
        {**_parameter(one, _PARAMETERS[one][0], schema=_PARAMETERS[one][1])}
        | ({"required": True} if one == required else {})
        for one in takes
    ]
    properties = {one: _PARAMETERS[one][1] for one in takes}
    schema: Json = {"type": "object", "properties": properties, "required": [required]}
    short = name.partition(".")[0]
    common: Json = {"tags": ["E-utilities"], "summary": f"{short} (db=pubmed)"}
    return {
        "get": {
            **common,
            "operationId": short,
            "parameters": parameters,
            "responses": _responses(_TOLD),
        },
        "post": {
            **common,
            "operationId": f"{short}_form",
            "requestBody": {"required": True, "content": {FORM: {"schema": schema}}},
            "responses": _responses({**_TOLD, "413": ("A body that is too long", "text/plain")}),
        },
    }


def _match() -> Json:
    text = {"type": "string", "maxLength": matches.MOST_CHARACTERS}
    raw: Json = {
        "type": "object",
        "properties": {"raw": text},
        "required": ["raw"],
        "additionalProperties": False,
    }
    listed: Json = {
        "type": "array",
        "maxItems": matches.MOST_REFERENCES,
        "items": {"oneOf": [text, raw]},
    }
    schema: Json = {
        "type": "object",
        "properties": {"references": listed},
        "required": ["references"],
        "additionalProperties": False,
    }
    return {
        "summary": "Match references against the mirror",
        "operationId": "match",
        "tags": ["citekit"],
        "requestBody": {"required": True, "content": {JSON: {"schema": schema}}},
        "responses": _responses(
            {
                "200": ("One line for each reference, in their order", JSON),
                "400": ("Not the JSON described", JSON),
                "413": ("A body that is too long", "text/plain"),
            }
        ),
    }

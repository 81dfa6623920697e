"""A question to `/works`, read and refused as Crossref refuses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from citekit.mirror.serve import crossref_terms as terms
from citekit.mirror.serve.answers import Pairs
from citekit.mirror.serve.crossref_terms import Complaint, Test
from citekit.mirror.serve.questions import number
from citekit.text import identifiers
from citekit.vocab import Scheme

ROWS, MOST_ROWS, MOST_OFFSET = 20, 1000, 10_000
MOST_FILTERS = 1000


class Question(NamedTuple):
    """What a list is asked for; names of works are written ``doi:10.…``."""

    words: tuple[str, ...]
    """Texts to look for."""
    dois: tuple[str, ...] | None
    updates: tuple[str, ...] | None
    tests: tuple[tuple[Test, ...], ...]
    """A work passes one test of each group."""
    rows: int
    offset: int
    select: tuple[str, ...] | None


class Refused(Exception):  # noqa: N818 - the answer's name
    """The question is not one that Crossref, or this mirror, takes."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__("; ".join(one.message for one in complaints))
        self.complaints = complaints


def read(given: Pairs) -> Question:
    """Read the parameters of a list; raises Refused."""
    params = dict(given)
    complaints = [*_names(given), *_orders(params), *_selected(params)]
    if complaints:
        raise Refused(*complaints)
    filters = _filters(params.get("filter", ""))
    question = Question(
        words=tuple(params[name] for name in terms.QUERIES if params.get(name, "").strip()),
        dois=_dois(filters, "doi"),
        updates=_dois(filters, "updates"),
        tests=tuple(_tests(filters)),
        rows=_count(params, "rows", ROWS, MOST_ROWS),
        offset=_count(params, "offset", 0, MOST_OFFSET),
        select=tuple(params["select"].split(",")) if "select" in params else None,
    )
    if not question.words and question.dois is None and question.updates is None:
        raise Refused(_nothing_to_look_for())
    return question


def only_who_asks(given: Pairs) -> None:
    """Refuse every parameter but `mailto`, as Crossref does for one work; raises Refused."""
    wrong = [name for name, _ in given if name != "mailto"]
    if wrong:
        raise Refused(*(_not_allowed(name, "This route does not support") for name in wrong))


def _names(given: Pairs) -> Iterator[Complaint]:
    names = [name for name, _ in given]
    for name in dict.fromkeys(names):
        if name in terms.KNOWN or (name.startswith("query.") and name not in terms.QUERIES):
            yield _not_allowed(name, "This mirror does not support")
        elif name not in terms.ANSWERED:
            yield _not_allowed(name, "This route does not support")
        elif names.count(name) > 1:
            yield _not_allowed(name, "This route takes only once")


def _not_allowed(name: str, why: str) -> Complaint:
    return Complaint("parameter-not-allowed", name, f"{why} {name}")


def _nothing_to_look_for() -> Complaint:
    return Complaint(
        "parameter-not-allowed",
        "",
        "This mirror lists works by query, query.bibliographic, filter=doi or filter=updates only",
    )


def _orders(params: Mapping[str, str]) -> Iterator[Complaint]:
    sort, order = params.get("sort", "score"), params.get("order", "desc")
    if sort not in terms.SORTS:
        allowed = ", ".join(sorted(terms.SORTS))
        yield Complaint("sort-field-not-valid", sort, f"This mirror sorts by {allowed} only")
    if order not in terms.ORDERS:
        yield Complaint("sort-order-not-valid", order, "This mirror sorts in the order desc only")


def _selected(params: Mapping[str, str]) -> Iterator[Complaint]:
    for name in params.get("select", "").split(",") if "select" in params else ():
        if name not in terms.SELECTABLE:
            allowed = ", ".join(sorted(terms.SELECTABLE))
            text = f"Select {name} specified but there is no such select. Valid selects are: "
            yield Complaint("select-not-available", name, text + allowed)


def _count(params: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = number(params, name, default, most)
    if value is None:
        told = f"Integer specified as {params[name]} but must be between 0 and {most}"
        raise Refused(Complaint("integer-not-valid", params[name], told))
    return value


def _filters(written: str) -> dict[str, list[str]]:
    read: dict[str, list[str]] = {}
    parts = written.split(",") if written else []
    if len(parts) > MOST_FILTERS:
        told = f"This mirror takes at most {MOST_FILTERS} filters at a time"
        raise Refused(Complaint("parameter-not-allowed", "filter", told))
    for part in parts:
        name, _, value = part.partition(":")
        if name not in terms.FILTERS:
            raise Refused(_no_filter(name))
        read.setdefault(name, []).append(value)
    return read


def _no_filter(name: str) -> Complaint:
    text = f"Filter {name} specified but this mirror has no such filter. It has: "
    return Complaint("filter-not-available", name, text + ", ".join(sorted(terms.FILTERS)))


def _dois(filters: Mapping[str, list[str]], name: str) -> tuple[str, ...] | None:
    if name not in filters:
        return None
    read = [identifiers.valid(Scheme.DOI, value) for value in filters[name]]
    wrong = [value for value, doi in zip(filters[name], read, strict=True) if doi is None]
    if wrong:
        raise Refused(*(Complaint("doi-not-valid", one, f"{one} is no DOI") for one in wrong))
    return tuple(dict.fromkeys(doi for doi in read if doi is not None))


def _tests(filters: Mapping[str, list[str]]) -> Iterator[tuple[Test, ...]]:
    for name in terms.TESTS.keys() & filters.keys():
        kind, made = terms.TESTS[name]
        for value in filters[name]:
            if not kind.pattern.fullmatch(value):
                raise Refused(Complaint(kind.complaint, value, f"{name}: {kind.message}"))
        yield tuple(made(value) for value in filters[name])

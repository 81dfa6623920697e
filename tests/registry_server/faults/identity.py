"""Whole records, well formed, about something else."""

from __future__ import annotations

from typing import Any

from tests.registry_server.faults import alter
from tests.registry_server.faults.kind import WORKS, XML, Kind, Means

_LIST = frozenset({"list"})
_SEARCH = frozenset({"esearch"})
_LOOKALIKE = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "1": "\uff11"}


def _alike(text: str) -> str:
    """Write a text in letters of another script that look the same."""
    head, slash, tail = text.partition("/")
    return head + slash + "".join(_LOOKALIKE.get(letter, letter) for letter in tail)


def _set(name: str, change: alter.Alter, means: Means = Means.OUTAGE) -> Kind:
    options = {"alter": alter.in_set(change)}
    return Kind(f"identity-{name}", means=means, options=options, endpoints=XML)


def _doi(name: str, change: Any, means: Means = Means.OUTAGE) -> Kind:
    altered = alter.each_work(lambda one: one.update(DOI=change(one["DOI"])))
    # What a list does not have is asked singly.
    at = {"list": Means.HARMLESS} if means is Means.OUTAGE else {}
    return Kind(f"identity-{name}", means=means, options={"alter": altered}, endpoints=WORKS, at=at)


def _items(name: str, change: Any, means: Means = Means.HARMLESS) -> Kind:
    altered = alter.message(lambda said: {**said, "items": change(said["items"])})
    return Kind(f"identity-{name}", means=means, options={"alter": altered}, endpoints=_LIST)


_STRANGER = alter.FOREIGN_ARTICLE.encode()

KINDS = (
    _set("article-other", lambda _: _STRANGER),
    _set("article-before", alter.before(_STRANGER), Means.HARMLESS),
    _set("article-after", alter.after(_STRANGER), Means.HARMLESS),
    _set("article-twice", lambda inner: inner * 2, Means.HARMLESS),
    _set("article-other-pmid", alter.pmid(alter.FOREIGN_PMID)),
    _set("article-pmid-0", alter.pmid("0")),
    _set("article-pmid-words", alter.pmid("none")),
    _set("article-pmid-empty", alter.pmid("")),
    _set("article-pmid-wide", alter.pmid("\uff11\uff12\uff13")),
    _set("article-pmid-huge", alter.pmid("9" * 400)),
    Kind("identity-work-other", options={"alter": alter.in_json(lambda read: {**read, "message":
         alter.FOREIGN_WORK})}, endpoints=frozenset({"work"})),
    _doi("doi-other", lambda _: alter.FOREIGN_DOI),
    _doi("doi-alike", _alike),
    _doi("doi-longer", lambda doi: doi + "x"),
    _doi("doi-shorter", lambda doi: doi[:-1]),
    _doi("doi-with-zero-width", lambda doi: doi[:-1] + "\u200b" + doi[-1:], Means.EITHER),
    _doi("doi-capitals", str.upper, Means.ODD),
    _items("items-reversed", lambda items: items[::-1]),
    _items("items-doubled", lambda items: items * 2),
    _items("item-before", lambda items: [alter.FOREIGN_WORK, *items]),
    _items("item-dropped", lambda items: items[1:]),
    _items("items-dropped", lambda items: []),
    _items("item-broken", lambda items: [{"DOI": None}, *items]),
    Kind("identity-search-other", means=Means.ABSENT, endpoints=_SEARCH, options={"alter":
         alter.result(lambda _: {"count": "1", "idlist": [alter.FOREIGN_PMID]})}),
    Kind("identity-search-more", means=Means.HARMLESS, endpoints=_SEARCH, options={"alter":
         alter.result(lambda said: {"count": "9", "idlist": [alter.FOREIGN_PMID,
                                                              *said["idlist"]]})}),
    Kind("identity-agency-other", options={"alter": alter.message(lambda said: {**said, "DOI":
         alter.FOREIGN_DOI})}, endpoints=frozenset({"agency"})),
)  # fmt: skip

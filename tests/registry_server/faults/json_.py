"""JSON that is not Crossref's or esearch's: damage, and shapes that are none of theirs."""

from __future__ import annotations

import json
from typing import Any

from tests.registry_server.faults import alter
from tests.registry_server.faults.kind import JSON, WORKS, Kind, Means

_SEARCH = frozenset({"esearch"})
_LISTS = frozenset({"list", "query"})
_CROSSREF = WORKS | {"query", "agency"}


def _body(name: str, change: alter.Alter, means: Means = Means.OUTAGE) -> Kind:
    return Kind(f"json-{name}", means=means, options={"alter": change}, endpoints=JSON)


def _crossref(name: str, change: alter.Alter) -> Kind:
    return Kind(f"json-{name}", options={"alter": change}, endpoints=_CROSSREF)


def _work(name: str, change: alter.Alter, means: Means = Means.OUTAGE) -> Kind:
    return Kind(f"work-{name}", means=means, options={"alter": change}, endpoints=WORKS)


def _search(name: str, result: Any, means: Means = Means.OUTAGE) -> Kind:
    change = alter.result(lambda _: result)
    return Kind(f"search-{name}", means=means, options={"alter": change}, endpoints=_SEARCH)


def _lists(name: str, message: Any) -> Kind:
    change = alter.message(lambda _: message)
    return Kind(f"list-{name}", options={"alter": change}, endpoints=_LISTS)


KINDS = (
    _body("cut", lambda body: body[:-1]),
    _body("trailing-junk", alter.after(b"}")),
    _body("twice", lambda body: body + b"\n" + body),
    _body("quotes", alter.replaced(b'"', b"'")),
    _body("comment", alter.before(b"/* {canary} */")),
    _body("prefix", alter.before(b")]}',\n")),
    _body("callback", lambda body: b"callback(" + body + b")"),
    _body("nan", alter.replaced(b'{"', b'{"x": NaN, "')),
    _body("in-a-list", lambda body: b"[" + body + b"]"),
    _body("in-a-string", lambda body: json.dumps(body.decode()).encode()),
    _body("indented", lambda body: json.dumps(json.loads(body), indent=8).encode(),
          Means.HARMLESS),
    _body("more-members", alter.envelope(new_member={"a": [1, None]}), Means.HARMLESS),
    _crossref("failed", alter.envelope(status="failed")),
    _crossref("status-none", alter.in_json(lambda read: {k: v for k, v in read.items()
                                                         if k != "status"})),
    _crossref("message-null", alter.envelope(message=None)),
    _crossref("message-list", alter.envelope(message=[])),
    _crossref("message-empty", alter.envelope(message={})),
    _crossref("message-text", alter.envelope(message="Resource not found. {key}")),
    Kind("json-type-other", options={"alter": alter.envelope(message_type="funder")},
         endpoints=WORKS | {"query"}),
    Kind("json-validation", options={"alter": alter.envelope(status="failed", message_type=
         "validation-failure", message=[{"type": "x", "value": 1, "message": "{key}"}])},
         endpoints=_CROSSREF),
    _work("doi-none", alter.without("DOI")),
    _work("doi-null", alter.member(DOI=None)),
    _work("doi-number", alter.member(DOI=10.5555)),
    _work("doi-list", alter.member(DOI=["10.5555/a"])),
    _work("doi-empty", alter.member(DOI="")),
    _work("doi-words", alter.member(DOI="not a doi")),
    _work("title-text", alter.each_work(lambda one: one.update(title=one["title"][0])),
          Means.EITHER),
    _work("title-none", alter.without("title"), Means.ODD),
    _work("title-nulls", alter.member(title=[None, None]), Means.ODD),
    _work("title-number", alter.member(title=[17]), Means.EITHER),
    _work("author-null", alter.member(author=None), Means.ODD),
    _work("author-text", alter.member(author="Doe"), Means.EITHER),
    _work("author-nulls", alter.member(author=[None, {"family": None}]), Means.EITHER),
    _work("dates-null", alter.member(issued={"date-parts": [[None]]}), Means.ODD),
    _work("dates-absurd", alter.member(issued={"date-parts": [[99999, 77, -3]]}), Means.EITHER),
    _work("dates-text", alter.member(issued="2010"), Means.EITHER),
    _work("only-doi", alter.each_work(lambda one: [one.pop(name) for name in list(one)
                                                   if name != "DOI"]), Means.ODD),
    _work("update-to-text", alter.member(update_to="10.5555/x", updated_by=17), Means.EITHER),
    _search("list-none", {"count": "1"}),
    _search("list-null", {"count": "1", "idlist": None}),
    _search("list-text", {"count": "1", "idlist": "1111"}),
    _search("list-of-words", {"count": "1", "idlist": ["{canary}"]}),
    _search("list-of-nulls", {"count": "1", "idlist": [None]}),
    _search("list-of-zeros", {"count": "1", "idlist": ["0"]}),
    _search("counted-not-listed", {"count": "3", "idlist": []}),
    _search("null", None),
    _search("text", "Search Backend failed"),
    _search("error-beside", {"count": "0", "idlist": [], "ERROR": "{key} Search Backend failed"}),
    _search("nothing", {"count": "0", "idlist": []}, Means.ABSENT),
    _lists("null", None),
    _lists("items-null", {"items": None}),
    _lists("items-none", {"total-results": 2}),
    _lists("items-text", {"items": "two"}),
    _lists("items-nulls", {"items": [None, None]}),
)  # fmt: skip

"""`check` as JSON: `citekit/check/1`, which only grows (docs/schemas/check-1.json)."""

from __future__ import annotations

from citekit.findings import Checked, Finding, Unchecked
from citekit.model import Place
from citekit.reports import shapes
from citekit.reports.checks import order, words
from citekit.reports.shapes import Json


def report(checked: Checked) -> str:
    """Shape the outcome of a check; nothing is cut, everything is escaped."""
    prints = order.fingerprints(checked.findings)
    content: Json = {
        "summary": {
            "checked": checked.count,
            "unchecked": words.unchecked_count(checked.unchecked),
            "findings": len(checked.counted),
            "acknowledged": len(checked.findings) - len(checked.counted),
            "requests": dict(checked.requests),
        },
        "findings": [_finding(*each) for each in zip(checked.findings, prints, strict=True)],
        "unchecked": [_unchecked(one) for one in checked.unchecked],
    }
    return shapes.dump("check", content)


def _finding(one: Finding, fingerprint: str) -> Json:
    about = {"field": one.field, "stored": one.stored, "current": one.current}
    return {
        "rule": one.rule.code,
        "name": one.rule.name,
        "level": one.level.value,
        "key": one.key,
        "place": _place(one.place),
        "message": one.message,
        "date": one.date,
        "fingerprint": fingerprint,
        "acknowledged": shapes.acknowledgement(one.acknowledged),
        **_notice(one),
        **{name: said for name, said in about.items() if said is not None},
        "witnesses": [shapes.witness(each) for each in one.witnesses],
    }


def _notice(one: Finding) -> Json:
    """Shape the notice as `notices` does, with its identifiers beside it."""
    if one.notice is None:
        return {}
    notice = shapes.notice_item(one.notice)
    return {"notice": notice, "identifiers": dict(one.notice.identifiers)}


def _unchecked(one: Unchecked) -> Json:
    place = _place(one.place)
    return {"key": one.key, "registry": one.registry, "reason": one.reason, "place": place}


def _place(place: Place | None) -> Json | None:
    if place is None:
        return None
    return {"path": place.path, "line": place.line, "column": place.column}

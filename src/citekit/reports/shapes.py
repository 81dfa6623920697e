"""What every command prints as JSON: one object with a schema name, which only grows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from citekit.model import (
    Acknowledgement,
    Asked,
    Citation,
    CslItem,
    End,
    FieldSource,
    Resolution,
    Scored,
    Silence,
    StoredLink,
    StoredWork,
    Witness,
)
from citekit.reports import safe
from citekit.reports.notices import REGISTRIES, Acknowledged, not_asked
from citekit.status import Turn
from citekit.vocab import DOCUMENT

if TYPE_CHECKING:
    from citekit.library.past import Past
    from citekit.verbs.doctor import Check
    from citekit.verbs.dossier import Dossier
    from citekit.verbs.notices import WorkNotices

Json = Mapping[str, object]


def dump(verb: str, content: Json) -> str:
    """Serialise one command's output, with its schema named first."""
    content = {"schema": f"citekit/{verb}/1", **content}
    return safe.json_text(json.dumps(content, ensure_ascii=False, indent=2))


def resolutions(verb: str, found: Sequence[Resolution]) -> str:
    """Shape what `resolve` and `add` print."""
    return dump(verb, {"resolutions": [resolution(one) for one in found]})


def resolution(one: Resolution) -> Json:
    """Shape one resolution; `key` is there only when the work is in the library."""
    key = {} if one.key is None else {"key": one.key}
    return {
        "citation": citation(one.citation),
        "outcome": one.outcome.value,
        **key,
        "record": one.record.item if one.record else None,
        "identifiers": dict(one.record.identifiers) if one.record else {},
        "fields": fields(one.record.fields) if one.record else {},
        "score": _rounded(one.score),
        "reasons": list(one.reasons),
        "candidates": [scored(candidate) for candidate in one.candidates],
        "asked": [asked(registry) for registry in one.asked],
    }


def citation(one: Citation) -> Json:
    """Shape what somebody wrote; `place` is null for what was typed on the command line."""
    place = one.place
    at = place and {"path": place.path, "line": place.line, "column": place.column}
    key = {} if one.key is None else {"key": one.key}
    return {"raw": one.raw, "place": at, "identifiers": dict(one.identifiers), **key}


def scored(one: Scored) -> Json:
    """Shape a candidate with its score and reasons."""
    return {
        "record": one.record.item,
        "identifiers": dict(one.record.identifiers),
        "score": _rounded(one.score),
        "reasons": list(one.reasons),
    }


def _rounded(score: float | None) -> float | None:
    # Further digits are noise of the arithmetic, and differ between machines.
    return None if score is None else round(score, 4)


def asked(one: Asked) -> Json:
    """Shape one registry's answer."""
    return {
        "registry": one.registry,
        "outcome": one.outcome.value,
        "detail": one.detail,
        "via": one.via,
    }


def fields(sources: Mapping[str, FieldSource]) -> Json:
    """Shape which registry gave each field."""
    return {
        name: {"registry": source.registry, "fetched_at": source.fetched_at}
        for name, source in sorted(sources.items())
    }


def works(verb: str, stored: Sequence[StoredWork]) -> str:
    """Shape what `list` and `search` print."""
    return dump(verb, {"works": [work(one) for one in stored]})


def work(one: StoredWork) -> Json:
    """Shape one work of the library."""
    return {
        "key": one.key,
        "record": one.item,
        "identifiers": dict(one.identifiers),
        "status": one.status.value,
    }


def notices(told: Sequence[WorkNotices], acknowledged: Acknowledged) -> str:
    """Shape what `notices` prints.

    `works` tells of each work its state, and of each registry whether it has the work (found),
    has it not (absent), could not be asked (unavailable) or was not asked (not_asked).
    """
    stored = [one for known in told for one in known.notices]
    shown = [{**notice(one), "acknowledged": acknowledgement(acknowledged(one))} for one in stored]
    works_ = [_of_work(one) for one in told if one.key is not None]
    return dump("notices", {"notices": shown, "works": works_})


def _of_work(one: WorkNotices) -> Json:
    outcomes = {
        answer.registry: answer.outcome.value
        for answer in one.answers
        if answer.registry != DOCUMENT
    }
    return {
        "key": one.key,
        "status": one.status.value,
        "in_place": [_turn(turn) for turn in one.in_place],
        "registries": {**dict.fromkeys(REGISTRIES, "not_asked"), **outcomes},
    }


def acknowledgement(one: Acknowledgement | None) -> Json | None:
    """Shape the acknowledgement that holds for a notice; null where none does."""
    if one is None:
        return None
    return {
        "reason": one.reason,
        "until": one.until,
        "at": one.at,
        "cited_on_purpose": one.cited_on_purpose,
    }


def notice(one: StoredLink) -> Json:
    """Shape one notice of an affected work.

    `not_asked` names the registries that nobody asked about it: they are neither witnesses nor
    silent.
    """
    return {
        "key": one.key,
        "work": dict(one.link.work.identifiers),
        "type": one.link.type.value,
        "notice": notice_item(one.link.notice),
        "identifiers": dict(one.link.notice.identifiers),
        "witnesses": [witness(each) for each in one.link.witnesses],
        "silent": [silence(each) for each in one.silent],
        "not_asked": not_asked(one),
        **({"preprint": True} if one.preprint else {}),
        "acknowledged": None,
    }


def notice_item(end: End) -> CslItem | Mapping[str, str | None]:
    """Shape the notice itself: its record, or what the witness wrote of it."""
    return end.record if end.record is not None else {"raw": end.raw}


def witness(one: Witness) -> Json:
    """Shape one assertion."""
    more = {
        "record_id": one.record_id,
        "stands_on": one.stands_on,
        "answered_by": one.answered_by,
    }
    return {
        "registry": one.registry,
        "term": one.term,
        "asserted": one.asserted,
        "fetched_at": one.fetched_at,
        "via": one.via,
        **{name: told for name, told in more.items() if told is not None},
    }


def silence(one: Silence) -> Json:
    """Shape a registry that was asked and does not assert the notice."""
    return {"registry": one.registry, "outcome": one.outcome.value, "via": one.via}


def dossier(one: Dossier, acknowledged: Acknowledged) -> str:
    """Shape what `show` prints."""
    return dump(
        "show",
        {
            **work(one.work),
            "fields": _fields_with_alternatives(one),
            "timeline": [_turn(turn) for turn in one.timeline],
            "hints": [
                {"hint": "title_prefix", "says": h.type, "registry": h.registry, "title": h.title}
                for h in one.hints
            ],
            "notices": [
                {**notice(each), "acknowledged": acknowledgement(acknowledged(each))}
                for each in one.work.notices
            ],
            "answers": [asked(each) for each in one.answers],
            "payloads": [
                {"registry": p.registry, "sha256": p.hash, "fetched_at": p.fetched_at}
                for p in one.payloads
            ],
            "citations": [citation(each) for each in one.citations],
        },
    )


def _fields_with_alternatives(one: Dossier) -> Json:
    shaped = fields(one.fields)
    return {
        name: {
            **cast("Json", source),
            "alternatives": [
                {"registry": o.registry, "fetched_at": o.fetched_at, "value": o.value}
                for o in one.alternatives.get(name, ())
            ],
        }
        for name, source in shaped.items()
    }


def _turn(turn: Turn) -> Json:
    notice_ = None if turn.link is None else notice_item(turn.link.notice)
    return {
        "date": turn.date,
        "type": turn.type.value,
        "status": turn.status.value,
        "in_place": turn.in_place,
        "notice": notice_,
    }


def past(known: Past, day: str) -> str:
    """Shape what `show --as-of` prints."""
    return dump(
        "show",
        {
            "as_of": day,
            "key": known.key,
            "record": known.item,
            "status": known.status.value,
            "notices": [notice(one) for one in known.notices],
        },
    )


def checks(looked_at: Sequence[Check]) -> str:
    """Shape what `doctor` prints; `ok` is null for what is merely told."""
    return dump(
        "doctor",
        {"checks": [{"name": one.name, "told": one.told, "ok": one.ok} for one in looked_at]},
    )

"""What every command prints as JSON: one object with a schema name, which only grows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from citekit.model import (
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

if TYPE_CHECKING:
    from citekit.mirror.manifest import HeldFile, Manifest
    from citekit.verbs.doctor import Check
    from citekit.verbs.dossier import Dossier

Json = Mapping[str, object]


def dump(verb: str, content: Json) -> str:
    """Serialise one command's output, with its schema named first."""
    return json.dumps({"schema": f"citekit/{verb}/1", **content}, ensure_ascii=False, indent=2)


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
    place = None if one.place is None else {"path": one.place.path, "line": one.place.line}
    return {"raw": one.raw, "place": place, "identifiers": dict(one.identifiers)}


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


def notices(stored: Sequence[StoredLink]) -> str:
    """Shape what `notices` prints."""
    return dump("notices", {"notices": [notice(one) for one in stored]})


def notice(one: StoredLink) -> Json:
    """Shape one notice of an affected work."""
    return {
        "key": one.key,
        "work": dict(one.link.work.identifiers),
        "type": one.link.type.value,
        "notice": _notice_item(one.link.notice),
        "identifiers": dict(one.link.notice.identifiers),
        "witnesses": [witness(each) for each in one.link.witnesses],
        "silent": [silence(each) for each in one.silent],
        "acknowledged": None,
    }


def _notice_item(end: End) -> CslItem | Mapping[str, str | None]:
    return end.record if end.record is not None else {"raw": end.raw}


def witness(one: Witness) -> Json:
    """Shape one assertion."""
    record_id = {} if one.record_id is None else {"record_id": one.record_id}
    return {
        "registry": one.registry,
        "term": one.term,
        "asserted": one.asserted,
        "fetched_at": one.fetched_at,
        "via": one.via,
        **record_id,
    }


def silence(one: Silence) -> Json:
    """Shape a registry that was asked and does not assert the notice."""
    return {"registry": one.registry, "outcome": one.outcome.value, "via": one.via}


def dossier(one: Dossier) -> str:
    """Shape what `show` prints."""
    return dump(
        "show",
        {
            **work(one.work),
            "fields": fields(one.fields),
            "notices": [notice(each) for each in one.work.notices],
            "answers": [asked(each) for each in one.answers],
            "citations": [citation(each) for each in one.citations],
        },
    )


def mirror(told: Manifest) -> str:
    """Shape what `mirror info` prints; each file with the date, origin and coverage it has."""
    return dump(
        "mirror-info",
        {
            "name": told.name,
            "date": told.date,
            "origin": told.origin,
            "coverage": told.coverage,
            "files": [_held_file(told, one) for one in told.files],
            "notes": list(told.notes),
        },
    )


def _held_file(manifest: Manifest, one: HeldFile) -> Json:
    told = manifest.about(one)
    return {
        "registry": one.registry,
        "path": one.path,
        "records": one.records,
        "sha256": one.sha256,
        "date": told.date,
        "origin": told.origin,
        "coverage": told.coverage,
    }


def checks(looked_at: Sequence[Check]) -> str:
    """Shape what `doctor` prints; `ok` is null for what is merely told."""
    return dump(
        "doctor",
        {"checks": [{"name": one.name, "told": one.told, "ok": one.ok} for one in looked_at]},
    )

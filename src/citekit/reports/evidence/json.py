"""The evidence for scripts: what the page shows, field by field."""

from __future__ import annotations

from citekit.reports import shapes
from citekit.reports.conflicts import Conflict
from citekit.reports.evidence import told
from citekit.reports.evidence.told import Answer, Event, Told
from citekit.reports.notices import REGISTRIES
from citekit.verbs.evidence import Evidence


def write(evidence: Evidence) -> str:
    """Write one object, `citekit/report/1`."""
    works = told.works(evidence)
    content = {
        "as_of": evidence.as_of,
        "registries": list(REGISTRIES),
        "summary": told.counted(works),
        "works": [_work(one) for one in works],
    }
    return shapes.dump("report", content) + "\n"


def _work(one: Told) -> shapes.Json:
    return {
        "key": one.key,
        "study": one.study,
        "title": one.title,
        "reference": one.reference,
        "identifiers": {named.label.lower(): named.value for named in one.named},
        "state": one.state,
        "checked_on": one.checked or None,
        "asked": [_answer(answer) for answer in one.answers],
        "events": [_event(event) for event in one.events],
        "conflicts": [_conflict(conflict) for conflict in one.conflicts],
    }


def _answer(one: Answer) -> shapes.Json:
    return {"registry": one.registry, "outcome": one.kind, "last_answer": one.date or None}


def _event(one: Event) -> shapes.Json:
    return {
        "date": one.date or None,
        "type": one.kind,
        "notice": one.sentence or None,
        "identifiers": {named.label.lower(): named.value for named in one.named},
        "state": one.state or None,
        "witnesses": [
            {
                "registry": voice.registry,
                "outcome": voice.kind,
                "term": voice.words if voice.kind == "says" else None,
                "asserted": voice.dated or None,
                "read": voice.read or None,
            }
            for voice in one.voices
        ],
        "acknowledged": {"until": one.until, "reason": one.acknowledged} if one.until else None,
    }


def _conflict(one: Conflict) -> shapes.Json:
    said = [each._asdict() for each in one.said]
    return {"field": one.field, "said": said}

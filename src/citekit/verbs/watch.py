"""Ask those who know notices about the works that were resolved; who a work is, they do not say.

A DOI that stands in Retraction Watch alone is still not found: its sheet is filled in by hand, and
a mistyped identifier must neither make a work nor join two.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from citekit import links
from citekit.model import (
    Absent,
    Answer,
    Asked,
    Candidate,
    Found,
    Identifier,
    Link,
    NoticeRegistry,
    Record,
    Resolution,
    Unavailable,
)
from citekit.verbs.inquiry import STRENGTH, verified
from citekit.vocab import AskedOutcome, Outcome


def watch(
    resolutions: Sequence[Resolution], registries: Sequence[NoticeRegistry], seconds: float
) -> list[Resolution]:
    """Add to every resolved record the notices that these registries know, one batch for each.

    `seconds` is what one registry may cost altogether. What is not resolved stays as it is.
    """
    watched = list(resolutions)
    for registry in registries:
        watched = _watched_by(registry, watched, time.monotonic() + seconds)
    return watched


def _watched_by(
    registry: NoticeRegistry, resolutions: Sequence[Resolution], until: float
) -> list[Resolution]:
    wanted = [_names(registry, resolution) for resolution in resolutions]
    every = dict.fromkeys(name for names in wanted for name in names)
    told = registry.fetch(list(every), until) if every else {}
    answers = {name: verified(name, told.get(name)) for name in every}
    return [
        _with(registry.name, resolution, {name: answers[name] for name in names})
        for resolution, names in zip(resolutions, wanted, strict=True)
    ]


def _names(registry: NoticeRegistry, resolution: Resolution) -> list[Identifier]:
    """List the identifiers of a resolved record that a registry takes."""
    record = resolution.record
    if resolution.outcome is not Outcome.RESOLVED or record is None:
        return []
    schemes = [one for one in STRENGTH if one in record.identifiers and one in registry.takes]
    return [Identifier(scheme, record.identifiers[scheme]) for scheme in schemes]


def _with(name: str, resolution: Resolution, answers: Mapping[Identifier, Answer]) -> Resolution:
    record = resolution.record
    if record is None or not answers:
        return resolution
    found = [answer for answer in answers.values() if isinstance(answer, Found)]
    candidates = [candidate for answer in found for candidate in answer.candidates]
    asked = (*resolution.asked, _asked(name, candidates, list(answers.values())))
    told = [link for candidate in candidates for link in candidate.links]
    return replace(resolution, record=_with_links(record, told), asked=asked)


def _with_links(record: Record, told: Sequence[Link]) -> Record:
    """Merge links into a record's own; what nobody said leaves it as it is."""
    if not told:
        return record
    widened = [links.widen(link, record.identifiers) for link in told]
    return replace(record, links=links.merge([*record.links, *widened]))


def _asked(name: str, candidates: Sequence[Candidate], answers: Sequence[Answer]) -> Asked:
    """Say what the registry answered about one work, by whichever identifier."""
    if candidates:
        stamp = candidates[0].stamp
        return Asked(name, AskedOutcome.FOUND, "", stamp.via, stamp.fetched_at)
    for answer in answers:
        if isinstance(answer, Unavailable):
            return Asked(name, AskedOutcome.UNAVAILABLE, answer.reason)
    details = (answer.detail for answer in answers if isinstance(answer, Absent))
    return Asked(name, AskedOutcome.ABSENT, next(details, ""))

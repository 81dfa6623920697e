"""Decide which work each citation names: identifiers first and verified, then by description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from citekit import records
from citekit.matching.contradict import contradicts
from citekit.matching.decide import decide
from citekit.model import (
    Absent,
    Asked,
    Candidate,
    Citation,
    Found,
    NoticeRegistry,
    Record,
    Registry,
    Resolution,
    Scored,
    Unavailable,
)
from citekit.settings import SOURCE_SECONDS
from citekit.verbs.identify import identify_notices
from citekit.verbs.inquiry import Desk, Inquiry
from citekit.verbs.watch import watch
from citekit.vocab import AskedOutcome, Outcome

RUNNERS_UP = 5


def resolve(
    citations: Sequence[Citation],
    registries: Sequence[Registry],
    seconds: float = SOURCE_SECONDS,
    notice_registries: Sequence[NoticeRegistry] = (),
    *,
    identify: bool = True,
) -> list[Resolution]:
    """Resolve every citation; exactly one resolution for each, in order.

    `seconds` is what one citation may cost over all registries. Those that know notices alone are
    asked about what is resolved. Without `identify` nobody is searched for notices that have no
    identifier.
    """
    desk = Desk(registries, seconds, len(citations))
    inquiries = [Inquiry(citation) for citation in citations]
    desk.fetch(inquiries)
    lost = [inquiry for inquiry in inquiries if _needs_search(inquiry)]
    desk.search(lost)
    desk.fetch(lost)
    concluded = [_conclude(inquiry, desk.names) for inquiry in inquiries]
    told = identify_notices(concluded, desk) if identify else concluded
    return watch(told, notice_registries, seconds)


def _needs_search(inquiry: Inquiry) -> bool:
    """Search when no identifier led anywhere, but never to step around an outage."""
    silent = all(isinstance(answer, Absent) for answer in inquiry.fetched.values())
    return silent and _describes(inquiry.citation)


def _describes(citation: Citation) -> bool:
    said = citation.said
    return not citation.identifiers or "title" in said or {"container-title", "volume"} <= set(said)


def _conclude(inquiry: Inquiry, names: Sequence[str]) -> Resolution:
    if inquiry.decision is not None:
        return _by_description(inquiry, names)
    groups = records.group(inquiry.candidates())
    merged = [records.merge(group) for group in groups]
    if not merged:
        return _unresolved(inquiry, names)
    if len(merged) > 1:
        return _several(inquiry, merged, names)
    return _by_identifier(inquiry, merged[0], names)


def _by_identifier(inquiry: Inquiry, record: Record, names: Sequence[str]) -> Resolution:
    citation = inquiry.citation
    objection = _other_identifier(citation, record) or contradicts(citation, record)
    asked = _asked(inquiry, record, names)
    if objection is not None:
        return _ambiguous(citation, asked, (Scored(record, 0.0, (objection,)),), (objection,))
    named = ", ".join(f"{scheme} {value}" for scheme, value in sorted(citation.identifiers.items()))
    reasons = (f"{named} is what was asked for and what came back",)
    return Resolution(citation, Outcome.RESOLVED, asked, record, 1.0, reasons)


def _other_identifier(citation: Citation, record: Record) -> str | None:
    for scheme, value in citation.identifiers.items():
        other = record.identifiers.get(scheme)
        if other is not None and other != value:
            return f"the citation says {scheme} {value}, the record has {scheme} {other}"
    return None


def _several(inquiry: Inquiry, merged: Sequence[Record], names: Sequence[str]) -> Resolution:
    """Choose among works that share or contradict the cited identifiers, by the text alone."""
    citation = inquiry.citation
    fitting = [record for record in merged if _other_identifier(citation, record) is None]
    decision = decide(citation, fitting)
    if decision.accepted is not None and len(citation.identifiers) == 1:
        chosen = decision.accepted
        asked = _asked(inquiry, chosen.record, names)
        others = tuple(one for one in decision.scored if one.record is not chosen.record)
        return Resolution(
            citation, Outcome.RESOLVED, asked, chosen.record, chosen.score, chosen.reasons, others
        )
    reason = f"the identifiers name {len(merged)} different works"
    scored = tuple(Scored(record, 0.0, (reason,)) for record in merged)
    return _ambiguous(citation, _asked(inquiry, None, names), scored, (reason,))


def _by_description(inquiry: Inquiry, names: Sequence[str]) -> Resolution:
    decision, citation = inquiry.decision, inquiry.citation
    if decision is None or decision.accepted is None:
        return _undecided(inquiry, names)
    chosen = decision.accepted
    record = records.merge(_same_work(inquiry.candidates(), chosen.record))
    asked = _asked(inquiry, record, names)
    missing = inquiry.missing()
    if missing:
        named = ", ".join(f"{one.scheme} {one.value}" for one in missing)
        reason = f"no registry has {named}, but the text beside it fits this record"
        scored = Scored(record, chosen.score, (reason, *chosen.reasons))
        return _ambiguous(citation, asked, (scored,), (reason,))
    others = tuple(one for one in decision.scored if one.record is not chosen.record)
    return Resolution(
        citation, Outcome.RESOLVED, asked, record, chosen.score, chosen.reasons, others[:RUNNERS_UP]
    )


def _same_work(candidates: Sequence[Candidate], record: Record) -> tuple[Candidate, ...]:
    """Keep the completions that are grouped with the accepted record's own candidates."""
    for group in records.group(candidates):
        if any(candidate in record.candidates for candidate in group):
            return group
    return record.candidates


def _undecided(inquiry: Inquiry, names: Sequence[str]) -> Resolution:
    decision = inquiry.decision
    scored = decision.scored[:RUNNERS_UP] if decision is not None else ()
    if decision is not None and decision.ambiguous:
        reason = "two or more records fit equally well"
        return _ambiguous(inquiry.citation, _asked(inquiry, None, names), scored, (reason,))
    return replace(_unresolved(inquiry, names), candidates=scored)


def _unresolved(inquiry: Inquiry, names: Sequence[str]) -> Resolution:
    asked = _asked(inquiry, None, names)
    if not asked:
        schemes = ", ".join(sorted(inquiry.citation.identifiers))
        reason = f"no registry can be asked by {schemes}"
        return Resolution(inquiry.citation, Outcome.UNAVAILABLE, (), reasons=(reason,))
    down = any(one.outcome is AskedOutcome.UNAVAILABLE for one in asked)
    return Resolution(inquiry.citation, Outcome.UNAVAILABLE if down else Outcome.NOT_FOUND, asked)


def _ambiguous(
    citation: Citation,
    asked: tuple[Asked, ...],
    scored: tuple[Scored, ...],
    reasons: tuple[str, ...],
) -> Resolution:
    return Resolution(citation, Outcome.AMBIGUOUS, asked, reasons=reasons, candidates=scored)


def _asked(inquiry: Inquiry, record: Record | None, names: Sequence[str]) -> tuple[Asked, ...]:
    asked = (_asked_of(inquiry, record, name) for name in names)
    return tuple(one for one in asked if one is not None)


def _asked_of(inquiry: Inquiry, record: Record | None, name: str) -> Asked | None:
    """Say what one registry answered; None when it was not asked."""
    answers = inquiry.answers(name)
    offered = [c for answer in answers if isinstance(answer, Found) for c in answer.candidates]
    own = [c for c in record.candidates if c.stamp.registry == name] if record else offered
    if own and (record is not None or inquiry.decision is None):
        stamp = own[0].stamp
        return Asked(name, AskedOutcome.FOUND, "", stamp.via, stamp.fetched_at)
    for answer in answers:
        if isinstance(answer, Unavailable):
            return Asked(name, AskedOutcome.UNAVAILABLE, answer.reason)
    for answer in answers:
        if isinstance(answer, Found) and answer.caveat is not None:
            return Asked(name, AskedOutcome.UNAVAILABLE, answer.caveat)
    if offered:
        detail = f"{len(offered)} candidates, none of them certainly this work"
        stamp = offered[0].stamp
        return Asked(name, AskedOutcome.ABSENT, detail, stamp.via, stamp.fetched_at)
    for answer in answers:
        if isinstance(answer, Absent):
            return Asked(name, AskedOutcome.ABSENT, answer.detail)
    return None


def has_outage(resolution: Resolution) -> bool:
    """Tell whether some registry could not be asked, also where another one answered."""
    return resolution.outcome is Outcome.UNAVAILABLE or any(
        one.outcome is AskedOutcome.UNAVAILABLE for one in resolution.asked
    )

"""The evidence as Markdown: a summary, the table for an appendix, and every notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citekit.reports.checks.markdown import cell
from citekit.reports.evidence import told
from citekit.reports.evidence.told import Event, Told
from citekit.reports.notices import NOT_ASKED, REGISTRIES
from citekit.text.counted import counted
from citekit.verbs.evidence import Evidence


def write(evidence: Evidence) -> str:
    """Write the report; the same evidence gives the same text."""
    works = told.works(evidence)
    return "\n".join([*_head(evidence, works), "", *_appendix(works), *_notices(works)]) + "\n"


def _head(evidence: Evidence, works: Sequence[Told]) -> Iterator[str]:
    day = (evidence.as_of or "")[:10]
    yield "# Notices about the cited works"
    yield ""
    yield (
        f"{counted(len(works), 'work')}, as the registries were last read on {day}."
        if day
        else "Nothing was asked."
    )
    yield ""
    yield "| state | works |"
    yield "| --- | --- |"
    for state, count in told.counted(works).items():
        if count:
            yield f"| {told.STATES[state]} | {count} |"


def _appendix(works: Sequence[Told]) -> Iterator[str]:
    yield "## Who was asked about which work, and what was found"
    yield ""
    named = " | ".join(told.name(registry) for registry in REGISTRIES)
    yield f"| study | identifiers | checked on | {named} | found |"
    yield "| --- | --- | --- " + "| --- " * len(REGISTRIES) + "| --- |"
    for one in works:
        yield _line(appendix_row(one))


def appendix_row(one: Told) -> list[str]:
    """Give the cells of the table that goes into a review's appendix."""
    names = ", ".join(f"{named.label} {named.value}" for named in one.named)
    answers = {answer.registry: answer.words for answer in one.answers}
    asked = [answers.get(registry, NOT_ASKED) for registry in REGISTRIES]
    return [one.study, names, one.checked or "never", *asked, one.found or "nothing"]


def _notices(works: Sequence[Told]) -> Iterator[str]:
    for one in works:
        if one.notices or one.conflicts:
            yield ""
            yield f"## {cell(one.study)}: {told.STATES[one.state]}"
            yield ""
            yield cell(one.reference)
            yield ""
            yield from map(_notice, one.notices)
            for conflict in one.conflicts:
                said = "; ".join(
                    f"{told.name(each.registry)}: {each.value}" for each in conflict.said
                )
                yield f"- registries disagree on {cell(conflict.field)}: {cell(said)}"


def _notice(event: Event) -> str:
    voices = "; ".join(f"{told.name(one.registry)} {one.words}" for one in event.voices)
    seen = (
        f" Acknowledged until {cell(event.until)}: {cell(event.acknowledged)}"
        if event.until
        else ""
    )
    date = cell(event.date or told.UNDATED)
    return f"- {date}, {event.words}: {cell(event.sentence)} ({cell(voices)}){seen}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(cell, cells))} |"

"""The evidence as a table for spreadsheets: a row for each notice, one for a work without any."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from citekit.formats.csv_works import safe_cell
from citekit.reports.evidence import told
from citekit.reports.evidence.told import Event, Told
from citekit.reports.notices import NOT_ASKED, REGISTRIES
from citekit.verbs.evidence import Evidence
from citekit.vocab import DOCUMENT

_SPEAKERS = (*REGISTRIES, DOCUMENT)
COLUMNS = (
    *("key", "study", "title", "year", "doi", "pmid", "state", "checked_on"),
    *(f"asked_{registry}" for registry in REGISTRIES),
    *("notice", "notice_date", "notice_text", "notice_doi", "notice_pmid"),
    *(f"says_{registry}" for registry in _SPEAKERS),
    *("acknowledged_until", "acknowledged_because", "conflicts"),
)


def write(evidence: Evidence) -> str:
    """Write a heading and the rows, by key, CR LF behind each (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in told.works(evidence):
        for notice in one.notices or (None,):
            writer.writerow(map(safe_cell, _row(one, notice)))
    return text.getvalue()


def _row(one: Told, notice: Event | None) -> Iterator[str]:
    names = {named.label: named.value for named in one.named}
    yield from (one.key, one.study, one.title, one.year)
    yield from (names.get("DOI", ""), names.get("PMID", ""), told.STATES[one.state], one.checked)
    answers = {answer.registry: answer.words for answer in one.answers}
    yield from (answers.get(registry, NOT_ASKED) for registry in REGISTRIES)
    yield from _notice(notice) if notice else [""] * (7 + len(_SPEAKERS))
    yield ", ".join(conflict.field for conflict in one.conflicts)


def _notice(one: Event) -> Iterator[str]:
    names = {named.label: named.value for named in one.named}
    yield from (one.words, one.date, one.sentence, names.get("DOI", ""), names.get("PMID", ""))
    says = {voice.registry: voice.words for voice in one.voices}
    yield from (says.get(registry, "") for registry in _SPEAKERS)
    yield from (one.until, one.acknowledged)

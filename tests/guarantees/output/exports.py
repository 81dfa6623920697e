"""Hostile works through every export, hostile findings and libraries through every report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from citekit.findings import Checked, Finding, Rule, Unchecked
from citekit.library.store import Library
from citekit.model import Acknowledgement, Place
from citekit.reports import evidence
from citekit.reports.checks.formats import FORMATS as REPORTS
from citekit.verbs.evidence import gather
from citekit.verbs.export import FORMATS, render
from citekit.vocab import Level, LinkType
from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.output import hostile, lexers, terminal
from tests.guarantees.output.lexers import Lexer

TRIALS = 1000
_LEXERS: Mapping[str, Lexer] = {
    "bibtex": lexers.bibtex,
    "biblatex": lexers.bibtex,
    "ris": lexers.ris,
    "csljson": lexers.csljson,
    "nbib": lexers.nbib,
    "endnote-xml": lexers.endnote,
    "enw": lexers.enw,
    "vancouver": lexers.numbered,
    "csv": lexers.table,
}
_REPORTS: Mapping[str, Lexer] = {
    "text": lexers.plain,
    "json": lexers.any_json,
    "sarif": lexers.sarif,
    "github": lexers.github,
    "junit": lexers.junit,
    "gitlab": lexers.gitlab,
    "markdown": lexers.markdown,
}
_EVIDENCE: Mapping[str, Lexer] = {
    "html": lexers.evidence_page,
    "markdown": lexers.evidence_markdown,
    "csv": lexers.evidence_table,
    "json": lexers.any_json,
}


def trial(number: int, folder: Path) -> Told:
    told = [
        *_exported(number, TRIALS),
        *_reported(number, TRIALS),
        *_evidence(number, TRIALS, folder),
    ]
    return Told(next(filter(None, told), ""), {"files": len(told)})


def _exported(number: int, parts: int) -> Iterator[str]:
    """Write the works in every format and way, and read what was written."""
    works = hostile.works(number, parts)
    for chosen in FORMATS:
        ways: list[dict[str, object]] = [{}]
        ways += [{"ascii_only": True}] if chosen.has_ascii else []
        ways += [{"flavour": name} for name in chosen.flavours]
        for way in ways:
            text = render(works, chosen, way)
            wrong = lexers.of_file(text) or _LEXERS[chosen.name](text, len(works))
            if way.get("ascii_only") and not text.isascii():
                wrong = wrong or "it is not ASCII"
            yield f"{chosen.name} {way}: {wrong}" if wrong else ""


def _reported(number: int, parts: int) -> Iterator[str]:
    checked = outcome(number, parts)
    for name, write in REPORTS.items():
        text = write(checked)
        wrong = lexers.controls(text) or _REPORTS[name](text, len(checked.findings))
        yield f"report {name}: {wrong}" if wrong else ""


def _evidence(number: int, parts: int, folder: Path) -> Iterator[str]:
    path = folder / "library.db"
    keys = terminal.shelve(path, *hostile.texts(number, parts))
    with Library.open(path) as library:
        known = gather(library)
    for chosen in evidence.FORMATS:
        text = evidence.render(known, chosen)
        wrong = lexers.of_file(text) or _EVIDENCE[chosen.name](text, len(keys))
        yield f"evidence {chosen.name}: {wrong}" if wrong else ""


def outcome(number: int, parts: int) -> Checked:
    """Make the outcome of a check of which every text is hostile."""
    after, _ = hostile.texts(number, parts)
    rule = Rule("CK101", "retracted", Level.ERROR, "The work has been retracted.")
    seen = Acknowledgement(after(), {}, LinkType.ERRATUM, {}, after(), after(), after(), after())
    findings = tuple(
        Finding(
            rule, tuple(Level)[place % 3], f"{after()} {place}", after() or None,
            Place(after() or "x.bib", place + 1) if place % 2 else None,
            stored=after(), current=after(), field=after(), date=after(),
            acknowledged=seen if place == 3 else None,
        )
        for place in range(12)
    )  # fmt: skip
    unchecked = (Unchecked(after(), after(), after(), Place(after(), 1)),)
    return Checked(after(), 12, (rule,), findings, unchecked, {"pubmed": 1}, "0")


GUARANTEES = (
    Guarantee(
        "exports",
        "No text of a record becomes a TeX command, a formula, a tag, a line or a record of an "
        "export, or a command or link of a report; all of Unicode is written",
        TRIALS,
        trial,
        few=1,
    ),
)

"""Write docs/deciding.md from the weights that citekit decides by; a test compares the two."""

from __future__ import annotations

from pathlib import Path

from citekit.matching.evidence import POINTS, PRIOR, Field, Verdict
from citekit.matching.score import ACCEPT

HERE = Path(__file__).parent

HEAD = """\
# How one citation is decided

This page is generated (`make docs`) from the weights that citekit uses. It is about `resolve`,
`add`, `import` and `check`; references in bulk are [matched](matching.md) by other means.

## Identifiers first

Where a citation has an identifier, its record is fetched, and taken only if it carries that very
identifier. The text beside it is read too: if it plainly speaks of another work, the citation is
*ambiguous*, with the identifier's record as the candidate, and nothing is stored.

Without an identifier that leads anywhere, the registries are searched by description. An outage is
never stepped around: who could not be asked makes the citation *unavailable*, not *not found*.

## Then field by field

Each record that a search brings up is compared with what is written, field by field. A field
agrees, is near, differs, or says nothing on one side; what is not said counts nothing. Each verdict
has points, powers of ten by which it makes the record likelier to be the one meant:
"""

TITLES = """\
A title is weighed by what it differs in, not by how much of it is alike: *active and refractory* is
not *severe and refractory*, and a notice or another part of a series is another work.
"""

RULES = f"""\
One of about a thousand records that a search could bring up is meant, so a record starts at
{PRIOR:g} points. It is accepted from a likelihood of {ACCEPT:g} on, and its reasons are told.

## What points alone cannot do

Points could add up from what many works share. So whatever they are,

- a record of another identifier than the one written is rejected;
- so is a notice, reply or part of nearly the same title, and a record that stands in another place:
  two numbers that differ are a place, one is a slip;
- what agrees must name one work: the identifier, a whole title that nothing speaks against, a title
  with a page or an author behind it, or journal, volume and first page with the year or the author.

## When two fit

If a second work is a tenth as likely or more, the citation is *ambiguous*, and both are told. Two
records of the same work, PubMed's and Crossref's, are no rivals: they become one record, each field
with the registry that is [believed](fields.md) for it.
"""


def page() -> str:
    """Render the page."""
    shown = [one for one in Verdict if one is not Verdict.SILENT]
    rows = [
        f"| {field} | {' | '.join(_points(field, one) for one in shown)} |"
        for field in Field
        if any((field, one) in POINTS for one in shown)
    ]
    table = [f"| field | {' | '.join(shown)} |", f"|---|{'---|' * len(shown)}", *rows, ""]
    return "\n".join([HEAD, *table, TITLES, RULES])


def _points(field: Field, verdict: Verdict) -> str:
    points = POINTS.get((field, verdict))
    return "" if points is None else f"{points:+g}"


PAGES = {"deciding.md": page}

if __name__ == "__main__":
    for name, render in PAGES.items():
        (HERE / name).write_text(render(), encoding="utf-8")

"""Write docs/fields.md, notices.md and states.md from the tables in the code; a test compares."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from citekit import terms
from citekit.precedence import FIELDS, OTHERWISE
from citekit.status import STATES
from citekit.terms import Term
from citekit.vocab import LinkType, Side

HERE = Path(__file__).parent

_FIELDS = """\
# Whose word is taken

This page is generated (`make docs`) from the table that citekit uses.

A field that a person has set (`citekit set`) is believed before all others, then what an imported
entry says. Otherwise the first registry of the row that says anything is believed; what the others
say is kept beside it (`citekit show KEY --sources`), and a registry's new answer replaces its own
old one only.
"""
_NOTICES = """\
# The registries' terms for notices

This page is generated (`make docs`) from the tables that citekit uses. A link runs from the notice
to the work it is about. Every witness keeps its registry's own term; the type below is what citekit
calls it. A term that is in no table is kept, with the type *other*.
"""
_UPDATES = """\
The same word stands in `update-to` on the notice and in `updated-by` on the affected work. A notice
that names the work's own DOI changes the work's state and is no link.
"""
_NATURES = """\
A row stands on the original paper and names its notice. A correction or concern without a row may
exist all the same: only retractions are nearly complete there.
"""
_STATES = """\
# What makes a state

This page is generated (`make docs`) from the table that citekit uses. The state of a work is what
its notices leave it in: the first row below of which a notice stands on the work and still counts.
"""
_COUNTS = """\
Beneath that table there is law, and why it is so is in
[decision 12](decisions/0012-what-makes-a-state.md):

- Only what stands **on the work** counts. A notice of retraction is not itself retracted, and an
  erratum is never told as a retraction.
- One witness makes the state. Who says nothing and who could not be asked stand beside it, and
  weaken it not at all.
- PubMed's *Retracted Publication* counts where no notice is known. A title that begins with
  "RETRACTED:" is a hint under its own name, and decides nothing.
- A Cochrane review's next version leaves the one before *superseded*, whatever the registry's term.
- A reinstatement lifts what is not later than it.
- An acknowledgement changes no state: it is about one notice of one work, until a day.

The words that registries use, and the types that citekit reads them as, are in
[notices](notices.md); whose value of a field is taken is in [fields](fields.md).
"""
_MUTE = "Relations that say nothing about a work are passed over:"


def fields() -> str:
    """Render the page about fields."""
    rows = [
        f"| `{name}` | {', '.join(one.registries)} | {one.why} |" for name, one in FIELDS.items()
    ]
    rows.append(f"| any other | {', '.join(OTHERWISE.registries)} | {OTHERWISE.why} |")
    return "\n".join([_FIELDS, "| field | believed | why |", "|---|---|---|", *rows, ""])


def states() -> str:
    """Render the page about states."""
    rows = [f"| {_spoken(type_)} | {_spoken(state)} |" for type_, state in STATES]
    counted = {type_ for type_, _ in STATES}
    others = ", ".join(_spoken(one) for one in LinkType if one not in counted)
    table = ["| a notice of | leaves the work |", "|---|---|", *rows, ""]
    return "\n".join([_STATES, *table, f"These change nothing: {others}.\n", _COUNTS])


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def notices() -> str:
    """Render the page about terms."""
    tags = {name: tag for tag, name in terms.MEDLINE_TAGS.items()}
    parts = [_NOTICES, "## PubMed: RefType, with its tag in the MEDLINE format\n"]
    parts += [_terms(terms.REF_TYPES, tags)]
    parts += ["## PubMed: publication types\n", _terms(terms.PUBLICATION_TYPES, None)]
    parts += ["## Crossref: updates\n", _UPDATES, _words(terms.UPDATE_TYPES.items())]
    parts += ["## Crossref: relations\n", _terms(terms.RELATIONS, None)]
    parts += [f"{_MUTE} {', '.join(sorted(terms.MUTE_RELATIONS))}.\n"]
    parts += ["## Retraction Watch: natures\n", _NATURES, _words(terms.NATURES.items())]
    return "\n".join(parts)


def _terms(listed: Iterable[Term], tags: dict[str, str] | None) -> str:
    more, rule = (" tag |", "---|") if tags is not None else ("", "")
    head = [f"| term |{more} type | stands on | at the other end |", f"|---|{rule}---|---|---|"]
    rows = [f"| {one.term} |{_tag(one, tags)} {_word(one)} |" for one in listed]
    return "\n".join([*head, *rows, ""])


def _tag(term: Term, tags: dict[str, str] | None) -> str:
    return "" if tags is None else f" {tags.get(term.term, '')} |"


def _word(term: Term) -> str:
    side = "the affected work" if term.stands_on is Side.WORK else "the notice"
    return f"{term.type} | {side} | {term.inverse or ''}"


def _words(pairs: Iterable[tuple[str, str]]) -> str:
    rows = [f"| {term} | {type_} |" for term, type_ in pairs]
    return "\n".join(["| term | type |", "|---|---|", *rows, ""])


PAGES = {"fields.md": fields, "notices.md": notices, "states.md": states}

if __name__ == "__main__":
    for name, render in PAGES.items():
        (HERE / name).write_text(render(), encoding="utf-8")

"""The evidence as one page: nothing outside of it, nothing in it that a record could make act.

The page's policy (Content Security Policy, level 3) allows its own style and script by their
digests, and nothing else: no other script, no request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from citekit.reports.evidence import strip, told
from citekit.reports.evidence.markdown import appendix_row
from citekit.reports.evidence.told import Event, Told
from citekit.reports.notices import REGISTRIES
from citekit.text.counted import counted
from citekit.verbs.evidence import Evidence


def write(evidence: Evidence) -> str:
    """Write the page; the same evidence gives the same text."""
    works = told.works(evidence)
    counts = {state: count for state, count in told.counted(works).items() if count}
    style, script = _file("page.css"), _file("page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            as_of=(evidence.as_of or "")[:10],
            works=works,
            span=strip.span(_dates(evidence, works)),
            counts=counts,
            most=max(counts.values(), default=1),
            style=Markup(style),  # noqa: S704  # the package's own files
            script=Markup(script),  # noqa: S704
            digests=(_digest(style), _digest(script)),
            registries=REGISTRIES,
        )
    )


def _dates(evidence: Evidence, works: Iterable[Told]) -> Iterator[str]:
    yield (evidence.as_of or "")[:10]
    yield from (event.date for one in works for event in one.events)


def beside_links(event: Event) -> str:
    """Tell the sentence of an event without the identifiers at its end, which follow as links."""
    ends = [f" {one.label}:{gap}{one.value}" for one in event.named for gap in (" ", "")]
    sentence = event.sentence
    while (rest := _without_one_of(ends, sentence.removesuffix("."))) is not None:
        sentence = rest
    return sentence


def _without_one_of(ends: Sequence[str], text: str) -> str | None:
    for end in ends:
        if text[-len(end) :].casefold() == end.casefold():
            return text[: -len(end)]
    return None


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_file),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        states=told.STATES,
        name=told.name,
        marks=strip.marks,
        shape=strip.shape,
        shapes=strip.SHAPES,
        row=appendix_row,
        beside_links=beside_links,
        counted=counted,
        undated=told.UNDATED,
        width=strip.WIDTH,
        ranks={state: rank for rank, state in enumerate(told.STATES)},
    )
    return environment


@cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

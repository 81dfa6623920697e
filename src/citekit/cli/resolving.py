"""What `resolve` and `add` share: sources in, resolutions out, the verdict told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from citekit.cli import common, formats
from citekit.cli.exits import Exit, Verdict, say
from citekit.cli.progress import progress

if TYPE_CHECKING:
    from citekit.model import Resolution
    from citekit.verbs.sources import Gathered

GO_ON = {"resolve": "", "add": "the same command goes on"}
RAW_COLUMNS = 80
"""How much of a typed citation names it in a complaint."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of both commands."""

    output: str
    strict: bool
    refresh: bool


def resolve_sources(
    ctx: typer.Context,
    verb: str,
    sources: Sequence[str],
    wanted: Wanted,
    keep: Callable[[list[Resolution]], list[Resolution]] = list,
) -> Exit:
    """Resolve the sources, `keep` what is resolved, print all of it, and tell the verdict."""
    from citekit.reports import shapes, text
    from citekit.text.keys import DEFAULT_TEMPLATE
    from citekit.verbs.as_works import as_works
    from citekit.verbs.asking import ASKED_AT_ONCE, open_asking
    from citekit.verbs.sources import gather

    settings = common.settings(ctx, refresh=wanted.refresh)
    found: list[Resolution] = []
    with progress(ctx, GO_ON[verb]) as listener:
        listener.begin("reading")
        gathered = gather(sources, settings)
        ask = open_asking(settings, listener)
        listener.begin("asking", "citations", len(gathered.citations))
        for start in range(0, len(gathered.citations), ASKED_AT_ONCE):
            some = gathered.citations[start : start + ASKED_AT_ONCE]
            found += keep(ask(some))
            listener.advance(len(some))
    if wanted.output == formats.JSON:
        say(shapes.resolutions(verb, found))
    elif wanted.output in formats.WRITTEN:
        formats.say_works(as_works(found, settings.key_template or DEFAULT_TEMPLATE), wanted.output)
    else:
        common.print_lines(text.resolutions(found, common.surface()))
    verdict = Verdict(wanted.strict)
    _judge(gathered, found, verdict)
    return verdict.tell()


def _judge(gathered: Gathered, resolutions: Sequence[Resolution], verdict: Verdict) -> None:
    for problem in gathered.problems:
        verdict.add(Exit.USAGE, problem)
    for outage in gathered.unreached:
        verdict.add(Exit.INCOMPLETE, outage)
    for source in gathered.empty:
        verdict.add(Exit.FINDINGS, f"{source}: there is no citation in it")
    for rejected in gathered.rejected:
        place = f"{rejected.place.path}:{rejected.place.line}"
        verdict.add(Exit.FINDINGS, f"{place}: {rejected.reason}")
    for one in resolutions:
        judge_one(one, verdict)


def judge_one(one: Resolution, verdict: Verdict) -> None:
    """Note what keeps one citation from being resolved, or from being asked about everywhere."""
    from citekit.verbs.resolve import has_outage
    from citekit.vocab import Outcome

    name = _name(one)
    if one.outcome in {Outcome.AMBIGUOUS, Outcome.NOT_FOUND}:
        why = "; ".join(one.reasons) or "all registries that were asked answered, without it"
        verdict.add(Exit.FINDINGS, f"{name}: {one.outcome.replace('_', ' ')}: {why}")
    if has_outage(one):
        verdict.add(Exit.INCOMPLETE, f"{name}: {_outage(one)}")


def _name(one: Resolution) -> str:
    from citekit.reports.surface import cut

    place = one.citation.place
    if place is not None:
        return f"{place.path}:{place.line}"
    named = ", ".join(f"{scheme}:{value}" for scheme, value in one.citation.identifiers.items())
    return cut(" ".join(one.citation.raw.split()) or named, RAW_COLUMNS)


def _outage(one: Resolution) -> str:
    from citekit.vocab import AskedOutcome

    down = [
        f"{asked.registry} could not be asked: {asked.detail}"
        for asked in one.asked
        if asked.outcome is AskedOutcome.UNAVAILABLE
    ]
    return "; ".join(down or one.reasons)

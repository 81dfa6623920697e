"""Acknowledgements: of what, until when, why, and whether they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from citekit.reports import safe
from citekit.reports.notices import named
from citekit.reports.shapes import dump
from citekit.reports.surface import Ink, Surface, table

if TYPE_CHECKING:
    from citekit.verbs.acknowledge import Standing


_INKS = {3: {"active": Ink.GOOD, "expired": Ink.DOUBT, "unused": Ink.DOUBT}.get}


def lines(found: Sequence[Standing], surface: Surface) -> Iterator[str]:
    """Print one line for each acknowledgement."""
    rows = [
        (one.given.key, one.given.type, _notice(one), one.force, one.given.until, one.given.reason)
        for one in found
    ]
    yield from table([tuple(map(safe.line, row)) for row in rows], surface, _INKS)


def shape(found: Sequence[Standing]) -> str:
    """Shape what `ack` lists."""
    told = [
        {
            "key": one.given.key,
            "work": dict(one.given.work),
            "type": one.given.type.value,
            "notice": {"raw": one.given.raw, "identifiers": dict(one.given.notice)},
            "reason": one.given.reason,
            "until": one.given.until,
            "at": one.given.at,
            "cited_on_purpose": one.given.cited_on_purpose,
            "state": one.force.value,
        }
        for one in found
    ]
    return dump("ack", {"acknowledgements": told})


def _notice(one: Standing) -> str:
    return named(one.given.notice) if one.given.notice else one.given.raw or ""

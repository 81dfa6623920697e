"""Whether an acknowledgement is of a notice: of this one, of this work, and still in force."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from citekit.identity import same_identifiers
from citekit.model import Acknowledgement, End, Link


class Force(StrEnum):
    """What an acknowledgement does today."""

    ACTIVE = "active"
    EXPIRED = "expired"
    UNUSED = "unused"
    """There is no such notice (any longer)."""


def is_of(given: Acknowledgement, link: Link) -> bool:
    """Tell whether an acknowledgement is of this notice of this work.

    Another type is another notice, under the same identifiers too: an erratum that was seen does
    not hide the retraction that follows it in the same place.
    """
    return (
        given.type is link.type
        and same_identifiers(given.work, link.work.identifiers) is True
        and _same_notice(given, link.notice)
    )


def force(given: Acknowledgement, links: Iterable[Link], today: str) -> Force:
    """Tell what an acknowledgement does, given every notice there is; `today` is ISO 8601."""
    if not any(is_of(given, link) for link in links):
        return Force.UNUSED
    return Force.EXPIRED if given.until < today else Force.ACTIVE


def standing(given: Iterable[Acknowledgement], link: Link, today: str) -> Acknowledgement | None:
    """Give the acknowledgement that is in force for a notice, the longest; None if none is."""
    holding = [one for one in given if one.until >= today and is_of(one, link)]
    return max(holding, key=lambda one: (one.until, one.at), default=None)


def _same_notice(given: Acknowledgement, notice: End) -> bool:
    verdict = same_identifiers(given.notice, notice.identifiers)
    if verdict is not None:
        return verdict
    told = _folded(given.raw), _folded(notice.raw)
    # Two schemes and no source have nothing in common that could make them one notice.
    return told[0] == told[1] and bool(told[0] or not (given.notice or notice.identifiers))


def _folded(raw: str | None) -> str:
    return " ".join((raw or "").casefold().split()).rstrip(". ")

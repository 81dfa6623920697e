"""Say that a notice was seen: choose it, keep that, and tell which acknowledgements still hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from citekit.acknowledging import Force, force, is_of, standing
from citekit.errors import IdentifierError, InputError
from citekit.formats.notes import notice_sentence
from citekit.library.store import Library
from citekit.model import Acknowledgement, Identifier, Link, StoredLink
from citekit.text import identifiers
from citekit.verbs import acks_file


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be acknowledged, as written on the command line."""

    key: str
    notice: str
    """An identifier of the notice, its source as the registry writes it, or its type."""
    type: str | None = None
    """Narrows the choice, where one identifier stands for two notices."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An acknowledgement and what it does today."""

    given: Acknowledgement
    force: Force


def acknowledge(
    library: Library, wish: Wish, reason: str, until: str, at: str, *, on_purpose: bool = False
) -> Acknowledgement:
    """Keep that one notice of one work was seen.

    Raises UnknownKeyError for the key, InputError for a notice that the work does not have or
    that cannot be told from another, for an empty reason, and for a day that is none or past.
    """
    link = choose(library, wish)
    kept = Acknowledgement(
        key=library.get(wish.key).key,
        work=link.work.identifiers,
        type=link.type,
        notice=link.notice.identifiers,
        raw=link.notice.raw,
        reason=_reason(reason),
        until=_day(until, at),
        at=at,
        cited_on_purpose=on_purpose,
    )
    # What was known by its source alone may have got identifiers since it was first seen.
    earlier = [one for one in library.acknowledgements() if is_of(one, link)]
    with library.write():
        for one in earlier:
            library.revoke(one)
        library.acknowledge(kept)
    return kept


def revoke(library: Library, wish: Wish) -> list[Acknowledgement]:
    """Take back what acknowledges a notice; raises InputError where nothing does."""
    link = choose(library, wish)
    held = [one for one in effective(library) if is_of(one, link)]
    if not held:
        raise InputError(f"{wish.key}: {notice_sentence(link)} is not acknowledged")
    with library.write():
        for one in held:
            library.revoke(one)
    return held


def choose(library: Library, wish: Wish) -> Link:
    """Find the one notice of a work that is meant; raises InputError for none or several."""
    there = notices(library, wish.key)
    meant = [link for link in there if _means(wish, link)]
    if len(meant) == 1:
        return meant[0]
    listed = "; ".join(f"{link.type}: {notice_sentence(link)}" for link in meant or there)
    if not there:
        raise InputError(f"{wish.key}: no notice is stored about it")
    which = "none of its notices is" if not meant else "several of its notices are"
    more = "" if not meant else "; --type tells them apart"
    raise InputError(f"{wish.key}: {which} {wish.notice!r}{more}: {listed}")


def notices(library: Library, key: str) -> list[Link]:
    """List every notice about a work, those published in place too; raises UnknownKeyError."""
    edges = [stored.link for stored in library.notices([key])]
    turns = (turn.link for turn in library.timeline(key) if turn.in_place)
    return [*edges, *(link for link in turns if link is not None)]


def effective(library: Library) -> list[Acknowledgement]:
    """List the acknowledgements of the library and of the file beside it, by key."""
    held = library.acknowledgements()
    written = [one for one in acks_file.read(acks_file.beside(library.path)) if one not in held]
    return sorted([*held, *written], key=lambda one: (one.key.casefold(), one.at))


def standings(library: Library, today: str) -> list[Standing]:
    """Tell of every acknowledgement whether it holds, is expired, or has no notice."""
    keys = {work.key.casefold(): work.key for work in library.works()}
    told: list[Standing] = []
    for one in effective(library):
        # As in `lookup`, its identifiers tell the work, whatever key it was given since.
        key = library.find(one.work) or keys.get(one.key.casefold())
        about = notices(library, key) if key is not None else []
        told.append(Standing(one, force(one, about, today)))
    return told


def lookup(
    given: Sequence[Acknowledgement], today: str
) -> Callable[[StoredLink], Acknowledgement | None]:
    """Make the question that reports ask of every notice: who has acknowledged it?"""
    return lambda stored: standing(given, stored.link, today)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InputError("an acknowledgement needs a reason; --reason tells it to who comes later")
    return reason.strip()


def _day(until: str, at: str) -> str:
    try:
        day = date.fromisoformat(until).isoformat()
    except ValueError as error:
        raise InputError(f"--until {until}: write a day as 2027-01-31") from error
    if day < at[:10]:
        raise InputError(f"--until {until}: this day is past, nothing would be acknowledged")
    return day


def _means(wish: Wish, link: Link) -> bool:
    if wish.type is not None and _word(wish.type) != link.type:
        return False
    named = _identifier(wish.notice)
    if named is not None:
        return link.notice.identifiers.get(named.scheme) == named.value
    return _word(wish.notice) == link.type or _same_text(wish.notice, _texts(link))


def _identifier(text: str) -> Identifier | None:
    try:
        return identifiers.parse(text)
    except IdentifierError:
        return None


def _word(text: str) -> str:
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


def _texts(link: Link) -> Iterable[str]:
    yield notice_sentence(link)
    if link.notice.raw:
        yield link.notice.raw
    if link.notice.record:
        yield link.notice.record.get("title", "")


def _same_text(text: str, others: Iterable[str]) -> bool:
    folded = " ".join(text.casefold().split()).rstrip(". ")
    return any(folded == " ".join(one.casefold().split()).rstrip(". ") for one in others)

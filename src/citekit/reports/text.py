"""What every command prints for people: short tables that fit the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

from citekit.formats.notes import notice_sentence
from citekit.model import CslDate, CslItem, CslName, Resolution, StoredLink, StoredWork
from citekit.reports import safe
from citekit.reports.surface import Ink, Surface, cut, table
from citekit.text import dates, titles
from citekit.vocab import DOCUMENT, AskedOutcome, Outcome, Status

if TYPE_CHECKING:
    from citekit.library.past import Past
    from citekit.verbs.doctor import Check
    from citekit.verbs.dossier import Dossier

MARKED = 'PubMed marks the record "Retracted Publication"'
_STATUS_WORDS = {status: status.value.replace("_", " ") for status in Status}


INKS: Final[Mapping[str, Ink]] = {
    Status.CORRECTED: Ink.DOUBT,
    Status.CONCERN: Ink.DOUBT,
    Status.PARTIALLY_RETRACTED: Ink.BAD,
    Status.WITHDRAWN: Ink.BAD,
    Status.RETRACTED: Ink.BAD,
    Status.RETRACTED_AND_REPUBLISHED: Ink.BAD,
}
_OUTCOMES: Final = {
    Outcome.RESOLVED: Ink.GOOD,
    Outcome.AMBIGUOUS: Ink.DOUBT,
    Outcome.NOT_FOUND: Ink.BAD,
    Outcome.UNAVAILABLE: Ink.NOTE,
}


def works(stored: Sequence[StoredWork], surface: Surface) -> Iterator[str]:
    """Print one line for each work, with its notices beneath."""
    rows = [_work_row(one) for one in stored]
    inks = {2: lambda word: INKS.get(word.replace(" ", "_"))}
    for one, text in zip(stored, table(rows, surface, inks), strict=True):
        yield text
        for link in one.notices:
            yield _lead(link, surface, 4)


def _work_row(one: StoredWork) -> tuple[str, str, str, str]:
    return (
        safe.line(one.key),
        _year(one.item),
        "-" if one.status is Status.NONE else _STATUS_WORDS[one.status],
        safe.line(titles.plain(one.item.get("title", "(no title)"))),
    )


def _lead(link: StoredLink, surface: Surface, blank: int) -> str:
    """Put a notice and who says so on one line; the notice is what gives way."""
    says, told = f"[{_says(link)}]", safe.line(notice_sentence(link))
    if surface.wraps:
        return surface.flow(f"{' ' * blank}{told} {says}")
    room = surface.columns - blank - safe.width(says) - 1
    return f"{' ' * blank}{cut(told, room)} {says}"


def _says(link: StoredLink) -> str:
    says = ", ".join(dict.fromkeys(witness.registry for witness in link.link.witnesses))
    silent = ", ".join(
        f"{one.registry} {'silent' if one.outcome is AskedOutcome.ABSENT else 'not asked'}"
        for one in link.silent
    )
    return f"{says}; {silent}" if silent else says


def resolutions(found: Sequence[Resolution], surface: Surface) -> Iterator[str]:
    """Print what became of each citation."""
    for one in found:
        word = one.outcome.value.replace("_", " ")
        first = _first_line(one)
        # What a person has written is known to them: it is cut on a terminal, too.
        rest = cut(f"{word}: {first}", surface.columns).removeprefix(word)
        yield surface.paint(word, _OUTCOMES.get(one.outcome)) + rest
        yield from map(surface.flow, _resolution(one))


def _first_line(one: Resolution) -> str:
    place = f"{one.citation.place.path}:{one.citation.place.line}: " if one.citation.place else ""
    return f"{place}{safe.line(one.citation.raw)}"


def _resolution(one: Resolution) -> Iterator[str]:
    if one.record is not None:
        key = f"{one.key}: " if one.key else ""
        yield f"    {safe.line(key + cite(one.record.item))}"
        for link in one.record.links:
            if link.notice.identifiers != one.record.identifiers:
                yield f"    {safe.line(notice_sentence(link))}"
    if one.outcome is Outcome.AMBIGUOUS:
        for candidate in one.candidates:
            yield f"    perhaps {safe.line(cite(candidate.record.item))}"
    for reason in one.reasons if one.outcome is not Outcome.RESOLVED else ():
        yield f"    {safe.line(reason)}"
    for registry in one.asked:
        detail = f": {registry.detail}" if registry.detail else ""
        via = f" (via {registry.via})" if registry.via else ""
        yield f"    {safe.line(f'{registry.registry} {registry.outcome}{detail}{via}')}"


def cite(item: CslItem) -> str:
    """Put a record on one line: who, what, where, and its identifiers."""
    names = item.get("author", [])
    cut_off = item.get("custom", {}).get("author_complete") is False
    more = " et al" if len(names) > 3 or cut_off else ""
    who = ", ".join(_name(name) for name in names[:3]) + more
    journal = item.get("container-title-short") or item.get("container-title", "")
    issue = f"({item['issue']})" if "issue" in item else ""
    page = f":{item['page']}" if "page" in item else ""
    volume = f";{item['volume']}{issue}{page}" if "volume" in item else ""
    where = f"{journal} {_year(item)}{volume}".strip()
    named = " ".join(
        f"{scheme}:{item[scheme]}" for scheme in ("DOI", "PMID", "PMCID") if scheme in item
    )
    parts = (who, titles.plain(item.get("title", "")), where, named)
    return " ".join(_ended(part) for part in parts if part).removesuffix(".")


def _ended(part: str) -> str:
    """Set a full stop behind a part, unless it has its own: initials, a question."""
    return part if part.endswith((".", "?", "!")) else f"{part}."


def _name(name: CslName) -> str:
    if "literal" in name:
        return name["literal"]
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    return " ".join(part for part in (particle, name.get("family"), name.get("given")) if part)


def _year(item: CslItem) -> str:
    year = dates.year(item.get("issued"))
    return str(year) if year is not None else "-"


def dossier(one: Dossier, surface: Surface) -> Iterator[str]:
    """Print one work: every field with whose value it is, what happened to it, who was asked."""
    item = one.work.item
    yield _headed(one.work.key, one.work.status, surface)
    yield surface.flow(safe.line(cite(item)))
    rows = [
        (f"  {name}", source.registry, source.fetched_at[:10], safe.line(value(item, name)))
        for name, source in sorted(one.fields.items())
    ]
    yield from table(rows, surface)
    yield from map(surface.flow, _rest(one))


def _headed(key: str, status: Status, surface: Surface) -> str:
    return f"{safe.line(key)}  {surface.paint(_STATUS_WORDS[status], INKS.get(status))}"


def _rest(one: Dossier) -> Iterator[str]:
    yield from _timeline(one)
    for hint in one.hints:
        yield safe.line(f'hint: {hint.registry} titles it "{hint.title}"')
    for answer in one.answers:
        if answer.registry == DOCUMENT:
            yield safe.line(f"entry of {answer.via or 'a file'}")
            continue
        detail = f": {answer.detail}" if answer.detail else ""
        yield safe.line(f"asked {answer.registry}: {answer.outcome}{detail}")
    for citation in one.citations:
        if citation.place is not None:
            yield safe.line(f"cited in {citation.place.path}:{citation.place.line}")


def _timeline(one: Dossier) -> Iterator[str]:
    for turn in one.timeline:
        said = notice_sentence(turn.link) if turn.link else MARKED
        place = " (in place)" if turn.link and turn.in_place else ""
        yield safe.line(f"{turn.date or 'undated'}: {_STATUS_WORDS[turn.status]}{place}: {said}")


def past(known: Past, surface: Surface) -> Iterator[str]:
    """Print one work as it was known on a day."""
    yield _headed(known.key, known.status, surface)
    yield surface.flow(safe.line(cite(known.item)))
    names = sorted(known.item)
    yield from table([(f"  {name}", safe.line(value(known.item, name))) for name in names], surface)
    for link in known.notices:
        yield _lead(link, surface, 2)


def value(item: CslItem, name: str) -> str:
    """Print the value of one variable on one line."""
    said = item.get(name)
    if isinstance(said, list) and all(isinstance(each, dict) for each in said):
        return ", ".join(_name(each) for each in said)
    if name in {"issued", "available-date"}:
        return dates.iso(cast("CslDate | None", said)) or ""
    return said if isinstance(said, str) else json.dumps(said, sort_keys=True)


def checks(looked_at: Sequence[Check], surface: Surface) -> Iterator[str]:
    """Print what `doctor` saw, one line each."""
    words = {True: "ok", False: "FAILED", None: ""}
    rows = [(one.name, words[one.ok], safe.line(one.told)) for one in looked_at]
    yield from table(rows, surface, {1: {"ok": Ink.GOOD, "FAILED": Ink.BAD}.get})

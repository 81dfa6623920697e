"""Where a work stands: year, journal, volume, issue, first page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rapidfuzz.distance import OSA

from citekit.matching.evidence import Evidence, Field, Verdict, weigh
from citekit.matching.written import Written
from citekit.model import CslItem
from citekit.text import dates, journals, pages, titles

# `69(8):1423`, `vol. 69, no. 8, pp. 1423`: so many numbers from the volume to the page at most.
_NUMBERS_APART = 3


def compare(written: Written, item: CslItem) -> tuple[Evidence, ...]:
    """Compare year, journal, volume, issue and first page, in this order.

    What was not read from the citation is looked for in its text, as numbers near each other.
    """
    said = _with_place_in_text(written, item)
    return (
        _year(written, item),
        _journal(written, item),
        _volume(said, item),
        _issue(said, item),
        _page(said, item),
    )


def _with_place_in_text(written: Written, item: CslItem) -> CslItem:
    said = written.said
    volume, page = item.get("volume"), _first(item)
    if ("volume" in said and "page" in said) or not volume or not page:
        return said
    own = _number(volume).split()[:1]
    if _stand_together(own, page, written.tokens):
        return {**said, "volume": volume, "page": page}
    other = _other_place([*own, page], written.tokens)
    return {**other, **said} if "volume" not in said and "page" not in said else said


def _other_place(own: Sequence[str], tokens: Sequence[str]) -> CslItem:
    """Read `2011 70 1 237` where neither the record's volume nor its page is among the numbers."""
    for run in _runs_of_numbers(tokens):
        year, *rest = run if _is_year(run[0]) else reversed(run)
        is_date = all(number.isdigit() and int(number) < _DAYS for number in rest)
        if _is_year(year) and len(rest) > 1 and not is_date and not set(own) & set(rest):
            return {"volume": rest[0], "page": rest[-1]}
    return {}


# Smaller numbers beside a year may be a month and a day.
_DAYS = 32


def _runs_of_numbers(tokens: Sequence[str]) -> list[list[str]]:
    grouped = groupby(tokens, key=lambda token: any(char.isdigit() for char in token))
    return [list(run) for are_numbers, run in grouped if are_numbers]


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.startswith(("18", "19", "20")) and number.isdigit()


def _stand_together(volume: Sequence[str], page: str, tokens: Sequence[str]) -> bool:
    numbers = [token for token in tokens if any(char.isdigit() for char in token)]
    return any(
        [_number(number)] == volume and page in numbers[place + 1 : place + 1 + _NUMBERS_APART]
        for place, number in enumerate(numbers)
    )


def _year(written: Written, item: CslItem) -> Evidence:
    said = dates.year(written.said.get("issued"))
    recorded = [
        year
        for date in (item.get("issued"), item.get("available-date"))
        if (year := dates.year(date)) is not None
    ]
    if said is None:
        said = next((year for year in recorded if str(year) in written.tokens), None)
    if said is None or not recorded:
        return Evidence(Field.YEAR, Verdict.SILENT)
    if said in recorded:
        return weigh(Field.YEAR, Verdict.AGREES, f"year {said}")
    reason = f"year {said}, record has {recorded[0]}"
    is_near = min(abs(said - year) for year in recorded) == 1
    return weigh(Field.YEAR, Verdict.NEAR if is_near else Verdict.DIFFERS, reason)


def _journal(written: Written, item: CslItem) -> Evidence:
    said = written.said.get("container-title")
    recorded = [
        name for name in (item.get("container-title"), item.get("container-title-short")) if name
    ]
    if not recorded:
        return Evidence(Field.JOURNAL, Verdict.SILENT)
    if said and any(journals.same(said, name) for name in recorded):
        return weigh(Field.JOURNAL, Verdict.AGREES, "journal agrees")
    if any(_is_in(titles.tokens(name), written.tokens) for name in recorded):
        return weigh(Field.JOURNAL, Verdict.AGREES, "journal agrees")
    if not said:
        return Evidence(Field.JOURNAL, Verdict.SILENT)
    return weigh(Field.JOURNAL, Verdict.DIFFERS, f"journal {said}, record has {recorded[0]}")


def _is_in(words: Sequence[str], tokens: tuple[str, ...]) -> bool:
    """Tell whether a name stands in a text; one word (`Appetite`) only where a number follows."""
    size = len(words)
    places = [n for n in range(len(tokens) - size + 1) if tokens[n : n + size] == tuple(words)]
    if size > 1:
        return bool(places)
    followers = [tokens[n + 1] for n in places if n + 1 < len(tokens)]
    return size == 1 and any(follower.isdigit() for follower in followers)


def _volume(said: CslItem, item: CslItem) -> Evidence:
    return _compare_numbers(Field.VOLUME, said.get("volume"), item.get("volume"))


def _issue(said: CslItem, item: CslItem) -> Evidence:
    return _compare_numbers(Field.ISSUE, said.get("issue"), item.get("issue"))


def _compare_numbers(field: Field, said: str | None, recorded: str | None) -> Evidence:
    if not said or not recorded:
        return Evidence(field, Verdict.SILENT)
    if _number(said) == _number(recorded):
        return weigh(field, Verdict.AGREES, f"{field} {said}")
    return weigh(field, Verdict.DIFFERS, f"{field} {said}, record has {recorded}")


def _number(written: str) -> str:
    """`08`, `Vol. 8` and `8` are one number; `8 Suppl 1` is not."""
    tokens = [token for token in titles.tokens(written) if token not in {"vol", "volume", "no"}]
    return " ".join(token.lstrip("0") or token for token in tokens)


def _page(said: CslItem, item: CslItem) -> Evidence:
    written, recorded = _first(said), _first(item)
    if written is None or recorded is None:
        return Evidence(Field.PAGE, Verdict.SILENT)
    if written == recorded:
        return weigh(Field.PAGE, Verdict.AGREES, f"first page {written}")
    reason = f"first page {written}, record has {recorded}"
    is_near = _is_slip(written, recorded) or _is_inside(written, item)
    return weigh(Field.PAGE, Verdict.NEAR if is_near else Verdict.DIFFERS, reason)


def _first(item: CslItem) -> str | None:
    for written in (item.get("page"), item.get("number")):
        page = pages.first(written) if written else None
        if page:
            return "".join(titles.tokens(page)) or None
    return None


def _is_slip(a: str, b: str) -> bool:
    """One digit wrong, or two swapped, of two or more."""
    return len(a) == len(b) > 1 and OSA.distance(a, b, score_cutoff=1) == 1


def _is_inside(page: str, item: CslItem) -> bool:
    """Tell whether a page lies between a record's first and last."""
    first, _, last = pages.expand(item.get("page", "")).partition("-")
    numbers = (first, page, last)
    return all(number.isdecimal() for number in numbers) and int(first) < int(page) <= int(last)

"""Whether what is written of a work is what the registries have: author, title, place and year.

A value that any of the registries has is right. What is abbreviated, transliterated or shortened is
no difference; what stands on one side only is none either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from citekit.checks import authors, headings, wording
from citekit.findings import Finding, Rule
from citekit.model import Candidate, CslDate, CslItem
from citekit.text import dates, journals, pages, titles
from citekit.verbs.compare import Case
from citekit.vocab import Level

Same = Callable[[CslItem, CslItem], bool | None]
"""Whether two items agree; None where one of them does not say."""
Shown = Callable[[CslItem], str]


class _Field(NamedTuple):
    rule: Rule
    variable: str
    same: Same
    shown: Shown
    are: str = "is"


def findings(case: Case) -> Iterator[Finding]:
    """Report each field in which no registry agrees with what is written."""
    candidates = case.record.candidates if case.record is not None and case.said else ()
    for field in _FIELDS:
        verdicts = [(field.same(case.said, one.item), one) for one in candidates]
        told = [one for verdict, one in verdicts if verdict is not None]
        if told and not any(verdict for verdict, _ in verdicts):
            yield _finding(case, field, told)


def _finding(case: Case, field: _Field, told: list[Candidate]) -> Finding:
    stored = field.shown(case.said)
    values: dict[str, list[Candidate]] = {}
    for one in told:
        values.setdefault(field.shown(one.item), []).append(one)
    theirs = [
        f"{wording.sources(who).does('has', 'have')} {value}" for value, who in values.items()
    ]
    return Finding(
        rule=field.rule,
        level=field.rule.level,
        message=f"the {field.rule.name} here {field.are} {stored}; {', '.join(theirs)}",
        key=case.key,
        place=case.place,
        field=field.variable,
        stored=stored,
        current=next(iter(values)),
    )


def _same_journal(said: CslItem, item: CslItem) -> bool | None:
    ours, theirs = _journals(said), _journals(item)
    if not ours or not theirs:
        return None
    return any(journals.same(a, b) or _letters(a) == _letters(b) for a in ours for b in theirs)


def _letters(name: str) -> str:
    """`U S A` and `USA` are one word."""
    return titles.fold(name).replace(" ", "")


def _journals(item: CslItem) -> list[str]:
    told = (item.get("container-title"), item.get("container-title-short"))
    return [one for one in told if one]


def _same_year(said: CslItem, item: CslItem) -> bool | None:
    ours = _years(said.get("issued"))
    theirs = _years(item.get("issued")) | _years(item.get("available-date"))
    return bool(ours & theirs) if ours and theirs else None


def _years(told: CslDate | None) -> frozenset[int]:
    """Give the years of a date, of which `2014 Dec-2015 Jan` has two."""
    first = dates.year(told)
    parts = [one[0] for one in (told or {}).get("date-parts", []) if one]
    written = map(int, re.findall(r"\b[12][0-9]{3}\b", (told or {}).get("literal", "")))
    return frozenset([*parts, *written, *([] if first is None else [first])])


def _same_volume(said: CslItem, item: CslItem) -> bool | None:
    ours, theirs = said.get("volume"), item.get("volume")
    if not ours or not theirs:
        return None
    # Supplements are counted with the volume, or as its issue.
    with_issue = [f"{one.get('volume')} {one.get('issue', '')}" for one in (said, item)]
    return (
        _number(ours) == _number(theirs)
        or _number(ours) == _number(with_issue[1])
        or _number(with_issue[0]) == _number(theirs)
    )


def _same_issue(said: CslItem, item: CslItem) -> bool | None:
    ours, theirs = said.get("issue"), item.get("issue")
    if not ours or not theirs:
        return None
    a, b = _number(ours), _number(theirs)
    return a == b or _number(_PART.sub("", ours)) == _number(_PART.sub("", theirs))


_PART = re.compile(r"(?<=\d)\s*(?:pt|part)\b.*", re.IGNORECASE)


def _number(written: str) -> str:
    """`08`, `Vol. 8`, `viii` and `8` are one number, `8-9` and `8/9`, `S1` and `Suppl. 1`."""
    tokens = titles.tokens(_SUPPLEMENT.sub("s ", written))
    return " ".join(_roman(one) or one.lstrip("0") or one for one in tokens if one not in _LABELS)


def _roman(word: str) -> str:
    """Give `12` for `xii`; nothing for what is no such number."""
    if not word or not set(word) <= _ROMAN.keys():
        return ""
    values = [_ROMAN[letter] for letter in word]
    following = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))


_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


_SUPPLEMENT = re.compile(
    r"\bs(?:uppl?(?:ement)?)?\.?\s?(?=[0-9])|\bsuppl?(?:ement)?\b", re.IGNORECASE
)
_LABELS: Final = frozenset({"vol", "volume", "no", "issue", "pt", "part"})


def _same_pages(said: CslItem, item: CslItem) -> bool | None:
    ours, theirs = _pages(said), _pages(item)
    if not ours or not theirs:
        return None
    if any(_same_page(a, b) for a in ours for b in theirs):
        return True
    # `1-12` counts the pages of the file, where the article has a number and no pages.
    counts = all(_FROM_ONE.fullmatch(pages.expand(one)) for one in ours)
    return None if counts and not any("-" in one for one in theirs) else False


_FROM_ONE = re.compile(r"1-[0-9]+")
_SUPPLEMENTED = re.compile(r"\.e[0-9]+(?:-e?[0-9]+)?$")  # `1423-1429.e3`: pages online alone
_LETTERS = re.compile(r"^[a-z]+(?=[0-9])")


def _same_page(ours: str, theirs: str) -> bool:
    """Compare two writings; the letter of an article number may be left out."""
    if pages.same(_SUPPLEMENTED.sub("", ours), _SUPPLEMENTED.sub("", theirs)):
        return True
    return pages.is_article_number(theirs) and ours == _LETTERS.sub("", theirs)


def _pages(item: CslItem) -> list[str]:
    return [one for one in (item.get("page"), item.get("number")) if one]


def _first_author(item: CslItem) -> str:
    people = [one.get("family") or one.get("literal", "") for one in item.get("author", [])]
    return ", ".join(people[:3]) + (" et al." if len(people) > 3 else "")


def _text(*variables: str) -> Shown:
    def shown(item: CslItem) -> str:
        told: Iterable[object] = (item.get(name) for name in variables)
        return next((titles.plain(str(one)) for one in told if one), "")

    return shown


def _year(item: CslItem) -> str:
    return str(dates.year(item.get("issued")) or "")


def _rule(number: int, name: str, differs: str = "differs") -> Rule:
    return Rule(
        f"CK{number}", name, Level.WARNING, f"The {name} {differs} from what the registries have."
    )


_FIELDS: Final = (
    _Field(_rule(211, "author"), "author", authors.same, _first_author),
    _Field(_rule(212, "title"), "title", headings.same, _text("title")),
    _Field(
        _rule(213, "journal"),
        "container-title",
        _same_journal,
        _text("container-title", "container-title-short"),
    ),
    _Field(_rule(214, "year"), "issued", _same_year, _year),
    _Field(_rule(215, "volume"), "volume", _same_volume, _text("volume")),
    _Field(_rule(216, "issue"), "issue", _same_issue, _text("issue")),
    _Field(_rule(217, "pages", "differ"), "page", _same_pages, _text("page", "number"), "are"),
)
RULES: Final = tuple(field.rule for field in _FIELDS)

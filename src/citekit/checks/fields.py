"""Whether what is written of a work is what the registries have: author, title, place and year.

A value that any of the registries has is right. What is abbreviated, transliterated or shortened is
no difference; what stands on one side only is none either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from citekit.checks import wording
from citekit.findings import Finding, Rule
from citekit.model import Candidate, CslItem, CslName
from citekit.text import dates, journals, names, pages, titles
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


def _same_title(said: CslItem, item: CslItem) -> bool | None:
    ours, theirs = said.get("title"), item.get("title")
    if not ours or not theirs:
        return None
    a, b = _joined(ours), _joined(theirs)
    if a == b:
        return True
    short, long = sorted((ours, theirs), key=len)
    heads = [long[: match.start()] for match in _SUBTITLE.finditer(long)]
    return any(_joined(head) == _joined(short) for head in heads)


_SUBTITLE = re.compile(r"\s*(?:[:.?!–—]|\s-)\s")
# One spelling of what British and American English write in two ways.
_SPELLINGS: Final = (
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"our(?=s?\b|ed\b|ing\b|al|able|hood|ful)"), "or"),
    (re.compile(r"(?<=[iy])s(?=e[drs]?\b|ing\b|ations?\b)"), "z"),
    (re.compile(r"ll(?=ed\b|ing\b|ers?\b)"), "l"),
    (re.compile(r"(?<=[bt])re(?=s?\b)"), "er"),
    (re.compile(r"(?<=g)e(?=ing\b)|(?<=m)me(?=s?\b)|(?<=og)ue(?=s?\b)"), ""),
    (re.compile(r"sulph"), "sulf"),
)


def _joined(title: str) -> str:
    """Fold a title to its letters: hyphens, blanks, markup and marks of retraction do not count."""
    prefix, rest = titles.notice_prefix(title)
    folded = titles.fold(rest if prefix in _MARKS else title)
    for spelling, one in _SPELLINGS:
        folded = spelling.sub(one, folded)
    return folded.replace(" ", "")


_MARKS: Final = frozenset({"retracted", "withdrawn", "removal"})


def _same_authors(said: CslItem, item: CslItem) -> bool | None:
    ours, theirs = said.get("author"), item.get("author")
    if not ours or not theirs:
        return None
    known = [_forms(name) for name in theirs]
    if not _forms(ours[0]) & known[0]:
        return False
    others = _REST.union(*known)
    whole = item.get("custom", {}).get("author_complete") is not False
    return not whole or all(_forms(name) & others for name in ours)


_REST: Final = frozenset({"others", "etal"})
"""What stands for the authors that are left out."""
_UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe",
     "å": "aa", "Å": "Aa"}
)  # fmt: skip


def _forms(name: CslName) -> frozenset[str]:
    """Give how a name may be filed: by family, with its particles, or as it stands."""
    particles = (name.get("non-dropping-particle", ""), name.get("dropping-particle", ""))
    family = name.get("family", "") or name.get("literal", "")
    written = (family, *(f"{one} {family}" for one in particles if one), _whole(name))
    spelt = (*written, *(one.translate(_UMLAUTS) for one in written))
    folded = (names.family_fold({"family": one}) for one in spelt)
    return frozenset(one for one in folded if one)


def _whole(name: CslName) -> str:
    """Give all words of a name in one order: registries swap Chinese names, and file groups."""
    parts = [name.get("given", ""), name.get("family", ""), name.get("literal", "")]
    return " ".join(sorted(titles.tokens(" ".join(parts))))


def _same_journal(said: CslItem, item: CslItem) -> bool | None:
    ours, theirs = _journals(said), _journals(item)
    if not ours or not theirs:
        return None
    return any(journals.same(a, b) for a in ours for b in theirs)


def _journals(item: CslItem) -> list[str]:
    told = (item.get("container-title"), item.get("container-title-short"))
    return [one for one in told if one]


def _same_year(said: CslItem, item: CslItem) -> bool | None:
    ours = dates.year(said.get("issued"))
    told = (dates.year(item.get("issued")), dates.year(item.get("available-date")))
    theirs = [one for one in told if one is not None]
    return None if ours is None or not theirs else ours in theirs


def _same_volume(said: CslItem, item: CslItem) -> bool | None:
    return _same_number(said.get("volume"), item.get("volume"))


def _same_issue(said: CslItem, item: CslItem) -> bool | None:
    return _same_number(said.get("issue"), item.get("issue"))


def _same_number(ours: str | None, theirs: str | None) -> bool | None:
    if not ours or not theirs:
        return None
    return _number(ours) == _number(theirs)


def _number(written: str) -> str:
    """`08`, `Vol. 8` and `8` are one number, and so are `8-9` and `8/9`."""
    tokens = [one for one in titles.tokens(written) if one not in {"vol", "volume", "no", "issue"}]
    return " ".join(one.lstrip("0") or one for one in tokens)


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
_LETTERS = re.compile(r"^[a-z]+(?=[0-9])")


def _same_page(ours: str, theirs: str) -> bool:
    """Compare two writings; the letter of an article number may be left out."""
    if pages.same(ours, theirs):
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
    _Field(_rule(211, "author"), "author", _same_authors, _first_author),
    _Field(_rule(212, "title"), "title", _same_title, _text("title")),
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

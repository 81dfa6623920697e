"""Citations as the styles' manuals have them, each a function of what is known and the options.

Ahead of print there are no volume and pages; each style then says what its manual says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.matching import options as ways
from benchmarks.matching.options import Options
from benchmarks.matching.parts import Author, Parts

from citekit.text import pages

Style = Callable[[Parts, Options], str]


def write(style: str, parts: Parts, options: Options = ways.PLAIN) -> str:
    """Write a citation in a style."""
    text = STYLES[style](ways.prepared(parts, options), options)
    return options.prefix + " ".join(text.split())


def vancouver(parts: Parts, options: Options) -> str:
    """NLM, after *Citing Medicine*: six authors, pages abbreviated."""
    people = _nlm_people(parts.authors, options.et_al or 6, options.et_al or 6)
    name = ways.journal(parts, options, "short")
    return _sentences(people, parts.title, _nlm_source(name, parts, options), _doi("doi: ", parts))


def ama(parts: Parts, options: Options) -> str:
    """AMA 11: three of more than six authors, pages whole, no month."""
    people = _nlm_people(parts.authors, options.et_al or 6, options.et_al or 3)
    name = ways.journal(parts, options, "short")
    if parts.ahead:
        place = _words("Published online", _month_day(parts), parts.year)
        place = place.replace(f" {parts.day} ", f" {parts.day}, ") if parts.day else place
    else:
        span = _span(parts, options, "whole", "-")
        place = f"{parts.year}{_after(';', _volume_issue(parts))}{_after(':', span)}"
    return _sentences(people, parts.title, name, place, _doi("doi:", parts))


def apa(parts: Parts, options: Options) -> str:
    """APA 7: up to twenty authors, nineteen and the last of more."""
    people = _apa_people(parts.authors, options.et_al)
    name = ways.journal(parts, options, "full")
    place = _comma(name, _volume_issue(parts), _span(parts, options))
    if parts.ahead:
        place = f"{name}. Advance online publication"
    head = _words(people, _bracketed(parts.year))
    return _sentences(head, parts.title, place, _doi(_RESOLVER, parts))


def mla(parts: Parts, options: Options) -> str:
    """MLA 9: the first author inverted, three or more are one and *et al.*"""
    people = _mla_people(parts.authors, options.et_al)
    title = ways.cased(parts.title, options.case or "title")
    when = _words(_dot(parts.month), parts.year)
    if parts.ahead:
        when = _words(parts.day, when)
    details = (
        ways.journal(parts, options, "full"),
        _after("vol. ", parts.volume),
        _after("no. ", parts.issue),
        when,
        _after(_pp(parts), _span(parts, options, "two")),
        _doi(_RESOLVER, parts),
    )
    return _sentences(people, _quoted(title, options, "“”", "."), _comma(*details))


def chicago(parts: Parts, options: Options) -> str:
    """Chicago, author-date: up to ten authors, seven of more; names spelt out."""
    people = _chicago_people(parts.authors, options.et_al)
    title = ways.cased(parts.title, options.case or "title")
    name = ways.journal(parts, options, "full")
    place = _words(name, parts.volume, _bracketed(parts.issue))
    place += _after(": ", _span(parts, options, "two"))
    if parts.ahead:
        place = _comma(f"{name}, ahead of print", _month_day(parts))
    quoted = _quoted(title, options, "“”", ".")
    return _sentences(people, parts.year, quoted, place, _doi(_RESOLVER, parts))


def chicago_notes(parts: Parts, options: Options) -> str:
    """Chicago, notes: names in order, commas between, the year in brackets."""
    people = _given_first(parts.authors, options.et_al, most=3, spelt=True)
    title = ways.cased(parts.title, options.case or "title")
    name = ways.journal(parts, options, "full")
    place = _comma(_words(name, parts.volume), _after("no. ", parts.issue))
    where = _words(place, _bracketed(_words(_dot(parts.month), parts.year)))
    where += _after(": ", _span(parts, options, "two"))
    if parts.ahead:
        where = _comma(name, "ahead of print", _words(_month_day(parts), parts.year))
    quoted = _quoted(title, options, "“”", ",")
    return _stop(_comma(_words(_after("", people, ","), quoted, where), _doi(_RESOLVER, parts)))


def ieee(parts: Parts, options: Options) -> str:
    """IEEE: initials first, dotted abbreviations, the month with the year."""
    people = _given_first(parts.authors, options.et_al, most=6, spelt=False)
    quoted = _quoted(parts.title, options, "“”", ",")
    details = (
        ways.journal(parts, options, "dotted"),
        _after("vol. ", parts.volume),
        _after("no. ", parts.issue),
        "" if parts.ahead else _after(_pp(parts), _span(parts, options)),
        "early access" if parts.ahead else "",
        _words(_dot(parts.month), parts.year),
        _doi("doi: ", parts),
    )
    return _stop(_words(_after("", people, ","), quoted, _comma(*details)))


def harvard(parts: Parts, options: Options) -> str:
    """Harvard (Cite them right): year in brackets, title in single quotes."""
    people = _harvard_people(parts.authors, options.et_al)
    quoted = _quoted(parts.title, options, "''", ",", inside=False)
    name = ways.journal(parts, options, "full")
    span = _after(_pp(parts), _span(parts, options))
    place = _comma(name, _volume_issue(parts), span)
    if parts.ahead:
        place = f"{name} [Advance online publication]"
    tail = _after("Available at: ", _doi(_RESOLVER, parts))
    return _sentences(_words(people, _bracketed(parts.year), quoted, place), tail)


def nature(parts: Parts, options: Options) -> str:
    """Nature: one of more than five authors, dotted abbreviations, the year last."""
    people = _nature_people(parts.authors, options.et_al)
    name = ways.journal(parts, options, "dotted")
    span = "" if parts.ahead else _span(parts, options)
    place = _words(_comma(_words(name, parts.volume), span), _bracketed(parts.year))
    return _sentences(people, parts.title, place, _doi(_RESOLVER, parts))


def acs(parts: Parts, options: Options) -> str:
    """ACS as its journals print it: no title."""
    people = _after("", "; ".join(_cut([_inverted(a) for a in parts.authors], options.et_al)))
    name = ways.journal(parts, options, "dotted")
    volume = _words(parts.volume, _bracketed(parts.issue))
    place = _comma(parts.year, volume, _span(parts, options))
    if parts.ahead:
        place = _comma(parts.year, "ASAP")
    return _sentences(_words(people, name, place), _doi(_RESOLVER, parts))


def angewandte(parts: Parts, options: Options) -> str:
    """Wiley-VCH: no title, initials first, the first page last or a range."""
    authors = [_initials_first(author) for author in parts.authors]
    name = ways.journal(parts, options, "dotted")
    place = (parts.volume, _span(parts, options))
    if parts.ahead:
        place = ("in press", "")
    people = _cut(authors, options.et_al)
    return _stop(_comma(*people, _words(name, parts.year), *place, _doi("DOI ", parts)))


def springer(parts: Parts, options: Options) -> str:
    """Springer Basic: no stops after initials, the year in brackets, volume and pages only."""
    people = _nlm_people(parts.authors, options.et_al or 99, options.et_al or 99)
    name = ways.journal(parts, options, "short")
    place = f"{_words(name, _volume_issue(parts))}{_after(':', _span(parts, options))}"
    if parts.ahead:
        place = _stop(name)
    year = _bracketed(parts.year)
    head = _words(people.removesuffix("."), year, _after("", parts.title, "."))
    return _words(head, place, _doi(_RESOLVER, parts))


def source(parts: Parts, options: Options) -> str:
    """Write the source alone, as PubMed's own reference lists do."""
    name = ways.journal(parts, options, "short")
    if parts.ahead:
        return f"{_stop(name)} {_words(parts.year, _month_day(parts))};:{parts.first}"
    return _after("", _nlm_source(name, parts, options), "." if parts.doi else "") + _after(
        " ", _doi("doi: ", parts)
    )


STYLES: dict[str, Style] = {
    "vancouver": vancouver,
    "ama": ama,
    "apa": apa,
    "mla": mla,
    "chicago": chicago,
    "chicago notes": chicago_notes,
    "ieee": ieee,
    "harvard": harvard,
    "nature": nature,
    "springer": springer,
    "acs": acs,
    "angewandte": angewandte,
    "source": source,
}
UNTITLED = frozenset({"acs", "angewandte", "source"})
"""Styles that leave the title out."""
_RESOLVER = "https://doi.org/"


def _nlm_source(name: str, parts: Parts, options: Options) -> str:
    when = _words(parts.year, _month_day(parts))
    if parts.ahead:
        return f"{_stop(name)} {when}. [Epub ahead of print]"
    span = _span(parts, options, "short", "-")
    return f"{_stop(name)} {when}{_after(';', _volume_issue(parts))}{_after(':', span)}"


def _nlm_people(authors: Sequence[Author], most: int, kept: int) -> str:
    names = [_words(author.family, author.initials, author.suffix) for author in authors]
    if len(names) > most:
        names = [*names[:kept], "et al"]
    return _after("", ", ".join(names), ".")


def _apa_people(authors: Sequence[Author], et_al: int) -> str:
    names = [_inverted(author) for author in authors]
    if et_al and len(names) > et_al:
        return ", ".join([*names[:et_al], "et al."])
    if len(names) > 20:
        return f"{', '.join(names[:19])}, . . . {names[-1]}"
    return _joined(names, ", & ", two=", & ")


def _mla_people(authors: Sequence[Author], et_al: int) -> str:
    if not authors:
        return ""
    head = _comma(authors[0].family, authors[0].given, authors[0].suffix)
    if et_al > 1 and len(authors) <= et_al:
        names = [head, *(_spelt(author) for author in authors[1:])]
        return _stop(_joined(names, ", and ", two=", and "))
    if len(authors) > 2:
        return f"{head}, et al."
    return _stop(f"{head}, and {_spelt(authors[1])}" if len(authors) > 1 else head)


def _chicago_people(authors: Sequence[Author], et_al: int) -> str:
    if not authors:
        return ""
    head = _comma(authors[0].family, authors[0].given, authors[0].suffix)
    names = [head, *(_spelt(author) for author in authors[1:])]
    most = et_al or 10
    if len(names) > most:
        return f"{', '.join(names[: et_al or 7])}, et al."
    return _stop(_joined(names, ", and ", two=", and "))


def _given_first(authors: Sequence[Author], et_al: int, *, most: int, spelt: bool) -> str:
    names = [_spelt(author) if spelt else _initials_first(author) for author in authors]
    if len(names) > (et_al or most):
        kept = ", ".join(names[: et_al or 1])
        return f"{kept} et al." if not et_al or et_al == 1 else f"{kept}, et al."
    return _joined(names, ", and ", two=" and ")


def _harvard_people(authors: Sequence[Author], et_al: int) -> str:
    names = [_inverted(author, gap="") for author in authors]
    if len(names) > (et_al or 3):
        return f"{', '.join(names[: et_al or 1])} et al."
    return _joined(names, " and ", two=" and ")


def _nature_people(authors: Sequence[Author], et_al: int) -> str:
    names = [_inverted(author) for author in authors]
    if len(names) > (et_al or 5):
        return f"{', '.join(names[: et_al or 1])} et al."
    return _joined(names, " & ", two=" & ")


def _cut(names: list[str], et_al: int) -> list[str]:
    return [*names[:et_al], "et al."] if et_al and len(names) > et_al else names


def _joined(names: Sequence[str], last: str, *, two: str) -> str:
    if len(names) < 3:
        return two.join(names)
    return f"{', '.join(names[:-1])}{last}{names[-1]}"


def _dotted(initials: str, gap: str = " ") -> str:
    return gap.join(f"{letter}." for letter in initials if letter.isalpha())


def _inverted(author: Author, gap: str = " ") -> str:
    return _comma(author.family, _dotted(author.initials, gap), author.suffix)


def _initials_first(author: Author) -> str:
    return _words(_dotted(author.initials), author.family, author.suffix)


def _spelt(author: Author) -> str:
    return _words(author.given, author.family, author.suffix)


def _volume_issue(parts: Parts) -> str:
    return f"{parts.volume}({parts.issue})" if parts.issue else parts.volume


def _span(parts: Parts, options: Options, own: str = "whole", dash: str = "–") -> str:
    if not parts.last or options.pages == "first":
        return parts.first
    span = f"{parts.first}-{parts.last}"
    way = options.pages or own
    if way == "short":
        span = pages.abbreviate(span)
    elif way == "two":
        span = f"{parts.first}-{_two_digits(parts.first, parts.last)}"
    return span.replace("-", options.dash or dash)


def _two_digits(first: str, last: str) -> str:
    # MLA and Chicago keep two digits of a last page (550–53), all behind a round hundred.
    if not (first.isdecimal() and len(first) == len(last) > 2) or first.endswith("00"):
        return last
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), 0)
    return last[min(same, len(last) - 2) :]


def _bracketed(text: str) -> str:
    return f"({text})" if text else ""


def _pp(parts: Parts) -> str:
    return "pp. " if parts.last else "p. "


def _month_day(parts: Parts) -> str:
    return _words(parts.month, parts.day)


def _quoted(title: str, options: Options, own: str, stop: str, *, inside: bool = True) -> str:
    if not title:
        return ""
    marks = options.quotes or own
    stop = "" if title[-1] in "?!" and stop == "." else stop
    text = f"{title}{stop}" if inside else title
    return f"{marks[0]}{text}{marks[1]}{'' if inside else stop}"


def _doi(label: str, parts: Parts) -> str:
    return f"{label}{parts.doi}" if parts.doi else ""


def _dot(month: str) -> str:
    return _LONG.get(month) or (f"{month}." if len(month) == 3 else month)


def _after(before: str, text: str, behind: str = "") -> str:
    return f"{before}{text}{'' if behind and text.endswith(behind) else behind}" if text else ""


def _words(*words: str) -> str:
    return " ".join(filter(None, words))


def _comma(*pieces: str) -> str:
    return ", ".join(filter(None, pieces))


def _stop(text: str) -> str:
    return text if not text or text[-1] in ".?!”\"'" else f"{text}."


def _sentences(*sentences: str) -> str:
    return " ".join(
        one if one.rpartition(" ")[2].startswith(_ADDRESS) else _stop(one)
        for one in sentences
        if one
    )


# Short months are spelt out.
_LONG = {"May": "May", "Jun": "June", "Jul": "July", "Sep": "Sept."}
_ADDRESS = ("http", "doi:", "10.")

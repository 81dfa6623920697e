"""Where the name of a journal begins, seen from the numbers behind it."""

from __future__ import annotations

import re

from citekit.text.abbreviations import ABBREVIATIONS, CONTRACTIONS
from citekit.text.characters import word_set
from citekit.text.dates import YEAR

_REACH = 160
_CONNECTORS = word_set(
    "of the and for in on to an a et de la le les des du der die das den und fur für y e del della "
    "di & - with"
)
_EVIDENT = ABBREVIATIONS - CONTRACTIONS
_SECTIONS = word_set("part section sect series ser serie reihe abteilung abt teil")
_BOUNDARY = re.compile(
    r"[\n\t|•\"“”«»?!;{}*<>=]|\[|\]\s?|[:,]\s?(?=['‘’])|['’],?\s|--\s"
    rf"|\({YEAR}[a-z]?\)[.,:]?"
)
_NOTICE = (
    r"(?:erratum|errata|corrections?|comments?|retraction|expression\sof\sconcern|update|republished|"
    r"reprint|published|summary\sfor\spatients|original\sreport)"
)
_LABEL = re.compile(
    rf".*\b(?:{_NOTICE}\s(?:in|for|of|on|from)\b\s?:?"
    r"|(?:in|for|of|on|from|by|see|source|journal|citation|reference|published|also|origin)\s?:)\s*",
    re.IGNORECASE,
)
_LOWER_NAMES = re.compile(r"[a-z]{1,6}[A-Z]\w+|npj|medRxiv|bioRxiv|[0-9]$")
_NO_NAME = re.compile(
    r"(?:vol(?:ume)?|no|issue|pages?|pp?|fig(?:ure)?|table|version|section|chapter|issn|doi|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}|.)\.?|.*\bet\sal\b.*",
    re.IGNORECASE,
)


def journal_before(text: str, end: int, limit: int = 0) -> int | None:
    """Find where the journal's name begins that ends at `end`; None if no name stands there."""
    begin = max(limit, end - _REACH)
    stretch = text[begin:end]
    name = stretch.rstrip(" .,;:(\n")
    gap = stretch[len(name) :]
    if gap.count("\n") > 1:
        return None
    offset = _boundary(name)
    words = [
        (begin + offset + word.start(), word[0]) for word in re.finditer(r"\S+", name[offset:])
    ]
    first = _first_word(
        [word for _, word in words],
        dotted="." in gap,
        # NLM's `Blood. 2010;116:1` ends every name with a full stop, abbreviated or not.
        chained="." in gap and ";" not in text[end : end + 24],
    )
    if first >= len(words):
        return None
    start = words[first][0]
    return None if _NO_NAME.fullmatch(text[start : begin + len(name)]) else start


def _boundary(name: str) -> int:
    """Find the last character that no name contains, or bracket or label that it begins behind."""
    last = max((match.end() for match in _BOUNDARY.finditer(name)), default=0)
    last += _unclosed(name[last:])
    label = _LABEL.match(name[last:])
    return last + label.end() if label else last


def _unclosed(text: str) -> int:
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if depth < 0:
            return place + 1
    return 0


def _first_word(words: list[str], *, dotted: bool, chained: bool) -> int:
    first = _sentence_start(words, dotted=dotted, chained=chained)
    first = _after_comma(words, first)
    first = _after_prose(words, first)
    while first < len(words) and not (
        words[first][0].isupper() or _LOWER_NAMES.match(words[first])
    ):
        first += 1
    return first


def _sentence_start(words: list[str], *, dotted: bool, chained: bool) -> int:
    """Walk back to a word that ends a sentence, which an abbreviation's dot does not."""
    dotless = False
    for place in range(len(words) - 1, -1, -1):
        word, last = words[place], place == len(words) - 1
        if word.isdigit():
            # `3 Biotech` is a journal, `150 NZ Centre` is none.
            begins = place == 0 or words[place - 1].endswith((".", "?"))
            return place if begins and len(word) == 1 else place + 1
        if word.endswith(".") and not last:
            goes_on = _is_section(words, place + 1) or _is_acronym(words, place)
            goes_on = goes_on or (not dotless and _is_abbreviation(words, place, chained=chained))
            if not goes_on:
                return place + 1
        elif not (last and dotted) and word[0].isalpha():
            # In `Ann Rheum Dis` the dots are left out, so a dot before it ends a sentence.
            dotless = dotless or _bare(word) in _EVIDENT
    return 0


def _is_section(words: list[str], place: int) -> bool:
    """Say whether a section begins here: `… and physiology. Part D, Genomics & proteomics`."""
    word, last = words[place], place == len(words) - 1
    is_letter = len(_bare(word)) == 1 and word[0].isupper()
    return _bare(word) in _SECTIONS or (is_letter and (last or word.endswith(",")))


def _ends_section(words: list[str], place: int) -> bool:
    before = words[place - 1] if place else ""
    return len(words[place]) == 2 and (before.endswith(".") or _bare(before) in _SECTIONS)


def _is_acronym(words: list[str], place: int) -> bool:
    """Say whether this is the first word of `AJR. American journal of roentgenology`."""
    letters = words[place].strip(".")
    begins = place == 0 or words[place - 1].endswith((".", "?", "!"))
    return begins and 3 <= len(letters) <= 5 and letters.isalpha() and letters.isupper()


def _is_abbreviation(words: list[str], place: int, *, chained: bool) -> bool:
    word, before = words[place], words[place - 1] if place else ""
    if not word[0].isupper():
        return False
    if len(_bare(word)) == 1:
        return not _is_author_initial(words, place)
    if _bare(word) in ABBREVIATIONS or re.fullmatch(r"(?:\w\.)+", word):
        return True
    # A sentence of one word is rare: the unknown `Addict.` of `distress. Addict. Behav.` is none.
    return chained and (not before or before.endswith((".", ",", "]", "?", "!")))


def _is_author_initial(words: list[str], place: int) -> bool:
    """Tell the J of `Liang J. Ann. Rheum. Dis.` from that of `Am. J. Med.` and `gene. J. Virol.`"""
    while place and len(_bare(words[place])) == 1 and words[place].endswith("."):
        place -= 1
    before = words[place]
    return len(_bare(before)) > 1 and before[0].isupper() and not before.endswith(".")


def _after_comma(words: list[str], first: int) -> int:
    """Start behind the last comma, except in `Brain, Behavior, and Immunity` and in brackets."""
    depth = 0
    for place in range(len(words) - 2, first - 1, -1):
        depth += words[place + 1].count(")") - words[place + 1].count("(")
        if words[place].endswith(",") and depth <= 0 and not _ends_section(words, place):
            following = words[place + 1 : place + 3]
            goes_on = following[0][0].islower() and following[0] != "et"
            return first if goes_on or {"and", "&"} & set(following) else place + 1
    return first


def _after_prose(words: list[str], first: int) -> int:
    """Drop a sentence that runs into the name: `appeared in Ann Rheum Dis`.

    PubMed writes full names in sentence case (`Arthritis and rheumatism`), so lower-case words
    are kept where the name ends in one, or is short.
    """
    span = words[first:]
    for place in range(len(span) - 3, -1, -1):
        is_join = span[place + 1] in {"in", "by", "from", "see"} and span[place + 2][0].isupper()
        if is_join and _is_lower(span[place]):
            return first + place + 1
    if not span or (span[0][0].isupper() and (_is_lower(span[-1]) or len(span) <= 7)):
        return first
    lower = [place for place, word in enumerate(span) if _is_lower(word)]
    return first + lower[-1] + 1 if lower else first


def _is_lower(word: str) -> bool:
    """Say whether this is a lower-case word that does not merely connect."""
    bare = word.strip(".,:;()[]")
    return bare[:1].islower() and bare not in _CONNECTORS and not _LOWER_NAMES.match(bare)


def _bare(word: str) -> str:
    stripped = word.strip(".,:;()[]")
    return stripped.casefold() if stripped[:1].isupper() else stripped

"""Citation keys: made once, in ASCII, never changed by us."""

from __future__ import annotations

import re
from collections.abc import Callable

from anyascii import anyascii

from citekit.model import CslItem, CslName
from citekit.text import dates, titles
from citekit.text.characters import word_set

_STOP_WORDS = word_set(
    "about after against among been before between does during following from have into more over "
    "than that their them then these they this those through toward towards under upon using via "
    "versus were what when where which while whose will with within without"
)


def make_key(item: CslItem, taken: Callable[[str], bool]) -> str:
    """Make a key like ``Liang2010Allogenic``; where `taken` says so, with b, c … behind it.

    BibTeX compares keys without regard to case, so `taken` has to do it too.
    """
    stem = f"{_family(item)}{dates.year(item.get('issued')) or ''}{_title_word(item)}"
    return _free(stem or "Work", taken)


def _family(item: CslItem) -> str:
    for people in (item.get("author"), item.get("editor")):
        if people and (word := _camel(_called(people[0]))):
            return word
    return "Anon"


def _called(name: CslName) -> str:
    if "family" in name:
        return name["family"]
    words = re.findall(r"[^\W_]+", name.get("literal", ""))
    capitals = [word[0] for word in words if word[0].isupper()]
    return "".join(capitals) if len(capitals) > 1 else " ".join(words[:1])


def _title_word(item: CslItem) -> str:
    words = re.findall(r"[A-Za-z0-9]+", anyascii(titles.plain(item.get("title", ""))[:500]))
    for word in words:
        if len(word) > 3 and word.casefold() not in _STOP_WORDS and not word.isdigit():
            return _camel(word)
    return ""


def _camel(text: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", re.sub(r"['’`]", "", anyascii(text)))
    return "".join(word[0].upper() + word[1:] for word in words)[:40]


def _free(stem: str, taken: Callable[[str], bool]) -> str:
    """Find a free key of this stem in steps that grow: a thousand papers may share one."""
    last_taken, step = -1, 1
    while taken(stem + _letters(last_taken + step)):
        last_taken += step
        step *= 2
    while step > 1:
        step //= 2
        if taken(stem + _letters(last_taken + step)):
            last_taken += step
    return stem + _letters(last_taken + 1)


def _letters(number: int) -> str:
    """Count b, c … z, ba, bb …"""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return letters

"""Titles that announce a notice about, or an answer to, another work."""

from __future__ import annotations

import re
from functools import cache

from citekit.text.markup import plain

_AUTHORS = r"(?:the\s)?authors?['’]?s?['’]?"
_MARK = r"\s*(?:[:.–—\]]|\s-\s|$)\s*"
_QUOTE = r"\s*:?\s*(?=[\"“])"
_FOR = r"(?:\s(?:for|of|in))?"
_TO = r"\s(?:to|for|on|of|in|regarding)\b\s*:?\s*"

# Kind, and what stands before the title of the other work. Words that also begin ordinary titles
# ("Retraction of the tongue", "Response to treatment") need a colon or the like behind them.
_CONCERN = r"expression\sof\s(?:editorial\s)?concern(?:\snotice)?"
_WHOSE = r"(?:(?:editorial|editors?['’]?s?['’]?|publishers?['’]?s?['’]?)\s)?(?:note:?\s)?"
_CORRECTION = rf"(?:{_AUTHORS}\s|publisher['’]?s?\s)?corrections?"
_PREFIXES: tuple[tuple[str, str], ...] = (
    ("expression of concern", rf"{_WHOSE}{_CONCERN}(?:{_TO}|{_MARK})"),
    ("erratum", rf"(?:published\s)?errat(?:um|a)(?:{_TO}|{_MARK}|{_QUOTE})"),
    ("correction", rf"corrigend(?:um|a)(?:{_TO}|{_MARK}|{_QUOTE})"),
    ("correction", rf"{_CORRECTION}\sto\b\s*:?\s*"),
    ("correction", rf"{_CORRECTION}(?:\snotice|\s(?:&|and)\saddendum)?{_FOR}(?:{_MARK}|{_QUOTE})"),
    ("addendum", rf"addendum(?:{_TO}|{_MARK})"),
    ("partial retraction", rf"partial\sretraction(?:{_TO}|{_MARK})"),
    ("retraction", rf"retraction\s(?:notice|note|statement)(?:{_TO}|{_MARK})"),
    ("retraction", rf"notice\sof\sretraction(?:\sand\sreplacement)?(?:{_TO}|{_MARK})"),
    ("retraction", rf"retraction(?:\s(?:of|for|to))?(?:{_MARK}|{_QUOTE})"),
    ("retracted", rf"retracted(?:\s(?:article|paper|chapter|and\sreplaced))?{_MARK}"),
    ("withdrawn", rf"(?:withdrawn|withdrawal)(?:\s(?:article|notice))?(?:\s(?:to|of))?{_MARK}"),
    ("removal", rf"(?:temporary\s)?(?:removal|removed){_MARK}"),
    ("reply", rf"{_AUTHORS}\s(?:repl(?:y|ies)|responses?|responds?)(?:{_TO}|{_MARK})"),
    ("reply", rf"(?:in\s)?reply(?:{_TO}|{_MARK})"),
    ("reply", rf"(?:in\s)?response(?:\sto)?(?:\s*:\s*|{_QUOTE})"),
    ("reply", r"response\sto\s(?=(?:the\s)?(?:letter|comment))"),
    ("comment", rf"(?:comments?|commentary)(?:\s(?:on|to|regarding)\b\s*:?\s*|{_MARK})"),
    ("comment", r"re\s?:\s*"),
)
_SUFFIXES: tuple[tuple[str, str], ...] = (
    ("reply", rf"(?:{_AUTHORS}\s(?:reply|response)|reply)"),
    ("erratum", "erratum"),
    ("correction", "corrigendum"),
    ("retracted", r"retracted(?:\sarticle)?"),
)
# What may stand around the words: an opening quote or bracket before, a dash or colon behind.
_BEFORE = r"[\[(\"“]?\s*(?:{})"
_BEHIND = r"(?:\s[-–—]\s?|[:.–—]\s?|--|\s[\[(])(?:{})[\])]?\.?$"
_QUOTED = re.compile(r"[\"“‘'](.+?)[\"”’'](?=[.\s]*$|\s(?:by\b|[\[(]))")


def notice_prefix(title: str) -> tuple[str | None, str]:
    """Split off what makes a title a notice's: ``Correction to: X`` gives *correction* and X.

    Kinds: correction, erratum, addendum, retraction, partial retraction, retracted, withdrawn,
    removal, expression of concern, comment, reply; None for an ordinary title.
    """
    text = plain(title)
    for kind, pattern in _compiled(_PREFIXES, _BEFORE):
        if match := pattern.match(text):
            return kind, _unquote(text[match.end() :].lstrip(" ]:"))
    for kind, pattern in _compiled(_SUFFIXES, _BEHIND):
        if (match := pattern.search(text)) and match.start():
            return kind, text[: match.start()].rstrip()
    return None, text


@cache
def _compiled(
    kinds: tuple[tuple[str, str], ...], around: str
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile on first use: most commands compare no titles."""
    return tuple((kind, re.compile(around.format(text), re.IGNORECASE)) for kind, text in kinds)


def _unquote(text: str) -> str:
    match = _QUOTED.match(text)
    return match[1].strip() if match else text.strip()

"""What in a LaTeX text is not typeset: comments, verbatim, what follows the end of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citekit.documents.sheet import Span

# Inside an address `%` is only a sign.
_TOKEN = re.compile(
    r"\\(?:url|nolinkurl|path|href|doi)\s?\{[^{}\r\n]*\}"
    r"|\\begin\s?\{(?P<env>verbatim|Verbatim|BVerbatim|LVerbatim|lstlisting|minted|comment"
    r"|filecontents)(?P<star>\*?)\}"
    r"|\\(?:verb|lstinline|Verb)\*?(?:\[[^\[\]\r\n]*\])?(?P<bar>[^\sA-Za-z*{\[])"
    r"|(?P<iffalse>\\iffalse)(?![A-Za-z])"
    r"|(?P<end>\\end\s?\{document\})"
    r"|\\.|(?P<comment>%[^\r\n]*)",
    re.DOTALL,
)
_FI = re.compile(r"\\fi(?![A-Za-z])")


def untypeset(text: str) -> Iterator[Span]:
    """Find the stretches that a reader of the printed document never sees as text."""
    position = 0
    while (match := _TOKEN.search(text, position)) is not None:
        end = _end(text, match)
        if match.lastgroup is not None:
            yield Span(match.start(), end)
        position = end


def _end(text: str, match: re.Match[str]) -> int:
    start = match.end()
    if match["env"]:
        # TeX, too, reads an environment that nobody closes to the end of the file.
        return _behind(text, f"\\end{{{match['env']}{match['star']}}}", start)
    if match["bar"]:
        bar = re.escape(match["bar"])
        found = re.compile(rf"[^{bar}\r\n]*+{bar}").match(text, start)
        return found.end() if found else start
    if match["iffalse"]:
        found = _FI.search(text, start)
        return found.end() if found else len(text)
    return len(text) if match["end"] else start


def _behind(text: str, closing: str, start: int) -> int:
    place = text.find(closing, start)
    return place + len(closing) if place >= 0 else len(text)

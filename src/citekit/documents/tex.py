"""LaTeX: citations by key, by identifier and written out; `thebibliography`, also in a `.bbl`.

Files that `\\input` and `\\include` name are told, for others to read; definitions of commands are
not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from citekit.documents import prose, tex_biber, tex_code, tex_items, tex_keys, tex_parts
from citekit.documents.lines import paragraphs
from citekit.documents.manuscript import Bibliography, Manuscript, position
from citekit.documents.sheet import Places, Sheet, Shown, Span, blanked, shown_rows
from citekit.formats.latex import decode
from citekit.model import Citation

_SHOWN = re.compile(
    r"(?P<break>\\(?:(?:sub)*section|chapter|paragraph|part)\*?(?![A-Za-z])|\\(?:begin|end)\s?\{[^{}]*\}"
    r"|\\par(?![A-Za-z]))"
    r"|(?P<item>\\item(?![A-Za-z]))"
    r"|(?P<blank>\\(?:doi|url|href|nolinkurl|path|newblock|footnote|q?quad)(?![A-Za-z])\s?"
    r"|\\\\|~|\\[ ,;:/])"
    r"|(?P<kept>(?:https?://|10\.\d{4,9}/)(?:\\[_%&#~$]|[^\s{}\\])+)"
    r"|(?P<accent>\\(?:[\"'`^~=.]\s?|[uvHcdbkr](?![A-Za-z])\s?)(?:\{\\?[A-Za-z]{1,2}\}|\\?[A-Za-z]))"
    r"|(?P<letter>\\(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)(?![A-Za-z])(?:\{\}|\s)?)"
    r"|(?P<split>\}\s?\{)"
    r"|(?P<drop>\\[A-Za-z@]+\*?[ \t]?|\\(?=[_%&#$])|[{}])"
)
_ESCAPE = re.compile(r"\\(?=[_%&#~$])")


def read(text: str, path: str) -> Manuscript:
    """Read a document: what it cites, by what words, and the bibliography that it names."""
    text = text.removeprefix("\ufeff")
    places = Places(text, path)
    own = blanked(text, tex_code.untypeset(text))
    items = [*tex_items.find(text, own, places), *tex_biber.find(text, own, places)]
    entries = tuple(item.citation for item in items)
    rest = blanked(own, [Span(item.start, item.end) for item in items])
    cited = [Citation(key.key, places.at(key.start), key=key.key) for key in tex_keys.find(own)]
    shown = blanked(rest, [*_keys(rest), *tex_parts.commands(rest)])
    written = prose.read(_rows(shown, places, text), path, manuscript=True)
    files = (Bibliography(file.name, places.at(file.start)) for file in tex_keys.files(own, path))
    found = sorted([*entries, *cited, *written], key=position)
    parts = tuple(tex_parts.find(own, places))
    return Manuscript(tuple(found), entries, (), tuple(files), seeks=True, parts=parts)


def _keys(text: str) -> Iterator[Span]:
    for key in tex_keys.find(text):
        yield Span(key.start, key.end)


def _rows(own: str, places: Places, text: str) -> list[Shown]:
    sheet = Sheet(own, places, text)
    heads: list[int] = []
    breaks: list[int] = []
    for match in _SHOWN.finditer(own):
        _show(sheet, match)
        if match.lastgroup in {"break", "item"}:
            line = places.line_of(match.start())
            breaks += [line] if match.lastgroup == "item" else [line, line + 1]
            heads += [line] if _is_head(match[0]) else []
    return list(shown_rows(sheet, lambda lines: paragraphs(lines, breaks), heads))


def _is_head(command: str) -> bool:
    return command.rstrip("*").endswith(("section", "chapter", "part"))


def _show(sheet: Sheet, match: re.Match[str]) -> None:
    kind, (start, end) = match.lastgroup, match.span()
    if kind == "kept":
        for escape in _ESCAPE.finditer(match[0]):
            sheet.drop(start + escape.start(), start + escape.end())
    elif kind in {"accent", "letter"}:
        sheet.put(start, end, decode(match[0]))
    elif kind == "item":
        sheet.put(start, end, "• ")
    elif kind == "drop":
        sheet.drop(start, end)
    else:
        sheet.blank(start, end)

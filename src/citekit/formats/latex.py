"""CSL text to LaTeX and back, for the values of a `.bib` file.

Lost on the way out and back:

- line breaks and runs of white space, control characters, marks that reorder the text around them
- `<span class="nocase">`, which becomes the braces that protect any word with inner capitals
- from LaTeX: colours, sizes, the layout of formulas; unknown commands leave their arguments
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db
from pylatexenc.macrospec import LatexContextDb

from citekit.formats.latex_tables import (
    ACTING,
    ADDRESSES,
    ARGUMENTS,
    CONTROLS,
    DECLARATIONS,
    ESCAPES,
    FACES,
    LIGATURES,
    NOCASE,
    SYMBOLS,
    Argument,
    keep,
    math,
    subscript,
    superscript,
)
from citekit.formats.lines import one_line

_SMALL_CAPS = re.compile(r'<span style="font-variant:\s?small-caps;?">')
_TAG = re.compile(r"(</?(?:i|b|sup|sub)>|<span (?:style|class)=\"[a-z:-]+\">|</span>)")
_WORD = re.compile(r"([^\W_]+)|(?<=-)-|(?<=')'|(?<=[`?!])`|(.)", re.DOTALL)
_ODD = re.compile(r"[^\w ,.:;()/'-]|_|--|''")
# Searched five times as fast as with classes: no alternative begins with one.
_CALLS = r"\\|\$|~|--|``|''|\?`|!`"
_CALL = re.compile(_CALLS)
_SPECIAL = re.compile(rf"{_CALLS}|\{{|\}}")
_SPECIAL_OR_SPACE = re.compile(rf"{_SPECIAL.pattern}|  |\t|\n|\r|\f|\v")
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?[ \t\n]*|\\(?P<control>.)|(?P<ligature>---?|``|''|[?!]`)"
    r"|(?P<mark>[{}$~^_])|(?P<text>[^\\{}$~^_\-`'?!]+|.)",
    re.DOTALL,
)
_URL = re.compile(r"\\(?:url|nolinkurl|path)\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_PLAIN_ESCAPE = re.compile(r"\\([_%&#~$^{}])")

_OPENING = {before: (f"\\{command}{{", after) for before, after, command in reversed(FACES)}
_SHOWN = {*SYMBOLS, *ARGUMENTS, *DECLARATIONS, *(command for _, _, command in FACES)} | ADDRESSES
_OPENING[NOCASE] = ("{", "</span>")

# pybtex refuses values with more than 100 nested braces; no title has use for ten.
_DEEPEST = 20


def encode(text: str, *, protect: bool = False) -> str:
    """Write CSL text as LaTeX with balanced braces, on one line; non-ASCII letters stay.

    `protect` puts braces around words with inner capitals and around single capital letters behind
    the first word, so that styles which change a title's case leave them alone.
    """
    line = one_line(text)
    # Most values need nothing: no letter to escape, no tag, no capital behind the first letter.
    if not _ODD.search(line) and (not protect or line[1:].islower()):
        return line
    writer = _Words(protect)
    parts = _TAG.split(_SMALL_CAPS.sub(FACES[4][0], line))
    marks = dict(_pairs(parts))
    written = (
        marks[i] if i in marks else _WORD.sub(writer.write, part) for i, part in enumerate(parts)
    )
    return "".join(written)


def decode(value: str) -> str:
    """Read a LaTeX value as CSL text on one line; braces that only protect are dropped.

    Total: what is no LaTeX, or broken, is read as the characters it consists of.
    """
    if not value:
        return ""
    if not _SPECIAL_OR_SPACE.search(value):
        return value.strip(" ")
    if not _CALL.search(value):
        # Braces hold something only for a command.
        return _squeezed(value.replace("{", "").replace("}", ""))
    return _interpreted(value)


def _interpreted(value: str) -> str:
    shown = _URL.sub(lambda match: encode(verbatim(match[1])), value)
    reader = _Reader(dollars=shown.count("$") - shown.count(r"\$"))
    for match in _TOKEN.finditer(shown):
        reader.read(match)
    return _squeezed(reader.finish())


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")


def is_plain(value: str) -> bool:
    """Say whether a value has nothing of LaTeX: but for white space it is read as it stands."""
    return _SPECIAL.search(value) is None


def only_shows(value: str) -> bool:
    """Say whether every command of a LaTeX value is one that sets text, and does nothing else."""
    return "^^" not in value and all(map(_is_shown, _COMMAND.findall(value)))


@cache
def _is_shown(name: str) -> bool:
    return name not in ACTING and (name in _SHOWN or bool(_symbol(name)))


def verbatim(value: str) -> str:
    """Read a value that BibTeX takes literally (doi, url), where others have escaped it."""
    if "\\" not in value:
        return _SPACE.sub("", value)
    bare = _URL.sub(r"\1", value.replace("{\\_}", "_"))
    return _SPACE.sub("", _PLAIN_ESCAPE.sub(r"\1", bare))


@dataclass
class _Words:
    protect: bool
    seen: int = 0

    def write(self, match: re.Match[str]) -> str:
        word, other = match.groups()
        if word is None:
            # None: the second of two characters that TeX would run together.
            return "{}" + match[0] if other is None else ESCAPES.get(other, other)
        self.seen += 1
        return f"{{{word}}}" if self.protect and self._loses_its_case(word) else word

    def _loses_its_case(self, word: str) -> bool:
        inner = any(letter.isupper() for letter in word[1:])
        return inner or (len(word) == 1 and word.isupper() and self.seen > 1)


def _pairs(parts: list[str]) -> Iterator[tuple[int, str]]:
    """Find the tags that open and close properly; `parts` has a tag at each odd place."""
    open_tags: list[tuple[int, str, str]] = []
    for place, tag in enumerate(parts):
        if place % 2 == 0:
            continue
        if tag in _OPENING and len(open_tags) < _DEEPEST:
            open_tags.append((place, *_OPENING[tag]))
        elif open_tags and open_tags[-1][2] == tag:
            start, command, _ = open_tags.pop()
            yield start, command
            yield place, "}"


@dataclass
class _Group:
    become: Argument = keep
    is_math: bool = False
    written: list[str] = field(default_factory=list)
    awaited: list[Argument] = field(default_factory=list)

    def add(self, unit: str) -> None:
        if self.awaited:
            unit = self.awaited.pop(0)(unit)
        self.written.append(unit)

    def add_text(self, text: str) -> None:
        text = text.lstrip() if self.awaited else text
        while self.awaited and text:
            self.add(text[0])
            text = text[1:]
        self.written.append(text)

    def finish(self) -> str:
        while self.awaited:
            self.add("")
        return self.become("".join(self.written))


class _Reader:
    """Reads token by token with a stack of its own: hostile nesting costs memory, not the stack."""

    def __init__(self, dollars: int) -> None:
        self._groups = [_Group()]
        # An odd one out is money.
        self._dollar_is_math = dollars % 2 == 0

    def read(self, match: re.Match[str]) -> None:
        kind, sign = match.lastgroup, match[match.lastgroup or 0]
        if kind == "text":
            self._groups[-1].add_text(sign)
        elif kind == "word":
            self._command(sign)
        elif kind == "mark":
            self._mark(sign)
        elif kind == "ligature":
            self._groups[-1].add(LIGATURES[sign])
        else:
            self._control(sign)

    def finish(self) -> str:
        while len(self._groups) > 1:
            self._close()
        return self._groups[0].finish()

    def _command(self, name: str) -> None:
        group = self._groups[-1]
        if name in DECLARATIONS and len(self._groups) > 1:
            group.become = DECLARATIONS[name]
        elif name in ARGUMENTS:
            group.awaited[:0] = ARGUMENTS[name]
        elif symbol := _symbol(name):
            group.add(symbol)

    def _control(self, sign: str) -> None:
        group = self._groups[-1]
        if sign in "()[]":
            group.is_math = sign in "(["
        elif sign in ARGUMENTS:
            group.awaited[:0] = ARGUMENTS[sign]
        else:
            group.add(CONTROLS.get(sign, sign))

    def _mark(self, sign: str) -> None:
        group = self._groups[-1]
        if sign == "{":
            become = group.awaited.pop(0) if group.awaited else keep
            self._groups.append(_Group(become, group.is_math or become is math))
        elif sign == "}":
            self._close()
        elif sign == "$" and self._dollar_is_math:
            group.is_math = not group.is_math
        elif sign in "^_" and group.is_math:
            group.awaited.insert(0, superscript if sign == "^" else subscript)
        else:
            group.add(" " if sign == "~" else sign)

    def _close(self) -> None:
        if len(self._groups) > 1:
            content = self._groups.pop().finish()
            self._groups[-1].written.append(content)


@cache
def _symbol(name: str) -> str:
    if name in SYMBOLS:
        return SYMBOLS[name]
    spec = _macros().get_macro_spec(name)
    text = spec.simplify_repl if spec is not None else None
    return text if isinstance(text, str) and "%" not in text and "<" not in text else ""


@cache
def _macros() -> LatexContextDb:
    return get_default_latex_context_db()

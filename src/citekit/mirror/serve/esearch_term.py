"""The term of an esearch, taken apart as PubMed does: from the left, brackets first.

`TERM` is one or more of these, joined by AND, OR, NOT in capitals, or by nothing, which means AND:

    words[field]  "words"[field]  words  (TERM)

AND, OR and NOT bind equally strongly and are worked off from left to right, as PubMed does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

MOST_CHARACTERS = 60_000
MOST_ATOMS = 500
DEEPEST = 20

Operator = Literal["AND", "OR", "NOT"]
_OPERATORS: Final[dict[str, Operator]] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}


class TermError(Exception):
    """The term is none, or one that a mirror cannot answer; the text is for the caller."""


class Atom(NamedTuple):
    """One thing to look for."""

    value: str
    field: str
    """As written, in small letters; empty where none was."""
    quoted: bool = False

    def __str__(self) -> str:
        return f'"{self.value}"[{self.field or "citation"}]'


class Joined(NamedTuple):
    """Two terms and what joins them."""

    operator: Operator
    left: Term
    right: Term

    def __str__(self) -> str:
        return f"({self.left} {self.operator} {self.right})"


Term = Atom | Joined


class _Token(NamedTuple):
    kind: str
    text: str


# A DOI may hold brackets, and people write it without quotation marks.
_TOKENS = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|\"(?P<quoted>[^\"]*)\"|\[(?P<field>[^\[\]]*)\]"
    r"|(?P<doi>10\.[0-9]{4,9}/[^\s\[\]\"]+)|(?P<word>[^\s()\[\]\"]+))"
)


def parse(text: str) -> Term:
    """Take a term apart; raises TermError."""
    if len(text) > MOST_CHARACTERS:
        raise TermError(f"The term has more than {MOST_CHARACTERS} characters.")
    tokens = list(_tokens(text))
    if not tokens:
        raise TermError("Empty term and query_key - nothing todo")
    reader = _Reader(tokens)
    term = reader.term(0)
    if reader.left:
        raise TermError("The term has a closing bracket too many.")
    return term


def atoms(term: Term) -> Iterator[Atom]:
    """Go through everything that a term looks for."""
    waiting = [term]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Atom):
            yield one
        else:
            waiting += (one.right, one.left)


def _tokens(text: str) -> Iterator[_Token]:
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKENS.match(text, position)
        if match is None or match.lastgroup is None:
            raise TermError("The term has a quotation mark or a square bracket too many.")
        found, position = match[match.lastgroup], match.end()
        if match.lastgroup == "doi":
            extra = _unbalanced(found)
            found, position = found[: len(found) - extra], position - extra
        yield _Token(match.lastgroup, found)


def _unbalanced(doi: str) -> int:
    """Count the closing brackets at the end that belong to the term."""
    extra = max(0, doi.count(")") - doi.count("("))
    return min(extra, len(doi) - len(doi.rstrip(")")))


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._atoms = 0

    @property
    def left(self) -> bool:
        return self._at < len(self._tokens)

    def term(self, depth: int) -> Term:
        if depth > DEEPEST:
            raise TermError(f"The term has brackets more than {DEEPEST} deep.")
        read = self._one(depth)
        while self.left and self._next().kind != "close":
            operator = self._operator()
            read = Joined(operator, read, self._one(depth))
        return read

    def _next(self) -> _Token:
        if not self.left:
            raise TermError("The term ends where something to look for is expected.")
        return self._tokens[self._at]

    def _operator(self) -> Operator:
        token = self._next()
        if token.kind != "word" or token.text not in _OPERATORS:
            return "AND"
        self._at += 1
        return _OPERATORS[token.text]

    def _one(self, depth: int) -> Term:
        if self._next().kind != "open":
            return self._atom()
        self._at += 1
        inner = self.term(depth + 1)
        if not self.left:
            raise TermError("The term has an opening bracket too many.")
        self._at += 1
        return inner

    def _atom(self) -> Atom:
        self._atoms += 1
        if self._atoms > MOST_ATOMS:
            raise TermError(f"The term looks for more than {MOST_ATOMS} things.")
        if self._next().kind == "quoted":
            value = self._take()
            return Atom(value, self._field(), quoted=True)
        words = self._words()
        if not words:
            raise TermError("The term has an operator, a bracket or a field without words.")
        return Atom(" ".join(words), self._field())

    def _words(self) -> list[str]:
        words: list[str] = []
        while self.left and self._next().kind in {"word", "doi"}:
            if self._next().text in _OPERATORS and not self._is_before_field():
                break
            words.append(self._take())
        return words

    def _is_before_field(self) -> bool:
        """Tell whether a field follows: `Pavlovskis OR[au]` has these initials."""
        after = self._tokens[self._at + 1 : self._at + 2]
        return bool(after) and after[0].kind == "field"

    def _field(self) -> str:
        if not self.left or self._next().kind != "field":
            return ""
        return " ".join(self._take().casefold().split())

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token.text

"""BibTeX files: every entry of one read, works written as one.

Reading goes through bibtexparser for its blocks; macros, names, months and LaTeX are read here.
Written entries have a layout of their own, since bibtexparser's writer escapes nothing.

Lost on the way out and back:

- the version of a PMCID, which names no other work
- CSL types beside journal article, book, chapter, conference paper, report and thesis (see
  `bibtex_fields.KINDS`): they come back as journal articles, chapters or documents; a preprint
  comes back as one if its genre says so or it is on arXiv
- variables without a field: status, available-date, source, the rest of `custom` (but what other
  fields of an entry were kept there, LaTeX and all, on one line), the number of
  a book or chapter; line breaks of abstracts and notes
- an article number stands in `pages` too where there are no pages, and comes back as both
- `addendum` comes back in `note`, eprints of other archives as they were
- a container of a document that is an address comes back as its URL
- abbreviated page ranges come back whole (`1423-9` as `1423-1429`)
- braces, backslashes, double `^` and white space of a DOI or address come back percent-encoded
- kept fields with commands that do more than show (`\\input`) come back as the text of them
- what `latex`, `bibtex_names`, `bibtex_dates` and `notes` say

Not followed when read: `crossref` and `xdata`, by which an entry inherits from another.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count

from anyascii import anyascii
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as Written

from citekit.formats.bibtex_dates import MONTHS
from citekit.formats.bibtex_fields import Dialect
from citekit.formats.bibtex_items import to_item, to_values
from citekit.formats.bibtex_related import read_related, siblings
from citekit.formats.lines import one_line, unix_lines
from citekit.model import Entry, Place, Rejected, StoredWork
from citekit.vocab import RejectedFor

# bibtexparser logs what it also hands over as failed blocks; without a handler Python would print
# it.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_MACROS = {month: month for month in MONTHS}
_PIECE = re.compile(r"\\.|[\"{}#]|[^\\\"{}#]+|\\", re.DOTALL)
_COUNTED_END = re.compile(r"(?<!\\)\n")
# BibTeX allows white space where bibtexparser sees only text.
_LOOKS_LIKE_ENTRY = re.compile(r"^[ \t]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
# A key stands in the .bbl as well, where TeX reads `^^5c` as a backslash.
_NO_KEY_CHARACTER = re.compile(r"(?:[\s\x00-\x1f\x7f{}()\"#%,=~\\]|\^{2,})+")
_ALSO_KNOWN = "the key is already used on line {}; BibTeX would take both for one entry"


def read(text: str, path: str) -> Iterator[Entry | Rejected]:
    """Read every entry with its line; one that cannot be read is rejected, in its place.

    Keys that differ only in case are one key to BibTeX: the second is rejected.
    """
    found = list(_read_all(text, path))
    known = {one.key.casefold(): one for one, _ in found if isinstance(one, Entry) and one.key}
    for one, fields in found:
        related = isinstance(one, Entry) and "related" in fields
        yield read_related(one, fields, known) if isinstance(one, Entry) and related else one


def write(
    works: Sequence[StoredWork],
    *,
    ascii_only: bool = False,
    dialect: Dialect = Dialect.CLASSIC,
) -> str:
    """Write one entry for each work, sorted by key; the same works give the same text.

    A key is changed only where no BibTeX file could hold it, or to have nothing but ASCII.
    """
    taken: set[str] = set()
    ordered = sorted(works, key=lambda work: work.key)
    keyed = [(_safe_key(work.key, taken, ascii_only=ascii_only), work) for work in ordered]
    known = siblings(keyed)
    return "\n".join(
        _write_entry(key, *to_values(work, dialect, known, ascii_only=ascii_only))
        for key, work in keyed
    )


_Found = tuple[Entry | Rejected, Mapping[str, str]]
"""What was read, and the values of its fields."""


def _read_all(text: str, path: str) -> Iterator[_Found]:
    plain = unix_lines(text)
    line_of = _lines(plain)
    macros: dict[str, str] = dict(_MACROS)
    lines: dict[str, int] = {}
    for block in parse_string(plain, parse_stack=[]).blocks:
        if isinstance(block, String):
            macros[block.key.casefold()] = _value(block.value, macros)
        else:
            yield from _read_block(block, macros, lines, Place(path, line_of(block)))


def _lines(text: str) -> Callable[[Block], int]:
    """Tell the lines of blocks in turn; bibtexparser counts no line end behind a backslash."""
    if "\\\n" not in text:
        return lambda block: (block.start_line or 0) + 1
    counted = [0, *(match.end() for match in _COUNTED_END.finditer(text))]
    ends = [match.start() for match in re.finditer("\n", text)]
    behind = 0

    def line_of(block: Block) -> int:
        nonlocal behind
        first = max(behind, counted[min(block.start_line or 0, len(counted) - 1)])
        found = max(first, text.find(block.raw or "", first))
        # Of blocks that read alike the next one stands further behind.
        behind = found + 1
        return bisect_left(ends, found) + 1

    return line_of


def _read_block(
    block: Block, macros: Mapping[str, str], lines: dict[str, int], place: Place
) -> Iterator[_Found]:
    written = _unkeyed(block)
    raw = block.raw or ""
    first, reason = _line_of_key(block, written, lines), _fault(block, written)
    if first is not None:
        yield Rejected(place, raw, _ALSO_KNOWN.format(first), RejectedFor.KEY_TAKEN), {}
    elif reason is not None:
        yield Rejected(place, raw, reason), {}
    elif written is not None:
        lines.setdefault(written.key.casefold(), place.line)
        values = {f.key.casefold(): _value(f.value, macros) for f in written.fields}
        item, links = to_item(written.entry_type, values)
        yield Entry(written.key or None, item, place, raw, links), values
    elif isinstance(block, ImplicitComment):
        yield from ((one, {}) for one in _hidden_entries(raw, place))


def _unkeyed(block: Block) -> Written | None:
    """Give the entry of a block; two entries without a key have no key in common."""
    if isinstance(block, DuplicateBlockKeyBlock) and not block.key:
        block = block.ignore_error_block or block
    return block if isinstance(block, Written) else None


def _line_of_key(block: Block, written: Written | None, lines: Mapping[str, int]) -> int | None:
    """Give the line of the entry that has the key of a block; None where the key is new."""
    if isinstance(block, DuplicateBlockKeyBlock) and written is None:
        return lines.get(block.key.casefold(), (block.previous_block.start_line or 0) + 1)
    return lines.get(written.key.casefold()) if written is not None and written.key else None


def _fault(block: Block, written: Written | None) -> str | None:
    """Say why a block cannot be read; None if it can."""
    if isinstance(block, DuplicateFieldKeyBlock):
        return _twice(block.duplicate_keys)
    if isinstance(block, ParsingFailedBlock) and written is None:
        return one_line(getattr(block.error, "abort_reason", "")) or "not readable as BibTeX"
    if written is None:
        return None
    repeated = _repeated([field.key.casefold() for field in written.fields])
    return _twice(repeated) if repeated else None


def _repeated(names: Sequence[str]) -> list[str]:
    if len(set(names)) == len(names):
        return []
    return [name for name, times in Counter(names).items() if times > 1]


def _twice(names: Iterable[str]) -> str:
    return f"the field {', '.join(sorted(names))} is given twice"


def _hidden_entries(raw: str, place: Place) -> Iterator[Rejected]:
    starts = [match.start() for match in _LOOKS_LIKE_ENTRY.finditer(raw)]
    for start, end in zip(starts, [*starts, len(raw)][1:], strict=True):
        line = place.line + raw.count("\n", 0, start)
        reason = "looks like an entry, but its type and its brace are not on one line together"
        yield Rejected(Place(place.path, line), raw[start:end].strip(), reason)


def _value(written: str, macros: Mapping[str, str]) -> str:
    """Put a value together from its pieces: `{…}`, `"…"`, numbers and macros, joined by `#`.

    A macro that the file does not define stays as its name: it is often the journal's.
    """
    if "#" not in written:
        return _piece(written.strip(), macros)
    return "".join(_piece(piece.strip(), macros) for piece in _pieces(written))


def _piece(piece: str, macros: Mapping[str, str]) -> str:
    if len(piece) > 1 and (piece[0], piece[-1]) in {("{", "}"), ('"', '"')}:
        return piece[1:-1]
    return macros.get(piece.casefold(), piece)


def _pieces(written: str) -> Iterator[str]:
    depth, quoted, piece = 0, False, ""
    for part in _PIECE.findall(written):
        if part == "#" and depth == 0 and not quoted:
            yield piece
            piece = ""
            continue
        depth += {"{": 1, "}": -1}.get(part, 0)
        quoted ^= part == '"' and depth == 0
        piece += part
    yield piece


def _write_entry(key: str, type_: str, values: Mapping[str, str]) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in values.items())
    return f"@{type_}{{{key},\n{fields}}}\n"


def _safe_key(key: str, taken: set[str], *, ascii_only: bool) -> str:
    written = anyascii(one_line(key)) if ascii_only else one_line(key)
    stem = _NO_KEY_CHARACTER.sub("_", written) or "_"
    names = (stem if n == 1 else f"{stem}_{n}" for n in count(1))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name

"""EndNote tagged files (`.enw`): every reference of one read, works written as one.

A reference begins with `%0`; in files without it (refer's), behind an empty line.

Lost on the way out and back: what `ris` loses for EndNote, but the end of a range of dates, and

- of an article number where it stood: it comes back as the page
- the full title where a journal has an abbreviation only, and the reverse
- values of unknown tags that have several lines: they come back on one
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from citekit.formats import endnote_values
from citekit.formats.endnote_tables import OTHER_TAGS, TAGS, ris_of_name, type_of_ris
from citekit.formats.lines import one_line, unix_lines
from citekit.formats.ris_tags import JOURNALS
from citekit.model import Entry, Place, Rejected, StoredWork

NAME: Final = "enw"
"""What keeps the fields that CSL has not, in `custom`."""

_READ: Final = dict(reversed(TAGS))
_WRITTEN: Final = {ris: tag for tag, ris in reversed(TAGS)} | {"JF": ""}
_ORDER: Final = {tag: place for place, tag in enumerate(dict(TAGS))}
_KNOWN: Final = re.escape("".join(["0", *_READ, *OTHER_TAGS]))
_LINE = re.compile(rf"%([{_KNOWN}])(?:[ \t]+(.*))?")
_STRAY = "text outside a reference: a reference begins with `%0 `"
_EMPTY = "a reference without any field"


def read(text: str, path: str) -> Iterator[Entry | Rejected]:
    """Read every reference with its line; text outside references is rejected."""
    for block in _blocks(unix_lines(text)):
        place = Place(path, block.line)
        raw = "\n".join(block.lines).rstrip()
        fields = [pair for pair in block.fields if pair[0] != "0" and pair[1].strip()]
        if not block.fields:
            yield Rejected(place, raw, _STRAY)
        elif not fields:
            yield Rejected(place, raw, _EMPTY)
        else:
            yield _entry(dict(block.fields).get("0", ""), fields, place, raw)


def write(works: Sequence[StoredWork]) -> str:
    """Write one reference for each work, sorted by key; the same works give the same text."""
    ordered = sorted(works, key=lambda work: work.key)
    return "\n".join(_write_reference(work) for work in ordered)


def _entry(type_: str, fields: Sequence[tuple[str, str]], place: Place, raw: str) -> Entry:
    told = [(_READ[tag], value) for tag, value in fields if tag in _READ]
    others: dict[str, str] = {}
    for tag, value in fields:
        if tag not in _READ:
            others[tag] = " ".join(filter(None, [others.get(tag), one_line(value)]))
    written = ris_of_name(type_) if type_.strip() else _guessed(dict(fields))
    item, links = endnote_values.read(written, told, others, NAME, TAGS)
    key = next((value.strip() for tag, value in fields if tag == "F"), None)
    return Entry(key, item, place, raw, links)


def _guessed(fields: dict[str, str]) -> str:
    """Tell the type of a reference of refer's, which has none: as refer itself does."""
    rows = (("J", "JOUR"), ("B", "CHAP"), ("R", "RPRT"), ("I", "BOOK"))
    return next((ris for tag, ris in rows if tag in fields), "GEN")


@dataclass
class _Block:
    line: int
    fields: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    was_blank: bool = False

    def add(self, line: str) -> None:
        self.lines.append(line)
        self.was_blank = not line.strip()
        match = _LINE.fullmatch(line.strip())
        if match is not None:
            self.fields.append((match[1], match[2] or ""))
        elif self.fields and line.strip():
            tag, value = self.fields[-1]
            self.fields[-1] = (tag, f"{value}\n{line.strip()}")

    def ends_before(self, line: str) -> bool:
        match = _LINE.fullmatch(line.strip())
        if match is None:
            return False
        begins = match[1] == "0" or not self.fields
        return begins or (self.was_blank and self.fields[0][0] != "0")


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if block is not None and block.ends_before(line):
            yield block
            block = None
        if block is None:
            if not line.strip():
                continue
            block = _Block(number)
        block.add(line)
    if block is not None:
        yield block


def _write_reference(work: StoredWork) -> str:
    values = endnote_values.write(work)
    type_ = dict(values)["TY"]
    fields = [(_tag(ris, type_), value) for ris, value in values if ris != "TY"]
    fields = sorted((pair for pair in fields if pair[0]), key=lambda pair: _ORDER[pair[0]])
    others = [pair for pair in endnote_values.others(work, NAME).items() if pair[0] in OTHER_TAGS]
    lines = [f"%{tag} {value}\n" for tag, value in [*fields, *others]]
    return f"%0 {type_of_ris(type_).name}\n{''.join(lines)}"


def _tag(ris: str, type_: str) -> str:
    """Give the tag that a RIS tag has in a reference of this type; empty: none."""
    if ris == "T2":
        return "J" if type_ in JOURNALS else "B"
    return _WRITTEN.get(ris, "")

"""RIS files: every record of one read, works written as one.

Read with a reader of its own, because a byte order mark, one space before the hyphen, line ends
of CR alone or a missing ER must lose nothing.

Lost on the way out and back:

- the version of a PMCID, which names no other work
- markup of titles: digits and signs of sub- and superscripts become Unicode's, the rest is dropped
- CSL types without a RIS type come back as documents, reviews as journal articles; a preprint
  comes back as one if its genre says so
- that the author list is cut; translators; arXiv identifiers; status, available-date, source and
  the rest of `custom`, but the values of other tags; an article's edition; original-title
- an article number comes back as `page` and `number`, wherever of both it stood
- names: what `text.names.from_written` makes of `Family, Given, Suffix`; a comma inside a part
  moves its border, a semicolon parts a name into several, and a group without a group's words
  (*Group*, *Society* …) becomes a person, but for EndNote if it has several words
- the end of a range of dates; a season beside a month; the words of a date that has numbers too
- abbreviated page ranges come back whole, `623-623` as `623`; line breaks of abstracts
- ISSNs without the right shape; the hyphens of ISBNs
- for Zotero and JabRef the number of an article beside its pages; for JabRef the genre, and the
  place of a suffix that is no Jr: it comes back before the given name
- what `notes` and `state_words` say
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from citekit.formats.lines import one_line, unix_lines
from citekit.formats.ris_items import to_item
from citekit.formats.ris_tags import KNOWN, Flavour
from citekit.formats.ris_values import to_tags
from citekit.model import Entry, Place, Rejected, StoredWork

_LINE = re.compile(r"([A-Z][A-Z0-9])( {1,2})-(?: (.*)|)", re.DOTALL)
# rispy numbers the records it writes.
_RECORD_NUMBER = re.compile(r"\s*[0-9]*\.?\s*")
_STRAY = "text outside a record: a record begins with `TY  - ` and ends with `ER  - `"
_EMPTY = "a record without any field"


def read(text: str, path: str) -> Iterator[Entry | Rejected]:
    """Read every record with its line; text outside records is rejected, unknown tags kept."""
    for block in _blocks(unix_lines(text)):
        place = Place(path, block.line)
        raw = "\n".join(block.lines).rstrip()
        if not block.is_record:
            yield Rejected(place, raw, _STRAY)
        elif len(block.values) < 2:
            yield Rejected(place, raw, _EMPTY)
        else:
            item, links = to_item(block.values)
            key = next(iter(block.values.get("ID", ())), "")
            yield Entry(key or None, item, place, raw, links)


def write(works: Sequence[StoredWork], *, flavour: str = Flavour.ANY) -> str:
    """Write one record for each work, sorted by key, CR LF behind each line.

    The same works give the same text. `flavour` is a value of `ris_tags.Flavour`.
    """
    ordered = sorted(works, key=lambda work: work.key)
    return "".join(_write_record(work, Flavour(flavour)) for work in ordered)


@dataclass
class _Block:
    line: int
    is_record: bool
    lines: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""

    def add(self, line: str, tag: str, value: str) -> None:
        self.lines.append(line)
        if tag:
            self.values.setdefault(tag, []).append(value.strip())
            self.last = tag
        elif self.last and line.strip():
            # A wrapped line goes on with the value before it.
            values = self.values[self.last]
            values[-1] = f"{values[-1]} {line.strip()}".strip()


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(text.split("\n"), 1):
        tag, value = _tagged(line)
        if block is not None and _ends(block, line, tag):
            yield block
            block = None
        if block is None:
            if tag != "TY" and _RECORD_NUMBER.fullmatch(line):
                continue
            block = _Block(number, is_record=tag == "TY")
        if block.is_record and tag == "ER":
            block.lines.append(line)
            yield block
            block = None
        else:
            block.add(line, tag, value)
    if block is not None:
        yield block


def _ends(block: _Block, line: str, tag: str) -> bool:
    return tag == "TY" or (not block.is_record and not line.strip())


def _tagged(line: str) -> tuple[str, str]:
    if line[2:6] == "  - " and line[:2] in KNOWN:
        # What `_LINE` finds in lines as the specification has them.
        return line[:2], line[6:].rstrip()
    return _loosely_tagged(line)


def _loosely_tagged(line: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line.rstrip())
    if match is None or (match[2] == " " and match[1] not in KNOWN):
        return "", ""
    return match[1], match[3] or ""


def _write_record(work: StoredWork, flavour: Flavour) -> str:
    values = ((tag, one_line(value)) for tag, value in to_tags(work, flavour))
    lines = [f"{tag}  - {value}" for tag, value in values if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])

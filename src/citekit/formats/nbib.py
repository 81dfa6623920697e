"""PubMed's own file format, MEDLINE (`.nbib`): every record of one read, works written as one.

A record ends with a blank line. Lines end with LF or CR LF; a CR inside a value is part of it.

Lost on the way out and back:

- the version of a PMCID, which names no other work
- the citation key; the note, the URL, translators, arXiv identifiers, title-short, status and
  accessed; that the author list is cut; versions of PMIDs; the rest of `custom` that PubMed has
  no tag for
- CSL types but article, chapter, book, newspaper article and preprint: reports and theses come back
  as books, papers and entries with a container as chapters, everything else as journal articles;
  the last two carry their publication type. Genres but *preprint*
- markup of titles: digits and signs of sub- and superscripts become Unicode's, the rest is dropped;
  a full stop at their end, but for initials' and ellipses'
- particles become part of the names beside them; a comma inside a part moves its border; a suffix
  may become a word of the given name, and the other way round; a name without family is a group, a
  group among editors a family name
- an article number without a volume, beside pages, or without the shape of one; a book's number;
  the publisher's place of an article; the container of a book
- the season or words of a date that has a month; the end of a range inside one date; what a literal
  date says beside numbers, unless it has the year in it
- line breaks of abstracts; commas between keywords; the countries and scripts of languages
- abbreviated page ranges come back whole; of labelled ISSNs one is kept, as of PubMed's XML
- what `nbib_notices` says; addresses, grants, substances, MeSH headings and PubMed's own dates are
  passed over
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from citekit.formats.lines import one_line
from citekit.formats.nbib_items import to_item
from citekit.formats.nbib_tags import KNOWN
from citekit.formats.nbib_values import to_tags
from citekit.model import Entry, Place, Rejected, StoredWork

_WIDTH = 87
_INDENT = " " * 6
_BLANK = " \t"
_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3})( {0,2})-(?: (.*)|)", re.DOTALL)
_STRAY = "text outside a record: a record begins with `PMID- ` and ends with a blank line"
_EMPTY = "a record without any field"


def read(text: str, path: str) -> Iterator[Entry | Rejected]:
    """Read every record with its line; text outside records is rejected, unknown tags ignored."""
    for block in _blocks(_lines(text)):
        place = Place(path, block.line)
        raw = "\n".join(block.lines).rstrip()
        item, links = to_item([(tag, one_line(value)) for tag, value in block.fields])
        if not block.fields:
            yield Rejected(place, raw, _STRAY)
        elif len(item) < 2 and not links:
            yield Rejected(place, raw, _EMPTY)
        else:
            yield Entry(None, item, place, raw, links)


def write(works: Sequence[StoredWork]) -> str:
    """Write one record for each work, sorted by key, LF behind each line.

    The same works give the same text.
    """
    return "\n".join(_write_record(work) for work in sorted(works, key=lambda work: work.key))


@dataclass
class _Block:
    line: int
    lines: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)

    def add(self, line: str, tag: str, value: str) -> None:
        self.lines.append(line)
        if tag:
            self.fields.append((tag, value))
        elif self.fields:
            # A wrapped line goes on with the value before it.
            last, before = self.fields[-1]
            self.fields[-1] = (last, f"{before} {line.strip(_BLANK)}")


def _lines(text: str) -> list[str]:
    plain = text.replace("\ufeff", "")
    # Only in a file without any other line end does CR end lines.
    ended = plain if "\n" in plain else plain.replace("\r", "\n")
    return [line.removesuffix("\r") for line in ended.split("\n")]


def _blocks(lines: list[str]) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(lines, 1):
        tag, value = _tagged(line)
        if block is not None and _ends(block, line, tag):
            yield block
            block = None
        if line.strip(_BLANK):
            block = block or _Block(number)
            block.add(line, tag, value)
    if block is not None:
        yield block


def _ends(block: _Block, line: str, tag: str) -> bool:
    """End a record at a blank line, at a second PMID, and where a record begins behind text."""
    if not line.strip(_BLANK):
        return True
    if tag == "PMID":
        return not block.fields or any(known == tag for known, _ in block.fields)
    return bool(tag) and not block.fields


def _tagged(line: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line)
    if match is None or (len(match[1]) + len(match[2]) != 4 and match[1] not in KNOWN):
        return "", ""
    return match[1], match[3] or ""


def _write_record(work: StoredWork) -> str:
    return "".join(f"{_wrapped(tag, one_line(value))}\n" for tag, value in to_tags(work))


def _wrapped(tag: str, value: str) -> str:
    """Wrap as PubMed does; a DOI, or any other word, is never cut."""
    if len(value) <= _WIDTH - len(_INDENT):
        return f"{tag:<4}- {value}"
    first, *words = value.split(" ")
    lines = [f"{tag:<4}- {first}"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) <= _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{_INDENT}{word}")
    return "\n".join(lines)

"""Correct a BibTeX file where that is safe: nothing that a person has to decide is touched.

Safe is what adds or completes: an identifier where an entry has none, a page range that is
abbreviated or written with one hyphen, a notice that the entry does not tell of yet.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Final

from citekit.documents.encoding import decode
from citekit.documents.entries import citation_of
from citekit.errors import SourceError
from citekit.formats import bibtex, latex, latex_ascii
from citekit.formats.bibtex_patch import Edit, applied, edits, inside, spans
from citekit.formats.lines import unix_lines
from citekit.formats.notes import notice_sentence
from citekit.listening import NOBODY, Listener
from citekit.model import Entry, Link, Resolution
from citekit.replacing import replace_bytes
from citekit.text import pages
from citekit.text.named import named_in
from citekit.verbs.asking import Ask
from citekit.verbs.compare import Case, of_citations
from citekit.vocab import LinkType, Scheme

_CODECS: Final = ("utf-8", "cp1252", "utf-16")
_FIELDS: Final = {Scheme.DOI: "doi", Scheme.PMID: "pmid", Scheme.PMCID: "pmcid"}
# A comment is somebody's opinion, an update may be a preprint's: no matter of a note.
_TOLD: Final = frozenset(
    {
        LinkType.ERRATUM,
        LinkType.RETRACTION,
        LinkType.PARTIAL_RETRACTION,
        LinkType.EXPRESSION_OF_CONCERN,
        LinkType.WITHDRAWAL,
        LinkType.RETRACTION_AND_REPUBLICATION,
    }
)


@dataclass(frozen=True, slots=True)
class Fixes:
    """What can be corrected in one file."""

    path: Path
    before: str
    after: str
    codec: str
    """As the file is encoded, its mark included."""
    count: int
    """Entries that would change."""
    answered: tuple[Resolution, ...]

    def diff(self) -> Iterator[str]:
        """Give the lines of a unified diff, without line ends."""
        before, after = (unix_lines(one).split("\n") for one in (self.before, self.after))
        name = self.path.as_posix().lstrip("/")
        return unified_diff(before, after, f"a/{name}", f"b/{name}", lineterm="")

    def apply(self) -> bool:
        """Write the file, whole or not at all; tells whether it changed. Raises LibraryError."""
        return replace_bytes(self.path, self.after.encode(self.codec))


def propose(path: Path, ask: Ask, listener: Listener = NOBODY) -> Fixes:
    """Find what is safe to correct in a BibTeX file.

    Raises SourceError for a file that cannot be read, or not written again as it is.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from error
    text, codec = _text(data, path)
    entries = [one for one in bibtex.read(text, str(path)) if isinstance(one, Entry)]
    cases = of_citations([citation_of(one) for one in entries], ask, listener)
    wanted = [_wanted(*one) for one in zip(entries, cases, strict=True)]
    found = list(_edits(text, entries, wanted, ascii_only=not codec.startswith("utf")))
    return Fixes(
        path=path,
        before=text,
        after=applied(text, (edit for of_one in found for edit in of_one)),
        codec=codec,
        count=len(found),
        answered=tuple(case.answered for case in cases),
    )


def _text(data: bytes, path: Path) -> tuple[str, str]:
    """Read a file so that it can be written again byte for byte, and tell its codec."""
    read = decode(data, str(path))
    marked = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    for codec in (marked, *_CODECS):
        try:
            text = data.decode(codec)
            same = text.encode(codec) == data
            text = text.removeprefix("\ufeff")
        except UnicodeError:
            continue
        if same and unix_lines(text) == unix_lines(read):
            return text, codec
    raise SourceError(f"{path}: its encoding cannot be kept; save it as UTF-8 first")


def _wanted(entry: Entry, case: Case) -> dict[str, str]:
    """Give the fields that should have another value, as BibTeX takes it."""
    if case.record is None:
        return {}
    values = {span.name: inside(entry.raw[span.value : span.end]) for span in spans(entry.raw)}
    wanted = {**_identifier(entry, case), **_pages(values, case), **_note(values, entry, case)}
    # What is joined of pieces and macros is the file's own way to say it, and stays.
    return {name: value for name, value in wanted.items() if values.get(name, "") is not None}


def _identifier(entry: Entry, case: Case) -> dict[str, str]:
    names = case.record.identifiers if case.record else {}
    if any(scheme in named_in(entry.item) for scheme in (*_FIELDS, Scheme.ARXIV)):
        return {}
    known = [(field, names[scheme]) for scheme, field in _FIELDS.items() if scheme in names]
    return dict(known[:1])


def _pages(written: Mapping[str, str | None], case: Case) -> dict[str, str]:
    here, told = case.said.get("page", ""), case.record.item.get("page", "") if case.record else ""
    whole = pages.expand(here).replace("-", "--")
    bare = written.get("pages") or ""
    is_range = here and told and pages.expand(here).count("-") == 1
    if not is_range or not pages.same(here, told) or bare in {whole, ""}:
        return {}
    return {"pages": whole}


def _note(written: Mapping[str, str | None], entry: Entry, case: Case) -> dict[str, str]:
    known = " ".join(latex.decode(value) for value in written.values() if value)
    links = [turn.link for turn in case.turns if turn.link and not turn.in_place]
    told = [notice_sentence(link) for link in links if link.type in _TOLD and _is_new(link, entry)]
    missing = [sentence for sentence in told if sentence.rstrip(".") not in known]
    if not missing:
        return {}
    note = [written.get("note") or "", *map(latex.encode, missing)]
    return {"note": " ".join(filter(None, note))}


def _is_new(link: Link, entry: Entry) -> bool:
    """Tell a notice that the entry does not tell of, in whatever words."""
    names = link.notice.identifiers.items()
    told = [one for one in entry.links if one.type is link.type]
    return not any(
        one.notice.raw == link.notice.raw or names & one.notice.identifiers.items() for one in told
    )


def _edits(
    text: str, entries: Sequence[Entry], wanted: Sequence[Mapping[str, str]], *, ascii_only: bool
) -> Iterator[list[Edit]]:
    """Place the changes of each entry in the text; what is not found there is left alone."""
    plain = unix_lines(text)
    starts = [0]
    for line in plain.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for entry, values in zip(entries, wanted, strict=True):
        begin = starts[min(entry.place.line, len(starts)) - 1]
        at = plain.find(entry.raw, begin)
        if not values or at < 0:
            continue
        safe = {n: latex_ascii.in_ascii(v) if ascii_only else v for n, v in values.items()}
        changes = edits(entry.raw, safe)
        if changes:
            yield [Edit(one.start + at, one.end + at, one.text) for one in changes]

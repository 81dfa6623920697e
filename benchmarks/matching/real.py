"""Real citations: the reference lists inside the two PubMed files, and the PMIDs NLM gave them."""

from __future__ import annotations

import gzip
import pickle
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple, cast

from benchmarks.matching.identifying import has_title
from benchmarks.matching.parts import Parts
from benchmarks.matching.records import FILES
from lxml import etree

from citekit.text import titles
from citekit.text.characters import ascii_words
from citekit.text.notice_titles import notice_prefix

_DOI = re.compile(r"\b10\.[0-9]{4,9}/[^\s\"<>]+")
_PMID = re.compile(r"\b(?:PMID|PubMed|pmid)\b[:\s]*([0-9]{4,8})\b|pubmed/([0-9]{4,8})\b")
_PMCID = re.compile(r"\bPMC[0-9]{4,9}\b")
_SOURCE = re.compile(
    r"(?P<journal>[^.]+(?:\([^)]*\))?)\. (?P<year>[12][0-9]{3})\b(?P<date>[^;:]*)"
    r"(?:;(?P<volume>[^:]*?)(?:\((?P<issue>[^)]*)\))?"
    r"(?::(?P<pages>[A-Za-z0-9.,-][A-Za-z0-9., -]*)?)?(?:; ?(?:discussion|quiz|author) .*)?)?\.?"
)


LONG = 6
"""Words of a title that no other paper begins with."""
_NOTICE = re.compile(
    r"\b(?:corri|correct|errat|retract|comment|repl(?:y|ies)|response|re:|data from"
    r"|preprint|biorxiv|medrxiv|figshare|dryad|zenodo)",
    re.IGNORECASE,
)


class Real(NamedTuple):
    """A reference of a paper in PubMed."""

    citing: str
    """PMID of the paper whose reference it is."""
    text: str
    ids: tuple[tuple[str, str], ...]
    """What NLM says it is: (`pubmed`, …), (`doi`, …), (`pmcid`, …)."""
    written: tuple[str, ...]
    """Identifiers that stand in the text itself, and are left there."""
    kind: str
    """`source` (journal, date, place: PubMed's own form), `whole` (a paper's own words)."""

    @property
    def doubtful(self) -> bool:
        """Whether the PMID is a PMCID by mistake, as NLM's lists have it now and then."""
        ids = dict(self.ids)
        return bool(self.pmid) and ids.get("pmcid", "").removeprefix("PMC") == self.pmid

    @property
    def pmid(self) -> str:
        """The PMID that NLM gave it; empty where it gave none."""
        return dict(self.ids).get("pubmed", "")


def read(where: Path, cache: Path | None = None) -> list[Real]:
    """Read all references of both files; kept in a folder for the next run."""
    kept = cache / "references.pickle" if cache else None
    if kept is not None and kept.exists():
        return cast("list[Real]", [Real(*one) for one in pickle.loads(kept.read_bytes())])
    found = [real for name in FILES for real in _read(where / name)]
    if kept is not None:
        kept.write_bytes(pickle.dumps(list(map(tuple, found))))
    return found


def split(
    reals: Sequence[Real], pmids: Collection[str], seed: int, negatives: int = 10_000
) -> tuple[list[Real], list[Real]]:
    """Give those whose PMID is among the given ones, and a sample of those with another PMID.

    The sample has each text once; the others are as often there as papers cite them.
    """
    known = frozenset(pmids)
    inside = [real for real in reals if real.pmid in known]
    outside = {real.text: real for real in reals if real.pmid and real.pmid not in known}
    sample = Random(seed).sample(sorted(outside), min(negatives, len(outside)))
    return inside, [outside[text] for text in sample]


def mistaken(real: Real, named: Parts) -> bool:
    """Say whether NLM's PMID is of another paper: neither its title nor its place is there.

    In NLM's own form there is no title, and ahead of print no place, so that only whole references
    can be told.
    """
    words = ascii_words(real.text)
    place = {*ascii_words(f"{named.volume} {named.first}").split()}
    there = bool(named.volume and named.first) and place.issubset(words.split())
    return real.kind == "whole" and not there and not _holds(words, named)


def unlinked(reals: Sequence[Real], known: Mapping[str, Parts]) -> list[tuple[Real, str]]:
    """Find references that NLM gave no PMID and that hold title and first author of a known record.

    They are long, with titles, as NLM's links are mostly not; each text once.
    """
    starts: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for pmid, parts in known.items():
        title = titles.tokens(parts.title)
        if len(title) >= LONG and notice_prefix(parts.title)[0] is None:
            starts[tuple(title[:LONG])].append(pmid)
    once = {real.text: real for real in reals if not real.pmid and real.kind == "whole"}
    found = ((real, _only(titles.tokens(real.text), starts, known)) for real in once.values())
    return [(real, pmid) for real, pmid in found if pmid and not notice_like(real.text)]


def notice_like(text: str) -> bool:
    """Say whether a reference may be of a notice, data or a preprint of the paper it names."""
    return _NOTICE.search(text) is not None


def written(text: str) -> tuple[str, ...]:
    """List the identifiers written in a text."""
    dois = (f"doi:{found.rstrip('.,;)]').lower()}" for found in _DOI.findall(text))
    numbers = (f"pmid:{a or b}" for a, b in _PMID.findall(text))
    pmcids = (f"pmcid:{found}" for found in _PMCID.findall(text))
    return tuple(dict.fromkeys((*dois, *numbers, *pmcids)))


def kind(text: str) -> str:
    """Say whether a text is a source alone, as PubMed writes it, or a paper's own words."""
    return "source" if _SOURCE.fullmatch(text) else "whole"


def _only(
    words: list[str], starts: Mapping[tuple[str, ...], list[str]], known: Mapping[str, Parts]
) -> str:
    run = " ".join(words)
    named = {
        pmid
        for at in range(len(words) - LONG + 1)
        for pmid in starts.get(tuple(words[at : at + LONG]), ())
        if titles.fold(known[pmid].title) in run and _begins_with_author(run, known[pmid])
    }
    return named.pop() if len(named) == 1 else ""


def _begins_with_author(run: str, parts: Parts) -> bool:
    return bool(parts.authors) and titles.fold(parts.authors[0].family) in run[:60]


def _holds(words: str, parts: Parts) -> bool:
    return has_title(words, words.replace(" ", ""), parts)


def _read(path: Path) -> Iterator[Real]:
    with gzip.open(path) as stream:
        for _, record in etree.iterparse(stream, tag="PubmedArticle"):
            citing = record.findtext("MedlineCitation/PMID") or ""
            for reference in record.iter("Reference"):
                yield from _real(citing, reference)
            record.clear()
            while record.getprevious() is not None:
                del record.getparent()[0]


def _real(citing: str, reference: etree._Element) -> Iterator[Real]:
    citation = reference.find("Citation")
    if citation is None:
        return
    text = " ".join("".join(map(str, citation.itertext())).split())
    ids = tuple(
        (one.get("IdType", ""), (one.text or "").strip())
        for one in reference.iterfind("ArticleIdList/ArticleId")
    )
    if text:
        yield Real(citing, text, ids, written(text), kind(text))

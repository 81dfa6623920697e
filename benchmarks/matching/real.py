"""Real citations: the reference lists inside the two PubMed files, and the PMIDs NLM gave them."""

from __future__ import annotations

import gzip
import pickle
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple, cast

from benchmarks.matching.records import FILES
from lxml import etree

_DOI = re.compile(r"\b10\.[0-9]{4,9}/[^\s\"<>]+")
_PMID = re.compile(r"\b(?:PMID|PubMed|pmid)\b[:\s]*([0-9]{4,8})\b|pubmed/([0-9]{4,8})\b")
_PMCID = re.compile(r"\bPMC[0-9]{4,9}\b")
_SOURCE = re.compile(
    r"(?P<journal>[^.]+(?:\([^)]*\))?)\. (?P<year>[12][0-9]{3})\b(?P<date>[^;:]*)"
    r"(?:;(?P<volume>[^:]*?)(?:\((?P<issue>[^)]*)\))?"
    r"(?::(?P<pages>[A-Za-z0-9.,-][A-Za-z0-9., -]*)?)?(?:; ?(?:discussion|quiz|author) .*)?)?\.?"
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


def written(text: str) -> tuple[str, ...]:
    """List the identifiers written in a text."""
    dois = (f"doi:{found.rstrip('.,;)]').lower()}" for found in _DOI.findall(text))
    numbers = (f"pmid:{a or b}" for a, b in _PMID.findall(text))
    pmcids = (f"pmcid:{found}" for found in _PMCID.findall(text))
    return tuple(dict.fromkeys((*dois, *numbers, *pmcids)))


def kind(text: str) -> str:
    """Say whether a text is a source alone, as PubMed writes it, or a paper's own words."""
    return "source" if _SOURCE.fullmatch(text) else "whole"


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

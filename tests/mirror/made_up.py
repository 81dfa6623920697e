"""Made-up records of PubMed and Crossref, as the registries write them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE PubmedArticleSet SYSTEM "http://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)
_SURNAMES = ("Okafor", "Lindqvist", "Moreau", "Tanaka", "Øster", "García", "Nguyen", "Abel")
_TEXT = """
slow waves in cold rivers change how trout feed during long winters while warm lakes keep their
insects near reeds and shallow banks under heavy rain
"""
_WORDS = _TEXT.split()


def article(
    pmid: int,
    title: str | None = None,
    *,
    version: int = 1,
    doi: str | None = None,
    more: str = "",
    year: int = 2001,
) -> str:
    """Write one PubmedArticle; everything follows from its PMID, as far as it is not given."""
    titled = title or " ".join(_WORDS[(pmid * 7 + n * (1 + pmid % 5)) % 26] for n in range(9))
    named = doi or f"10.5555/made.{pmid}"
    authors = "".join(
        f'<Author ValidYN="Y"><LastName>{_SURNAMES[(pmid + n) % 8]}</LastName>'
        f"<ForeName>A</ForeName><Initials>A</Initials></Author>"
        for n in range(1 + pmid % 3)
    )
    return f"""  <PubmedArticle>
    <MedlineCitation Status="MEDLINE" Owner="NLM">
      <PMID Version="{version}">{pmid}</PMID>
      <Article PubModel="Print">
        <Journal>
          <ISSN IssnType="Print">1234-5679</ISSN>
          <JournalIssue CitedMedium="Print">
            <Volume>{pmid % 40 + 1}</Volume>
            <Issue>{pmid % 4 + 1}</Issue>
            <PubDate><Year>{year}</Year><Month>Mar</Month></PubDate>
          </JournalIssue>
          <Title>Made-up journal of rivers</Title>
          <ISOAbbreviation>Made Up J Riv</ISOAbbreviation>
        </Journal>
        <ArticleTitle>{titled}.</ArticleTitle>
        <Pagination><MedlinePgn>{pmid}-9</MedlinePgn></Pagination>
        <ELocationID EIdType="doi" ValidYN="Y">{named}</ELocationID>
        <AuthorList CompleteYN="Y">{authors}</AuthorList>
        <Language>eng</Language>
      </Article>
      <MedlineJournalInfo><MedlineTA>Made Up J Riv</MedlineTA></MedlineJournalInfo>
      {more}
    </MedlineCitation>
    <PubmedData>
      <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList>
    </PubmedData>
  </PubmedArticle>
"""


def speaks(ref_type: str, pmid: int) -> str:
    """Write a CommentsCorrectionsList of one."""
    return (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="{ref_type}"><RefSource>Made Up J '
        f'Riv. 2000;1:1</RefSource><PMID Version="1">{pmid}</PMID></CommentsCorrections>'
        f"</CommentsCorrectionsList>"
    )


def articles(*records: str, deleted: Sequence[int] = ()) -> bytes:
    """Write a whole file."""
    gone = "".join(f'<PMID Version="1">{pmid}</PMID>' for pmid in deleted)
    last = f"<DeleteCitation>{gone}</DeleteCitation>" if gone else ""
    return f"{HEAD}<PubmedArticleSet>\n{''.join(records)}{last}</PubmedArticleSet>\n".encode()


def pubmed_file(path: Path, *records: str, deleted: Sequence[int] = (), md5: bool = False) -> Path:
    """Put a file of PubMed there, compressed, with the MD5 beside it if wanted."""
    body = gzip.compress(articles(*records, deleted=deleted), mtime=0)
    path.write_bytes(body)
    if md5:
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        path.with_name(f"{path.name}.md5").write_text(f"MD5({path.name})= {digest}\n")
    return path


def work(number: int, **members: Any) -> dict[str, Any]:
    """Make one work of Crossref."""
    titled = " ".join(_WORDS[(number * 5 + n * 3) % 26] for n in range(8))
    return {
        "DOI": f"10.5555/Made.{number}",
        "type": "journal-article",
        "title": [titled],
        "container-title": ["Made-up Journal of Rivers"],
        "author": [{"family": _SURNAMES[number % 8], "given": "A", "sequence": "first"}],
        "issued": {"date-parts": [[2001, 3]]},
        "volume": str(number % 40 + 1),
        "page": f"{number}-{number + 9}",
        **members,
    }


def lines(*works: dict[str, Any]) -> bytes:
    """Write works as JSON lines."""
    return b"".join(json.dumps(one).encode() + b"\n" for one in works)

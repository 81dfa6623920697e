"""The papers that the pages of these tests cite, as PubMed prints them (PMID of C: not known)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from citekit.model import Citation, Link

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SEEDS = ROOT.parent / "shared" / "seeds"

ERRATUM = "Ann Rheum Dis. 2011 Jan;70(1):237."
COMMENT_TITLE = "Mesenchymal stem cells in the treatment of autoimmune diseases"
COMMENT_SOURCE = "Ann Rheum Dis. 2010 Aug;69(8):1413-4. doi: 10.1136/ard.2010.132639."
COMMENT = f"{COMMENT_TITLE}. [Ann Rheum Dis. 2010]"
PROSE = "Fifteen people with active disease were treated. All of them improved within the year."


@dataclass(frozen=True)
class Paper:
    """One paper: its title, its author line, its source."""

    title: str
    authors: str
    source: str
    families: tuple[str, ...]
    pmid: str
    doi: str

    @property
    def written(self) -> str:
        """The citation on one line."""
        return f"{self.authors} {self.title}. {self.source}"


A = Paper(
    "Allogenic mesenchymal stem cells transplantation in refractory systemic lupus erythematosus: "
    "a pilot clinical study",
    "Liang J, Zhang H, Hua B, Wang H, Lu L, Shi S, Hou Y, Zeng X, Gilkeson GS, Sun L.",
    "Ann Rheum Dis. 2010 Aug;69(8):1423-9.",
    ("Liang", "Zhang", "Hua", "Wang", "Lu", "Shi", "Hou", "Zeng", "Gilkeson", "Sun"),
    "20650877",
    "10.1136/ard.2009.123463",
)
B = Paper(
    "Umbilical cord mesenchymal stem cell transplantation in severe and refractory systemic lupus "
    "erythematosus",
    "Sun L, Wang D, Liang J.",
    "Arthritis Rheum. 2010 Aug;62(8):2467-75.",
    ("Sun", "Wang", "Liang"),
    "20506343",
    "10.1002/art.27548",
)
C = Paper(
    "Umbilical cord mesenchymal stem cell transplantation in active and refractory systemic lupus "
    "erythematosus: a multicenter clinical study",
    "Wang D, Li J, Zhang Y.",
    "Arthritis Res Ther 2014;16:R79",
    ("Wang", "Li", "Zhang"),
    "",
    "10.1186/ar4520",
)


def families(citation: Citation) -> tuple[str, ...]:
    """The family names that a citation says."""
    return tuple(name.get("family", "") for name in citation.said.get("author", []))


def is_whole(citation: Citation, paper: Paper) -> bool:
    """Whether a citation says title, authors and volume of a paper."""
    said = citation.said
    volume = paper.source.partition(";")[2].partition("(")[0].partition(":")[0]
    return (said.get("title"), families(citation), said.get("volume")) == (
        paper.title,
        paper.families,
        volume,
    )


def printed(link: Link) -> tuple[str, str, str | None]:
    """A link by its type, its witness's word, and what the page prints of the other work."""
    other = link.notice if link.notice.raw is not None else link.work
    return str(link.type), link.witnesses[0].term, other.raw

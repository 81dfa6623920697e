"""Registries with a few papers, and every command that asks about them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.registry_server import Answer, RegistryServer, article_xml, work

SECRET = "s3cr3t+Key/0123=987"
SECONDS = 4.0
"""What one SOURCE may take here."""
FIRST, SECOND = "Größe of slow effects in common animals", "A second paper that was taken back"
KNOWN = "Größe of allogenic mesenchymal stem cell transplants"
TITLES = {FIRST, SECOND, KNOWN}
DOIS = {"10.5555/made.up", "10.5555/second.one", "10.1136/ard.2009.123463", "10.5555/notice"}
PMIDS = {"1111", "2222", "20650877", "3333"}
AUTHORS = 3
_PEOPLE = (("Alder", "A"), ("Birch", "B"), ("Cedar", "C"))
_TAKEN_BACK = (
    '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">'
    '<RefSource>J Made Up Stud. 2016;8:1. doi: 10.5555/notice</RefSource><PMID Version="1">3333'
    "</PMID></CommentsCorrections></CommentsCorrectionsList>"
)
_UPDATED_BY = [
    {
        "DOI": "10.5555/notice", "type": "retraction", "label": "Retraction", "source": "publisher",
        "updated": {"date-parts": [[2016, 5, 1]]},
    }
]  # fmt: skip
CITATION = (
    "Alder A, Birch B, Cedar C. Größe of slow effects in common animals. "
    "J Made Up Stud. 2015;7(2):11-9."
)


def _article(pmid: str, doi: str, title: str, more: str = "") -> str:
    return article_xml(
        pmid, title=title, doi=doi, authors=_PEOPLE, journal="J Made Up Stud", year="2015",
        volume="7", page="11-9", more=more,
    )  # fmt: skip


def _work(doi: str, title: str, **more: object) -> dict[str, object]:
    people = [{"family": family, "given": initial} for family, initial in _PEOPLE]
    return work(
        doi, title=title, author=people, container_title=["Journal of Made Up Studies"],
        issued={"date-parts": [[2015]]}, volume="7", page="11-19", **more,
    )  # fmt: skip


def articles(*, taken_back: bool = True) -> list[str]:
    """Write PubMed's records; before the second paper was retracted, or after."""
    return [
        _article("1111", "10.5555/made.up", FIRST),
        _article("2222", "10.5555/second.one", SECOND, _TAKEN_BACK if taken_back else ""),
        _article("20650877", "10.1136/ard.2009.123463", KNOWN),
    ]


def works(*, taken_back: bool = True) -> list[dict[str, object]]:
    """Make Crossref's records of the same papers."""
    indexed = {"date-time": "2026-01-01T00:00:00Z", "timestamp": 1767225600000}
    updated: dict[str, object] = {"updated_by": _UPDATED_BY} if taken_back else {}
    return [
        _work("10.5555/made.up", FIRST, indexed=indexed),
        _work("10.5555/second.one", SECOND, indexed=indexed, **updated),
        _work("10.1136/ard.2009.123463", KNOWN, indexed=indexed),
    ]


@dataclass(frozen=True)
class Command:
    """One command line, and what it says when nothing is broken."""

    name: str
    arguments: tuple[str, ...]
    endpoints: tuple[str, ...]
    code: int = 0
    sources: int = 1
    """How many citations share the time, each with as much as one SOURCE has."""
    filled: bool = False
    """True: beside a library that holds both papers as they were before the retraction."""
    keeps: bool = False
    """True: what the registries say ends up in the library."""
    spare: frozenset[str] = field(default_factory=frozenset)
    """Endpoints without which the same record is still found in another way."""


REFS = """@article{alder, title={Größe of slow effects in common animals}, author={Alder, A and
Birch, B and Cedar, C}, year={2015}, doi={10.5555/made.up}}
@article{birch, title={A second paper that was taken back}, author={Alder, A and Birch, B and
Cedar, C}, year={2015}, doi={10.5555/second.one}}
"""
PAPER = "# Effects\n\nAs shown (doi:10.5555/made.up) and denied (PMID: 2222).\n"
_SAID = ("--format", "json")

COMMANDS: tuple[Command, ...] = (
    Command("resolve", ("resolve", "pmid:1111", *_SAID), ("work",)),
    Command("resolve", ("resolve", "10.5555/made.up", *_SAID), ("esearch",)),
    Command("resolve", ("resolve", CITATION, *_SAID), ("ecitmatch", "query"),
            spare=frozenset({"ecitmatch", "query"})),
    Command("resolve", ("resolve", "10.5555/nowhere", *_SAID), ("agency",), code=1),
    Command("add", ("add", "pmid:1111", *_SAID), ("efetch", "work"), keeps=True),
    Command("import", ("import", "refs.bib", *_SAID), ("efetch", "list"), sources=2, keeps=True),
    Command("update", ("update", *_SAID), ("efetch", "list"), sources=2, filled=True, keeps=True),
    Command("update-dry-run", ("update", "--dry-run", *_SAID), ("list",), sources=2, filled=True),
    Command("check", ("check", "--strict", *_SAID), ("efetch", "list"), code=1, sources=2,
            filled=True),
    Command("doctor", ("doctor", *_SAID), ("efetch", "work"), sources=2),
    Command("page", ("resolve", "{page}", *_SAID), ("page",), sources=2),
    Command("manuscript", ("add", "paper.md", *_SAID), ("efetch",), sources=2, keeps=True),
)  # fmt: skip


class Canary:
    """A port that nobody may contact; counts who does."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._socket.setblocking(False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def contacts(self) -> int:
        """Count the connections since the last time."""
        count = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1


@contextmanager
def registries(canary: str, *, taken_back: bool = True) -> Iterator[RegistryServer]:
    """Serve the papers, and a page that cites one of them."""
    agencies = {"10.5555/nowhere": "crossref"}
    papers = articles(taken_back=taken_back), works(taken_back=taken_back)
    with RegistryServer(*papers, agencies=agencies) as server:
        server.canary, server.secret = canary, SECRET
        server.page = Answer(
            "<!doctype html><html>"
            f"<p>see <a href='https://doi.org/10.5555/made.up'>one</a> <a href='{canary}/x'>two</a>"
            f"<img src='{canary}/x.png'></p>".encode(),
            "text/html; charset=utf-8",
        )
        yield server


def environment(server: RegistryServer, folder: Path) -> dict[str, str]:
    """Give what a command is told: whom to ask, how long, and a key that is nobody's business."""
    return {
        **server.environment(folder / "cache"),
        "CITEKIT_TIMEOUT": str(SECONDS),
        "CITEKIT_ALLOW_PRIVATE": "1",
        "CITEKIT_MAILTO": "someone@example.org",
        "NCBI_API_KEY": SECRET,
        "HOME": str(folder),
        "PATH": "",
    }


def lay_out(folder: Path) -> None:
    """Put the files on the desk that commands read."""
    (folder / "refs.bib").write_text(REFS, encoding="utf-8")
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")

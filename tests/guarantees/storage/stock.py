"""What the trials work on: files, libraries, registries; each is made once for a process."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.guarantees.storage.oracles import State, state
from tests.guarantees.storage.warm import DEEDS, Done, How, warm
from tests.library import shelf
from tests.mirror.made_up import article, articles, lines, work
from tests.registry_server import RegistryServer, article_xml

LIBRARY = "library.db"
STARTER = ("pmid:20650877", "pmid:20506343", "10.1002/art.27548", "10.1186/ar4520")
ERRATUM = (
    '<CommentsCorrectionsList><CommentsCorrections RefType="ErratumIn">'
    "<RefSource>J Test. 2011;2:{}</RefSource></CommentsCorrections></CommentsCorrectionsList>"
)
RECORDS = 24
UPDATED = 6


@dataclass(frozen=True)
class Operation:
    """Something that is done to a library, from a state to a state."""

    deed: str
    arguments: tuple[str, ...]
    prepare: Callable[[Path], None]
    environment: Callable[[], Mapping[str, str]] = dict
    ends: tuple[int, ...] = (0,)
    """Its exit codes where nothing stands in its way."""

    def do(self, folder: Path, **how: object) -> Done:
        told = {"CITEKIT_CACHE_DIR": str(folder / "cache"), **self.environment()}
        return warm().do(
            f"{DEEDS}:{self.deed}",
            self.arguments,
            folder,
            How(environment=told, **how),  # type: ignore[arg-type]
        )


@dataclass(frozen=True)
class Known:
    """What an operation does when nobody disturbs it."""

    seconds: float
    before: State
    after: State
    size: int = 0
    """Bytes of the largest file."""
    whole: int = 0
    """Bytes of all files."""


@cache
def known(name: str) -> Known:
    """Measure an operation, once everything that it needs is in memory."""
    operation = OPERATIONS[name]
    for _ in range(2):
        with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
            folder = Path(made)
            operation.prepare(folder)
            before = state(folder / LIBRARY)
            done = operation.do(folder)
            if done.code not in operation.ends:
                raise RuntimeError(f"{name}: exit {done.code}: {done.err}")
            sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
            after = state(folder / LIBRARY)
    return Known(done.seconds, before, after, max(sizes), sum(sizes))


def _import(folder: Path) -> None:
    (folder / "records.xml").write_bytes(_records())


@cache
def _records() -> bytes:
    more = ERRATUM.format
    return articles(*(article(number, more=more(number)) for number in range(1, RECORDS + 1)))


def _update(folder: Path) -> None:
    (folder / LIBRARY).write_bytes(_before_update())


@cache
def registries() -> RegistryServer:
    """Give registries that know more of each work than the library that `update` is given."""
    server = RegistryServer()
    server.__enter__()
    server.put(*(_article(number) for number in range(1, UPDATED + 1)))
    return server


def _article(number: int, title: str = "Later words", more: str = "") -> str:
    told = f"{title} of trial {number}"
    return article_xml(str(1000 + number), title=told, more=more or ERRATUM.format(number))


def asking() -> dict[str, str]:
    """Give the settings that ask these registries."""
    server = registries()
    return {
        "CITEKIT_PUBMED_URL": server.pubmed_url, "CITEKIT_CROSSREF_URL": server.crossref_url,
        "CITEKIT_MAILTO": "someone@example.org",
    }  # fmt: skip


@cache
def _before_update() -> bytes:
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        folder = Path(made)
        old = (_article(n, "First words", " ") for n in range(1, UPDATED + 1))
        head = "<PubmedArticleSet>{}</PubmedArticleSet>".format
        (folder / "old.xml").write_text(head("".join(old)))
        done = warm().do(f"{DEEDS}:import_", [LIBRARY, "old.xml"], folder)
        if done.code:
            raise RuntimeError(done.err)
        return (folder / LIBRARY).read_bytes()


@cache
def filled() -> bytes:
    """Give a library of the records."""
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        folder = Path(made)
        _import(folder)
        warm().do(f"{DEEDS}:import_", [LIBRARY, "records.xml"], folder)
        return (folder / LIBRARY).read_bytes()


@cache
def released(number: int) -> bytes:
    """Give a library of an older schema, with the fixture's works and some more rows."""
    from tests.library.test_migrations import RELEASED, load

    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        path = Path(made, LIBRARY)
        load(RELEASED[number], path)
        return path.read_bytes()


def warmed(deed: str, arguments: Sequence[str], folder: Path) -> Done:
    """Let a warmed child do something; raises RuntimeError where it fails."""
    how = How(environment={"CITEKIT_CACHE_DIR": str(folder / "cache")})
    done = warm().do(f"{DEEDS}:{deed}", arguments, folder, how)
    if done.code:
        raise RuntimeError(done.err)
    return done


def nothing(folder: Path) -> None:
    """Begin with an empty folder."""


def sources(folder: Path) -> None:
    """Write what a mirror is made of: PubMed's files, and Crossref's."""
    for number in (1, 2, 3):
        some = (article(n) for n in range(number * 20, number * 20 + 25))
        (folder / f"pubmed26n{number:04d}.xml").write_bytes(articles(*some))
    (folder / "works.jsonl").write_bytes(lines(*map(work, range(1, 40))))


MIRROR = "mirror"
PUBMED = ("--pubmed", "pubmed26n0001.xml", "--pubmed", "pubmed26n0002.xml")
DAY = ("--date", "2026-11-20")
BUILD: tuple[str, ...] = ("build", MIRROR, *PUBMED, *DAY)
WIDEN: tuple[str, ...] = (
    "update", MIRROR, "--pubmed", "pubmed26n0003.xml", "--crossref", "works.jsonl", *DAY
)  # fmt: skip


def old_mirror(folder: Path) -> None:
    """Begin with a mirror of some of the sources."""
    sources(folder)
    shutil.copytree(_old_mirror(), folder / MIRROR)


@cache
def _old_mirror() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="guarantee-mirror-"))
    sources(folder)
    done = warm().do(f"{DEEDS}:mirror", BUILD, folder)
    if done.code:
        raise RuntimeError(done.err)
    return folder / MIRROR


def library(path: Path, numbers: Sequence[int]) -> None:
    """Make a library of numbered works."""
    shelf.add(path, *map(shelf.numbered, numbers))


OPERATIONS: dict[str, Operation] = {
    "import": Operation("import_", (LIBRARY, "records.xml"), _import),
    "import-command": Operation(
        "import_command",
        ("import", "records.xml", "--no-resolve", "--dated", "2026-01-02"),
        _import,
    ),
    "add": Operation("add", (LIBRARY, *STARTER), nothing),
    "update": Operation("update", (LIBRARY,), _update, asking),
    "update-command": Operation("cli", ("update",), _update, asking),
    "mirror-build": Operation("mirror", BUILD, sources),
    "mirror-update": Operation("mirror", WIDEN, old_mirror),
}

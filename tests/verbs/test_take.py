"""Reference files into the library: every record counted, none lost by its neighbour."""

from __future__ import annotations

import gzip
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citekit.library.store import Kind, Library
from citekit.model import Deleted, Identifier
from citekit.verbs import batches, take
from citekit.verbs.taken import Stored, Taken
from citekit.vocab import Scheme
from tests import reference_files as files
from tests.registry_server import article_xml, work

DAY = "2026-03-01T00:00:00Z"
ARTICLES, WORKS = files.numbered(range(1, 8))
NO_PMID = "<PubmedArticle><MedlineCitation></MedlineCitation></PubmedArticle>"


def taken(
    library: Library, *paths: Path, dated: str | None = DAY, heard: list[Stored] | None = None
) -> Taken:
    def hear(some: Sequence[Stored]) -> None:
        if heard is not None:
            heard.extend(some)

    return take.take(paths, library, hear, dated)


def keys(library: Library) -> list[str]:
    return [one.key for one in library.works()]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    with Library.open(tmp_path / "library.db", create=True) as opened:
        yield opened  # type: ignore[misc]


@pytest.mark.parametrize("name", ["a.xml", "a.xml.gz", "a.jsonl", "a.jsonl.gz", "noending"])
def test_a_file_of_either_registry(library: Library, tmp_path: Path, name: str) -> None:
    data = files.crossref(WORKS) if "json" in name else files.pubmed(ARTICLES)
    heard: list[Stored] = []
    done = taken(library, files.write(tmp_path / name, data), heard=heard)
    assert (done.read, done.kinds, done.rejected, done.problems) == (
        7, {Kind.ADDED: 7, Kind.UPDATED: 0, Kind.UNCHANGED: 0}, [], [],
    )  # fmt: skip
    assert sorted(one.added.key for one in heard) == keys(library)
    [asked] = library.answers(keys(library)[0])
    assert asked.registry == ("crossref" if "json" in name else "pubmed")
    assert asked.via == f"file {name}"
    assert asked.fetched_at == DAY


def test_a_packed_file_may_have_any_name(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(gzip.compress(files.pubmed(ARTICLES)))
    assert taken(library, path).read == 7


@pytest.mark.parametrize("packed", [False, True])
def test_a_pipe_is_read_once_and_named_as_one(
    library: Library, tmp_path: Path, packed: bool
) -> None:
    data = files.pubmed(ARTICLES)
    os.mkfifo(tmp_path / "pipe")
    found, problems = take.usable([tmp_path / "pipe"])  # nobody writes yet: a look would hang
    assert (found, problems) == ([tmp_path / "pipe"], [])
    told = (gzip.compress(data) if packed else data,)
    writing = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=told)
    writing.start()
    done = taken(library, *found)
    writing.join()
    assert (done.read, done.problems) == (7, [])
    assert library.answers(keys(library)[0])[0].via == "file a pipe"


def test_the_files_date_stands_for_the_day(library: Library, tmp_path: Path) -> None:
    import os

    path = files.write(tmp_path / "a.xml", files.pubmed(ARTICLES[:1]))
    os.utime(path, (1767225600, 1767225600))  # 2026-01-01
    taken(library, path, dated=None)
    [key] = keys(library)
    assert library.answers(key)[0].fetched_at == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize("name", ["a.xml", "a.jsonl.gz"])
def test_the_same_file_again_changes_no_byte(library: Library, tmp_path: Path, name: str) -> None:
    data = files.crossref(WORKS) if "json" in name else files.pubmed(ARTICLES)
    path = files.write(tmp_path / name, data)
    taken(library, path)
    before = library.path.read_bytes()
    again = taken(library, path)
    assert again.kinds == {Kind.ADDED: 0, Kind.UPDATED: 0, Kind.UNCHANGED: 7}
    assert library.path.read_bytes() == before


def test_both_registries_make_one_work(library: Library, tmp_path: Path) -> None:
    one = files.write(tmp_path / "a.xml", files.pubmed([article_xml("1", doi="10.5555/1")]))
    other = files.write(tmp_path / "a.jsonl", files.crossref([work("10.5555/1", publisher="P")]))
    done = taken(library, one, other)
    assert done.kinds == {Kind.ADDED: 1, Kind.UPDATED: 1, Kind.UNCHANGED: 0}
    [key] = keys(library)
    assert library.get(key).item["publisher"] == "P"
    assert library.speakers(key) == {"pubmed", "crossref"}


def test_a_newer_file_updates(library: Library, tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.xml", files.pubmed([article_xml("1", page="3-9")]))
    taken(library, path)
    files.write(path, files.pubmed([article_xml("1", page="3-11")]))
    done = taken(library, path, dated="2026-04-01T00:00:00Z")
    assert done.kinds[Kind.UPDATED] == 1
    [key] = keys(library)
    assert library.get(key).item["page"] == "3-11"


def test_an_older_file_changes_nothing(library: Library, tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.xml", files.pubmed([article_xml("1", page="3-11")]))
    taken(library, path)
    before = library.path.read_bytes()
    files.write(path, files.pubmed([article_xml("1", page="3-9", title="An old title")]))
    done = taken(library, path, dated="2025-04-01T00:00:00Z")
    assert done.kinds == {Kind.ADDED: 0, Kind.UPDATED: 0, Kind.UNCHANGED: 1}
    assert library.path.read_bytes() == before


BAD_LINES = ["{", "[]", "7", "null", '{"title": ["no DOI"]}', '{"DOI": 7}', "<html>", '"x"']


@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_bad_line_costs_no_other(library: Library, tmp_path: Path, bad: str) -> None:
    path = files.write(tmp_path / "a.jsonl", files.crossref([*WORKS[:3], bad, *WORKS[3:]]))
    done = taken(library, path)
    assert (done.read, done.kinds[Kind.ADDED]) == (8, 7)
    [rejected] = done.rejected
    assert (rejected.place.path, rejected.place.line) == (str(path), 4)
    assert rejected.reason
    assert rejected.raw.strip() == bad


def test_a_bad_record_costs_no_other(library: Library, tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.xml", files.pubmed([*ARTICLES[:3], NO_PMID, *ARTICLES[3:]]))
    done = taken(library, path)
    assert (done.read, done.kinds[Kind.ADDED]) == (8, 7)
    [rejected] = done.rejected
    assert (rejected.place.path, rejected.place.line) == (str(path), 7)
    assert rejected.raw == "<PubmedArticle><MedlineCitation/></PubmedArticle>"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(
    lines=st.lists(
        st.one_of(st.sampled_from(BAD_LINES), st.sampled_from(WORKS)), min_size=1, max_size=12
    ),
    at_once=st.integers(1, 5),
)
def test_every_record_is_counted_once(
    library: Library, tmp_path: Path, lines: list[dict[str, object] | str], at_once: int
) -> None:
    """read = added + updated + unchanged + rejected, however the file is cut into batches."""
    if not isinstance(lines[0], dict):
        lines = [WORKS[0], *lines]
    path = files.write(tmp_path / "a.jsonl", files.crossref(lines))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(batches, "AT_ONCE", at_once)
        done = taken(library, path)
    assert done.read == len(lines)
    assert done.read == sum(done.kinds.values()) + len(done.rejected)
    assert len(done.rejected) == sum(isinstance(line, str) for line in lines)
    again = taken(library, path)
    assert again.kinds[Kind.UNCHANGED] == done.read - len(done.rejected)


@pytest.mark.parametrize("at_once", [2, 500])
@pytest.mark.parametrize("name", ["a.xml", "a.xml.gz", "a.jsonl.gz"])
def test_of_a_cut_file_what_is_whole_is_stored(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, at_once: int
) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", at_once)
    data = files.crossref(WORKS) if "json" in name else files.pubmed(ARTICLES)
    path = files.write(tmp_path / name, data)
    if name.endswith(".gz"):
        # Without its last bytes a gzip file gives everything but its word that this is all.
        path.write_bytes(path.read_bytes()[:-6])
    else:
        path.write_bytes(data[: data.rindex(b"<PubmedArticle>") + 30])
    done = taken(library, path)
    whole = 6 if name == "a.xml" else 7
    assert done.kinds[Kind.ADDED] == whole == len(keys(library))
    assert len([*done.problems, *done.rejected]) == 1, "one sentence"
    assert str(path) in [*done.problems, *(one.place.path for one in done.rejected)][0]


def test_a_file_cut_in_the_middle_gives_what_is_before_the_cut(
    library: Library, tmp_path: Path
) -> None:
    articles, works = files.numbered(range(100, 400))
    for name, data in (("a.xml.gz", files.pubmed(articles)), ("a.jsonl.gz", files.crossref(works))):
        path = files.write(tmp_path / name, data)
        packed = path.read_bytes()
        path.write_bytes(packed[: len(packed) // 2])
        done = taken(library, path)
        assert done.kinds[Kind.ADDED] > 50
        assert done.read == sum(done.kinds.values()) + len(done.rejected)
        assert [*done.problems, *done.rejected]


def test_a_last_line_that_is_cut_is_rejected(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(files.crossref(WORKS)[:-30])
    done = taken(library, path)
    assert (done.kinds[Kind.ADDED], [one.place.line for one in done.rejected]) == (6, [7])


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"Doe J. A paper. 2010.", "is none of PubMed XML, EndNote XML, Crossref JSON"),
        ("a.xml", b"<html><body>Sorry</body></html>", "is none of PubMed XML"),
        ("a.xml", b"", "is none of PubMed XML"),
        ("a.xml", bytes(range(256)) * 20, "these bytes are not text"),
        ("a.bib", b"%PDF-1.7 ...", "this is a PDF, not text"),
        ("a.xml.gz", b"\x1f\x8b" + bytes(100), "is no gzip file, or a damaged one"),
        ("a.xml.gz", b"\x1f\x8b", "is no gzip file, or a damaged one"),
        (
            "a.xml.gz",
            gzip.compress(b"<PubmedArticleSet>" * 400, mtime=0)[:12],
            "is no gzip file, or a damaged",
        ),
    ],
    ids=["text", "page", "empty", "binary", "pdf", "zeros", "magic", "header"],
)
def test_what_cannot_be_taken_is_named_and_costs_no_other_file(
    library: Library, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    good = files.write(tmp_path / "good.jsonl", files.crossref(WORKS))
    done = taken(library, bad, good)
    [problem] = done.problems
    assert problem.startswith(f"{bad}: ")
    assert told in problem
    assert done.kinds[Kind.ADDED] == 7


def test_a_missing_file_and_a_folder_are_named(library: Library, tmp_path: Path) -> None:
    good = files.write(tmp_path / "good.jsonl", files.crossref(WORKS))
    done = taken(library, tmp_path / "nowhere.xml", tmp_path, good)
    assert done.problems == [
        f"{tmp_path / 'nowhere.xml'}: cannot be read: No such file or directory",
        f"{tmp_path}: cannot be read: Is a directory",
    ]
    assert done.kinds[Kind.ADDED] == 7


def test_what_a_file_deletes_is_told_and_stays(library: Library, tmp_path: Path) -> None:
    taken(library, files.write(tmp_path / "a.xml", files.pubmed(ARTICLES[:2])))
    before = library.path.read_bytes()
    path = files.write(tmp_path / "b.xml", files.pubmed([], deleted=["1", "77"]))
    done = taken(library, path)
    held = library.find({Scheme.PMID: "1"})
    assert held is not None
    assert done.deleted == [
        (Deleted(Identifier(Scheme.PMID, "1")), held),
        (Deleted(Identifier(Scheme.PMID, "77")), None),
    ]
    assert (done.read, library.path.read_bytes()) == (0, before)


def test_of_two_versions_the_newer_stands(library: Library, tmp_path: Path) -> None:
    """A file of PubMed may hold both versions of one PMID, in either order."""
    first, second = (
        article_xml("1", title=f"Version {v}").replace('Version="1"', f'Version="{v}"')
        for v in (1, 2)
    )
    for order in ([first, second], [second, first]):
        path = files.write(tmp_path / "a.xml", files.pubmed(order))
        done = taken(library, path)
        assert done.read == 2
        [key] = keys(library)
        assert library.get(key).item["title"] == "Version 2"


def test_an_imported_retraction_settles_the_status(library: Library, tmp_path: Path) -> None:
    notice = {
        "DOI": "10.5555/r", "type": "retraction", "label": "Retraction", "source": "publisher",
        "updated": {"date-parts": [[2026, 1, 1]]},
    }  # fmt: skip
    path = files.write(
        tmp_path / "a.jsonl", files.crossref([work("10.5555/1", updated_by=[notice])])
    )
    taken(library, path)
    [key] = keys(library)
    assert library.get(key).status == "retracted"


def test_a_name_that_is_too_long_is_refused_in_a_sentence() -> None:
    name = f"{'a' * 300}.bib"
    found, problems = take.usable([Path(name), Path("a\0b.bib")])
    assert found == []
    assert problems == [f"{name}: cannot be read: File name too long", problems[1]]
    assert problems[1].startswith("a\0b.bib: cannot be read: ")

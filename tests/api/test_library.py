"""`citekit.Library`: a library for scripts and notebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

import citekit
from citekit.errors import InputError, LibraryError, SourceError, UnknownKeyError
from tests.registry_server import RegistryServer

LIANG, WANG = "pmid:20650877", "10.1002/art.27548"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    with citekit.Library.open(path, create=True, offline=True) as library:
        library.add(LIANG, WANG)
    return path


def facts(library: citekit.Library) -> list[object]:
    return [(one.item, one.status, [notice.link for notice in one.notices]) for one in library]


def test_what_was_resolved_is_added_without_asking_again(tmp_path: Path) -> None:
    found = citekit.resolve(LIANG, "PMID 1", offline=True)
    nobody = citekit.Settings(offline=True, mirror=str(tmp_path / "none"))
    with citekit.Library.open(tmp_path / "l.db", create=True, settings=nobody) as library:
        added = library.add(*found)
        assert [one.key for one in added] == ["Liang2010Allogenic", None]
        assert repr(added) == "<Resolutions: 1 resolved, 1 unavailable>"
        assert len(library) == 1


def test_a_path_may_be_a_text(path: Path) -> None:
    with citekit.Library.open(str(path)) as library:
        assert [one.key for one in library] == ["Liang2010Allogenic", "Wang2010Umbilical"]


def test_without_a_path_it_is_the_library_of_the_commands(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with citekit.Library.open() as library:
        assert len(library) == 2


def test_where_there_is_none_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        citekit.Library.open(tmp_path / "library.db")


def test_a_source_that_cannot_be_used_stores_nothing(path: Path) -> None:
    with citekit.Library.open(path, offline=True) as library:
        with pytest.raises(SourceError):
            library.add(LIANG, "no/gone.txt")
        assert len(library) == 2


def test_what_a_source_has_besides_is_not_lost(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("As [@nobody2020] says.", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("nothing here", encoding="utf-8")
    with citekit.Library.open(tmp_path / "l.db", create=True, offline=True) as library:
        found = library.add(draft, tmp_path / "empty.txt")
    assert repr(found) == "<Resolutions: 1 rejected, 1 without a citation>"
    assert found.empty == (str(tmp_path / "empty.txt"),)
    assert "draft.md:1" in found._repr_html_()


def test_works_are_removed_and_that_is_kept(path: Path) -> None:
    with citekit.Library.open(path) as library:
        library.remove("Wang2010Umbilical")
        assert len(library) == 1
        assert "Wang2010Umbilical" in [one.key for one in library.diff("2026-11-23")]


def test_what_cannot_be_asked_is_unavailable_and_changes_nothing(
    path: Path, tmp_path: Path
) -> None:
    with RegistryServer() as server:
        server.break_all("status", status=500)
        asking = server.settings(tmp_path, timeout=1)
        with citekit.Library.open(path, settings=asking) as library:
            before = facts(library)
            [told] = library.update("Liang2010Allogenic")
            assert told.outcome is citekit.Outcome.UNAVAILABLE
            assert facts(library) == before
            [erratum, _] = library.notices()
            assert {one.outcome for one in erratum.silent} == {"unavailable"}


def test_a_dry_run_of_update_stores_nothing(path: Path) -> None:
    with citekit.Library.open(path, offline=True) as library:
        told = library.update(dry_run=True)
    assert [(one.key, one.events) for one in told] == [
        ("Liang2010Allogenic", ()),
        ("Wang2010Umbilical", ()),
    ]


def test_it_exports_as_the_command_does(path: Path) -> None:
    with citekit.Library.open(path) as library:
        assert library.export("bibtex", "Wang2010Umbilical").startswith("@article{Wang2010Umb")
        assert library.export("bibtex").count("@article") == 2
        with pytest.raises(InputError, match="there is no format"):
            library.export("nonsense")
        with pytest.raises(UnknownKeyError, match="did you mean Wang2010Umbilical"):
            library.export("ris", "Wang2010")


def test_several_say_what_they_are_in_a_few_words(path: Path) -> None:
    with citekit.Library.open(path) as library:
        assert repr(library.search("umbilical")) == "<Works: Wang2010Umbilical>"
        assert repr(library.search("nonsense")) == "<Works: none>"
        assert repr(library.notices("Wang2010Umbilical")) == "<Notices: none>"

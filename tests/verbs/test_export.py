"""Exports are replaced whole or left alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from citekit.errors import InputError, LibraryError
from citekit.verbs.export import FORMATS, format_named, replace_file, ways


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_a_format_is_told_by_name_or_ending(one: object) -> None:
    assert format_named(one.name, None) == one
    for suffix in one.suffixes:
        assert format_named(None, Path(f"x{suffix}")) == one


@pytest.mark.parametrize(("name", "path"), [("word", None), (None, Path("x.docx")), (None, None)])
def test_an_unknown_format_lists_the_known(name: str | None, path: Path | None) -> None:
    with pytest.raises(InputError, match="bibtex, biblatex, ris, csljson"):
        format_named(name, path)


def test_a_file_is_written_only_when_it_differs(tmp_path: Path) -> None:
    target = tmp_path / "x.bib"
    assert replace_file(target, "one") is True
    before = target.stat().st_mtime_ns
    assert replace_file(target, "one") is False
    assert target.stat().st_mtime_ns == before
    assert replace_file(target, "two") is True
    assert target.read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["x.bib"]


def test_mode_and_symbolic_link_survive(tmp_path: Path) -> None:
    target, link = tmp_path / "x.bib", tmp_path / "link.bib"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    replace_file(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_refusing_disk_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.bib"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("citekit.verbs.export.os.fsync", full)
    with pytest.raises(LibraryError, match=r"x\.bib: cannot be written: No space left"):
        replace_file(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.bib"]


def test_an_unknown_flavour_lists_the_known() -> None:
    with pytest.raises(InputError, match="'mendeley' of ris; known are zotero, endnote, jabref"):
        ways(format_named("ris", None), "mendeley", ascii_only=False)
    with pytest.raises(InputError, match="of bibtex; ris has zotero, endnote, jabref"):
        ways(format_named("bibtex", None), "zotero", ascii_only=False)


def test_ascii_is_for_formats_with_commands_for_letters() -> None:
    assert ways(format_named("biblatex", None), None, ascii_only=True) == {"ascii_only": True}
    with pytest.raises(InputError, match="--ascii is for bibtex, biblatex"):
        ways(format_named("ris", None), None, ascii_only=True)

"""Formats and the ways in which they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.errors import InputError
from citekit.verbs.export import FORMATS, format_named, ways


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_a_format_is_told_by_name_or_ending(one: object) -> None:
    assert format_named(one.name, None) == one
    for suffix in one.suffixes:
        assert format_named(None, Path(f"x{suffix}")) == one


@pytest.mark.parametrize(("name", "path"), [("word", None), (None, Path("x.docx")), (None, None)])
def test_an_unknown_format_lists_the_known(name: str | None, path: Path | None) -> None:
    with pytest.raises(InputError, match="bibtex, biblatex, ris, csljson"):
        format_named(name, path)


def test_an_unknown_flavour_lists_the_known() -> None:
    with pytest.raises(InputError, match="'mendeley' of ris; known are zotero, endnote, jabref"):
        ways(format_named("ris", None), "mendeley", ascii_only=False)
    with pytest.raises(InputError, match="of bibtex; ris has zotero, endnote, jabref"):
        ways(format_named("bibtex", None), "zotero", ascii_only=False)


def test_ascii_is_for_formats_with_commands_for_letters() -> None:
    assert ways(format_named("biblatex", None), None, ascii_only=True) == {"ascii_only": True}
    with pytest.raises(InputError, match="--ascii is for bibtex, biblatex"):
        ways(format_named("ris", None), None, ascii_only=True)

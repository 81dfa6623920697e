"""Settings: the strongest wins, and nothing unknown passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.errors import SettingsError
from citekit.settings import Settings
from citekit.verbs.configure import library_path, load


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert load({}, {}, tmp_path) == Settings()


def test_flags_win_over_the_environment_which_wins_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "citekit.toml").write_text(
        'mailto = "file@example.org"\ntimeout = 5\nmirror = "from-file"\n'
    )
    environment = {"CITEKIT_MAILTO": "env@example.org", "CITEKIT_MIRROR": "from-env"}
    loaded = load({"mirror": "from-flag"}, environment, tmp_path)
    assert loaded == Settings(mailto="env@example.org", timeout=5.0, mirror="from-flag")


def test_a_project_table_is_read_from_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.citekit]\nlibrary = "refs.db"\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert load({}, {}, below).library == tmp_path / "refs.db"


def test_a_file_above_the_repository_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "citekit.toml").write_text('mailto = "stranger@example.org"\n')
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    assert load({}, {}, repository) == Settings()


BAD_FILES = {
    "no placeholder": ('key_template = "{author}{year}"\n', r"no placeholder \{author\}"),
    "unknown key": ("colour = true\n", "colour"),
    "a key in a file": ('ncbi_api_key = "abc"\n', "NCBI_API_KEY"),
    "wrong kind": ("mailto = 3\n", "mailto"),
    "not an address": ('pubmed_url = "eutils"\n', "pubmed_url"),
    "not TOML": ("= =\n", "citekit.toml"),
    "no seconds": ("timeout = true\n", "timeout"),
    "no hours": ("status_hours = true\n", "status_hours"),
    "a status of a week": ("status_hours = 168\n", "status_hours.*between 0 and 24"),
    "hours that are no number": ('status_hours = "nan"\n', "status_hours.*between 0 and 24"),
}


@pytest.mark.parametrize(("content", "named"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_an_error_that_names_it(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "citekit.toml").write_text(content)
    with pytest.raises(SettingsError, match=named):
        load({}, {}, tmp_path)


def test_a_bad_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CITEKIT_TIMEOUT"):
        load({}, {"CITEKIT_TIMEOUT": "soon"}, tmp_path)


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    assert load({}, {"CITEKIT_MIRROR": ""}, tmp_path) == Settings()


def test_the_library_is_found_above_up_to_the_root_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "library.db").touch()
    repository = tmp_path / "repository"
    below = repository / "a" / "b"
    below.mkdir(parents=True)
    (repository / ".git").mkdir()
    assert library_path(Settings(), below) == below / "library.db"
    (repository / "library.db").touch()
    assert library_path(Settings(), below) == repository / "library.db"
    assert library_path(Settings(library=Path("x.db")), below) == Path("x.db")

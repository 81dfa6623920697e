"""First settings: asked for or given, written where they are read, and nothing else touched."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.cli.terminal import show
from tests.conftest import Citekit

KEPT = '# ours\ntimeout = 7  # slow line\n\nkey_template = "{family}{year}"\n'


def held(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_settings_are_made_and_read_back(citekit: Citekit, desk: Path) -> None:
    run = citekit("init", "--mailto", "you@example.org")
    assert (run.code, run.out) == (0, "")
    assert run.err.startswith("citekit: citekit.toml: made\n")
    assert "next: `citekit add SOURCE`" in run.err
    assert held(desk / "citekit.toml") == {"mailto": "you@example.org"}
    assert "you@example.org" in citekit("--offline", "doctor").out


def test_what_stands_in_a_file_stays(citekit: Citekit, desk: Path) -> None:
    (desk / "citekit.toml").write_text(KEPT)
    assert citekit("init", "--mailto", "you@example.org").code == 0
    assert (desk / "citekit.toml").read_text() == f'{KEPT}mailto = "you@example.org"\n'


def test_line_ends_of_a_file_stay(citekit: Citekit, desk: Path) -> None:
    (desk / "citekit.toml").write_bytes(KEPT.replace("\n", "\r\n").encode())
    citekit("init", "--mailto", "you@example.org")
    made = f'{KEPT}mailto = "you@example.org"\n'.replace("\n", "\r\n").encode()
    assert (desk / "citekit.toml").read_bytes() == made


def test_the_same_again_touches_no_byte(citekit: Citekit, desk: Path) -> None:
    path = desk / "citekit.toml"
    path.write_text("mailto   =  'you@example.org'")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    run = citekit("init", "--mailto", "you@example.org")
    assert run.err.startswith("citekit: citekit.toml: unchanged\n")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_project_that_has_settings_gets_them_there(citekit: Citekit, desk: Path) -> None:
    path = desk / "pyproject.toml"
    path.write_text('[project]\nname = "x"\n\n[tool.citekit]\ntimeout = 7\n\n[tool.ruff]\n')
    citekit("init", "--mailto", "you@example.org")
    assert not (desk / "citekit.toml").exists()
    assert held(path)["tool"] == {"citekit": {"timeout": 7, "mailto": "you@example.org"},
                                  "ruff": {}}  # fmt: skip


def test_new_settings_lie_beside_the_library(
    shelved: Citekit, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / ".git").mkdir()
    (desk / "text").mkdir()
    monkeypatch.chdir(desk / "text")
    run = shelved("init", "--mailto", "you@example.org")
    assert held(desk / "citekit.toml") == {"mailto": "you@example.org"}
    assert "`citekit check`" in run.err


def test_a_library_that_is_named_becomes_a_setting(citekit: Citekit, desk: Path) -> None:
    citekit("init", "--library", "refs/works.db", "--no-input")
    assert held(desk / "citekit.toml") == {"library": "refs/works.db"}


@pytest.mark.parametrize(
    "address",
    ["", "you", "you@example", "you example@example.org", "a@b.org\r\nX: y", "@b.org", "a@b..org",
     '"a"@b.org', f"{'a' * 250}@b.org", "ü@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_nothing_written(
    citekit: Citekit, desk: Path, address: str
) -> None:
    run = citekit("init", "--mailto", address)
    assert run.code == 2
    assert "an address such as you@example.org is wanted" in run.err
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize("text", ["mailto = ", "nonsense = 1\n", "mailto = 'nobody'\n"])
def test_a_file_that_cannot_be_read_is_left_alone(citekit: Citekit, desk: Path, text: str) -> None:
    (desk / "citekit.toml").write_text(text)
    assert citekit("init", "--mailto", "you@example.org").code == 2
    assert (desk / "citekit.toml").read_text() == text


def test_nobody_is_asked_without_a_terminal(citekit: Citekit, desk: Path) -> None:
    run = citekit("init")
    assert run.code == 0
    assert "`citekit init --mailto ADDRESS` sets one" in run.err
    assert held(desk / "citekit.toml") == {}


def test_a_key_is_never_written(
    citekit: Citekit, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NCBI_API_KEY", "s3cret")
    run = citekit("init", "--mailto", "you@example.org")
    assert "s3cret" not in run.err + (desk / "citekit.toml").read_text()


def test_a_person_is_asked_until_it_is_an_address(desk: Path) -> None:
    shown = show(["init"], typed="you\nyou@example.org\n")
    assert shown.code == 0
    assert shown.screen.count("Your e-mail address") == 2
    assert "That will not do" in shown.screen
    assert held(desk / "citekit.toml") == {"mailto": "you@example.org"}


def test_enter_keeps_the_address_that_is_known(desk: Path) -> None:
    (desk / "citekit.toml").write_text('mailto = "old@example.org"\n')
    shown = show(["init"], typed="\n")
    assert "(Enter: old@example.org)" in shown.screen
    assert "citekit.toml: unchanged" in shown.screen


def test_whoever_gives_three_times_no_address_is_told_what_else_there_is(desk: Path) -> None:
    shown = show(["init"], typed="a\nb\nc\n")
    assert shown.code == 2
    assert "`citekit init --mailto ADDRESS` sets one" in shown.screen
    assert list(desk.iterdir()) == []


def test_ctrl_c_leaves_nothing(desk: Path) -> None:
    shown = show(["init"], interrupt_at="Enter: none")
    assert shown.code == 130
    assert shown.screen.count("interrupted") == 1
    assert "Traceback" not in shown.screen
    assert list(desk.iterdir()) == []

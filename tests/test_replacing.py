"""Files are replaced whole or left alone, and nothing is left beside them."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from citekit import replacing
from citekit.errors import LibraryError
from citekit.replacing import replace_file

ROOT = Path(__file__).parents[1]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_written_only_when_it_differs(tmp_path: Path) -> None:
    target = tmp_path / "x.bib"
    assert replace_file(target, "one") is True
    before = target.stat().st_mtime_ns
    assert replace_file(target, "one") is False
    assert target.stat().st_mtime_ns == before
    assert replace_file(target, "two") is True
    assert target.read_text() == "two"
    assert names(tmp_path) == ["x.bib"]


def test_mode_owner_and_symbolic_link_survive(tmp_path: Path) -> None:
    target, link = tmp_path / "x.bib", tmp_path / "link.bib"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    if os.geteuid() == 0:
        os.chown(target, 65534, 65534)
    owner = target.stat().st_uid
    replace_file(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert (mode(target), target.stat().st_uid) == (0o640, owner)


def test_a_link_to_nothing_gets_its_target(tmp_path: Path) -> None:
    link = tmp_path / "link.bib"
    link.symlink_to(tmp_path / "x.bib")
    replace_file(link, "new")
    assert (link.is_symlink(), (tmp_path / "x.bib").read_text()) == (True, "new")


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_a_new_file_has_the_mode_that_the_umask_gives(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        replace_file(tmp_path / "x.bib", "new")
    finally:
        os.umask(before)
    assert mode(tmp_path / "x.bib") == 0o666 & ~mask


@pytest.mark.parametrize("step", ["fsync", "chmod", "rename", "write"])
def test_a_refusing_disk_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "x.bib"
    target.write_text("old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    places = {"fsync": (os, "fsync"), "chmod": (Path, "chmod"), "rename": (Path, "replace")}
    monkeypatch.setattr(*places.get(step, (Path, "write_bytes")), full)
    with pytest.raises(LibraryError, match=r"x\.bib: cannot be written: No space left"):
        replace_file(target, "new")
    assert target.read_text() == "old"
    assert names(tmp_path) == ["x.bib"]


REFUSED: dict[str, Callable[[Path], object]] = {
    "a folder that is not there": lambda folder: replace_file(folder / "gone" / "x.bib", "new"),
    "a folder in its place": lambda folder: replace_file(folder, "new"),
    "a name that no system takes": lambda folder: replace_file(folder / "a\0b", "new"),
    "a name that is too long": lambda folder: replace_file(folder / ("a" * 300), "new"),
    "links that lead in a circle": lambda folder: replace_file(_circle(folder), "new"),
}


def _circle(folder: Path) -> Path:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    return folder / "a"


@pytest.mark.parametrize("write", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_one_sentence(
    tmp_path: Path, write: Callable[[Path], object]
) -> None:
    with pytest.raises(LibraryError, match="cannot be written: "):
        write(tmp_path)
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_name_of_full_length_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("ä" * 127)
    replace_file(target, "new")
    assert target.read_text() == "new"


def test_a_device_is_written_to_and_stays_a_device(tmp_path: Path) -> None:
    """It was replaced by a file once: `export -o /dev/null` as root."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    replace_file(pipe, "new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == ["pipe"]


def test_the_order_is_write_sync_move_sync_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    move, sync = Path.replace, os.fsync

    def note_move(path: Path, target: Path) -> Path:
        seen.append(f"move {path.read_text()}")
        return move(path, target)

    def note_sync(handle: int) -> None:
        seen.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    monkeypatch.setattr(Path, "replace", note_move)
    monkeypatch.setattr(os, "fsync", note_sync)
    replace_file(tmp_path / "x.bib", "new")
    assert seen == ["file", "move new", "folder"]


def test_what_a_killed_process_left_goes_with_the_next_writing(tmp_path: Path) -> None:
    left, others = tmp_path / ".x.bib.abcd_123", tmp_path / ".x.bib.backup"
    young = tmp_path / ".x.bib.zzzzzzzz"
    for path in (left, others, young):
        path.write_text("half")
    long_ago = time.time() - replacing.STRAY_SECONDS - 1
    for path in (left, others):
        os.utime(path, (long_ago, long_ago))
    replace_file(tmp_path / "x.bib", "new")
    assert names(tmp_path) == [".x.bib.backup", ".x.bib.zzzzzzzz", "x.bib"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_a_read_only_file_is_not_replaced_in_a_folder_that_is_not() -> None:
    """To move a file over another one asks the folder alone."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from citekit.errors import LibraryError\n"
        "from citekit.replacing import replace_file\n"
        "os.chdir(sys.argv[1]); os.setuid(65534)\n"
        "try: replace_file(Path('x.bib'), 'new')\n"
        "except LibraryError as error: print(error)"
    )
    # Below tmp_path nobody could not even look.
    with tempfile.TemporaryDirectory(prefix="citekit-") as folder:
        target = Path(folder, "x.bib")
        target.write_text("old")
        target.chmod(0o444)
        target.parent.chmod(0o777)
        done = subprocess.run(
            [sys.executable, "-c", script, folder],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert (done.stdout, done.stderr) == ("x.bib: cannot be written: it is read-only\n", "")
        assert target.read_text() == "old"

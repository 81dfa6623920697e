"""A disk that is full: a small file system where root may make one, else a limit on files.

The trials go through 256 amounts of room, from none to all that the operation needs.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from citekit.library import backups
from tests.guarantees.guarantee import Guarantee, Told, Trial
from tests.guarantees.storage import mirrors
from tests.guarantees.storage.kills import EXPORTED
from tests.guarantees.storage.oracles import spoken, state, unkept
from tests.guarantees.storage.stock import (
    LIBRARY,
    MIRROR,
    OPERATIONS,
    Operation,
    filled,
    known,
    released,
)
from tests.guarantees.storage.warm import Done
from tests.library import shelf

STEPS = 256
_BLOCK = 4096
_ENOUGH = 64 << 20


@dataclass(frozen=True)
class Disk:
    """A folder, and how much may still be written there."""

    folder: Path
    is_mounted: bool

    def do(self, operation: Operation, share: float, largest: int, room: int) -> Done:
        """Do something with a share of the room that it needs."""
        if not self.is_mounted:
            return operation.do(self.folder, largest=max(_BLOCK, int(largest * share)))
        self._resize(self._used() + int(room * share))
        try:
            return operation.do(self.folder)
        finally:
            self._resize(_ENOUGH)

    def _used(self) -> int:
        told = os.statvfs(self.folder)
        return (told.f_blocks - told.f_bfree) * told.f_frsize

    def _resize(self, size: int) -> None:
        blocks = max(1, size // _BLOCK)
        options = f"remount,nr_blocks={blocks}"
        subprocess.run(["mount", "-o", options, str(self.folder)], check=True)


@contextlib.contextmanager
def disk(folder: Path, number: int) -> Iterator[Disk]:
    """Give a disk of its own for every second trial, as far as this machine lets one be made."""
    place = folder / "disk"
    place.mkdir()
    if number % 2 or not _mounts():
        yield Disk(place, is_mounted=False)
        return
    _mount(place)
    try:
        yield Disk(place, is_mounted=True)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False)


def _mount(place: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", f"size={_ENOUGH}", "citekit-trial", str(place)]
    subprocess.run(command, check=True, capture_output=True)


@cache
def _mounts() -> bool:
    if os.geteuid() or shutil.which("mount") is None:
        return False
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        try:
            _mount(Path(made))
        except subprocess.CalledProcessError:
            return False
        return subprocess.run(["umount", made], check=False).returncode == 0


@dataclass(frozen=True)
class Case:
    """An operation that meets a full disk."""

    operation: Operation
    largest: int
    """Bytes of the largest file that it writes."""
    room: int
    """Bytes that it needs on the disk besides what is there."""
    old: Callable[[Path], str]
    """Says what is wrong with what is left after a failure."""
    new: Callable[[Path], str]
    """Says what is wrong with what a success leaves."""


def _trial(case: Callable[[int], Case], number: int, folder: Path) -> Told:
    one = case(number)
    share = number / (STEPS - 1)
    with disk(folder, number) as place:
        one.operation.prepare(place.folder)
        done = place.do(one.operation, share, one.largest, one.room)
        wrong = spoken(done.code, done.err, (*one.operation.ends, 4))
        is_done = done.code in one.operation.ends
        if is_done and number == 0:
            wrong = "without any room nothing was refused: this is no trial"
        wrong = wrong or (one.new if is_done else one.old)(place.folder)
        if not wrong:
            again = one.operation.do(place.folder)
            wrong = spoken(again.code, again.err, one.operation.ends) or one.new(place.folder)
            wrong = wrong and f"with room again: {wrong}"
    return Told(wrong)


def _of_library(name: str, number: int) -> Case:
    measured = known(name)
    allowed = {key: {text} for key, text in measured.after.items()}

    def old(folder: Path) -> str:
        return unkept(folder / LIBRARY, allowed, measured.before, ())

    def new(folder: Path) -> str:
        return "" if state(folder / LIBRARY) == measured.after else "not what it says it did"

    room = 4 * measured.whole
    return Case(OPERATIONS[name], int(1.5 * measured.size), room, old, new)


def _export(number: int) -> Case:
    old_bytes = b"% what was there before\n" * 50

    def prepare(folder: Path) -> None:
        (folder / LIBRARY).write_bytes(filled())
        (folder / EXPORTED).write_bytes(old_bytes)

    def old(folder: Path) -> str:
        if (folder / EXPORTED).read_bytes() != old_bytes:
            return "the old export is not whole"
        left = [one.name for one in folder.iterdir() if one.name.startswith(f".{EXPORTED}")]
        return f"left behind: {left}" if left else ""

    def new(folder: Path) -> str:
        return "" if (folder / EXPORTED).read_bytes() == _written() else "not the new export"

    operation = Operation("cli", ("export", "-o", EXPORTED), prepare)
    # A file system has to hold the library's -shm file too, of 32 KiB.
    return Case(operation, 2 * len(_written()), 2 * len(_written()) + (64 << 10), old, new)


@cache
def _written() -> bytes:
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        folder = Path(made)
        (folder / LIBRARY).write_bytes(filled())
        Operation("cli", ("export", "-o", EXPORTED), lambda _: None).do(folder)
        return (folder / EXPORTED).read_bytes()


def _migrate(number: int) -> Case:
    held = released(number // 2 % 2)

    def prepare(folder: Path) -> None:
        (folder / LIBRARY).write_bytes(held)

    before = _dumped(held)

    def old(folder: Path) -> str:
        return "" if shelf.dump(folder / LIBRARY) == before else "the old library is not whole"

    def new(folder: Path) -> str:
        good = backups.last_good(folder / LIBRARY)
        if good is None or shelf.dump(good.path) != before:
            return "no backup of what was there"
        return "" if shelf.dump(folder / LIBRARY) == _migrated(held) else "not the new library"

    operation = Operation("cli", ("list",), prepare)
    return Case(operation, 2 * len(held), 6 * len(held), old, new)


def _dumped(held: bytes) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        path = Path(made, LIBRARY)
        path.write_bytes(held)
        return shelf.dump(path)


@cache
def _migrated(held: bytes) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        folder = Path(made)
        (folder / LIBRARY).write_bytes(held)
        Operation("cli", ("list",), lambda _: None).do(folder)
        return shelf.dump(folder / LIBRARY)


def _mirror(number: int) -> Case:
    name = ("mirror-build", "mirror-update")[number // 2 % 2]

    def new(folder: Path) -> str:
        is_new = mirrors.whole(folder / MIRROR) == mirrors.expected(name)[1]
        return "" if is_new else "not the new mirror"

    def old(folder: Path) -> str:
        return mirrors.broken(folder / MIRROR, name)

    measured = known(name)
    return Case(OPERATIONS[name], 3 * measured.size, 4 * measured.whole, old, new)


def _cache(folder: Path, number: int) -> Told:
    """A cache without room is no reason to fail: every answer is there all the same."""
    operation, measured = OPERATIONS["update-command"], known("update-command")
    operation.prepare(folder)
    with disk(folder, number * 2) as place:
        room = Operation(
            operation.deed, operation.arguments, operation.prepare,
            lambda: {**operation.environment(), "CITEKIT_CACHE_DIR": str(place.folder)},
        )  # fmt: skip
        share = number / (STEPS - 1)
        if place.is_mounted:
            place._resize(place._used() + int(256 * 1024 * share))
        done = room.do(folder)
    wrong = spoken(done.code, done.err, (0,))
    if not wrong and state(folder / LIBRARY) != measured.after:
        wrong = "not all of the answers"
    return Told(wrong)


def _update(number: int, folder: Path) -> Told:
    if number % 4 == 3:
        return _cache(folder, number)
    return _trial(partial(_of_library, "update-command"), number, folder)


_PROMISE = (
    "On a full disk {} leaves what was there whole, says so with exit 4, and works once there "
    "is room"
)

_IMPORT = partial(_of_library, "import-command")


def _guarantee(name: str, what: str, trial: Trial, more: str = "") -> Guarantee:
    return Guarantee(f"disk-full-{name}", _PROMISE.format(what) + more, STEPS, trial, few=1)


GUARANTEES = (
    _guarantee("import", "`import`", partial(_trial, _IMPORT)),
    _guarantee("export", "`export`", partial(_trial, _export)),
    _guarantee("migrate", "a library's new form", partial(_trial, _migrate)),
    _guarantee("update", "`update`", _update, "; a cache without room costs no answer"),
    _guarantee("mirror-build", "`mirror build` or `update`", partial(_trial, _mirror)),
)

"""`kill -9` at a random moment of an operation; the moment follows from the number of the trial."""

from __future__ import annotations

import random
import re
import signal
import tempfile
from functools import cache, partial
from pathlib import Path

from citekit.library import backups, migrations
from citekit.library.store import Library
from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.storage import mirrors
from tests.guarantees.storage.oracles import State, malformed, state, unkept
from tests.guarantees.storage.stock import (
    LIBRARY,
    MIRROR,
    OPERATIONS,
    STARTER,
    Operation,
    filled,
    known,
    released,
    warmed,
)
from tests.guarantees.storage.warm import Done
from tests.library import shelf

TRIALS = 1000


def _killed(operation: Operation, seconds: float, number: int, folder: Path) -> Done:
    moment = random.Random(number).uniform(0, 1.05 * seconds)
    return operation.do(folder, kill=(signal.SIGKILL, moment))


def _acknowledged(done: Done) -> list[str]:
    whole = done.out[: done.out.rfind("\n") + 1]
    return [line[1:] for line in whole.splitlines() if line.startswith("+")]


def library(name: str, number: int, folder: Path) -> Told:
    """Kill what writes to a library, look at it, and do it again."""
    operation, before, after = OPERATIONS[name], known(name).before, known(name).after
    operation.prepare(folder)
    done = _killed(operation, known(name).seconds, number, folder)
    keys = [_key(one) for one in _acknowledged(done)] if name == "add" else _acknowledged(done)
    allowed = _steps() if name == "add" else {key: {text} for key, text in after.items()}
    wrong = unkept(folder / LIBRARY, allowed, before, keys)
    return Told(wrong or _finished(operation, after, folder))


def _finished(operation: Operation, after: State, folder: Path) -> str:
    done = operation.do(folder)
    if done.code not in operation.ends:
        return f"again: exit {done.code}: {done.err[-300:]}"
    now = state(folder / LIBRARY)
    wrong = sorted(key for key in after.keys() | now.keys() if after.get(key) != now.get(key))
    if wrong:
        return f"again: not as if nobody had killed it: {wrong[0]}"
    left = [one.name for one in folder.iterdir() if one.name.startswith((f"{LIBRARY}-", "."))]
    return malformed(folder / LIBRARY) or (f"left behind: {left}" if left else "")


@cache
def _steps() -> dict[str, set[str]]:
    """Give what each work may be while the starter's papers are added one by one."""
    allowed: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        for source in STARTER:
            warmed("add", (LIBRARY, source), Path(made))
            for key, text in state(Path(made, LIBRARY)).items():
                allowed.setdefault(key, set()).add(text)
            _KEYS[source] = next(key for key in reversed(allowed))
    return allowed


_KEYS: dict[str, str] = {}


def _key(source: str) -> str:
    _steps()
    return _KEYS[source]


def migration(number: int, folder: Path) -> Told:
    """Kill what brings a library to today's form; it is the old or the new one, and backed up."""
    path = folder / LIBRARY
    path.write_bytes(released(number % 2))
    before = shelf.dump(path)
    _killed(_OPENING, _opened(number % 2)[0], number, folder)
    if wrong := malformed(path):
        return Told(wrong)
    new = _opened(number % 2)[1]
    now = shelf.dump(path)
    if now not in (before, new):
        return Told("neither the old nor the new library")
    if now == new and not _is_backed_up(path, before):
        return Told("migrated without a backup")
    return Told(_opened_again(path, before, new))


def _opened_again(path: Path, before: list[str], new: list[str]) -> str:
    done = _OPENING.do(path.parent)
    if done.code:
        return f"again: exit {done.code}: {done.err[-300:]}"
    if shelf.dump(path) != new:
        return "again: not as if nobody had killed it"
    if not _is_backed_up(path, before):
        return "no backup of what was there"
    count = sum(".backup-" in one.name and one.name[0] != "." for one in path.parent.iterdir())
    return "" if count == 1 else f"{count} backups of one library"


def _is_backed_up(path: Path, before: list[str]) -> bool:
    good = backups.last_good(path)
    return good is not None and shelf.dump(good.path) == before


_OPENING = Operation("open_library", (LIBRARY,), lambda folder: None)


@cache
def _opened(number: int) -> tuple[float, list[str]]:
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        path = Path(made, LIBRARY)
        path.write_bytes(released(number))
        done = _OPENING.do(path.parent)
        if done.code:
            raise RuntimeError(done.err)
        with Library.open(path) as opened:
            assert opened.stats()["schema"] == migrations.latest()
        return done.seconds, shelf.dump(path)


EXPORTED = "out.bib"
_EXPORTING = Operation("exports", (EXPORTED,), lambda folder: None)


def export(number: int, folder: Path) -> Told:
    """Kill what replaces an export by two contents in turn; it is one of these, or the old one."""
    old = b"% what was there before\n"
    seconds, contents = _exported()
    (folder / LIBRARY).write_bytes(filled())
    (folder / EXPORTED).write_bytes(old)
    _killed(_EXPORTING, seconds, number, folder)
    now = (folder / EXPORTED).read_bytes()
    if now not in (old, *contents):
        return Told(f"half an export of {len(now)} bytes")
    done = _EXPORTING.do(folder)
    if done.code or (folder / EXPORTED).read_bytes() != contents[-1]:
        return Told(f"again: exit {done.code}: {done.err[-300:]}")
    wild = [p.name for p in folder.iterdir() if not _EXPECTED.fullmatch(p.name)]
    return Told(f"left behind: {wild}" if wild else "")


_EXPECTED = re.compile(r"library\.db(-wal|-shm)?|out\.bib|\.out\.bib\.[a-z0-9_]{8}|cache")
"""A temporary file is hidden, has no format's ending, and goes with an export an hour later."""


@cache
def _exported() -> tuple[float, tuple[bytes, bytes]]:
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        folder = Path(made)
        (folder / LIBRARY).write_bytes(filled())
        done = _EXPORTING.do(folder)
        two = (folder / EXPORTED).read_bytes()
        warmed("cli", ("export", "Abel2001Change", "-o", EXPORTED), folder)
        return done.seconds, ((folder / EXPORTED).read_bytes(), two)


def mirror(number: int, folder: Path) -> Told:
    """Kill what builds a mirror, or adds to one: the old mirror answers until the new one does."""
    name = ("mirror-build", "mirror-update")[number % 2]
    operation = OPERATIONS[name]
    operation.prepare(folder)
    _killed(operation, known(name).seconds, number, folder)
    wrong = mirrors.broken(folder / MIRROR, name)
    return Told(wrong or mirrors.finished(operation, name, folder))


GUARANTEES = (
    Guarantee(
        "kill-add",
        "`add`, killed at any moment, keeps every work that it told of, whole",
        TRIALS,
        partial(library, "add"),
        few=1,
    ),
    Guarantee(
        "kill-import",
        "`import`, killed at any moment, keeps every batch that it told of, each work "
        "with its notices or not at all",
        TRIALS,
        partial(library, "import"),
        few=1,
    ),
    Guarantee(
        "kill-update",
        "`update`, killed at any moment, leaves each work as it was or as it is told now",
        TRIALS,
        partial(library, "update"),
        few=1,
    ),
    Guarantee(
        "kill-export",
        "`export`, killed at any moment, leaves the old file or the new one",
        TRIALS,
        export,
        few=1,
    ),
    Guarantee(
        "kill-mirror-build",
        "`mirror build` and `mirror update`, killed at any moment, leave the older mirror "
        "answering, and go on to the same bytes",
        TRIALS,
        mirror,
        few=1,
    ),
    Guarantee(
        "kill-migration",
        "A library, killed while it is brought to a new form, is the old or the new one, "
        "with a backup of the old",
        TRIALS,
        migration,
        few=1,
    ),
)

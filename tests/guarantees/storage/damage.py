"""Damaged libraries: named, never overwritten, and replaced by the last good backup when asked."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from citekit.library.store import Library
from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.storage.oracles import malformed, spoken
from tests.guarantees.storage.stock import LIBRARY, Operation, filled
from tests.guarantees.storage.warm import Done
from tests.library import shelf

READING = (
    ("list",), ("show", "Abel2001Change"), ("notices",), ("search", "trout"),
    ("export", "--format", "ris"), ("history", "Abel2001Change"), ("diff", "--since", "2020-01-01"),
)  # fmt: skip
WRITING = (("import", "records.xml", "--no-resolve"), ("set", "Abel2001Change", "volume=7"))


def damaged(held: bytes, chance: random.Random) -> bytes:
    """Flip a bit, cut the file, or zero a page."""
    data = bytearray(held)
    kind = chance.randrange(4)
    if kind == 0:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == 1:
        for _ in range(chance.choice((3, 40))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == 2:
        page = chance.randrange(len(data) // 4096) * 4096
        data[page : page + 4096] = bytes(4096)
    else:
        del data[chance.randrange(len(data)) :]
    return bytes(data)


def _run(folder: Path, *arguments: str) -> Done:
    return Operation("cli", arguments, lambda _: None).do(folder)


def corrupt(number: int, folder: Path) -> Told:
    """Read a damaged library in every way, let the doctor see it, and try to write."""
    path = folder / LIBRARY
    held = damaged(filled(), random.Random(number))
    path.write_bytes(held)
    is_seen = bool(malformed(path)) or not held
    path.write_bytes(held)
    for arguments in READING:
        if wrong := _read(folder, held, arguments):
            return Told(f"{arguments[0]}: {wrong}")
    doctor = _run(folder, "--offline", "doctor")
    wrong = spoken(doctor.code, doctor.err, (0, 4))
    if not wrong and is_seen and (doctor.code != 4 or LIBRARY not in doctor.err):
        wrong = f"damage that SQLite sees is not named: exit {doctor.code}: {doctor.out[:300]}"
    if not wrong and path.read_bytes() != held:
        wrong = "it changed the file"
    return Told(f"doctor: {wrong}" if wrong else _written(number, folder))


def _read(folder: Path, held: bytes, arguments: tuple[str, ...]) -> str:
    done = _run(folder, *arguments)
    wrong = spoken(done.code, done.err, (0, 1, 2, 4))
    if not wrong and (folder / LIBRARY).read_bytes() != held:
        wrong = "it changed the file"
    return wrong


def _written(number: int, folder: Path) -> str:
    from tests.guarantees.storage.stock import OPERATIONS

    OPERATIONS["import"].prepare(folder)
    arguments = WRITING[number % len(WRITING)]
    done = _run(folder, *arguments)
    wrong = spoken(done.code, done.err, (0, 1, 2, 4))
    return f"{arguments[0]}: {wrong}" if wrong else ""


def restore(number: int, folder: Path) -> Told:
    """Back a library up, damage it, restore it: it is equal, and the damaged file is kept."""
    chance, path = random.Random(number), folder / LIBRARY
    path.write_bytes(filled())
    with Library.open(path) as library, library.write():
        for one in chance.sample(range(1, 500), chance.randrange(1, 30)):
            library.add(shelf.numbered(one))
        for work in chance.sample(list(library.works()), 5):
            library.remove(work.key)
    backup = _run(folder, "doctor", "--backup")
    before = shelf.dump(path)
    held = damaged(path.read_bytes(), chance)
    while not _is_seen(held, folder):
        held = damaged(held, chance)
    path.write_bytes(held)
    done = _run(folder, "doctor", "--restore")
    wrong = spoken(backup.code, backup.err, (0,)) or spoken(done.code, done.err, (0,))
    if not wrong and shelf.dump(path) != before:
        wrong = "the restored library is not the one that was backed up"
    aside = path.with_name(f"{LIBRARY}.damaged-1")
    if not wrong and (not aside.exists() or aside.read_bytes() != held):
        wrong = "the damaged file was not kept"
    return Told(wrong)


def _is_seen(held: bytes, folder: Path) -> bool:
    """Tell whether citekit's own check would see it, which is what restoring asks."""
    trial = folder / "trial"
    trial.mkdir(exist_ok=True)
    (trial / LIBRARY).write_bytes(held)
    done = _run(trial, "--offline", "doctor")
    shutil.rmtree(trial)
    return done.code == 4


GUARANTEES = (
    Guarantee(
        "corrupt-library",
        "A damaged library is never a traceback, never changed by who reads it, and named "
        "by `doctor` where SQLite sees the damage",
        1000,
        corrupt,
        few=1,
    ),
    Guarantee(
        "restore",
        "A restored library equals its backup, and the damaged file is kept",
        100,
        restore,
        few=1,
    ),
)

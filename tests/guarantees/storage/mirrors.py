"""Whether a mirror's folder is whole: the manifest's word, and every record behind it."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from citekit.errors import CitekitError
from citekit.mirror import manifest
from citekit.mirror.starter import open_shelf
from tests.guarantees.storage.stock import MIRROR, OPERATIONS, Operation
from tests.mirror.build.conftest import digests

_LEFT = (".making-", ".manifest", ".plan")


class Whole(NamedTuple):
    """What a folder is."""

    generation: str
    names: tuple[str, ...]
    """The first name of every living record, in the order of the rows."""


def whole(folder: Path) -> Whole | None:
    """Read all that a mirror has; None where there is no mirror yet. Raises CitekitError."""
    if not (folder / manifest.NAME).exists():
        return None
    told = manifest.read(folder).index
    assert told is not None
    shelf = open_shelf(str(folder))
    names = tuple(shelf.compact(row).names[0] for row in shelf.rows())
    if sum(one.records for one in told.registries) != len(names):
        raise CitekitError("the manifest counts other records than there are")
    return Whole(told.generation, names)


@cache
def expected(name: str) -> tuple[Whole | None, Whole, dict[str, str]]:
    """Give a mirror before and after an operation that nobody disturbs, and its files."""
    with tempfile.TemporaryDirectory(prefix="guarantee-") as made:
        folder = Path(made)
        OPERATIONS[name].prepare(folder)
        before = whole(folder / MIRROR)
        done = OPERATIONS[name].do(folder)
        after = whole(folder / MIRROR)
        if done.code or after is None:
            raise RuntimeError(done.err)
        return before, after, _files(folder / MIRROR)


def _files(folder: Path) -> dict[str, str]:
    # The plan tells where the sources are, which is another folder for each trial.
    return {name: told for name, told in digests(folder).items() if name != "index/plan.json"}


def broken(folder: Path, name: str) -> str:
    """Say what is wrong with a mirror that was left in the middle of something."""
    before, after, _ = expected(name)
    try:
        now = whole(folder)
    except (CitekitError, OSError) as error:
        return f"the mirror cannot be read: {error}"
    return "" if now in (before, after) else "neither the old nor the new mirror"


def finished(operation: Operation, name: str, folder: Path) -> str:
    """Do it again, and compare every file with those of an undisturbed operation."""
    done = operation.do(folder)
    if done.code:
        return f"again: exit {done.code}: {done.err[-300:]}"
    _, after, files = expected(name)
    if whole(folder / MIRROR) != after:
        return "again: not the mirror that an undisturbed build makes"
    now = _files(folder / MIRROR)
    other = sorted(one for one in files.keys() | now.keys() if files.get(one) != now.get(one))
    if other:
        return f"again: not the bytes that an undisturbed build has: {', '.join(other)[:300]}"
    left = [one.name for one in folder.rglob("*") if one.name.startswith(_LEFT)]
    return f"left behind: {left}" if left else ""

"""What the children of `warm` do: commands, and those that tell each work once it is safe."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from citekit.cli import main as entry
from citekit.library.store import Library
from citekit.verbs import batches


def cli(*arguments: str) -> int:
    """Run a command as `citekit` does, signals included."""
    sys.argv = ["citekit", *arguments]
    entry.run()
    return 0


def import_(library: str, file: str, many: str = "4") -> int:
    """Import a file, some records a transaction, and tell the keys of each batch."""
    from citekit.verbs.take import take

    batches.AT_ONCE = int(many)

    def tell(some: list[object]) -> None:
        acknowledge(*(one.added.key for one in some))  # type: ignore[attr-defined]

    with Library.open(Path(library), create=True) as opened:
        take([Path(file)], opened, tell, "2026-01-02T00:00:00Z")  # type: ignore[arg-type]
    return 0


def import_command(*arguments: str) -> int:
    """Run `import` as the command that it is, in small batches."""
    batches.AT_ONCE = 4
    return cli(*arguments)


def add(library: str, *sources: str) -> int:
    """Add each source by a command of its own, and tell it when the command has."""
    for source in sources:
        code = entry.main(["--offline", "--library", library, "add", source])
        if code not in {0, 3}:  # the starter mirror is a sample
            return code
        acknowledge(source)
    return 0


def update(library: str) -> int:
    """Update each work, and tell its key."""
    from citekit.verbs.asking import open_asking
    from citekit.verbs.configure import load
    from citekit.verbs.update import update as verb

    ask = open_asking(load({"refresh": True}, os.environ, Path.cwd()))
    with Library.open(Path(library)) as opened:
        for one in verb(opened, list(opened.works()), ask):
            if any(told.outcome == "unavailable" for told in one.asked):
                return 3
            acknowledge(one.key)
    return 0


def open_library(library: str) -> int:
    """Open a library, which migrates it."""
    with Library.open(Path(library)) as opened:
        acknowledge(*(work.key for work in opened.works()))
    return 0


def mirror(*arguments: str) -> int:
    """Run `mirror`, each source a segment of its own, in this process alone."""
    from citekit.mirror.build import plan

    plan._GROUP = 1
    return cli("mirror", *arguments, "--jobs", "1")


def acknowledge(*names: str) -> None:
    """Tell that works are safe: whoever reads it may rely on it."""
    os.write(1, "".join(f"+{name}\n" for name in names).encode())


def exports(path: str) -> int:
    """Replace an export by that of one work and that of all, three times in turn."""
    for _ in range(3):
        for keys in (("Abel2001Change",), ()):
            code = entry.main(["export", "-q", *keys, "-o", path])
            if code:
                return code
    return 0

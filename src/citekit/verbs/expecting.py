"""Guess how many records reference files hold, before any is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from citekit.errors import CitekitError
from citekit.verbs.files import count, is_gone_once_read, opened
from citekit.verbs.reference_files import sniff


def expected(paths: Iterable[Path]) -> int:
    """Guess how many records there are; 0 where standard input or a pipe is among the files.

    Good enough for telling how long it takes: a mark in somebody's abstract counts as well, and a
    file that cannot be read not at all.
    """
    counts: list[int] = []
    for path in paths:
        if is_gone_once_read(path):
            return 0
        try:
            with opened(path) as stream:
                counts.append(max(1, count(stream, sniff(stream, path).mark)))
        except CitekitError:
            continue  # told when it is taken
    return sum(counts)

"""The files that a mirror is built from: found, ordered, and told apart."""

from __future__ import annotations

import glob
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from citekit.errors import SourceError

COLLECTION = "collection"
"""The registry of records that come from nobody's registry: they serve matching only."""

_ENDINGS = {
    "pubmed": (".xml", ".xml.gz"),
    "crossref": (
        *(".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz"),
        *(".tar", ".tar.gz", ".tgz"),
    ),
}
"""By which a folder is searched; a file that is named is taken whatever it is called."""
_NUMBERED = re.compile(r"[0-9]+|[^0-9]+")
_SAMPLE = 1 << 20


class SourceFile(msgspec.Struct, frozen=True):
    """One file of a registry."""

    registry: str
    path: str
    size: int
    digest: str
    """Of its size, its first and its last MiB: a compressed file ends with the sum of it all."""

    @property
    def name(self) -> str:
        """Its name without folders: files are known by it."""
        return Path(self.path).name


def find(registry: str, given: Sequence[str], endings: Iterable[str] = ()) -> list[SourceFile]:
    """List the files that are meant, in the order of the numbers in their names.

    Each of `given` is a file, a folder or a glob. Raises SourceError where there is none.
    """
    wanted = tuple(endings) or _ENDINGS[registry]
    paths = dict.fromkeys(path for one in given for path in _expand(one, wanted))
    ordered = sorted(paths, key=lambda path: natural(path.name))
    found = [_described(registry, path) for path in ordered]
    names = [one.name for one in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SourceError(f"{twice}: two files have this name; files are known by their names")
    return found


def natural(name: str) -> list[tuple[int, str]]:
    """Order names by the numbers in them: `n9` before `n10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBERED.findall(name)]


def _expand(given: str, endings: tuple[str, ...]) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        found = [one for one in path.iterdir() if one.name.casefold().endswith(endings)]
    elif path.is_file():
        return [path]
    else:
        found = [Path(one) for one in glob.glob(given, recursive=True)]  # noqa: PTH207 - absolute too
        found = [one for one in found if one.is_file() and one.suffix != ".md5"]
    if not found:
        raise SourceError(f"{given}: there is no such file, and nothing that fits it")
    return found


def _described(registry: str, path: Path) -> SourceFile:
    try:
        size = path.stat().st_size
        digest = hashlib.md5(str(size).encode(), usedforsecurity=False)
        with path.open("rb") as stream:
            digest.update(stream.read(_SAMPLE))
            stream.seek(max(0, size - _SAMPLE))
            digest.update(stream.read(_SAMPLE))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from error
    return SourceFile(registry, str(path.absolute()), size, digest.hexdigest())

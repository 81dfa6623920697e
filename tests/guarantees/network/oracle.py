"""Judge what a command left behind: its words, its exit code, its library and its cache."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus
from xml.etree.ElementTree import canonicalize

from tests.guarantees.network import scene
from tests.guarantees.network.launcher import Ended
from tests.registry_server import Means
from tests.registry_server.faults.alter import FOREIGN, FOREIGN_DOI, FOREIGN_PMID

PEAK = 256.0
"""MiB."""
SLACK = 5.0
"""Seconds beside what is allowed for asking: a start and an end on a busy machine."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\udc80-\udcff]")
_FOREIGN = (FOREIGN, FOREIGN_DOI, f'"{FOREIGN_PMID}"', "zyxwv", "root:x:0:")


def conduct(ended: Ended, seconds: float) -> Iterator[str]:
    """Tell what no command may do, whatever it is answered."""
    if "Traceback" in ended.err or ended.code == 70:
        yield f"a fault of its own (exit {ended.code})"
    if ended.code < 0 or ended.code not in {0, 1, 2, 3}:
        yield f"exit {ended.code}"
    if ended.code and not ended.err.startswith("citekit: "):
        yield "no reason on standard error"
    if ended.seconds > seconds + SLACK:
        yield f"took {ended.seconds:.1f} s of {seconds:.0f}"
    if ended.peak > PEAK:
        yield f"took {ended.peak:.0f} MiB"
    if _CONTROLS.search(ended.out + ended.err):
        yield "printed control characters"


def is_slow(broken: str) -> bool:
    """Tell whether time is all that is wrong: that of the run, or that for asking."""
    parts = broken.split("; ")[1:]
    named = [one for one in parts if not one.startswith("citekit: ")]
    if "exit 3 where [0] is right" in named and parts[-1].endswith("in the time that was left"):
        return True
    return bool(named) and all(re.match(r"(mended: )?took [0-9.]+ s of", one) for one in named)


def spellings(secret: str) -> tuple[str, ...]:
    """List the ways in which a secret may be written, without what differs by its place."""
    inside = (base64.b64encode(b"x" * shift + secret.encode()).decode() for shift in range(3))
    return (
        secret, quote(secret), quote(secret, safe=""), quote_plus(secret),
        *(text[4:-4] for text in inside),
    )  # fmt: skip


def leaks(ended: Ended, folder: Path) -> Iterator[str]:
    """Tell where the seeded key is: in what was printed, or in any file."""
    wanted = [text.casefold() for text in spellings(scene.SECRET)]
    places = {"standard output": ended.out, "standard error": ended.err}
    for path in folder.rglob("*"):
        if path.is_file():
            places[path.name] = everything(path)
    for place, text in places.items():
        if any(one in text.casefold() for one in wanted):
            yield f"the key is in {place}"


def everything(path: Path) -> str:
    """Read a file, of a database every value, unpacked where it is packed."""
    raw = path.read_bytes()
    texts = [raw.decode("utf-8", "replace")]
    if raw.startswith(b"SQLite format 3"):
        texts += [str(value) for row in _rows(path) for value in row]
    return "\n".join(texts)


def _rows(path: Path) -> Iterator[list[object]]:
    with closing(sqlite3.connect(path)) as file:
        names = file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'works_fts%'"
        )
        for (name,) in names.fetchall():
            for row in file.execute(f'SELECT * FROM "{name}"'):
                yield [_unpacked(value) for value in row]


def _unpacked(value: object) -> object:
    if not isinstance(value, bytes):
        return value
    with suppress(zlib.error):
        value = zlib.decompress(value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def payloads(library: Path) -> set[str]:
    """Give every registry's record that is kept, in a form that compares."""
    if not library.exists():
        return set()
    with closing(sqlite3.connect(library)) as file:
        bodies = [zlib.decompress(body) for (body,) in file.execute("SELECT body FROM payloads")]
    return {comparable(body) for body in bodies}


def comparable(body: bytes) -> str:
    """Write a record in the one way in which it compares."""
    if body.lstrip().startswith(b"<"):
        return str(canonicalize(body.decode()))
    return json.dumps(json.loads(body), sort_keys=True)


def right_payloads(*, taken_back: bool) -> set[str]:
    """Give the right records of the two papers that commands are about."""
    pubmed = [comparable(text.encode()) for text in scene.articles(taken_back=taken_back)]
    crossref = [comparable(json.dumps(one).encode()) for one in scene.works(taken_back=taken_back)]
    return {*pubmed, *crossref}


def stored(library: Path, *, strange: bool) -> Iterator[str]:
    """Tell what is in the library and is not of the papers asked about; half of one, above all."""
    if not library.exists():
        return
    text = everything(library)
    yield from (f"the library has {one!r}" for one in _FOREIGN if one in text)
    with closing(sqlite3.connect(library)) as file:
        named = file.execute("SELECT scheme, value FROM identifiers").fetchall()
        items = [json.loads(item) for (item,) in file.execute("SELECT item FROM works")]
        sound = file.execute("PRAGMA integrity_check").fetchone()[0]
    right = scene.DOIS | scene.PMIDS
    yield from (f"{scheme} {value} is foreign" for scheme, value in named if value not in right)
    yield from () if sound == "ok" else ["the library is damaged"]
    if strange:
        return
    known = right_payloads(taken_back=True) | right_payloads(taken_back=False)
    yield from ("a record is not the registry's" for _ in payloads(library) - known)
    yield from _half(items)


def _half(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        if item.get("title") not in scene.TITLES:
            yield f"a title is {item.get('title')!r}"
        if len(item.get("author", ())) != scene.AUTHORS:
            yield "authors are missing"


def verdict(
    command: scene.Command, endpoint: str, means: Means, ended: Ended, *, again: bool = False
) -> Iterator[str]:
    """Tell where the exit code, or what was printed with it, is not what the fault means."""
    allowed = _codes(command, endpoint, means)
    if ended.code not in allowed:
        yield f"exit {ended.code} where {sorted(allowed)} is right"
    if ended.code == command.code and means is not Means.ODD and means is not Means.ABSENT:
        yield from _printed(command, ended.out)
    if command.name == "check" and ended.code != 3 and '"CK101"' not in ended.out:
        yield "the retraction is not told"


def _codes(command: scene.Command, endpoint: str, means: Means) -> set[int]:
    spare = {command.code} if endpoint in command.spare else set()
    match means:
        case Means.OUTAGE:
            return {3} | spare
        case Means.HARMLESS:
            return {command.code}
        case Means.EITHER:
            return {command.code, 3}
        case Means.REFUSED:
            return {2}
    return {command.code, 0, 1}


def _printed(command: scene.Command, out: str) -> Iterator[str]:
    if not out.startswith("{"):
        yield "printed no JSON"
        return
    printed = json.loads(out)
    for one in printed.get("resolutions", ()):
        if one["outcome"] == "resolved" and one["record"]["title"] not in scene.TITLES:
            yield f"resolved to {one['record']['title']!r}"
        if one["outcome"] != ("not_found" if command.code else "resolved"):
            yield f"the outcome is {one['outcome']}"
    if command.name == "check" and printed["summary"]["unchecked"]:
        yield "exit as if all was checked"

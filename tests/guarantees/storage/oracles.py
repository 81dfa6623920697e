"""What a library holds, read by SQLite alone, and whether that is whole."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path

State = dict[str, str]
"""Everything that belongs to a work, as text, by its key."""

_ABOUT = {
    "identifiers": "SELECT scheme, value FROM identifiers WHERE work_id = ?",
    "believed": "SELECT registry, fields FROM believed WHERE work_id = ?",
    "alternatives": "SELECT field, registry, value FROM alternatives WHERE work_id = ?",
    "answers": "SELECT registry, outcome, via, payload_hash FROM answers WHERE work_id = ?",
    "payloads": "SELECT registry, hash, length(body) FROM payloads WHERE work_id = ?",
    "citations": "SELECT raw, path, line, key, outcome FROM citations WHERE work_id = ?",
    "events": "SELECT kind, field, before, after, registry FROM events WHERE work_id = ?",
    "links": (
        "SELECT type, work_raw, work_item, notice_raw, notice_item,"
        " (SELECT json_group_array(registry || term || coalesce(stands_on, '')) FROM witnesses"
        "  WHERE link_id = links.id),"
        " (SELECT json_group_array(side || scheme || value) FROM link_identifiers"
        "  WHERE link_id = links.id) FROM links WHERE work_id = ?"
    ),
    "index": "SELECT title, authors, identifiers FROM works_fts WHERE rowid = ?",
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def state(path: Path) -> State:
    """Read all works; nothing where there is no library yet. Times of day are left out."""
    if not path.exists() or not path.stat().st_size:
        return {}
    with closing(sqlite3.connect(path)) as file:
        if not file.execute("SELECT 1 FROM sqlite_schema WHERE name = 'works'").fetchone():
            return {}
        works = file.execute("SELECT id, key, item, status FROM works").fetchall()
        return {key: _text(file, id_, item, status) for id_, key, item, status in works}


def _text(file: sqlite3.Connection, id_: int, item: str, status: str) -> str:
    told = {name: sorted(map(repr, file.execute(sql, (id_,)))) for name, sql in _ABOUT.items()}
    return _TIME.sub("T", json.dumps([item, status, told]))


def malformed(path: Path) -> str:
    """Say what SQLite finds wrong with a file; nothing where it is sound, or not there yet."""
    if not path.exists():
        return ""
    try:
        with closing(sqlite3.connect(path)) as file:
            told = file.execute("PRAGMA integrity_check").fetchall()
            orphans = file.execute("PRAGMA foreign_key_check").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # names of a damaged schema
        return f"malformed: {error}"
    if told != [("ok",)]:
        return f"malformed: {told[0][0]}"
    return f"orphans: {orphans[0]}" if orphans else ""


def unkept(
    path: Path, allowed: Mapping[str, Collection[str]], before: State, acknowledged: Collection[str]
) -> str:
    """Say what is lost or half in a library that was left in the middle of something.

    `allowed`: by key, what a work may be; `acknowledged` have to be one of these that is not what
    they were before.
    """
    if wrong := malformed(path):
        return wrong
    now = state(path)
    if lost := sorted(before.keys() - now.keys()):
        return f"lost: {lost[0]}"
    for key in sorted(acknowledged):
        if now.get(key) not in allowed.get(key, ()):
            return f"acknowledged, and not there: {key}"
    for key, text in now.items():
        if text not in allowed.get(key, ()) and text != before.get(key):
            return f"half: {key}: {text[:300]}"
    return ""


def spoken(code: int, err: str, codes: Collection[int]) -> str:
    """Say what is wrong with how a command ended: another code, a traceback, many lines."""
    if code not in codes:
        return f"exit {code}: {err[-300:]}"
    if "Traceback" in err or "a fault of citekit's own" in err:
        return f"traceback: {err[-300:]}"
    wrong = [line for line in err.splitlines() if not line.startswith("citekit: ")]
    if wrong:
        return f"not citekit's own word: {wrong[0][:200]}"
    return "" if code in {0, 1} or err else f"exit {code} without a word"

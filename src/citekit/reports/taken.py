"""What `import` made of the records of its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citekit.reports import safe
from citekit.reports.shapes import dump
from citekit.text.counted import counted

if TYPE_CHECKING:
    from citekit.verbs.taken import Taken

_SHOWN = 200


def lines(done: Taken) -> Iterator[str]:
    """Print the counts; what was rejected is told on standard error."""
    counts = ", ".join(f"{count} {kind}" for kind, count in done.kinds.items())
    yield f"{counted(done.read, 'record')} read: {counts}, {len(done.rejected)} rejected"
    if done.deleted:
        held = sum(key is not None for _, key in done.deleted)
        yield f"{len(done.deleted)} deleted by their registry, {held} of them in the library"
    for one in done.rejected:
        if one.raw:
            yield f"  rejected: {safe.line(one.raw[:_SHOWN])}"


def shape(done: Taken) -> str:
    """Shape what `import` prints."""
    kinds = {kind.value: count for kind, count in done.kinds.items()}
    summary = {"read": done.read, **kinds, "rejected": len(done.rejected)}
    rejected = [
        {
            "place": {"path": one.place.path, "line": one.place.line},
            "raw": one.raw,
            "reason": one.reason,
        }
        for one in done.rejected
    ]
    deleted = [{"identifier": str(one.identifier), "key": key} for one, key in done.deleted]
    return dump("import", {"summary": summary, "rejected": rejected, "deleted": deleted})

"""What is known to be answered wrongly: one line a citation, in `failures.txt`.

Each line is the kind (`false`: a wrong record is given; `missed`: none is, though enough is written
to tell it), where the citation is from, the right records, and a digest of its text. The texts are
of PubMed's files and written out by `measure.py --misses`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from benchmarks.matching.measure import Told, is_wrong

FILE = Path(__file__).with_name("failures.txt")


def line(one: Told) -> str:
    """Describe a wrong answer."""
    kind = "false" if one.false else "missed"
    names = ",".join(sorted(one.case.right)) or "not in the index"
    digest = hashlib.sha256(one.case.text.encode()).hexdigest()[:16]
    return f"{kind} | {one.case.source} | {one.case.style} | {one.case.level} | {names} | {digest}"


def lines(told: Iterable[Told]) -> list[str]:
    """Describe all that are wrong, in an order of their own."""
    return sorted(line(one) for one in told if is_wrong(one))


def known() -> list[str]:
    """Read the lines that are kept."""
    return FILE.read_text().splitlines()

"""JSON of every command: nothing of it acts where it is shown, and its values stay the same."""

from __future__ import annotations

import json

from citekit.reports.shapes import dump


def test_what_acts_on_a_terminal_is_escaped() -> None:
    acting = "\x1b\x7f\x9b\u200f\u2028\u202e\u2066\ufeff"
    written = dump("list", {"title": f"a{acting}b ü"})
    assert not set(acting) & set(written)
    assert "ü" in written
    assert json.loads(written) == {"schema": "citekit/list/1", "title": f"a{acting}b ü"}

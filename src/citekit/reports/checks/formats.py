"""The forms of a check, by name."""

from __future__ import annotations

from citekit.findings import Checked


def render(form: str, checked: Checked) -> str:
    """Write a check in a form."""
    return "".join(f"{one.rule.code}: {one.message}\n" for one in checked.findings) + form

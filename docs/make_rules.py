"""Write docs/rules/ from the rules of `check` and their pages; a test compares the two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citekit.checks.judge import RULES
from citekit.checks.pages import page

FOLDER = Path(__file__).parent / "rules"

HEAD = """\
# The rules of `citekit check`

This folder is generated (`make docs`) from the rules themselves. `citekit explain` lists them, and
`citekit explain CK101` or `citekit explain retracted` prints a page. A code is never given to
another rule. The level is that of the rule; a finding can be milder, and its page says when.
`--fail-on` takes levels, codes and names ([ci.md](../ci.md)).

| code | level | name | reports |
|---|---|---|---|
"""

TAIL = """
```{toctree}
:hidden:
:glob:

CK*
```
"""


def pages() -> dict[str, str]:
    """Render every file of the folder, by its name."""
    rules = {f"{rule.code}.md": f"{page(rule.code)}\n" for rule in RULES}
    return {"README.md": f"{HEAD}{''.join(_rows())}{TAIL}", **rules}


def _rows() -> Iterator[str]:
    for rule in RULES:
        link = f"[{rule.code}]({rule.code}.md)"
        yield f"| {link} | {rule.level} | {rule.name} | {rule.summary} |\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

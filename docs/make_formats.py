"""Write docs/formats/ from the formats' own tables and docstrings; a test compares the two."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from citekit.formats import bibtex_fields, nbib_tags, ris_tags
from citekit.formats.ris_tags import Flavour
from citekit.verbs.export import FORMATS, Format

FOLDER = Path(__file__).parent / "formats"

HEAD = """\
# Formats

This folder is generated (`make docs`) from the tables that citekit reads and writes by, and from
what each format's module says about itself. Inside, a record is always a CSL item; the columns *CSL
variable* name what a field or tag carries. Notices travel with the works in every format. Each page
says what is lost in its format; what other programs make of the files is in
[readers](../readers.md).

| format | |
|---|---|
"""

TAIL = """
```{toctree}
:hidden:

"""


def pages() -> dict[str, str]:
    """Render every file of the folder, by its name."""
    rows = "".join(f"| [{one.name}]({one.name}.md) | {_title(one)} |\n" for one in FORMATS)
    tree = "".join(f"{one.name}\n" for one in FORMATS)
    each = {f"{one.name}.md": _page(one) for one in FORMATS}
    return {"README.md": f"{HEAD}{rows}{TAIL}{tree}```\n", **each}


def _title(one: Format) -> str:
    return inspect.cleandoc(importlib.import_module(one.module).__doc__ or "").split("\n", 1)[0]


def _page(one: Format) -> str:
    module = importlib.import_module(one.module)
    title, *rest = inspect.cleandoc(module.__doc__ or "").split("\n", 1)
    told = [f"# {one.name}", "", title, "", _way(one, module)]
    told += ["", rest[0].strip()] if rest else []
    text = "\n".join([*told, "", *_TABLES.get(one.name, list)()])
    return f"{text.rstrip()}\n"


def _way(one: Format, module: object) -> str:
    directions = [name for name in ("read", "write") if hasattr(module, name)]
    endings = f"; told by {', '.join(f'`{e}`' for e in one.suffixes)}" if one.suffixes else ""
    flavours = f"; flavours {', '.join(one.flavours)}" if one.flavours else ""
    ascii_ = "; `--ascii`" if one.has_ascii else ""
    return f"*{' and '.join(directions)}{endings}{flavours}{ascii_}*"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    titles = list(head)
    lines = [f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}"]
    return [*lines, *(f"| {' | '.join(map(_cell, row))} |" for row in rows), ""]


def _cell(text: str) -> str:
    return re.sub(r"\|", r"\\|", text)


def _bibtex(column: int) -> Callable[[], list[str]]:
    def rows() -> list[str]:
        told = [
            (f"`{field.names[column]}`", f"`{field.variable}`", _listed(field.types))
            for field in bibtex_fields.FIELDS
            if field.names[column]
        ]
        people = [(f"`{name}`", f"`{name}`", "") for name in bibtex_fields.PEOPLE]
        return _table(("field", "CSL variable", "in"), [*people, *told])

    return rows


def _ris() -> list[str]:
    rows = [
        (
            f"`{tag.tag}`",
            f"`{tag.variable}`",
            "yes" if tag.write else "only read",
            _listed(tag.types),
            _listed(tag.flavours) if tag.flavours != frozenset(Flavour) else "",
        )
        for tag in (*ris_tags.LISTED, *ris_tags.TAGS, *ris_tags.IDENTIFIERS)
    ]
    return _table(("tag", "CSL variable", "written", "in", "for"), rows)


def _nbib() -> list[str]:
    every = frozenset({nbib_tags.ARTICLE, nbib_tags.CHAPTER, nbib_tags.BOOK})
    rows = [
        (f"`{tag.tag}`", f"`{tag.variable}`", _listed(tag.kinds if tag.kinds != every else None))
        for tag in nbib_tags.TAGS
    ]
    told = (
        "Names, dates, identifiers and notices have tags of their own ([notices](../notices.md))."
    )
    return [*_table(("tag", "CSL variable", "in"), rows), told, ""]


def _listed(names: frozenset[str] | None) -> str:
    return "" if names is None else ", ".join(sorted(names))


_TABLES: Mapping[str, Callable[[], list[str]]] = {
    "bibtex": _bibtex(0),
    "biblatex": _bibtex(1),
    "ris": _ris,
    "nbib": _nbib,
}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

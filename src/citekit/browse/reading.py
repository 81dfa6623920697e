"""Datasette's pages for those who hear them, too.

Datasette 0.65 names no box of its filters, and goes from the first level of headings to the third.
A block of its templates holds all of a page, so what it makes of one is mended, tag by tag; what
stands in a library is escaped, and is never one of these tags.
"""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = {
    '<select name="_filter_column': "Column to filter by",
    '<select name="_filter_op': "How to compare",
    '<input type="text" name="_filter_value': "Value to compare with",
    '<select name="_sort"': "Column to sort by",
    '<textarea id="sql-editor"': "SQL",
    ' class="cross"': "Take this away",
}
"""What is in tags, and what to call them."""
_TAG: Final = re.compile("|".join(map(re.escape, _NAMES)))
# They would stand before every table, a screen high.
_MEANINGS: Final = re.compile(r'<dl class="column-descriptions">.*?</dl>', re.DOTALL)
# Those of tables stand below "Tables", a heading of the second level.
_HEADING: Final = re.compile(r"<h3>(?!<a )(.*?)</h3>", re.DOTALL)


def readable(page: str) -> str:
    """Name what has no name in HTML, put headings on their level, and explanations aside."""
    named = _HEADING.sub(r'<h2 class="lesser">\1</h2>', _TAG.sub(_named, page))
    return _MEANINGS.sub(r"<details><summary>What the columns mean</summary>\g<0></details>", named)


def _named(tag: re.Match[str]) -> str:
    return tag[0].replace(" ", f' aria-label="{_NAMES[tag[0]]}" ', 1)

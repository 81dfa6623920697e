"""Datasette's pages for those who hear them, too."""

from __future__ import annotations

import html

import pytest

from citekit.browse.reading import readable

PAGE = """<h1>Works</h1>
<dl class="column-descriptions">
<dt>state</dt><dd>What its notices leave it in.</dd>
</dl>
<h3>10 rows
  where state = "retracted"
</h3>
<select name="_filter_column_1"><option>x</option></select>
<select name="_filter_op"><option>=</option></select>
<input type="text" name="_filter_value_1" class="filter-value" value="x">
<textarea id="sql-editor" name="sql">select 1</textarea>
<a href="?x" class="cross">x</a>
<h2>Tables</h2>
<h3><a href="/works">works</a></h3>"""
READABLE = """<h1>Works</h1>
<details><summary>What the columns mean</summary><dl class="column-descriptions">
<dt>state</dt><dd>What its notices leave it in.</dd>
</dl></details>
<h2 class="lesser">10 rows
  where state = "retracted"
</h2>
<select aria-label="Column to filter by" name="_filter_column_1"><option>x</option></select>
<select aria-label="How to compare" name="_filter_op"><option>=</option></select>
<input aria-label="Value to compare with" type="text" name="_filter_value_1" class="filter-value" \
value="x">
<textarea aria-label="SQL" id="sql-editor" name="sql">select 1</textarea>
<a href="?x" aria-label="Take this away" class="cross">x</a>
<h2>Tables</h2>
<h3><a href="/works">works</a></h3>"""


def test_boxes_have_names_and_headings_their_level() -> None:
    assert readable(PAGE) == READABLE


@pytest.mark.parametrize("line", PAGE.splitlines())
def test_what_stands_in_a_library_is_no_part_of_a_page(line: str) -> None:
    assert readable(html.escape(line)) == html.escape(line)

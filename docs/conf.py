"""How the site is made of these pages (`make site`); every warning is an error there."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from sphinx.application import Sphinx

project = "citekit"
html_title = "citekit"
extensions = ["myst_parser"]
# Links go to headings as GitHub names them; one that goes nowhere is a warning.
myst_heading_anchors = 4
# Pictures have one form for light and one for dark.
myst_enable_extensions = ["html_image"]
nitpicky = True

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
# Transcripts are shown as they are; nothing in them is a language.
highlight_language = "none"

ROOT = Path(__file__).parent.parent
# Pages that stand above this folder, where people and programs look for them.
ABOVE = {
    "security": "SECURITY.md",
    "contributing": "CONTRIBUTING.md",
    "changelog": "CHANGELOG.md",
    "measured": "benchmarks/README.md",
}
_PAGES = {path: f"docs/{page}.md" for page, path in ABOVE.items()}
_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")

# What the theme leaves out for those who read without a mouse or without eyes (axe-core).
_MENDED = (
    (re.compile(r"<pre>"), '<pre tabindex="0">'),
    (re.compile(r'(?=<div id="search-results")'), "<h1>Search</h1>"),
    (re.compile(r'<div class="table-'), '<div tabindex="0" class="table-'),
    (re.compile(r'role="heading"(?! aria-level)'), 'role="heading" aria-level="2"'),
    (re.compile(r'<aside class="sidebar'), '<aside aria-label="All pages" class="sidebar'),
    (re.compile(r'<aside class="toc'), '<aside aria-label="This page" class="toc'),
)


def setup(app: Sphinx) -> None:
    """Ask for the text of each page before it is read, and for all pages when they are written."""
    app.connect("source-read", _read)
    app.connect("build-finished", _mend)


def _read(_app: Sphinx, page: str, source: list[str]) -> None:
    """Put what stands above in its page's place, and let links find it there."""
    path = f"docs/{page}.md"
    home = ABOVE.get(page, path)
    text = (ROOT / home).read_text(encoding="utf-8") if page in ABOVE else source[0]
    source[0] = _LINK.sub(lambda link: f"]({_moved(link[1], home, path)}", text)


def _moved(target: str, home: str, page: str) -> str:
    """Rewrite a link of the file `home` for the page that shows it."""
    named = posixpath.normpath(posixpath.join(posixpath.dirname(home), target))
    return posixpath.relpath(_PAGES.get(named, named), posixpath.dirname(page))


def _mend(app: Sphinx, failure: Exception | None) -> None:
    """Write what is missing into the pages."""
    for page in Path(app.outdir).rglob("*.html") if failure is None else ():
        text = page.read_text(encoding="utf-8")
        for missing, whole in _MENDED:
            text = missing.sub(whole, text)
        page.write_text(text, encoding="utf-8", newline="\n")

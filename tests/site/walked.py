"""What a built site links to and loads, as somebody sees it who has only its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

_LOADED = re.compile(r"""(?:@import\s+|url\()\s*["']?((?:https?:)?//[^"')\s]+)""")


def dead_links(site: Path) -> list[str]:
    """List the links of pages that lead to no file, or to no place in it."""
    places = {page: _places(page) for page in site.rglob("*.html")}
    return [
        f"{page.relative_to(site)}: {target}"
        for page in sorted(places)
        for target in _links(page)
        if not _leads_somewhere(page, target, places)
    ]


def foreign(site: Path) -> list[str]:
    """List what pages and style sheets load from another host; a link is followed, not loaded."""
    loaded = ((page, one) for page in sorted(site.rglob("*.html")) for one in _resources(page))
    styled = (
        (sheet, one)
        for sheet in sorted(site.rglob("*.css"))
        for one in _LOADED.findall(sheet.read_text(encoding="utf-8"))
    )
    return [f"{path.relative_to(site)}: {one}" for path, one in (*loaded, *styled)]


def _places(page: Path) -> set[str]:
    return {str(one) for one in html.parse(page).xpath("//@id | //a/@name")}


def _links(page: Path) -> Iterator[str]:
    for target in html.parse(page).xpath("//a/@href"):
        if not urlsplit(str(target)).scheme and target != "#":
            yield str(target)


def _leads_somewhere(page: Path, target: str, places: dict[Path, set[str]]) -> bool:
    parts = urlsplit(target)
    path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not parts.fragment or path not in places:
        return path.is_file()
    return unquote(parts.fragment) in places[path]


def _resources(page: Path) -> Iterator[str]:
    tree = html.parse(page)
    for value in tree.xpath("//*[not(self::a)]/@*[contains(' href src srcset data action ', "
                            "concat(' ', name(), ' '))]"):  # fmt: skip
        if re.match(r"(?:https?:)?//", str(value)):
            yield str(value)
    yield from _LOADED.findall(" ".join(map(str, tree.xpath("//style/text() | //@style"))))

"""The citations of a web page: what its metadata say of it, or else what its text says.

Metadata first: where they describe the page's own work, identifiers in its text mostly belong to
other works. From the text of such a page only the notices under the work are taken.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from citekit.documents import coins, jsonld, metadata, notices, page_text, plain
from citekit.documents.described import Described, joined
from citekit.documents.encoding import decode
from citekit.documents.lines import Line, unwrapped
from citekit.documents.notices import Printed
from citekit.model import Citation, Place

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w:.-]{1,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w:.-]{1,40})["']""")
# The WHATWG standard lets a declaration stand in the first 1024 bytes; pages are less strict.
_DECLARED_WITHIN = 4096


def read(data: bytes, path: str, declared_charset: str | None = None) -> Iterator[Citation]:
    """Read the citations of a page; the charset the server declared wins over the page's own.

    A page that describes nothing and cites nothing yields nothing: challenge pages, too.
    Raises SourceError when the bytes are not text.
    """
    root = _parse(decode(data, path, declared_charset or _declared(data)))
    if root is None:
        return
    described = _described(root)
    lines = page_text.lines(root)
    if not described:
        yield from plain.read_lines(lines, path)
        return
    printed = _printed(lines) if len(described) == 1 else []
    for work in described:
        yield _citation(work, printed, path)


def _declared(data: bytes) -> str | None:
    head = data[:_DECLARED_WITHIN]
    match = _XML_DECLARED.search(head) or _DECLARED.search(head)
    return match[1].decode("ascii") if match else None


def _parse(text: str) -> etree._Element | None:
    """Parse whatever is there; None where nothing is."""
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True
    )
    data = text.encode("utf-8", errors="replace")
    try:
        return etree.parse(io.BytesIO(data), parser).getroot()
    except etree.LxmlError:
        return None


def _described(root: etree._Element) -> list[Described]:
    """Read all vocabularies, the most trusted first, and join what they say of one work.

    Beside the page's own work, context objects are those of its reference list.
    """
    own = joined([*metadata.read(root), *jsonld.read(root)])
    named = [work for work in own[1:] if work.identifiers]
    own = [*own[:1], *named]
    listed = coins.read(root)
    return joined([*own, *listed])[: len(own)] if own else joined(listed)


def _printed(lines: Sequence[Line]) -> list[Printed]:
    rows = unwrapped(lines)
    found: list[Printed] = []
    place = 0
    while place < len(rows):
        block = notices.read_block(rows, place)
        found += block.notices if block else notices.take_inline(rows[place].text)[1]
        place = block.end if block else place + 1
    return notices.once(found)


def _citation(work: Described, printed: Sequence[Printed], path: str) -> Citation:
    return Citation(
        raw=work.raw,
        place=Place(path, work.line),
        identifiers=dict(work.identifiers),
        said=work.item,
        links=tuple(notice.link(work.identifiers) for notice in printed),
    )

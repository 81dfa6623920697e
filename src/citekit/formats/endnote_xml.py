"""EndNote XML files: every record of one read as a stream, works written as one.

EndNote wraps texts in `<style>`, whose runs are joined. A DOCTYPE is never fetched, an internal DTD
subset refused: that is how XML names local files and grows without end.

Lost on the way out and back: what `ris` loses for EndNote, but the end of a range of dates, and

- faces and fonts of styles, also sub- and superscripts
- which of several elements of an unknown name a value stood in: they come back as one text
- attachments (`pdf-urls`) and the numbers that EndNote gives records, but where they are the key
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Final, cast
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from citekit.errors import FormatError
from citekit.formats import endnote_values
from citekit.formats.candidates import clip, guarded
from citekit.formats.endnote_tables import ELEMENTS, ris_of_name, type_of_ris
from citekit.formats.markup import local_name, too_deep
from citekit.formats.ris_tags import JOURNALS
from citekit.model import Entry, Place, Rejected, StoredWork

NAME: Final = "endnote"
"""What keeps the fields that CSL has not, in `custom`."""

_CHUNK = 64 * 1024
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
_TAIL: Final = "</records></xml>\n"
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ELEMENT_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
# Beside the table: who exported it, and what is EndNote's own business.
_NO_FIELD: Final = frozenset(
    {"database", "source-app", "rec-number", "foreign-keys", "ref-type", "auth-address"}
) | {path.partition("/")[0] for path, _ in ELEMENTS}
_NO_XML = re.compile("[\ufffe\uffff]")
_SUBSET = "EndNote XML with declarations of its own (an internal DTD subset) is refused."
_DAMAGED = "The EndNote XML is cut or damaged: {}."
_EMPTY = "a record without any field"


def read(text: str, path: str) -> Iterator[Entry | Rejected]:
    """Read every record of a text, whatever encoding it says it had; raises FormatError."""
    data = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode("utf-8", "replace")
    return read_file(io.BytesIO(data), path)


def read_file(stream: BinaryIO, path: str) -> Iterator[Entry | Rejected]:
    """Read every record of a file as it comes; raises FormatError behind the last whole one."""
    parser = etree.XMLPullParser(
        events=("end",),
        tag="record",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    while chunk := guarded(stream.read, _CHUNK):
        error = _fed(parser, chunk)
        yield from _whole(parser, path)
        if error is not None:
            raise FormatError(_DAMAGED.format(clip(error)))
    _close(parser)


def write(works: Sequence[StoredWork]) -> str:
    """Write one record for each work, sorted by key; the same works give the same text."""
    ordered = sorted(works, key=lambda work: work.key)
    records = (_record(work, number) for number, work in enumerate(ordered, 1))
    return f"{_HEAD}{''.join(records)}{_TAIL}"


def _fed(parser: etree.XMLPullParser, chunk: bytes) -> str | None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error.msg or "it is no XML"
    return None


def _close(parser: etree.XMLPullParser) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise FormatError(_DAMAGED.format(clip(error.msg or "no root element"))) from error


def _whole(parser: etree.XMLPullParser, path: str) -> Iterator[Entry | Rejected]:
    ends: Iterable[tuple[str, etree._Element]] = parser.read_events()  # type: ignore[assignment]
    for _, element in ends:
        _refuse_subset(element)
        yield _entry(element, path)
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _refuse_subset(element: etree._Element) -> None:
    subset: Any = element.getroottree().docinfo.internalDTD  # the stubs have none of its methods
    if subset is not None and (any(subset.iterentities()) or any(subset.iterelements())):
        raise FormatError(_SUBSET)


def _entry(record: etree._Element, path: str) -> Entry | Rejected:
    place = Place(path, cast("int | None", record.sourceline) or 1)
    raw = etree.tostring(record, encoding="unicode", with_tail=False)
    if too_deep(record):
        return Rejected(place, raw, "its elements are nested too deep")
    told = [(ris, text) for name, ris in ELEMENTS for text in _texts(record, name)]
    others = {local_name(one): _joined(one) for one in record if local_name(one) not in _NO_FIELD}
    if not told:
        return Rejected(place, raw, _EMPTY)
    kept = {name: text for name, text in others.items() if text}
    item, links = endnote_values.read(_type(record), told, kept, NAME, ELEMENTS)
    label = next(iter(_texts(record, "label")), "")
    number = next(iter(_texts(record, "rec-number")), "")
    return Entry(label or number or None, item, place, raw, links)


def _type(record: etree._Element) -> str:
    found = record.find("ref-type")
    if found is None:
        return ris_of_name("")
    return ris_of_name(str(found.get("name") or found.text or ""))


def _texts(record: etree._Element, path: str) -> list[str]:
    return [text for one in record.iterfind(path) if (text := _text(one))]


def _text(element: etree._Element) -> str:
    """Join the runs of a text; line ends stay, they part notes and keywords."""
    return "".join(str(run) for run in element.itertext()).strip()


def _joined(element: etree._Element) -> str:
    return " ".join(_text(element).split())


def _record(work: StoredWork, number: int) -> str:
    values = endnote_values.write(work)
    type_ = type_of_ris(dict(values)["TY"])
    said: dict[str, list[str]] = {}
    for ris, value in values:
        said.setdefault(_element_tag(ris, type_.ris), []).append(value)
    tree: dict[str, list[str]] = {}
    for path, ris in ELEMENTS:
        if ris in said:
            top, _, below = path.partition("/")
            tree.setdefault(top, []).extend(_leaves(below, ris, said[ris]))
    fields = "".join(f"<{top}>{''.join(inner)}</{top}>" for top, inner in tree.items())
    others = "".join(
        f"<{name}>{_escaped(text)}</{name}>"
        for name, text in endnote_values.others(work, NAME).items()
        if _ELEMENT_NAME.fullmatch(name) and name not in _NO_FIELD
    )
    kind = f"<ref-type name={quoteattr(type_.name)}>{type_.number}</ref-type>"
    return f"<record><rec-number>{number}</rec-number>{kind}{fields}{others}</record>\n"


def _element_tag(ris: str, type_: str) -> str:
    if ris == "JF" and type_ not in JOURNALS:
        return "T2"
    return {"A2": "ED", "M1": "IS"}.get(ris, ris)


def _leaves(below: str, ris: str, values: Sequence[str]) -> list[str]:
    """Write values as elements; without any inside they are one text, parted as EndNote does."""
    if not below:
        parted = "&#13;".join(map(_escaped, values)) if ris in {"N1", "RN", "SN"} else ""
        return [parted or _escaped(values[0])]
    *outer, inner = below.split("/")
    opened = "".join(f"<{name}>" for name in outer)
    closed = "".join(f"</{name}>" for name in reversed(outer))
    leaves = "".join(f"<{inner}>{_escaped(value)}</{inner}>" for value in values)
    return [f"{opened}{leaves}{closed}"]


def _escaped(text: str) -> str:
    return escape(_NO_XML.sub("", text))

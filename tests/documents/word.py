"""Word files made by hand: paragraphs, fields, links, notes, sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_B = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(content)}</w:p>"


def field(instruction: str, shown: str, data: str = "") -> str:
    """A field as Word writes it: begin, instruction, separator, result, end."""
    half = len(instruction) // 2
    stored = f"<w:fldData>{data}</w:fldData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{stored}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction[:half])}</w:instrText></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction[half:])}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def link(relation: str, shown: str) -> str:
    return f"<w:hyperlink r:id={quoteattr(relation)}>{run(shown)}</w:hyperlink>"


def part(*paragraphs: str, root: str = "document") -> str:
    body = "".join(paragraphs)
    inner = f"<w:body>{body}</w:body>" if root == "document" else body
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{_W}" xmlns:r="{_R}" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{inner}</w:{root}>'
    )


def relations(targets: Mapping[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" TargetMode="External" Target={quoteattr(target)}/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def sources(*inner: str) -> str:
    each = "".join(f"<b:Source>{one}</b:Source>" for one in inner)
    return f'<b:Sources xmlns:b="{_B}">{each}</b:Sources>'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(*paragraphs: str, **others: str) -> bytes:
    """A file with a document of those paragraphs; other parts by name, `/` written `__`."""
    named = {name.replace("__", "/"): content for name, content in others.items()}
    return package({"word/document.xml": part(*paragraphs), **named})

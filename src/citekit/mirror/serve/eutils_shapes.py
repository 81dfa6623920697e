"""What the answers of E-utilities have in common: documents with a DTD, and errors."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

from citekit.mirror.serve.answers import XML, Answer

# Readers choose by these names how to read a document; none of them has to be fetched for it.
_DTDS: Final = {
    "eSearchResult": ("esearch 20060628", "20060628/esearch.dtd"),
    "eSummaryResult": ("esummary v1 20041029", "20041029/esummary-v1.dtd"),
    "eFetchResult": ("efetch 20131226", "20131226/efetch.dtd"),
}
# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Trouble(Exception):  # noqa: N818 - it is not always a fault
    """A question that is answered by an ERROR; the text is the caller's."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        """None: the one with which the utility sends its errors."""


def element(name: str, text: str) -> str:
    """Write an element that holds a text."""
    return f"<{name}>{plain(text)}</{name}>"


def plain(text: str) -> str:
    """Write a text into XML."""
    return escape(_FORBIDDEN.sub("\ufffd", text))


def wrapped(root: str, inner: str) -> bytes:
    """Write a whole document."""
    name, path = _DTDS[root]
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        f'<!DOCTYPE {root} PUBLIC "-//NLM//DTD {name}//EN" '
        f'"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/{path}">\n'
        f"<{root}>{inner}</{root}>\n"
    ).encode()


def document(root: str, error: str, status: int = 200) -> Answer:
    """Answer with an ERROR and nothing else."""
    return Answer(wrapped(root, element("ERROR", error)), XML, status)

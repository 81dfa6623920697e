"""Ten megabytes of valid input in each format, read in a process of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.documents import word
from tests.guarantees.fuzz.readers import CORPUS, READERS, Reader
from tests.guarantees.guarantee import Guarantee, Told

SIZE = 10_000_000
SLOWEST = 30.0
_REFERENCES = 500
"""Written out in a document; the rest of it is prose."""
_NAMES = tuple(reader.name for reader in READERS if reader.name != "any")

_HEADS: Mapping[str, tuple[str, str]] = {
    "csljson": ("[", '{"id": "last", "type": "book", "title": "The last"}]'),
    "endnote-xml": ("<xml><records>", "</records></xml>"),
    "pubmed-xml": ("<PubmedArticleSet>", "</PubmedArticleSet>"),
    "latex": ("\\documentclass{article}\n\\begin{document}\n", "\\end{document}\n"),
    "html": ("<!DOCTYPE html><html><body>", "</body></html>"),
    "retraction-watch": ("", ""),
}
_UNITS: Mapping[str, Callable[[int], str]] = {
    "bibtex": lambda n: _entry("article", n, "journal = {Journal of {Made} Up}, year = {2019}"),
    "biblatex": lambda n: _entry("article", n, "journaltitle = {J}, date = {2019-03}"),
    "ris": lambda n: (
        f"TY  - JOUR\nID  - k{n}\nAU  - Müller, J.\nTI  - Title {n} of it\nPY  - 2019\n"
        f"JO  - J\nDO  - 10.5555/x{n}\nER  - \n\n"
    ),
    "nbib": lambda n: (
        f"PMID- {n + 1}\nTI  - Title {n}\nFAU - Müller, J\nDP  - 2019 Mar\nTA  - J\n"
        f"LID - 10.5555/x{n} [doi]\nPT  - Journal Article\n\n"
    ),
    "enw": lambda n: (
        f"%0 Journal Article\n%A Müller, J.\n%T Title {n}\n%J J\n%D 2019\n%R 10.5555/x{n}\n\n"
    ),
    "csljson": lambda n: (
        f'{{"id": "k{n}", "type": "article-journal", "title": "Title {n}", '
        f'"author": [{{"family": "Müller", "given": "J"}}], "DOI": "10.5555/x{n}"}},\n'
    ),
    "endnote-xml": lambda n: (
        f"<record><rec-number>{n}</rec-number><ref-type name='Journal Article'>17"
        f"</ref-type><contributors><authors><author>Müller, J.</author></authors></contributors>"
        f"<titles>"
        f"<title>Title {n}</title></titles><dates><year>2019</year></dates></record>\n"
    ),
    "pubmed-xml": lambda n: (
        f"<PubmedArticle><MedlineCitation><PMID>{n + 1}</PMID><Article><Journal>"
        f"<Title>J</Title></Journal><ArticleTitle>Title {n}</ArticleTitle></Article>"
        "</MedlineCitation></PubmedArticle>\n"
    ),
    "crossref": lambda n: (
        f'{{"DOI":"10.5555/x{n}","type":"journal-article","title":["Title {n}"],'
        '"author":[{"family":"Müller","given":"J"}],"issued":{"date-parts":[[2019,3]]}}\n'
    ),
    "retraction-watch": lambda n: (
        (CORPUS / "retraction-watch" / "rows.csv")
        .read_text()
        .splitlines()[1]
        .replace("101,", f"{n + 101},", 1)
        + "\n"
    ),
    "html": lambda n: f"<p>{_reference(n) if n < _REFERENCES else _prose(n)}</p>\n",
    "markdown": lambda n: f"{_prose(n)} [@key{n}, p. {n}]\n\n",
    "latex": lambda n: f"{_prose(n)} \\cite[p.~{n}]{{key{n}}}\n\n",
    "docx": lambda n: word.p(word.run(_reference(n) if n < _REFERENCES else _prose(n))),
    "text": lambda n: f"{n + 1}. {_reference(n)}\n" if n < _REFERENCES else f"{_prose(n)}\n\n",
}
_COUNTED: Mapping[str, str] = {
    **dict.fromkeys(("bibtex", "biblatex"), r"(?m)^@"),
    "ris": r"(?m)^TY  - ",
    "nbib": r"(?m)^PMID- ",
    "enw": r"(?m)^%0 ",
    "csljson": r'"id":',
    "endnote-xml": "<record>",
    "pubmed-xml": "<PubmedArticle>",
    "crossref": r"(?m)^\{",
    "markdown": r"\[@",
    "latex": r"\\cite",
}


def _entry(type_: str, n: int, more: str) -> str:
    author = '{M{\\"u}ller, J.}'
    return f"@{type_}{{key{n},\n  author = {author},\n  title = {{Title {n}}},\n  {more},\n}}\n\n"


def _prose(n: int) -> str:
    """Write a paragraph as a manuscript has it."""
    told = (
        f"The patients were treated with the cells for three months, and {n} of them were followed "
        "for longer than a year. No serious event was seen, although the count of platelets fell. "
    )
    return (told * 3).strip()


def _reference(n: int) -> str:
    return (
        f"Müller J, Smith AB. Title {n} of it. J Made Up. 2019;7(2):{n}-{n + 6}. doi:10.5555/x{n}"
    )


def content(name: str) -> bytes:
    """Make a valid file of ten megabytes, in which no two records are the same."""
    head, tail = _HEADS.get(name, ("", ""))
    if name == "retraction-watch":
        head = (CORPUS / name / "rows.csv").read_text().splitlines()[0] + "\n"
    pieces, size = [head], len(head)
    while size < SIZE:
        piece = _UNITS[name](len(pieces))
        pieces.append(piece)
        size += len(piece.encode())
    text = "".join([*pieces, tail])
    return word.docx(text) if name == "docx" else text.encode()


def trial(number: int, folder: Path) -> Told:
    """Read the file of one format in a process of its own, whose memory is its own."""
    (reader,) = (one for one in READERS if one.name == _NAMES[number])
    path = folder / "input"
    path.write_bytes(content(reader.name))
    child = os.fork()
    if child == 0:
        _be_reader(reader, path)
    _, status, used = os.wait4(child, 0)
    told = (folder / "told").read_text() if (folder / "told").exists() else "the process died"
    figures = {"slowest s": used.ru_utime + used.ru_stime, "peak MiB": used.ru_maxrss / 1024}
    late = f"took {figures['slowest s']:.0f} s" * (figures["slowest s"] > SLOWEST)
    wrong = told or late or f"ended with {status}" * (status != 0)
    return Told(f"{reader.name}: {wrong}" if wrong else "", figures)


def _be_reader(reader: Reader, path: Path) -> None:
    told = "it died"
    try:
        told = _counted(reader, path.read_bytes())
    except BaseException as error:  # noqa: BLE001
        told = repr(error)[:300]
    finally:
        (path.parent / "told").write_text(told)
        os._exit(0)


def _counted(reader: Reader, data: bytes) -> str:
    found = 0
    for one in reader.read(data, reader.file):
        found += type(one).__name__ != "Rejected"
    pattern = _COUNTED.get(reader.name)
    wanted = len(re.findall(pattern, data.decode())) if pattern else 1
    return f"{found} read of {wanted}" * (found < wanted)


GUARANTEES = (
    Guarantee(
        "ten-megabytes",
        "Ten megabytes of valid input are read whole within 30 s of processor time, in each of "
        f"{len(_NAMES)} formats; a document is prose with {_REFERENCES} references",
        len(_NAMES),
        trial,
        few=0,
    ),
)

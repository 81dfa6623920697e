"""Files that grow when they are read: bounded in time and memory, and told in one sentence."""

from __future__ import annotations

import gzip
import io
import resource
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from citekit.documents import docx_package
from citekit.errors import CitekitError, SourceError
from citekit.formats import bibtex
from citekit.model import Entry, Rejected, Stamp
from citekit.verbs import reference_files
from citekit.verbs.files import opened
from tests.documents import word
from tests.guarantees.fuzz.readers import READERS

MIB = 1 << 20
READER = {reader.name: reader for reader in READERS}


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    start, before = time.process_time(), peak()
    yield
    assert time.process_time() - start < 20
    assert peak() - before < 768


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(name: str, data: bytes) -> list[object]:
    return list(READER[name].read(data, READER[name].file))


def read_or_told(name: str, data: bytes) -> list[object] | str:
    """Read it, or give the sentence that says why not."""
    try:
        return read(name, data)
    except CitekitError as error:
        return str(error)


def bomb(head: bytes, count: int) -> bytes:
    """A gzip file of a few hundred kilobytes that unpacks to so many MiB."""
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=9) as packed:
        packed.write(head)
        for _ in range(count):
            packed.write(b" " * MIB)
    return stream.getvalue()


def test_a_gzip_bomb_is_no_reference_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reference_files.LARGEST == 256 * MIB
    monkeypatch.setattr(reference_files, "LARGEST", 4 * MIB)
    path = tmp_path / "x.ris.gz"
    path.write_bytes(bomb(b"TY  - JOUR\nTI  - x\n", 16))
    assert path.stat().st_size < MIB
    with opened(path) as stream:
        shape = reference_files.sniff(stream, path)
        with pytest.raises(SourceError, match="more than 4 MiB"):
            list(shape.read(stream, str(path), Stamp("document", "2026-11-22T00:00:00Z")))


def test_a_word_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert docx_package.LARGEST_PART == 64 * MIB
    monkeypatch.setattr(docx_package, "LARGEST_PART", 4 * MIB)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", word.part(word.p(word.run(" " * (8 * MIB)))))
    with pytest.raises(SourceError, match="unpacks to more than"):
        read("docx", stream.getvalue())


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]>'
CANARY = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1:1/">%p;]>'
BODIES = {
    "pubmed-xml": "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
    "<ArticleTitle>{}</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
    "</PubmedArticleSet>",
    "endnote-xml": "<xml><records><record><titles><title>{}</title></titles></record></records>"
    "</xml>",
}


@pytest.mark.parametrize("head", [LAUGHS, CANARY], ids=["entities", "a file and a host"])
@pytest.mark.parametrize("name", BODIES)
def test_xml_with_declarations_of_its_own_is_refused(name: str, head: str) -> None:
    reference = "&a11;" if head is LAUGHS else "&f;"
    found = read_or_told(name, (head + BODIES[name].format(reference)).encode())
    assert found
    assert isinstance(found, str) or [type(one) for one in found] == [Rejected]


@pytest.mark.parametrize("name", BODIES)
def test_two_hundred_thousand_nested_elements_are_rejected(name: str) -> None:
    deep = "<i>" * 200_000 + "x" + "</i>" * 200_000
    found = read_or_told(name, BODIES[name].format(deep).encode())
    assert found
    assert isinstance(found, str) or not [one for one in found if isinstance(one, Entry)]


def test_thousands_of_comments_are_read_soon() -> None:
    start = time.process_time()
    text = "% a comment\n@comment{x}\n" * 10_000 + "@book{k, title = {T}}\n"
    (found,) = bibtex.read(text, "x.bib")
    assert isinstance(found, Entry)
    assert found.place.line == 20_001
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bibtex", "@book{{k, title = {{{}}}}}"),
        ("ris", "TY  - BOOK\nTI  - {}\nER  - \n"),
        ("nbib", "PMID- 1\nTI  - {}\n"),
        ("enw", "%0 Book\n%T {}\n"),
        ("csljson", '[{{"type": "book", "title": "{}"}}]'),
        ("crossref", '{{"DOI": "10.5555/x", "title": ["{}"]}}'),
        ("endnote-xml", BODIES["endnote-xml"]),
        ("pubmed-xml", BODIES["pubmed-xml"]),
    ],
)
def test_a_field_of_two_megabytes_is_read_whole_or_told(name: str, text: str) -> None:
    giant = ("word " * 400_000).strip()
    found = read_or_told(name, text.format(giant).encode())
    if not isinstance(found, str):
        (one,) = found
        assert getattr(one, "item", {}).get("title", "") == giant or getattr(one, "reason", "")


@pytest.mark.parametrize("sign", ["{", "[", "<a>", '{"a":', "\\emph{", "> "])
@pytest.mark.parametrize("name", [one.name for one in READERS if one.name != "docx"])
def test_depth_without_end_is_read_or_told(name: str, sign: str) -> None:
    assert read_or_told(name, (sign * 3_000).encode()) is not None

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from citekit.formats.pubmed_stream import ROOT
from citekit.verbs.expecting import expected
from tests.registry_server import article_xml

TWO = {
    "a.xml": f"<{ROOT}>{article_xml('1')}{article_xml('2')}</{ROOT}>",
    "b.xml": "<xml><records><record><titles/></record><record></record></records></xml>",
    "c.jsonl": '{"DOI":"10.1/a","score":1}\n{"DOI":"10.1/b","score":1}\n',
    "d.json": '[{"id": "a", "type": "book"}, {"id": "b", "type": "book"}]',
    "e.bib": "% mine\n@article{a,\n title={x@y}}\r\n@book{b}\n",
    "f.nbib": "\nPMID- 1\nTI  - x\n\nPMID- 2\nTI  - y\n",
    "g.ris": "TY  - JOUR\nER  - \nTY  - BOOK\nER  - \n",
    "h.enw": "%0 Book\n%T x\n\n%0 Book\n%T y\n",
}


@pytest.mark.parametrize("name", TWO)
def test_records_are_counted_by_their_marks(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(TWO[name])
    assert expected([tmp_path / name]) == 2


def test_files_are_counted_together_packed_ones_too(tmp_path: Path) -> None:
    (tmp_path / "g.ris").write_text(TWO["g.ris"])
    (tmp_path / "g.ris.gz").write_bytes(gzip.compress(TWO["g.ris"].encode() * 300_000))
    assert expected([tmp_path / "g.ris", tmp_path / "g.ris.gz"]) == 600_002


def test_what_cannot_be_read_is_not_expected(tmp_path: Path) -> None:
    (tmp_path / "g.ris").write_text(TWO["g.ris"])
    (tmp_path / "cut.ris.gz").write_bytes(gzip.compress(TWO["g.ris"].encode())[:-9])
    assert expected([tmp_path / "cut.ris.gz", tmp_path / "none", tmp_path / "g.ris"]) == 2


def test_nobody_knows_what_standard_input_or_a_pipe_holds(tmp_path: Path) -> None:
    (tmp_path / "g.ris").write_text(TWO["g.ris"])
    os.mkfifo(tmp_path / "pipe")
    assert expected([tmp_path / "g.ris", Path("-")]) == 0
    assert expected([tmp_path / "g.ris", tmp_path / "pipe"]) == 0

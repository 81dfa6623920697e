from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.errors import SettingsError
from citekit.mirror.manifest import read
from citekit.mirror.starter import open_mirror

SHA = "0" * 64


def file(**values: object) -> dict[str, object]:
    return {"registry": "pubmed", "path": "pubmed.xml", "records": 2, "sha256": SHA} | values


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"schema": "citekit/mirror/2"}, "another version", id="later version"),
        pytest.param({"coverage": "most"}, "coverage", id="unknown coverage"),
        pytest.param({"date": "yesterday"}, "date", id="no date"),
        pytest.param({"files": []}, "files", id="no files"),
        pytest.param({"files": [file(registry="scopus")]}, "scopus", id="unknown registry"),
        pytest.param({"files": [file(), file()]}, "two files for one", id="registry twice"),
        pytest.param({"files": [file(path="../x")]}, "path", id="path out of the folder"),
        pytest.param({"files": [file(path="gone.xml")]}, "gone.xml", id="file that is not there"),
        pytest.param({"files": [file()]}, "another SHA-256", id="file of other bytes"),
    ],
)
def test_a_manifest_that_cannot_be_trusted_is_refused(make_mirror, values, message: str):
    folder = make_mirror(**values)
    with pytest.raises(SettingsError, match=message) as caught:
        open_mirror(str(folder))
    assert str(folder) in str(caught.value)


def test_changed_bytes_are_noticed(make_mirror):
    folder = make_mirror()
    with (folder / "crossref.jsonl").open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(SettingsError, match=r"crossref\.jsonl has changed"):
        open_mirror(str(folder))


def test_what_a_later_citekit_adds_is_no_obstacle(make_mirror):
    assert len(open_mirror(str(make_mirror(normaliser="f00")))) == 2


@pytest.mark.parametrize("name", ["", "\0", "README.md", "~nobody"])
def test_what_is_no_folder_is_refused(name: str):
    with pytest.raises(SettingsError):
        open_mirror(name)


class Folder:
    """A folder whose manifest is whatever it is."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def joinpath(self, name: str) -> Folder:
        return self

    def read_bytes(self) -> bytes:
        return self._body


@given(st.binary() | st.builds(lambda text: b'{"schema": "%s"}' % text, st.binary()))
def test_any_bytes_are_a_manifest_or_a_sentence(body: bytes):
    with pytest.raises(SettingsError):
        read(Folder(body))


def test_an_empty_folder_is_no_mirror(tmp_path: Path):
    with pytest.raises(SettingsError, match="is no mirror"):
        open_mirror(str(tmp_path))

"""What a mirror's folder becomes when it is served, and how references are matched against it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from citekit.errors import SettingsError
from citekit.mirror.serve.opened import open_served
from citekit.mirror.serve.served import Holding, silence
from tests.mirror.serve.holdings import DATE, indexed, running

STARTER = "starter mirror 2026-11-22 (assembled by hand)"


def test_the_starter_is_served_out_of_memory() -> None:
    served = open_served("starter")
    assert served.title == "the starter mirror of 2026-11-22"
    assert served.holdings == {
        "pubmed": Holding(2, "2026-11-22", "sample", STARTER),
        "crossref": Holding(4, "2026-11-22", "sample", STARTER),
    }
    assert served.rows("pubmed", "pmid:20650877")
    assert served.rows("crossref", "pmid:20650877") == []


def test_an_index_is_served_with_its_own_dates(tmp_path: Path) -> None:
    indexed(tmp_path, "complete")
    served = open_served(str(tmp_path / "m"))
    via = f"pubmed-crossref mirror {DATE} (built from 1 file)"
    assert served.holdings == {
        "pubmed": Holding(4, DATE, "complete", via),
        "crossref": Holding(3, DATE, "complete", via),
    }


def test_what_could_not_be_read_makes_silence_worthless(tmp_path: Path) -> None:
    indexed(tmp_path, "complete")
    manifest = tmp_path / "m" / "manifest.json"
    told = json.loads(manifest.read_bytes())
    told["index"]["registries"][0]["unread"] = 1
    manifest.write_text(json.dumps(told), encoding="utf-8")
    holding = open_served(str(tmp_path / "m")).holdings["pubmed"]
    assert not holding.is_whole
    assert silence("PubMed", holding) == (
        "This mirror could not be made of all of PubMed: it says nothing about what it lacks. "
        f"It is of {DATE} and holds 4 records."
    )


@pytest.mark.parametrize("body", [b"", b"<PubmedArticleSet/>", b"nonsense"])
def test_a_file_that_is_not_what_its_manifest_promises(
    make_mirror: object, tmp_path: Path, body: bytes
) -> None:
    assert callable(make_mirror)
    make_mirror({"pubmed": body})
    with pytest.raises(SettingsError, match="the starter mirror of 2026-11-22"):
        open_served(str(tmp_path))


def test_a_mirror_without_records_cannot_be_served(tmp_path: Path) -> None:
    told = {"schema": "citekit/mirror/1", "name": "x", "date": DATE, "origin": "y",
            "coverage": "complete", "files": [
                {"registry": "retraction-watch", "path": "rw.db", "records": 1, "sha256": "0" * 64}
            ]}  # fmt: skip
    (tmp_path / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(SettingsError, match="holds no records of PubMed or Crossref to serve"):
        open_served(str(tmp_path))


def test_references_are_matched_against_what_is_held(tmp_path: Path) -> None:
    indexed(tmp_path, "complete")
    with running(open_served(str(tmp_path / "m"))) as one:
        body = {
            "references": [
                "Roe R. TNF-alpha and the heart. Heart J. 2011;7:3-9.",
                "Doe J, van Berg AB. Grafts of umbilical cord in lupus. J Test 2010;1(2):3-9.",
                "Nobody N. Unheard novelties of zebras. Zzz. 1999;88:77.",
            ]
        }
        got = one.ask("/match", "POST", json.dumps(body).encode())
    first, second, third = got.json["matches"]
    assert (first["line"], first["outcome"], first["identifiers"]) == (
        1,
        "resolved",
        {"pmid": "103"},
    )
    assert first["probability"] > 0.9
    assert second["identifiers"] == {
        "doi": "10.5555/graft", "pmcid": "PMC7000101", "pmid": "101",
    }  # fmt: skip
    assert (third["line"], third["outcome"], third["identifiers"]) == (3, "not_found", {})

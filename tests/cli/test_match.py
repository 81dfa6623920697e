"""`citekit match`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from citekit.verbs import mirror_index
from citekit.verbs.mirror_index import Given
from tests.conftest import Citekit
from tests.mirror.made_up import article, pubmed_file

KNOWN = "Made Up J Riv. 2001 Mar;22(2):101-9"


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("match")
    source = pubmed_file(folder / "pubmed26n0001.xml.gz", *map(article, range(100, 110)))
    given = Given({"pubmed": [str(source)]}, date="2026-11-20", jobs=1)
    mirror_index.build(str(folder / "m"), given, lambda _: None)
    return folder / "m"


def test_answers_go_to_standard_output(citekit: Citekit, mirror: Path, desk: Path) -> None:
    (desk / "refs.txt").write_text(f"{KNOWN}\n")
    done = citekit("match", "refs.txt", "--mirror", str(mirror), "--jobs", "1")
    assert (done.code, done.err) == (
        0,
        "citekit: 1 reference: 1 resolved, 0 ambiguous, 0 not found\n",
    )
    assert json.loads(done.out)["identifiers"] == {"doi": "10.5555/made.101", "pmid": "101"}


def test_what_is_not_found_is_exit_1(citekit: Citekit, mirror: Path, desk: Path) -> None:
    (desk / "refs.txt").write_text(f"{KNOWN}\nNature 1999;1:1\n")
    done = citekit("match", "refs.txt", "-o", "out.jsonl", "--mirror", str(mirror), "--jobs", "1")
    assert (done.code, done.out, done.err) == (
        1,
        "",
        "citekit: 2 references: 1 resolved, 0 ambiguous, 1 not found\n",
    )
    assert len((desk / "out.jsonl").read_text().splitlines()) == 2


def test_without_a_mirror_it_says_what_to_name(citekit: Citekit, desk: Path) -> None:
    (desk / "refs.txt").write_text(f"{KNOWN}\n")
    done = citekit("match", "refs.txt")
    assert (done.code, done.err) == (
        2,
        "citekit: Name a mirror with --mirror FOLDER or CITEKIT_MIRROR.\n",
    )

"""The exit codes of `check`: findings, outages, and what does not count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.checks import papers
from tests.checks.papers import PAPERS
from tests.conftest import Citekit
from tests.registry_server import RegistryServer

CLEAN, RETRACTED, CORRECTED = (PAPERS[key] for key in ("Alder2010", "Birch2011", "Cedar2012"))


def cite(path: Path, *cited: papers.Paper) -> str:
    path.write_text("".join(papers.bibtex(one) for one in cited))
    return path.name


@pytest.fixture
def live(citekit: Citekit, registries: RegistryServer) -> Citekit:
    papers.fill(registries)
    return citekit


def test_nothing_to_report(live: Citekit, desk: Path) -> None:
    run = live("check", cite(desk / "refs.bib", CLEAN))
    assert (run.code, run.err) == (0, "")


@pytest.mark.parametrize(
    ("cited", "options", "code"),
    [
        ([RETRACTED], [], 1),
        ([CORRECTED], [], 1),
        ([CORRECTED], ["--fail-on", "error"], 0),
        ([RETRACTED], ["--fail-on", "error"], 1),
        ([RETRACTED], ["--fail-on", "never"], 0),
        ([RETRACTED], ["--fail-on", "CK105"], 0),
        ([CORRECTED], ["--fail-on", "erratum"], 1),
        ([CORRECTED], ["--since", "2019-01-01"], 1),
        ([CORRECTED], ["--since", "2020-01-01"], 0),
        ([CLEAN], ["--fail-on", "errors"], 2),
        ([CLEAN], ["--since", "yesterday"], 2),
        ([CLEAN], ["--baseline", "nowhere.json"], 2),
    ],
)
def test_findings_count_from_a_level_on(
    live: Citekit, desk: Path, cited: Sequence[papers.Paper], options: list[str], code: int
) -> None:
    assert live("check", cite(desk / "refs.bib", *cited), *options).code == code


@pytest.mark.parametrize(
    ("cited", "options", "code"),
    [
        ([CLEAN], [], 3),
        ([CLEAN], ["--allow-unchecked", "1"], 0),
        ([CLEAN, PAPERS["Juniper2019"]], ["--allow-unchecked", "1"], 3),
        ([RETRACTED], [], 1),
        ([RETRACTED], ["--strict"], 3),
        ([RETRACTED], ["--fail-on", "never"], 3),
    ],
)
def test_what_could_not_be_asked_is_incomplete(
    live: Citekit,
    registries: RegistryServer,
    desk: Path,
    cited: Sequence[papers.Paper],
    options: list[str],
    code: int,
) -> None:
    for endpoint in ("work", "list"):
        registries.break_next(endpoint, "status", times=99, status=500)
    assert live("check", cite(desk / "refs.bib", *cited), *options).code == code


def test_a_file_that_is_missing_is_a_matter_of_usage(live: Citekit) -> None:
    assert live("check", "nowhere.bib").code == 2


def test_without_a_library_there_is_nothing_to_check(live: Citekit) -> None:
    assert live("check").code == 4


def test_an_acknowledged_notice_does_not_count(live: Citekit, desk: Path) -> None:
    live("add", RETRACTED.doi)
    [key] = [one["key"] for one in live("list", "--format", "json").json["works"]]
    assert live("check").code == 1
    wish = ("ack", key, "retraction", "--reason", "an example", "--until", "2999-01-01")
    assert live(*wish).code == 0
    assert live("check").code == 0
    assert live("check", "--fail-on", "note").code == 0


def test_a_file_of_acknowledgements_beside_the_checked_one(live: Citekit, desk: Path) -> None:
    refs = cite(desk / "refs.bib", RETRACTED)
    acknowledged = (
        f'[[acknowledgement]]\nkey = "Birch2011"\nwork = ["pmid:{RETRACTED.pmid}"]\n'
        'type = "retraction"\nraw = "J Clin Trials. 2019;20:99"\nreason = "an example"\n'
    )
    (desk / "citekit-acks.toml").write_text(acknowledged + "until = 2999-01-01\n")
    assert live("check", refs).code == 0
    (desk / "citekit-acks.toml").write_text(acknowledged + "until = 2020-01-01\n")
    assert live("check", refs).code == 1


def test_an_export_that_is_out_of_date_counts(live: Citekit, desk: Path) -> None:
    live("add", CLEAN.doi)
    (desk / "exports").mkdir()
    live("export", "-o", "exports/library.bib")
    assert live("check").code == 0
    live("add", PAPERS["Juniper2019"].doi)
    assert live("check").code == 1
    assert live("check", "--fail-on", "CK303").code == 1


def test_offline_the_starter_mirror_answers_and_no_socket_is_opened(
    live: Citekit, registries: RegistryServer, desk: Path
) -> None:
    (desk / "refs.bib").write_text("@article{a,\n  doi = {10.5555/nowhere},\n}\n")
    assert live("--offline", "check", "refs.bib").code == 3
    assert registries.asked == []

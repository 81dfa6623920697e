"""`citekit resolve` on the starter mirror: the two papers, and everything that is not them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, SEEDS, Citekit

A = {"doi": "10.1136/ard.2009.123463", "pmid": "20650877"}
B = {"doi": "10.1002/art.27548", "pmid": "20506343"}

WRITTEN = {
    "A, Vancouver": (
        "Liang J, Zhang H, Hua B, et al. Allogenic mesenchymal stem cells transplantation in "
        "refractory systemic lupus erythematosus: a pilot clinical study. "
        "Ann Rheum Dis. 2010 Aug;69(8):1423-9.",
        A,
    ),
    "A, APA": (
        "Liang, J., Zhang, H., Hua, B., Wang, H., Lu, L., Shi, S., … Sun, L. (2010). Allogenic "
        "mesenchymal stem cells transplantation in refractory systemic lupus erythematosus: a "
        "pilot clinical study. Annals of the Rheumatic Diseases, 69(8), 1423–1429.",
        A,
    ),
    "A, author misspelt": (
        "Lian J, Zhang H, Hua B, et al. Allogenic mesenchymal stem cells transplantation in "
        "refractory systemic lupus erythematosus: a pilot clinical study. "
        "Ann Rheum Dis. 2010;69(8):1423-9.",
        A,
    ),
    "A, wrong year": (
        "Liang J, Zhang H, Hua B, et al. Allogenic mesenchymal stem cells transplantation in "
        "refractory systemic lupus erythematosus: a pilot clinical study. "
        "Ann Rheum Dis. 2011;69(8):1423-9.",
        A,
    ),
    "A, no title": ("Liang J, et al. Ann Rheum Dis 2010;69:1423-9", A),
    "B, Vancouver": (
        "Sun L, Wang D, Liang J, et al. Umbilical cord mesenchymal stem cell transplantation in "
        "severe and refractory systemic lupus erythematosus. Arthritis Rheum. 2010;62(8):2467-75.",
        B,
    ),
    "B, author misspelt": (
        "Sun L, Wangg D, et al. Umbilical cord mesenchymal stem cell transplantation in severe "
        "and refractory systemic lupus erythematosus. Arthritis Rheum. 2010;62(8):2467-75.",
        B,
    ),
    "B, wrong year": (
        "Wang D, et al. Umbilical cord mesenchymal stem cell transplantation in severe and "
        "refractory systemic lupus erythematosus. Arthritis & Rheumatism. 2012;62(8):2467-2475.",
        B,
    ),
    "B, no title": ("Sun L, Wang D, et al. Arthritis Rheum. 2010 Aug;62(8):2467-75.", B),
}


def only(citekit: Citekit, *arguments: str) -> dict[str, object]:
    run = citekit("--offline", "resolve", *arguments, "--format", "json")
    found = run.json
    assert found["schema"] == "citekit/resolve/1"
    assert len(found["resolutions"]) == 1
    return found["resolutions"][0]


@pytest.mark.parametrize(("text", "named"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_written_citation_is_resolved(citekit: Citekit, text: str, named: dict[str, str]) -> None:
    one = only(citekit, text)
    assert (one["outcome"], one["identifiers"]) == ("resolved", named)


@pytest.mark.parametrize(
    "source",
    [
        "pmid:20650877",
        "PMID: 20650877",
        "10.1136/ARD.2009.123463",
        "https://doi.org/10.1136/ard.2009.123463",
        "https://pubmed.ncbi.nlm.nih.gov/20650877/",
    ],
)
def test_an_identifier_is_resolved(citekit: Citekit, source: str) -> None:
    one = only(citekit, source)
    assert (one["outcome"], one["identifiers"]) == ("resolved", A)


@pytest.mark.parametrize(
    ("name", "named"),
    [("allogenic-transplantation.txt", A), ("umbilical-cord-transplantation.txt", B)],
)
def test_an_example_page_holds_one_citation(
    citekit: Citekit, name: str, named: dict[str, str]
) -> None:
    one = only(citekit, str(EXAMPLES / name))
    assert (one["outcome"], one["identifiers"]) == ("resolved", named)


@pytest.mark.parametrize(
    ("name", "named"), [("000_9a8753b4000d7559.txt", A), ("003_b8fac74eff6a0b8a.txt", B)]
)
def test_a_seed_page_holds_one_citation(citekit: Citekit, name: str, named: dict[str, str]) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed pages are not at hand")
    one = only(citekit, str(SEEDS / name))
    assert (one["outcome"], one["identifiers"]) == ("resolved", named)


def test_a_resolution_says_which_registry_gave_each_field(citekit: Citekit) -> None:
    one = only(citekit, "pmid:20650877")
    record, fields = one["record"], one["fields"]
    assert isinstance(record, dict)
    assert isinstance(fields, dict)
    told = {name for name in record if name not in {"id", "custom", "source"}}
    assert set(fields) >= told
    assert {source["registry"] for source in fields.values()} == {"pubmed", "crossref"}


def test_the_twin_of_2014_is_never_taken_for_paper_b(citekit: Citekit) -> None:
    one = only(
        citekit,
        "Umbilical cord mesenchymal stem cell transplantation in active and refractory systemic "
        "lupus erythematosus: a multicenter clinical study. Arthritis Res Ther 2014;16:R79",
    )
    assert one["identifiers"] == {"doi": "10.1186/ar4520"}


def test_the_erratum_of_a_is_never_taken_for_a(citekit: Citekit) -> None:
    run = citekit("--offline", "resolve", "Ann Rheum Dis. 2011 Jan;70(1):237.", "--format", "json")
    one = run.json["resolutions"][0]
    assert (run.code, one["outcome"], one["record"]) == (3, "unavailable", None)


@pytest.mark.parametrize(
    "source",
    [
        "pmid:99999999",
        "10.1234/no-such-doi",
        "Smith J. A paper that nobody wrote. J Nil. 2001;1:2.",
    ],
)
def test_a_sample_never_says_not_found(citekit: Citekit, source: str) -> None:
    """The starter mirror is a sample: what it lacks, it says nothing about."""
    run = citekit("--offline", "resolve", source, "--format", "json")
    assert (run.code, run.json["resolutions"][0]["outcome"]) == (3, "unavailable")
    assert "sample" in run.err


def test_an_identifier_beside_the_text_of_another_work_is_ambiguous(citekit: Citekit) -> None:
    run = citekit(
        "--offline", "resolve", "--format", "json",
        "Sun L, et al. Umbilical cord mesenchymal stem cell transplantation in severe and "
        "refractory systemic lupus erythematosus. Arthritis Rheum. 2010;62(8):2467-75. "
        "PMID: 20650877",
    )  # fmt: skip
    one = run.json["resolutions"][0]
    assert (run.code, one["outcome"], one["record"]) == (1, "ambiguous", None)
    assert one["candidates"][0]["identifiers"] == A


def test_a_page_without_a_citation_is_a_finding(citekit: Citekit, desk: Path) -> None:
    (desk / "prose.txt").write_text("The weather was fine.\n\nWe walked by the sea.\n")
    run = citekit("--offline", "resolve", "prose.txt")
    assert (run.code, run.out) == (1, "")
    assert run.err == "citekit: prose.txt: there is no citation in it\n"


BAD = {
    "a missing file": ("no/such/file.txt", "no such file or folder"),
    "an unknown scheme": ("foo:12345", "there is no scheme 'foo'"),
    "a malformed DOI": ("doi:hello", "doi:hello"),
    "an impossible PMID": ("pmid:0", "pmid:0"),
    "an address that cannot be read": ("ftp://example.org/page", "only http:// and https://"),
    "a bare number": ("20650877", "write pmid:20650877"),
    "nothing": ("", "empty"),
}


@pytest.mark.parametrize(("source", "said"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_clear_line(citekit: Citekit, source: str, said: str) -> None:
    run = citekit("--offline", "resolve", source)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_binary_junk_and_an_empty_folder_are_named(citekit: Citekit, desk: Path) -> None:
    (desk / "junk.txt").write_bytes(bytes(range(256)) * 8)
    (desk / "empty").mkdir()
    run = citekit("--offline", "resolve", "junk.txt", "empty")
    assert run.code == 2
    assert "junk.txt" in run.err.splitlines()[0]
    assert "empty" in run.err.splitlines()[1]


def test_a_bad_source_never_costs_its_neighbours(citekit: Citekit) -> None:
    run = citekit("--offline", "resolve", "gone.txt", "pmid:20650877", "--format", "json")
    assert run.code == 2
    assert [one["outcome"] for one in run.json["resolutions"]] == ["resolved"]


def test_common_options_stand_before_or_after_the_verb(citekit: Citekit) -> None:
    before = citekit("--offline", "resolve", "pmid:20650877", "--format", "json")
    after = citekit("resolve", "pmid:20650877", "--format", "json", "--offline")
    assert before == after


def test_the_text_form_is_what_a_person_reads(citekit: Citekit) -> None:
    run = citekit("--offline", "resolve", "pmid:20506343")
    assert run.code == 0
    assert run.out == (
        "resolved: pmid:20506343\n"
        "    Wang Dandan et al. Umbilical cord mesenchymal stem cell transplantation in severe and "
        "refractory systemic lupus erythematosus. Arthritis Rheum 2010;62(8):2467-2475. "
        "DOI:10.1002/art.27548 PMID:20506343\n"
        "    pubmed found (via starter mirror 2026-11-22 (assembled by hand))\n"
        "    crossref found (via starter mirror 2026-11-22 (assembled by hand))\n"
    )

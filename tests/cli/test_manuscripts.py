"""`citekit resolve` on manuscripts, offline: the right work at the right place."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Citekit
from tests.documents.word import docx, field, p, run

PMID_A, PMID_B = "20650877", "20506343"
BIB = """@article{liang2010, doi = {10.1136/ard.2009.123463}, title = {Allogenic mesenchymal stem
  cells transplantation in refractory systemic lupus erythematosus: a pilot clinical study},
  year = 2010}
@article{sun2010, author = {Sun, Lingyun and Wang, Dandan}, year = 2010, volume = 62,
  title = {Umbilical cord mesenchymal stem cell transplantation in severe and refractory systemic
  lupus erythematosus}, journal = {Arthritis Rheum}, pages = {2467--75}}
"""
MARKDOWN = """---
bibliography: refs.bib
---
As [see @liang2010, p. 3; @sun2010] shows.
Also @pmid:20506343, not `@code`.

# References

1. Liang J, Zhang H, Hua B, et al. Allogenic mesenchymal stem cells transplantation in refractory
   systemic lupus erythematosus: a pilot clinical study. *Ann Rheum Dis.* 2010;69(8):1423-9.
"""
TEX = r"""\documentclass{article} % \cite{no}
\bibliography{refs}
\citep[p.~1]{liang2010,
  sun2010}, \doi{10.1002/art.27548}
"""


def where(found: Citekit, *sources: str) -> list[tuple[int, int, str]]:
    outcome = found("--offline", "resolve", *sources, "--format", "json")
    assert outcome.code == 0, outcome.err
    return [
        (place["line"], place["column"], one["identifiers"]["pmid"])
        for one in outcome.json["resolutions"]
        for place in [one["citation"]["place"]]
    ]


def test_markdown(citekit: Citekit, desk: Path) -> None:
    (desk / "refs.bib").write_text(BIB)
    (desk / "paper.md").write_text(MARKDOWN)

    assert where(citekit, "paper.md") == [
        (4, 9, PMID_A), (4, 27, PMID_B), (5, 6, PMID_B), (9, 4, PMID_A),
    ]  # fmt: skip


def test_latex(citekit: Citekit, desk: Path) -> None:
    (desk / "refs.bib").write_text(BIB)
    (desk / "paper.tex").write_text(TEX)

    assert where(citekit, "paper.tex") == [(3, 14, PMID_A), (4, 3, PMID_B), (4, 18, PMID_B)]


def test_latex_of_several_files(citekit: Citekit, desk: Path) -> None:
    (desk / "chapters").mkdir()
    (desk / "thesis.tex").write_text(
        "\\input{chapters/one}\n\\input{chapters/gone}\n\\cite{sun2010}\n"
    )
    (desk / "chapters" / "one.tex").write_text("\\addbibresource{refs.bib}\n\\cite{liang2010}\n")
    (desk / "refs.bib").write_text(BIB)
    found = citekit("--offline", "resolve", "thesis.tex", "chapters/one.tex", "--format", "json")

    assert [
        (
            one["citation"]["place"]["path"],
            one["citation"]["place"]["line"],
            one["identifiers"]["pmid"],
        )
        for one in found.json["resolutions"]
    ] == [("chapters/one.tex", 2, PMID_A), ("thesis.tex", 3, PMID_B)]
    assert found.err == "citekit: thesis.tex:2: its part chapters/gone.tex: no such file\n"
    assert found.code == 2


def test_word(citekit: Citekit, desk: Path) -> None:
    item = '{"citationItems": [{"itemData": {"title": "x", "PMID": "%s"}}]}'
    item = item.replace('"title": "x", ', "") % PMID_A
    cited = field(f"ADDIN ZOTERO_ITEM CSL_CITATION {item}", "(1)")
    text = p(run("doi:10.1002/art.27548"))
    (desk / "paper.docx").write_bytes(docx(p(run("Title")), p(run("As "), cited), text, text))

    assert where(citekit, "paper.docx") == [(2, 4, PMID_A), (3, 1, PMID_B), (4, 1, PMID_B)]


def test_a_key_without_an_entry_is_told_and_makes_the_exit_1(citekit: Citekit, desk: Path) -> None:
    (desk / "refs.bib").write_text(BIB)
    (desk / "paper.md").write_text("---\nbibliography: refs.bib\n---\n[@gone; @liang2010]\n")
    found = citekit("--offline", "resolve", "paper.md", "--format", "json")

    assert found.code == 1
    assert "paper.md:4: no entry for key gone in refs.bib" in found.err
    assert [one["citation"]["key"] for one in found.json["resolutions"]] == ["liang2010"]


def test_add_keeps_the_keys_and_the_places(citekit: Citekit, desk: Path) -> None:
    (desk / "refs.bib").write_text(BIB)
    (desk / "paper.md").write_text(MARKDOWN)

    assert citekit("--offline", "add", "paper.md").code == 0
    shown = citekit("show", "sun2010").out
    assert "cited in paper.md:4" in shown
    assert "cited in paper.md:5" in shown


def test_endnote_files(citekit: Citekit, desk: Path) -> None:
    record = "<record><accession-num>%s</accession-num></record>"
    xml = f"<xml><records>\n{record % PMID_A}\n{record % PMID_B}\n</records></xml>"
    (desk / "refs.xml").write_text(xml)
    (desk / "refs.enw").write_text(f"%0 Journal Article\n%M {PMID_A}\n\n%0 Report\n%M {PMID_B}\n")

    assert where(citekit, "refs.xml", "refs.enw") == [
        (2, 1, PMID_A), (3, 1, PMID_B), (1, 1, PMID_A), (4, 1, PMID_B),
    ]  # fmt: skip


def test_a_cut_endnote_file_gives_what_it_has_and_makes_the_exit_1(
    citekit: Citekit, desk: Path
) -> None:
    record = f"<record><accession-num>{PMID_A}</accession-num></record>"
    (desk / "refs.xml").write_text(f"<xml><records>\n{record}\n<record><titles>")
    found = citekit("--offline", "resolve", "refs.xml", "--format", "json")

    assert found.code == 1
    assert [one["outcome"] for one in found.json["resolutions"]] == ["resolved"]
    assert found.err.startswith("citekit: refs.xml:2: The EndNote XML is cut or damaged: ")

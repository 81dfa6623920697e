"""Documents of several files: every part is read, once, where LaTeX would find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.model import Citation
from citekit.settings import Settings
from citekit.verbs import parts
from citekit.verbs.sources import Gathered, gather

ENTRY = "@article{liang2010, title = {Cells}, doi = {10.1136/ard.2009.123463}}\n"
CITES = r"\cite{liang2010}"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def read(*sources: str) -> Gathered:
    return gather(sources, Settings(offline=True))


def places(found: list[Citation]) -> list[str]:
    return [
        f"{one.place.path}:{one.place.line}:{one.place.column} {one.identifiers['doi']}"
        for one in found
        if one.place
    ]


def untroubled(*sources: str) -> list[str]:
    gathered = read(*sources)
    assert (gathered.problems, gathered.rejected, gathered.empty) == ([], [], [])
    return places(gathered.citations)


A, B = "10.1136/ard.2009.123463", "10.1002/art.27548"


def test_parts_are_read_where_they_are_taken_in_and_each_citation_in_its_own_file() -> None:
    write(
        {
            "thesis/main.tex": "\\bibliography{refs}\n"
            f"{CITES}\\input{{ch/one}}{CITES}\n\\include{{ch/two.tex}}\n",
            "thesis/ch/one.tex": f"\n  {CITES} \\input{{ch/deep/er}}\n",
            "thesis/ch/deep/er.tex": f"\\doi{{{B}}}",
            "thesis/ch/two.tex": CITES,
            "thesis/refs.bib": ENTRY,
        }
    )
    assert untroubled("thesis/main.tex") == [
        f"thesis/main.tex:2:7 {A}",
        f"thesis/ch/one.tex:2:9 {A}",
        f"thesis/ch/deep/er.tex:1:6 {B}",
        f"thesis/main.tex:2:37 {A}",
        f"thesis/ch/two.tex:1:7 {A}",
    ]


@pytest.mark.parametrize(
    ("main", "part", "refs"),
    [
        ("\\input{ch/one}", f"\\bibliography{{refs}}{CITES}", "refs.bib"),
        (f"{CITES}\\input{{ch/one}}", "\\addbibresource{refs.bib}", "refs.bib"),
        ("\\input{ch/one}", CITES, "any.bib"),
        ("\\subfile{ch/one}", f"\\bibliography{{../refs}}{CITES}\\end{{document}}", "refs.bib"),
        ("\\subfile{ch/one}", f"\\bibliography{{\\subfix{{../refs}}}}{CITES}", "refs.bib"),
        ("\\subfile{ch/one}", f"\\bibliography{{own}}{CITES}", "ch/own.bib"),
    ],
    ids=[
        *("named in a part", "cited in the main file", "beside", "from the part", "subfix"),
        "beside the part",
    ],
)
def test_a_bibliography_named_anywhere_serves_the_whole(main: str, part: str, refs: str) -> None:
    write({"main.tex": main, "ch/one.tex": part, refs: ENTRY})

    assert [one.split()[1] for one in untroubled("main.tex")] == [A]


def test_the_list_that_bibtex_made_serves_the_whole() -> None:
    listed = (
        f"\\begin{{thebibliography}}{{1}}\\bibitem{{liang2010}} doi:{A}\\end{{thebibliography}}"
    )
    write({"main.tex": f"{CITES}\\input{{main.bbl}}", "main.bbl": listed})

    assert untroubled("main.tex") == [f"main.tex:1:7 {A}", f"main.bbl:1:47 {A}"]


def test_a_star_in_a_part_stands_for_what_the_whole_does_not_cite() -> None:
    other = f"@article{{sun2010, doi = {{{B}}}}}\n"
    files = {"main.tex": f"\\input{{one}}{CITES}\\bibliography{{refs}}", "one.tex": r"\nocite{*}"}
    write({**files, "refs.bib": ENTRY + other})

    assert untroubled("main.tex") == [f"one.tex:1:9 {B}", f"main.tex:1:18 {A}"]


DOI = rf"\doi{{{A}}}"
LAYOUTS = {
    r"\import{a/}{x}": {"a/x.tex": r"\input{y}", "a/y.tex": DOI, "y.tex": ""},
    r"\import{a}{x.tex}": {"a/x.tex": r"\import{b/}{y}", "b/y.tex": DOI},
    r"\subimport{a/}{x}": {"a/x.tex": r"\subimport{b/}{y}", "a/b/y.tex": DOI},
    r"\subfile{a/x}": {"a/x.tex": r"\subfile{b/y}", "a/b/y.tex": DOI},
    r"\import{a/}{x} ": {"a/x.tex": r"\input{z}", "z.tex": DOI},
    r"\input{a/x}": {"a/x.tex": r"\input{a/y}", "a/y.tex": DOI, "a/a/y.tex": ""},
    r"\input{x.y}": {"x.y.tex": DOI, "x.y": ""},
    r"\input{../common/x}": {"../common/x.tex": DOI},
    r"\input x ": {"x.tex": DOI},
}


@pytest.mark.parametrize("main", LAYOUTS, ids=str)
def test_a_part_is_where_latex_finds_it(main: str) -> None:
    write({f"thesis/{name}": text for name, text in {"main.tex": main, **LAYOUTS[main]}.items()})

    assert [one.split()[1] for one in untroubled("thesis/main.tex")] == [A]


def test_an_absolute_path_is_read_as_it_stands(tmp_path: Path) -> None:
    write({"in/main.tex": rf"\input{{{tmp_path}/x}}", "x.tex": DOI})

    assert untroubled("in/main.tex") == [f"{tmp_path}/x.tex:1:6 {A}"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (r"\input{ch/gone}", "ch/gone.tex: no such file"),
        (r"\include{gone.tex}", "gone.tex: no such file"),
        (r"\import{ch/}{gone}", "ch/gone.tex: no such file"),
        (r"\input{ch}", "ch.tex: no such file"),
        ("\\input{a\x00b}", "a b.tex: no such file"),
        (rf"\input{{{'x' * 900}}}", f"{'x' * 900}.tex: no such file"),
        (r"\input{|ls}", "|ls.tex: no such file"),
        (
            r"\input{\chapters/one}",
            r"\chapters/one has a macro in its path; name the file itself, or give it as a source",
        ),
        (
            r"\import{\chapters}{one}",
            r"\chapters/one has a macro in its path; name the file itself, or give it as a source",
        ),
        (
            r"\newcommand{\ch}[1]{\input{ch/#1}}",
            "ch/#1 has a macro in its path; name the file itself, or give it as a source",
        ),
        (
            r"\input{photo}",
            "photo.tex: this is a PNG image, not text; give the text it shows, or a DOI or PMID",
        ),
    ],
)
def test_a_part_that_cannot_be_read_is_a_problem_and_costs_nothing_else(
    written: str, says: str
) -> None:
    write({"main.tex": f"{DOI}\n{written}\n{DOI}", "ch/one.tex": DOI})
    Path("photo.tex").write_bytes(b"\x89PNG\r\n\x1a\n")
    gathered = read("main.tex")

    assert places(gathered.citations) == [f"main.tex:1:6 {A}", f"main.tex:3:6 {A}"]
    assert gathered.problems == [f"main.tex:2: its part {says}"]


def test_the_problem_of_a_part_is_told_where_the_part_has_it() -> None:
    write(
        {"in/main.tex": "\\input{one}", "in/one.tex": "\n\\input{gone}\\bibliography{no}\\cite{a}"}
    )
    gathered = read("in/main.tex")

    assert gathered.problems == [
        "in/one.tex:2: its part in/gone.tex: no such file",
        "in/one.tex:2: its bibliography in/no.bib: no such file",
    ]
    assert [one.place.path for one in gathered.rejected] == ["in/one.tex"]


def test_pictures_styles_and_what_comes_with_tex_are_no_parts() -> None:
    named = r"\input{fig.pgf}\input{my.sty}\input{glyphtounicode}\includegraphics{fig}"
    write({"main.tex": f"{named}{DOI}", "fig.pgf": DOI, "my.sty": DOI})

    assert untroubled("main.tex") == [f"main.tex:1:{len(named) + 6} {A}"]


def test_files_that_take_in_each_other_are_read_once() -> None:
    write(
        {
            "main.tex": rf"\input{{one}}\input{{./one}}\input{{main}}{DOI}",
            "one.tex": rf"{DOI}\input{{main}}\input{{one.tex}}",
        }
    )
    assert untroubled("main.tex") == [f"one.tex:1:6 {A}", f"main.tex:1:42 {A}"]
    assert untroubled("one.tex", "main.tex") == [f"one.tex:1:6 {A}", f"main.tex:1:42 {A}"]


def test_no_more_files_inside_each_other_than_tex_opens() -> None:
    write({f"{number}.tex": f"{DOI}\\input{{{number + 1}}}" for number in range(40)})
    gathered = read("0.tex")

    assert len(gathered.citations) == parts.DEEPEST
    assert gathered.problems == [
        "14.tex:1: its part 15.tex is not read: it is the 16th inside each other"
    ]


def test_what_is_too_deep_for_one_document_is_read_where_it_is_given_itself() -> None:
    write({f"{number:02}.tex": f"{DOI}\\input{{{number + 1:02}}}" for number in range(40)})
    gathered = read(".")

    assert places(gathered.citations) == [f"{number:02}.tex:1:6 {A}" for number in range(40)]


def test_a_document_has_so_many_files_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST", 3)
    write({"main.tex": r"\input{1}\input{2}\input{3}", **{f"{n}.tex": DOI for n in range(4)}})
    gathered = read("main.tex")

    assert places(gathered.citations) == [f"1.tex:1:6 {A}", f"2.tex:1:6 {A}"]
    assert gathered.problems == [
        "main.tex:1: its part 3.tex is not read: there are more than 3 files"
    ]


@pytest.mark.parametrize(
    "sources",
    [("main.tex", "ch/one.tex"), ("ch/one.tex", "main.tex"), (".",), (".", "ch/one.tex")],
    ids=" ".join,
)
def test_a_part_that_is_given_too_is_told_once(sources: tuple[str, ...]) -> None:
    write({"main.tex": r"\input{ch/one}\bibliography{refs}", "ch/one.tex": CITES})
    write({"refs.bib": ENTRY})
    gathered = read(*sources)

    assert [one for one in places(gathered.citations) if ".tex" in one] == [f"ch/one.tex:1:7 {A}"]
    assert (gathered.problems, gathered.rejected, gathered.empty) == ([], [], [])


def test_a_part_that_is_given_alone_is_read_alone() -> None:
    write({"main.tex": rf"{DOI}\input{{one}}", "one.tex": DOI})

    assert untroubled("one.tex") == [f"one.tex:1:6 {A}"]


def test_a_document_that_cannot_be_read_takes_no_part_along() -> None:
    write({"one.tex": DOI})
    Path("main.tex").write_bytes(b"\x89PNG\r\n\x1a\n")
    gathered = read("main.tex", "one.tex")

    assert places(gathered.citations) == [f"one.tex:1:6 {A}"]
    assert gathered.problems[0].startswith("main.tex: this is a PNG image")


def test_what_stands_in_no_folder_has_no_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    write({"one.tex": DOI})
    standard = io.TextIOWrapper(io.BytesIO(rf"\documentclass{{x}}{DOI}\input{{one}}".encode()))
    monkeypatch.setattr(sys, "stdin", standard)
    gathered = read("-")

    assert places(gathered.citations) == [f"-:1:23 {A}"]
    assert gathered.problems == [
        "-:1: its part one is not read; save the document and give its file"
    ]

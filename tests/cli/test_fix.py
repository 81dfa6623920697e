"""`citekit fix`: a diff of what is safe, and nothing else in the file changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Citekit

A_TITLE = (
    "Allogenic mesenchymal stem cells transplantation in refractory systemic lupus erythematosus: "
    "a pilot clinical study"
)
B_TITLE = (
    "Umbilical cord mesenchymal stem cell transplantation in severe and refractory systemic lupus "
    "erythematosus"
)
FILE = f"""% my references, do not sort
@string{{ard = "Ann Rheum Dis"}}

@article{{liang,
  author = {{Liang, J and others}},
  title  = "{A_TITLE}"
  journal = ard, year = 2010,
  volume = 69,
  pages  = {{1423-9}},
  doi    = {{10.1136/ard.2009.123463}}
}}
@comment{{jabref-meta: x}}
@article{{wang, title={{{B_TITLE}}}, volume=62, pages={{2467}}, year=2010}}
@article{{fine,
  title = {{Nobody knows this one}},
}}
"""
DIFF = f"""--- a/refs.bib
+++ b/refs.bib
@@ -6,11 +6,12 @@
   title  = "{A_TITLE}"
   journal = ard, year = 2010,
   volume = 69,
-  pages  = {{1423-9}},
+  pages  = {{1423--1429}},
+  note = {{Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.}},
   doi    = {{10.1136/ard.2009.123463}}
 }}
 @comment{{jabref-meta: x}}
-@article{{wang, title={{{B_TITLE}}}, volume=62, pages={{2467}}, year=2010}}
+@article{{wang, doi = {{10.1002/art.27548}}, title={{{B_TITLE}}}, volume=62, pages={{2467}}, year=2010}}
 @article{{fine,
   title = {{Nobody knows this one}},
 }}
"""  # noqa: E501
REMARKS = (
    "citekit: refs.bib: 2 entries can be corrected; --apply writes them\n",
    "citekit: refs.bib: 1 could not be asked about everywhere\n",
)


def test_a_diff_is_shown_and_nothing_written(citekit: Citekit, desk: Path) -> None:
    path = desk / "refs.bib"
    path.write_text(FILE, encoding="utf-8")
    run = citekit("--offline", "fix", "refs.bib")
    assert (run.out, run.err, run.code) == (DIFF, "".join(REMARKS), 1)
    assert path.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_only_the_changed_fields_are_written(
    citekit: Citekit, desk: Path, codec: str, ending: str
) -> None:
    path = desk / "refs.bib"
    marked = FILE.replace("sort", "sört")
    path.write_bytes(marked.replace("\n", ending).encode(codec))
    run = citekit("--offline", "fix", "refs.bib", "--apply")
    assert (run.err, run.code) == (REMARKS[1], 3)
    expected = marked.replace(
        "{1423-9},\n",
        "{1423--1429},\n  note = {Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.},\n",
    ).replace("{wang, ", "{wang, doi = {10.1002/art.27548}, ")
    assert path.read_bytes() == expected.replace("\n", ending).encode(codec)
    again = citekit("--offline", "fix", "refs.bib")
    assert (again.out, again.code) == ("", 3)


def test_an_entry_that_tells_of_its_erratum_is_left_alone(citekit: Citekit, desk: Path) -> None:
    entry = (
        f"@article{{a,\n  title = {{{A_TITLE}}},\n  pmid = {{20650877}},\n"
        "  note = {Seen. Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.},\n}\n"
    )
    (desk / "refs.bib").write_text(entry, encoding="utf-8")
    run = citekit("--offline", "fix", "refs.bib")
    assert (run.out, run.err, run.code) == ("", "", 0)


def test_a_note_that_is_there_stays_before_the_erratum(citekit: Citekit, desk: Path) -> None:
    entry = (
        f"@article{{a,\n  title = {{{A_TITLE}}},\n  pmid = {{20650877}},\n"
        '  note = "Read {\\"u}ber",\n}\n'
    )
    path = desk / "refs.bib"
    path.write_text(entry, encoding="utf-8")
    citekit("--offline", "fix", "refs.bib", "--apply")
    assert path.read_text(encoding="utf-8") == entry.replace(
        'ber"', 'ber Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237."'
    )


@pytest.mark.parametrize(
    "field",
    [
        'note = seen # ", twice"', 'note = "a" # seen', "note = seen", "note = {a} # {b}",
        'pages = {1423} # "-9"', 'pages = first # "-" # {9}',
    ],
)  # fmt: skip
def test_what_is_joined_of_macros_and_pieces_stays(
    citekit: Citekit, desk: Path, field: str
) -> None:
    told = "" if "note" in field else "  note = {Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237.},\n"
    entry = f"@string{{seen = {{x}}}}\n@string{{first = 1423}}\n@article{{a,\n{told}  {field},\n"
    path = desk / "refs.bib"
    path.write_text(f"{entry}  title = {{{A_TITLE}}},\n  pmid = {{20650877}},\n}}\n", "utf-8")
    run = citekit("--offline", "fix", "refs.bib")
    assert (run.out, run.code) == ("", 0)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (None, "refs.bib: cannot be read: No such file or directory"),
        (b"%PDF-1.7", "refs.bib: this is a PDF, not text; copy its text into a .txt file,"),
    ],
)
def test_what_cannot_be_read_is_named(
    citekit: Citekit, desk: Path, data: bytes | None, sentence: str
) -> None:
    if data is not None:
        (desk / "refs.bib").write_bytes(data)
    run = citekit("--offline", "fix", "refs.bib")
    assert run.err.startswith(f"citekit: {sentence}")
    assert (run.out, run.code) == ("", 2)

"""biblatex itself: the notices stand in the printed bibliography of who cites only the paper."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from citekit.formats import biblatex
from citekit.model import End, StoredWork
from citekit.vocab import LinkType, Scheme, Status
from tests.formats.works import COMMENT, ERRATUM, PAPER_A, stored
from tests.interop.readers import run

pytestmark = pytest.mark.interop

NAMES = {Scheme.DOI: "10.1000/retraction"}
RETRACTION = StoredWork(
    "Editors2012Retraction",
    {
        "type": "article-journal",
        "title": "Why we take it back",
        "author": [{"literal": "The Editors"}],
        "container-title": "Annals of the Rheumatic Diseases",
        "issued": {"date-parts": [[2012]]},
        "volume": "71",
        "DOI": NAMES[Scheme.DOI],
    },
    NAMES,
)
RETRACTED_BY = stored(LinkType.RETRACTION, End(NAMES, record=RETRACTION.item), identifier=3)
DOCUMENT = r"""
\documentclass{article}
\usepackage[backend=biber,style=numeric]{biblatex}
\addbibresource{library.bib}
\begin{document}
\cite{Liang2010Allogenic}
\printbibliography
\end{document}
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    for tool in ("pdflatex", "biber", "pdftotext"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed (.ci/run installs it)")
    if not subprocess.run(
        ["kpsewhich", "biblatex.sty"], check=False, stdout=subprocess.PIPE
    ).stdout:
        pytest.skip("biblatex is not installed (.ci/run installs it)")
    folder = tmp_path_factory.mktemp("biblatex")
    paper = replace(PAPER_A, notices=(ERRATUM, RETRACTED_BY, COMMENT), status=Status.RETRACTED)
    (folder / "library.bib").write_text(biblatex.write([paper, RETRACTION]), encoding="utf-8")
    (folder / "paper.tex").write_text(DOCUMENT, encoding="utf-8")
    latex(folder)
    run("biber", "--validate-datamodel", "--quiet", "paper", cwd=folder)
    latex(folder)
    latex(folder)
    return " ".join(run("pdftotext", folder / "paper.pdf", "-").split())


def latex(folder: Path) -> None:
    command = ["pdflatex", "-no-shell-escape", "-interaction=batchmode", "paper.tex"]
    environ = {**os.environ, "openout_any": "p", "max_print_line": "1000"}
    subprocess.run(command, cwd=folder, check=True, env=environ, stdout=subprocess.DEVNULL)


def test_the_gravest_notice_is_printed_with_its_own_entry(printed: str) -> None:
    assert "Retraction in: The Editors" in printed
    assert "Why we take it back" in printed


def test_the_other_notices_are_printed_as_sentences(printed: str) -> None:
    assert "Erratum in: Ann Rheum Dis. 2011 Jan;70(1):237" in printed
    assert "Comment in: Mesenchymal stem cells in the treatment of autoimmune diseases" in printed

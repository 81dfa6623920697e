"""LaTeX itself on a thousand hostile titles: it compiles, and nothing of them is a command."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from citekit.formats import bibtex
from citekit.model import CslItem, StoredWork
from tests.formats.test_latex_ascii import ALLOWED, COMMAND

pytestmark = pytest.mark.interop

LATIN = (
    r"\write18{touch owned}", r"\immediate\write18{touch owned}", r"\input{/etc/passwd}",
    r"\input|'touch owned'", r"\openout1=owned.tex", r"\csname end\endcsname", r"\end{document}",
    r"\def\x{\x}\x", r"\catcode`\{=12", "^^5cend", r"\\", "\\", "{", "}", "{{{", "}}}", "{}", "}{",
    "%", "100%", "#", "##1", "&", "_", "a_b", "^", "x^2", "~", "$", "$$", "$x", r"\(", r"\]", '"',
    "'", "''", "``", "?`", "!`", "--", "---", "<i>", "</i>", "<i>E. coli</i>", "<sup>2+</sup>",
    "<sub>2</sub>", "<b>", '<span style="font-variant:small-caps">sc</span>', "&lt;", "@article{x,",
    "@string{", "@comment{", '@string{a = "', " # ", "DNA", "pH", "é", "ß", "Å", "Đ", "Ł", "ü", "ñ",
    "« »", "\t", "\n\n", "\x00", "\x1b[31m", "\u202e", "\ufeff", "word", "Title",
    "of the", ",", "=",
)  # fmt: skip
BEYOND = (
    "😀", "👩‍👩‍👧", "🇩🇪", "中文", "Привет", "العربية", "α", "Ω", "≤", "∑", "ﬁ", "x\u0302",
    "e\u0301\u0323",
    "\u0301", "Z̶a̶l̶g̶o̶", "ế", "ș", "\u200b", "\u00ad", "\u2028", "−", "…", "“q”", "½", "²", "₂", "⁺",
    "\ud800",
)  # fmt: skip

DOCUMENT = r"""
\documentclass{article}
\usepackage[T1]{fontenc}
\begin{document}
\nocite{*}
\bibliographystyle{plain}
\bibliography{hostile}
\end{document}
"""


def titles(scraps: tuple[str, ...], count: int = 1000) -> list[str]:
    """Put titles together from scraps, the same ones each time."""
    dice = random.Random(18)
    joints = ("", " ", " ")
    return [
        "".join(f"{dice.choice(scraps)}{dice.choice(joints)}" for _ in range(dice.randint(1, 8)))
        for _ in range(count)
    ]


def written(scraps: tuple[str, ...], *, ascii_only: bool) -> str:
    works = []
    for place, title in enumerate(titles(scraps)):
        item: CslItem = {
            "type": "article-journal",
            "title": title,
            "author": [{"family": title, "given": "A"}, {"literal": title}],
            "container-title": title,
            "note": title,
            "issued": {"date-parts": [[2020, 3]]},
        }
        works.append(StoredWork(f"key{place}", item, {}))
    return bibtex.write(works, ascii_only=ascii_only)


@pytest.mark.parametrize(
    ("scraps", "ascii_only"),
    [(LATIN, False), (LATIN + BEYOND, True)],
    ids=["as it is", "in ASCII"],
)
def test_a_thousand_hostile_titles_compile(
    tmp_path: Path, scraps: tuple[str, ...], ascii_only: bool
) -> None:
    if not (shutil.which("pdflatex") and shutil.which("bibtex")):
        pytest.skip("LaTeX is not installed (.ci/run installs it)")
    (tmp_path / "hostile.bib").write_text(written(scraps, ascii_only=ascii_only), encoding="utf-8")
    (tmp_path / "main.tex").write_text(DOCUMENT)
    latex = ("pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "main")
    for command in (latex, ("bibtex", "main"), latex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=240)
        said = done.stdout.decode("utf-8", "replace")
        assert done.returncode == 0, said[-3000:]
    assert (tmp_path / "main.pdf").stat().st_size > 100_000
    assert (tmp_path / "main.bbl").read_text("utf-8").count(r"\bibitem") == 1000
    assert not list(tmp_path.glob("owned*"))


@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_command_but_our_own_is_written(ascii_only: bool) -> None:
    text = written(LATIN + BEYOND, ascii_only=ascii_only)
    assert set(COMMAND.findall(text)) <= ALLOWED
    symbols = set(re.findall(r"\\([^A-Za-z])", text))
    assert symbols <= set("%&#_$\"'`^~=.")

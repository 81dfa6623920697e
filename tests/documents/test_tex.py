"""LaTeX: which commands cite, where each key stands, and what the bibliography says."""

from __future__ import annotations

import pytest

from citekit.documents import tex
from citekit.documents.manuscript import Part
from citekit.model import Citation, Place
from citekit.vocab import Scheme
from tests.documents import located
from tests.documents.papers import A, B


def read(text: str) -> list[Citation]:
    return located.citations(tex.read(text, "paper.tex").found)


def keys(text: str) -> list[located.Located]:
    return located.keys(read(text))


def named(text: str) -> list[located.Located]:
    return located.identifiers(read(text))


COMMANDS = {
    r"\cite{a}": [("a", 1, 7)],
    r"\citep[see][p.~3]{a, b}": [("a", 1, 19), ("b", 1, 22)],
    r"\citet*{a}": [("a", 1, 9)],
    r"\Citet{a} \Parencite{b}": [("a", 1, 8), ("b", 1, 22)],
    r"\autocite[3]{a}\textcite{b}\footcite{c}": [("a", 1, 14), ("b", 1, 26), ("c", 1, 38)],
    r"\nocite{*}": [("*", 1, 9)],
    r"\cites(see)(also)[1]{a}[2][3]{b}{c}": [("a", 1, 22), ("b", 1, 31), ("c", 1, 34)],
    "\\cite{a,%comment, \\cite{no}\n  b}": [("a", 1, 7), ("b", 2, 3)],
    "\\cite\n  [see]\n  {a}": [("a", 3, 4)],
    "\\cite{\n  a,\n  b\n}": [("a", 2, 3), ("b", 3, 3)],
    "\\cite{a}\r\n\\cite{b}": [("a", 1, 7), ("b", 2, 7)],
    "\ufeff\\cite{a}": [("a", 1, 7)],
    r"50\% \cite{a}": [("a", 1, 12)],
    r"\\% \cite{a}": [],
    r"\citeauthor{a} (\citeyear{a})": [("a", 1, 13), ("a", 1, 27)],
    r"\cite[see \emph{a [b]}]{c}": [("c", 1, 25)],
    r"\cite<see>[p. 3]{a}": [("a", 1, 18)],
    r"\cite{Müller:2010/x}": [("Müller:2010/x", 1, 7)],
    r"\footnote{\cite{a}}": [("a", 1, 17)],
    r"\url{https://x.org/a%20b} \cite{a}": [("a", 1, 33)],
    "% \\cite{no}": [],
    r"\verb|\cite{no}| \verb*+\cite{no}+ \cite{a}": [("a", 1, 42)],
    r"\lstinline!\cite{no}! \cite{a}": [("a", 1, 29)],
    "\\begin{verbatim}\n\\cite{no}\n\\end{verbatim}\\cite{a}": [("a", 3, 21)],
    "\\begin{lstlisting}[x=y]\n\\cite{no}\n\\end{lstlisting}": [],
    "\\begin{comment}\n\\cite{no}\n\\end{comment}": [],
    "\\begin{verbatim} \\cite{no}": [],
    "\\iffalse \\cite{no} \\fi \\cite{a}": [("a", 1, 30)],
    "\\end{document}\n\\cite{no}": [],
    r"\newcommand{\mycite}[1]{\cite{#1}}": [],
    r"\citestyle{plain} \citation{a} \bibcite{a}{1} \citetext{see} \cite \cite{}": [],
    r"\cite{unclosed": [],
}


@pytest.mark.parametrize("text", COMMANDS, ids=str)
def test_a_key_stands_where_it_is_written(text: str) -> None:
    assert keys(text) == COMMANDS[text]


def test_a_wrong_verb_costs_its_line_at_most() -> None:
    assert keys("\\verb|open\n\\cite{a}") == [("a", 2, 7)]


IDENTIFIED = {
    rf"\doi{{{A.doi}}}": [(A.doi, 1, 6)],
    rf"\doi{{{A.doi}}},\doi{{{B.doi}}}.": [(A.doi, 1, 6), (B.doi, 1, 36)],
    rf"\href{{https://doi.org/{A.doi}}}{{Liang 2010}}": [(A.doi, 1, 7)],
    rf"\url{{https://pubmed.ncbi.nlm.nih.gov/{A.pmid}/}}": [(A.pmid, 1, 6)],
    rf"(PMID: {A.pmid})": [(A.pmid, 1, 2)],
    r"\doi{10.1007/978\_3}": [("10.1007/978_3", 1, 6)],
    rf"\emph{{doi:{A.doi}}}": [(A.doi, 1, 7)],
    f"% {A.doi}": [],
    rf"\verb|{A.doi}|": [],
    f"{A.doi}\n\n{A.doi}": [(A.doi, 1, 1), (A.doi, 3, 1)],
}


@pytest.mark.parametrize("text", IDENTIFIED, ids=str)
def test_an_identifier_stands_where_it_is_written(text: str) -> None:
    assert named(text) == IDENTIFIED[text]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (r"\bibliography{a,b}", ["a.bib", "b.bib"]),
        (r"\bibliography{refs.bib}", ["refs.bib"]),
        ("\\bibliography{a,\n b}", ["a.bib", "b.bib"]),
        (r"\addbibresource{x.bib}", ["x.bib"]),
        (r"\addbibresource[location=local]{../my refs.bib}", ["../my refs.bib"]),
        (r"\bibliography{\jobname}", ["paper.bib"]),
        (r"\nobibliography{a}", ["a.bib"]),
        (r"% \bibliography{no}", []),
        (r"\bibliographystyle{plain}", []),
    ],
)
def test_the_bibliographies_that_a_document_names(written: str, names: list[str]) -> None:
    assert [one.name for one in tex.read(written, "in/paper.tex").bibliographies] == names


BBL = rf"""\begin{{thebibliography}}{{10}}
\providecommand{{\natexlab}}[1]{{#1}}

\bibitem[Liang et~al.(2010)Liang, Zhang, and {{others}}]{{liang2010}}
J. Liang, H. Zhang, B. Hua, and L. Sun.
\newblock Allogenic mesenchymal stem cells transplantation in refractory systemic
  lupus erythematosus: a pilot clinical study.
\newblock \emph{{Ann Rheum Dis}}, 69\penalty0 (8):\penalty0 1423--1429, 2010.
\newblock \doi{{{A.doi}}}.

\bibitem{{sun2010}} % the other one
Sun L, Wang D, Liang J. {B.title}. \textit{{Arthritis Rheum}} 2010;\textbf{{62}}(8):2467--75.

\end{{thebibliography}}
"""


def test_the_entries_of_a_bbl() -> None:
    first, second = read(BBL)

    assert (first.key, first.identifiers) == ("liang2010", {Scheme.DOI: A.doi})
    assert first.said["title"] == A.title
    assert [name["family"] for name in first.said["author"]] == ["Liang", "Zhang", "Hua", "Sun"]
    assert first.place == Place("paper.tex", 5, 1)
    assert first.raw.startswith("J. Liang, H. Zhang")
    assert first.raw.endswith(f"\\doi{{{A.doi}}}.")
    assert (second.key, second.place) == ("sun2010", Place("paper.tex", 12, 1))
    assert (second.said["title"], second.said["volume"]) == (B.title, "62")


BIBER = rf"""% $ biblatex auxiliary file $
\datalist[entry]{{nty/global//global/global}}
  \entry{{liang2010}}{{article}}{{}}{{}}
    \name{{author}}{{2}}{{}}{{%
      {{{{hash=abc}}{{%
         family={{Liang}},
         familyi={{L\bibinitperiod}},
         given={{Jun}},
         giveni={{J\bibinitperiod}}}}}}%
      {{{{hash=def}}{{family={{Zh{{\"a}}ng}}, given={{H.}}}}}}%
    }}
    \strng{{namehash}}{{abc}}
    \field{{journaltitle}}{{Ann Rheum Dis}}
    \field{{title}}{{{A.title}}}
    \field{{volume}}{{69}}
    \field{{year}}{{2010}}
    \field{{pages}}{{1423\bibrangedash 1429}}
    \verb{{doi}}
    \verb {A.doi}
    \endverb
  \endentry
\enddatalist
"""


def test_the_data_that_biblatex_writes() -> None:
    (found,) = read(BIBER)

    assert (found.key, found.place) == ("liang2010", Place("paper.tex", 3, 3))
    assert found.identifiers == {Scheme.DOI: A.doi}
    assert found.said["title"] == A.title
    assert (found.said["container-title"], found.said["page"]) == ("Ann Rheum Dis", "1423-1429")
    assert [one["family"] for one in found.said["author"]] == ["Liang", "Zhäng"]


def test_accents_are_read() -> None:
    (found,) = read(
        '\\begin{thebibliography}{1}\\bibitem{x} M\\"uller A, Ko{\\v s}ir B, {\\O}stergaard C. '
        "Stem cells and what they do. Lupus 2010;3(2):14--18.\\end{thebibliography}"
    )
    assert [one["family"] for one in found.said["author"]] == ["Müller", "Košir", "Østergaard"]


def test_a_pasted_list_under_a_heading() -> None:
    text = (
        "\\section*{References}\n\\begin{enumerate}\n"
        f"\\item {A.written}\n\\item {B.written.replace('Arthritis Rheum', 'X')} and\n more.\n"
        f"\\item Sun~L, Wang~D. {B.title}. \\textit{{Arthritis Rheum}} "
        "2010;\\textbf{62}(8):2467--75.\n"
        "\\end{enumerate}\n\\section{Appendix}\nNothing to say.\n"
    )
    found = read(text)

    assert found[0].said["title"] == A.title
    assert found[-1].said["title"] == B.title
    assert found[-1].said["volume"] == "62"
    assert [one.place.line for one in found if one.place] == [3, 4, 6]
    assert found[0].raw == A.written


def test_a_source_in_a_sentence() -> None:
    (found,) = read("It was (Ann Rheum Dis. 2010;\\textbf{69}(8):1423--9) that said so.")

    assert found.said["volume"] == "69"
    assert found.place == Place("paper.tex", 1, 9)


def test_the_path_of_a_part_is_no_text() -> None:
    text = rf"\doi{{{A.doi}}}\input{{10.1234/part}}\import{{10.1234}}{{part}}"

    assert named(text) == [(A.doi, 1, 6)]


PARTS = {
    r"\input{a} \include{b/c.tex}": [("a", 1, None, False), ("b/c.tex", 11, None, False)],
    r"\input a \relax\input b/c": [("a", 1, None, False), ("b/c", 16, None, False)],
    r'\input{"my chapter"}': [("my chapter", 1, None, False)],
    "\\input\n  { a }": [("a", 1, None, False)],
    r"\subfile{b/c}\subfileinclude{d}": [("c", 1, "b", False), ("d", 14, "", False)],
    r"\import{b/}{c}\includefrom*{b}{d}": [("c", 1, "b/", True), ("d", 15, "b", True)],
    r"\subimport{b/}{c}\subinputfrom{}{d}": [("c", 1, "b/", False), ("d", 18, "", False)],
    r"\input{\jobname-a}": [("paper-a", 1, None, False)],
    r"\input{\dir/x}\input{\dir{}/x}": [
        (r"\dir/x", 1, None, False), (r"\dir{}/x", 15, None, False),
    ],
    r"\input{}\import{b/}\include a \input \includegraphics{a}\inputminted{a}{b}\subfigure{a}": [],
    "% \\input{no}": [],
    r"\verb|\input{no}|": [],
    "\\begin{verbatim}\n\\input{no}\n\\end{verbatim}": [],
    "\\iffalse\\input{no}\\fi": [],
    "\\end{document}\\input{no}": [],
}  # fmt: skip


@pytest.mark.parametrize("text", PARTS, ids=str)
def test_the_files_that_a_document_takes_in(text: str) -> None:
    assert tex.read(text, "in/paper.tex").parts == tuple(
        Part(name, Place("in/paper.tex", 1, column), folder, from_main)
        for name, column, folder, from_main in PARTS[text]
    )

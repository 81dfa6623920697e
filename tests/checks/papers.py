"""Ten papers that both registries have, and entries that cite them in every kind of file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.registry_server import RegistryServer, article_xml, work


@dataclass(frozen=True)
class Paper:
    """One paper, or what somebody writes of one."""

    key: str
    pmid: str
    title: str
    family: str
    given: str
    volume: str
    page: str
    year: str
    doi: str
    journal: str = "Journal of Clinical Trials"
    abbreviated: str = "J Clin Trials"
    issue: str = "4"

    @property
    def last_page(self) -> str:
        return str(int(self.page) + 8)


_TOLD = """
Alder2010   | 3001 | Slow release lithium in elderly patients with bipolar disorder      | Alder   | Anna   | 11 | 101 | 2010
Birch2011   | 3002 | Gene therapy of haemophilia B with a new adenoviral vector          | Birch   | Bruno  | 12 | 231 | 2011
Cedar2012   | 3003 | Vitamin D supplementation and fractures among nursing home residents | Cedar   | Carla  | 13 | 345 | 2012
Damson2013  | 3004 | Early mobilisation after hip replacement: a randomised trial        | Damson  | Dieter | 14 | 412 | 2013
Elder2014   | 3005 | Smoking cessation by telephone counselling in rural communities     | Elder   | Eva    | 15 | 503 | 2014
Firth2015   | 3006 | Retinal imaging for the early detection of diabetic neuropathy      | Firth   | Felix  | 16 | 640 | 2015
Gorse2016   | 3007 | Antibiotic stewardship in paediatric intensive care units           | Gorse   | Gerda  | 17 | 702 | 2016
Hazel2017   | 3008 | Cognitive training for survivors of childhood leukaemia             | Hazel   | Hugo   | 18 | 811 | 2017
Ivory2018   | 3009 | Robotic surgery versus laparoscopy for endometrial cancer           | Ivory   | Ida    | 19 | 905 | 2018
Juniper2019 | 3010 | Peanut allergy prevention through early oral exposure               | Juniper | Jan    | 20 | 150 | 2019
"""  # noqa: E501 - one line for each


def _papers() -> Iterator[Paper]:
    for line in _TOLD.strip().splitlines():
        told = [cell.strip() for cell in line.split("|")]
        yield Paper(*told, doi=f"10.5555/jct.{told[1]}")


PAPERS: Mapping[str, Paper] = {one.key: one for one in _papers()}
_RETRACTION, _ERRATUM = "RetractionIn", "ErratumIn"
_NOTICES = {"Birch2011": _RETRACTION, "Cedar2012": _ERRATUM}


def fill(registries: RegistryServer) -> None:
    """Have both registries know the papers; one is retracted, and one corrected."""
    for one in PAPERS.values():
        registries.put(in_pubmed(one, _notice(one)))
        registries.works[one.doi] = in_crossref(one)


def _notice(one: Paper) -> str:
    if one.key not in _NOTICES:
        return ""
    told = f'<CommentsCorrections RefType="{_NOTICES[one.key]}">'
    source = "<RefSource>J Clin Trials. 2019;20:99</RefSource></CommentsCorrections>"
    return f"<CommentsCorrectionsList>{told}{source}</CommentsCorrectionsList>"


def in_pubmed(one: Paper, more: str = "") -> str:
    return article_xml(
        one.pmid, doi=one.doi, title=one.title, authors=((one.family, one.given[0]),),
        journal=one.abbreviated, year=one.year, volume=one.volume, issue=one.issue,
        page=f"{one.page}-{one.last_page}", more=more,
    )  # fmt: skip


def in_crossref(one: Paper, **more: Any) -> dict[str, Any]:
    return work(
        one.doi, title=one.title, author=[{"family": one.family, "given": one.given}],
        container_title=[one.journal], issued={"date-parts": [[int(one.year)]]},
        volume=one.volume, issue=one.issue, page=f"{one.page}-{one.last_page}", **more,
    )  # fmt: skip


def bibtex(one: Paper) -> str:
    return (
        f"@article{{{one.key},\n  author = {{{one.family}, {one.given}}},\n"
        f"  title = {{{{{one.title}}}}},\n  journal = {{{one.journal}}},\n"
        f"  year = {{{one.year}}},\n  volume = {{{one.volume}}},\n  number = {{{one.issue}}},\n"
        f"  pages = {{{one.page}--{one.last_page}}},\n  doi = {{{one.doi}}},\n}}\n"
    )


CITED: tuple[tuple[Paper, str | None], ...] = (
    (PAPERS["Alder2010"], None),
    (PAPERS["Birch2011"], "CK101"),
    (PAPERS["Cedar2012"], "CK105"),
    (replace(PAPERS["Damson2013"], volume="41"), "CK215"),
    (replace(PAPERS["Elder2014"], year="2004"), "CK214"),
    (replace(PAPERS["Firth2015"], family="Forth"), "CK211"),
    (replace(PAPERS["Gorse2016"], title="Antibiotic use in paediatric intensive care"), "CK212"),
    (replace(PAPERS["Hazel2017"], doi=PAPERS["Ivory2018"].doi), "CK202"),
    (replace(PAPERS["Ivory2018"], key="Ivory2018b", page="950"), "CK217"),
    (
        Paper("Nobody2020", "", "Telepathy as a treatment for persistent hiccups in astronauts",
              "Nobody", "Nemo", "99", "1", "2020", "10.5555/nowhere"),
        "CK201",
    ),
    (PAPERS["Juniper2019"], None),
)  # fmt: skip
"""What is cited, with what check finds of it."""

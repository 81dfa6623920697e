"""The parts that articles and books of PubMed XML have in common: people, dates, pages, texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from citekit.errors import FormatError
from citekit.formats import markup
from citekit.formats.pubmed_values import without_stop
from citekit.model import CslCustom, CslDate, CslName
from citekit.text import dates, numbers, pages, titles

DATE_PARTS = ("Year", "Month", "Day", "Season", "MedlineDate")
NAME_PARTS = ("LastName", "ForeName", "Initials", "Suffix", "CollectiveName")
PAGE_PARTS = ("StartPage", "EndPage", "MedlinePgn")
_SEVERAL_PAGES = re.compile(r"[,;]")


class People(NamedTuple):
    """The names of one list, and what CSL names cannot carry."""

    names: list[CslName]
    orcid: dict[str, str]
    """ORCID of the name at a position, counted from 0."""
    complete: bool


def people(lists: Iterable[etree._Element]) -> People:
    """Read author lists; superseded spellings (ValidYN="N") are left out."""
    names: list[CslName] = []
    orcid: dict[str, str] = {}
    complete = True
    for authors in lists:
        complete = complete and authors.get("CompleteYN") != "N"
        for author in authors.iterfind("Author"):
            name = _name(author) if author.get("ValidYN") != "N" else None
            if name is None:
                continue
            known = _orcid(author)
            if known is not None:
                orcid[str(len(names))] = known
            names.append(name)
    return People(names, orcid, complete)


def custom(authors: People, types: Iterable[str], revised: CslDate | None) -> CslCustom:
    """Collect what CSL has no variable for."""
    collected = CslCustom()
    if not authors.complete:
        collected["author_complete"] = False
    if authors.orcid:
        collected["orcid"] = authors.orcid
    publication_types = list(types)
    if publication_types:
        collected["publication_types"] = publication_types
    date_revised = dates.iso(revised)
    if date_revised:
        collected["date_revised"] = date_revised
    return collected


def child(parent: etree._Element, name: str) -> etree._Element:
    """Give a child that the DTD requires; raises FormatError where it is missing."""
    found = parent.find(name)
    if found is None:
        raise FormatError(f"The PubMed XML is damaged: {parent.tag} without {name}.")
    return found


def lines(parent: etree._Element, path: str) -> list[str]:
    """Give the text of every element at a path, those without text left out."""
    return list(filter(None, map(markup.text, parent.iterfind(path))))


def line(parent: etree._Element, path: str) -> str | None:
    """Give the text at a path as one line, markup dropped; None where there is none."""
    element = parent.find(path)
    return (markup.text(element) or None) if element is not None else None


def title(element: etree._Element | None) -> str | None:
    """Give a title without the one full stop that PubMed ends it with."""
    return title_written(markup.inline(element)) if element is not None else None


def title_written(inline: str) -> str | None:
    """Give a title that is escaped text with CSL's inline markup, as `title` does."""
    return without_stop(titles.clean(inline)) or None


def date(element: etree._Element | None) -> CslDate | None:
    """Read any of PubMed's dates: parts, a season, or a MedlineDate."""
    if element is None:
        return None
    return date_written({str(part.tag): part.text for part in element})


def date_written(said: Mapping[str, str | None]) -> CslDate | None:
    """Read a date of the texts of `DATE_PARTS`, as `date` does."""
    return dates.from_pubmed(*(said.get(part) for part in DATE_PARTS))


def page(pagination: etree._Element | None) -> str | None:
    """Give the pages whole: `1423-9` as `1423-1429`."""
    if pagination is None:
        return None
    return page_written(*(line(pagination, part) for part in PAGE_PARTS))


def page_written(start: str | None, end: str | None, medline: str | None) -> str | None:
    """Give the pages whole, of the texts of `PAGE_PARTS`."""
    if start and end and not _SEVERAL_PAGES.search(medline or ""):
        return pages.expand(start if start == end else f"{start}-{end}")
    written = medline or start
    return pages.expand(written) if written else None


def abstract(element: etree._Element | None) -> str | None:
    """Give an abstract's sections one a line, each after its label."""
    if element is None:
        return None
    sections = (_section(section) for section in element.iterfind("AbstractText"))
    return "\n".join(filter(None, sections)) or None


def article_ids(list_: etree._Element | None) -> Mapping[str, str]:
    """Read one ArticleIdList, by type; its children only, for reference lists nest the same."""
    if list_ is None:
        return {}
    found: dict[str, str] = {}
    for element in list_.iterfind("ArticleId"):
        found.setdefault(element.get("IdType", "pubmed"), (element.text or "").strip())
    return found


def e_locations(parent: etree._Element) -> Mapping[str, str]:
    """Read ELocationIDs by type, those that the publisher took back (ValidYN="N") left out."""
    found: dict[str, str] = {}
    for element in parent.iterfind("ELocationID"):
        if element.get("ValidYN") != "N":
            found.setdefault(element.get("EIdType", ""), (element.text or "").strip())
    return found


def keywords(parent: etree._Element) -> str | None:
    """Give the keywords as one text; semicolons between, for keywords have commas inside."""
    return "; ".join(lines(parent, "KeywordList/Keyword")) or None


def _name(author: etree._Element) -> CslName | None:
    # One pass over the children: people are most of what there is to read in a record.
    said = {str(part.tag): part for part in author}
    return name_written(*(markup.text(said[part]) if part in said else "" for part in NAME_PARTS))


def name_written(
    family: str, fore: str, initials: str, suffix: str, collective: str
) -> CslName | None:
    """Make a name of the texts of `NAME_PARTS`, empty where there is none; None: it has none."""
    given = fore or initials
    if not family:
        literal = collective or given
        return {"literal": literal} if literal else None
    name: CslName = {"family": family}
    if given:
        name["given"] = given
    if suffix.strip(", "):
        name["suffix"] = suffix.strip(", ")
    return name


def _orcid(author: etree._Element) -> str | None:
    for identifier in author.iterfind("Identifier"):
        if identifier.get("Source") == "ORCID" and identifier.text:
            return numbers.normalise_orcid(identifier.text)
    return None


def _section(section: etree._Element) -> str:
    content = markup.text(section)
    label = section.get("Label")
    return f"{label}: {content}" if label and content else content

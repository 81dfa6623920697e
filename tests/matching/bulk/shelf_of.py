"""A few hand-made records, and an index of them."""

from __future__ import annotations

from benchmarks.matching.memory import Memory

from citekit.matching.bulk.compact import Compact, of_item
from citekit.model import CslItem
from citekit.text.named import canonical
from citekit.vocab import Scheme


def record(pmid: str, title: str, **fields: object) -> Compact:
    """Make a record; ``place="J Test. 2010;69(8):1423-9"`` is taken apart here."""
    item: CslItem = {"title": title, "PMID": pmid}
    journal, _, rest = str(fields.get("place", "")).partition(". ")
    if rest:
        year, _, where = rest.partition(";")
        volume, _, pages = where.partition(":")
        number, _, issue = volume.rstrip(")").partition("(")
        item["container-title"] = str(fields.get("journal", journal))
        item["container-title-short"] = journal
        item["issued"] = {"date-parts": [[int(year[:4])]]}
        item["volume"], item["issue"], item["page"] = number, issue, pages
    authors = str(fields.get("authors", ""))
    item["author"] = [{"family": name} for name in authors.split(", ") if name]
    doi = str(fields.get("doi", ""))
    return of_item(item, canonical([(Scheme.PMID, pmid or None), (Scheme.DOI, doi or None)]))


LUPUS = record(
    "11",
    "Umbilical cord mesenchymal stem cell transplantation in severe and refractory lupus",
    authors="Sun, Wang, Liang",
    place="Arthritis Rheum. 2010;62(8):2467-75",
    journal="Arthritis and rheumatism",
    doi="10.1002/art.27548",
)
PART_ONE = record(
    "21",
    "Studies on theileriidae in Tanzania. I. Tests on drugs for the control of East Coast fever",
    authors="Schreuder, Uilenberg",
    place="Tropenmed Parasitol. 1977;28(3):360-71",
)
PART_TWO = record(
    "22",
    "Studies on theileriidae in Tanzania. II. Tests on drugs for the control of East Coast fever",
    authors="Uilenberg, Schreuder",
    place="Tropenmed Parasitol. 1977;28(4):494-8",
)
TRIAL = record(
    "31",
    "Long-term follow-up of an ovarian cancer vaccine trial",
    authors="Oh, Barve",
    place="Gynecol Oncol Rep. 2020;34:100648",
)
CORRIGENDUM = record(
    "32",
    'Corrigendum to "Long-term follow-up of an ovarian cancer vaccine trial"',
    authors="Oh, Barve",
    place="Gynecol Oncol Rep. 2021;36:100740",
)
LETTER = record(
    "41", "Dust diseases of the lung", authors="Zahra", place="Br Med J. 1979;1(6163):612"
)
REPLY = record("42", "Medical officers", authors="Whitfield", place="Br Med J. 1979;1(6163):612")
TWIN = record(
    "51",
    "Colonic anisakiasis, an infrequent case characterised by PCR-RFLP",
    authors="Gonzalez-Bertolin, Hernanz-Ruiz",
    place="Enferm Infecc Microbiol Clin. 2021;39(6):308-309",
)
TWIN_AGAIN = record(
    "52",
    "Colonic anisakiasis, an infrequent case characterised by PCR-RFLP",
    authors="Gonzalez-Bertolin, Hernanz-Ruiz",
    place="Enferm Infecc Microbiol Clin (Engl Ed). 2021;39(6):308-309",
)
COPY = record(
    "",
    "Umbilical cord mesenchymal stem cell transplantation in severe and refractory lupus",
    authors="Sun, Wang, Liang",
    place="Preprint Archive. 2024;1:1-9",
    doi="10.65215/copied.1",
)
RECORDS = (
    LUPUS,
    PART_ONE,
    PART_TWO,
    TRIAL,
    CORRIGENDUM,
    LETTER,
    REPLY,
    TWIN,
    TWIN_AGAIN,
    COPY,
)


def index(*records: Compact) -> Memory:
    """Index these records, by default all of them."""
    return Memory(records or RECORDS)

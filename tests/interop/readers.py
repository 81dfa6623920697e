"""Other projects' readers: how each is run, and what it makes of a record.

Every reader gives `Seen` by citation key. What a reader hands back as LaTeX is read by pybtex's own
decoder, never by ours.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import warnings
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from citekit.model import CslItem, StoredWork
from citekit.text import dates, pages, titles
from citekit.verbs.export import format_named, render, ways
from tests.conftest import ROOT

FIELDS = ("title", "authors", "year", "journal", "volume", "pages", "doi", "pmid")
NODE_FOLDER = ROOT / "node_modules"


class Seen(NamedTuple):
    """One record as one reader has it, comparable; empty: it has no such thing."""

    title: str = ""
    authors: str = ""
    """Family names and groups."""
    year: str = ""
    journal: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""


class Reader(NamedTuple):
    """A tool that reads a format."""

    name: str
    format: str
    read: Callable[[Path], dict[str, Seen]]
    needs: str
    """The command or module without which it cannot run."""
    version: Callable[[], str]
    flavour: str | None = None
    """The program that the file is written for, where the format asks."""
    has_keys: bool = True
    """Without them a record is known by its place in the file, counted from 1."""

    @property
    def is_here(self) -> bool:
        if self.needs.startswith("@"):
            return shutil.which("node") is not None and (NODE_FOLDER / self.needs).is_dir()
        return bool(shutil.which(self.needs)) or importlib.util.find_spec(self.needs) is not None


def export(
    works: Sequence[StoredWork], name: str, folder: Path, flavour: str | None = None
) -> Path:
    """Write the file that `citekit export` writes."""
    path = folder / ".".join(filter(None, ["library", flavour, name]))
    chosen = format_named(name, None)
    told = ways(chosen, flavour, ascii_only=False)
    path.write_bytes(render(works, chosen, told).encode())
    return path


def seen(**said: object) -> Seen:
    """Make values comparable: one form of Unicode, one dash, one quotation mark, no markup."""
    return Seen(**{name: _plain(str(value or "")) for name, value in said.items()})


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", titles.plain(text))
    text = re.sub("[\u2010-\u2015\u2212]|--+", "-", text)
    text = re.sub('[\u2018\u2019\u201c\u201d"`\u00b4]', "'", text)
    text = re.sub(r"(?<=[0-9]), (?=[0-9])", ",", text)
    return re.sub(r"\s+", " ", text).strip()


def expected(work: StoredWork) -> Seen:
    """Say what a reader should see of a work."""
    item = work.item
    year = dates.year(item.get("issued"))
    return seen(
        title=item.get("title"),
        authors=_people(item),
        year=year if year is not None else "",
        journal=item.get("container-title"),
        volume=item.get("volume"),
        pages=pages.expand(item.get("page", "")) or item.get("number"),
        doi=item.get("DOI", "").casefold(),
        pmid=item.get("PMID"),
    )


def _people(item: CslItem | Mapping[str, Any]) -> str:
    named = [
        " ".join(
            filter(None, [name.get("dropping-particle"), name.get("non-dropping-particle"),
                          name.get("family")])
        )
        or name.get("literal", "")
        for name in item.get("author", [])
    ]  # fmt: skip
    return "; ".join(named)


def run(*command: str | Path, **more: Any) -> str:
    """Run a tool; what it prints."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, check=True, timeout=300, **more
    )
    return done.stdout.decode("utf-8")


# --- CSL, as pandoc and citation-js give it


def of_csl(items: list[dict[str, Any]]) -> dict[str, Seen]:
    return {str(item["id"]): _of_csl(item) for item in items}


def _of_csl(item: dict[str, Any]) -> Seen:
    parts = item.get("issued", {}).get("date-parts") or [[""]]
    return seen(
        title=item.get("title"),
        authors=_people(item),
        year=parts[0][0] if parts[0] else "",
        journal=item.get("container-title"),
        volume=item.get("volume"),
        pages=item.get("page") or item.get("number"),
        doi=str(item.get("DOI", "")).casefold(),
        pmid=item.get("PMID"),
    )


def _pandoc_path() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def pandoc(form: str) -> Callable[[Path], dict[str, Seen]]:
    def read(path: Path) -> dict[str, Seen]:
        printed = run(_pandoc_path(), "-f", form, "-t", "csljson", path)
        return of_csl(json.loads(printed))

    return read


def pandoc_version() -> str:
    return run(_pandoc_path(), "--version").split()[1]


_NODE = """
const { Cite, plugins } = require('@citation-js/core');
require('@citation-js/plugin-bibtex'); require('@citation-js/plugin-ris');
require('@citation-js/plugin-csl');
const text = require('fs').readFileSync(process.argv[1], 'utf-8');
const form = process.argv[2];
const input = form.startsWith('@csl') ? JSON.parse(text) : text;
const data = new Cite(input, { forceType: form, generateGraph: false }).data;
process.stdout.write(JSON.stringify(data));
"""


def citation_js(form: str) -> Callable[[Path], dict[str, Seen]]:
    def read(path: Path) -> dict[str, Seen]:
        printed = run("node", "-e", _NODE, path, form, cwd=ROOT)
        items = json.loads(printed)
        for item in items:
            item["id"] = item.get("citation-key") or item["id"]
        return of_csl(items)

    return read


def citation_js_version() -> str:
    told = json.loads((NODE_FOLDER / "@citation-js" / "core" / "package.json").read_text())
    return str(told["version"])


# --- MODS, as bibutils gives it

_MODS = "{http://www.loc.gov/mods/v3}"


def bibutils(command: str) -> Callable[[Path], dict[str, Seen]]:
    def read(path: Path) -> dict[str, Seen]:
        root = ET.fromstring(run(command, "-i", "unicode", path))
        return {str(mods.get("ID")): _of_mods(mods) for mods in root.iter(f"{_MODS}mods")}

    return read


def bibutils_version() -> str:
    done = subprocess.run(["bib2xml", "-v"], capture_output=True, text=True, check=False)
    found = re.search(r"version:?\s*([0-9.]+)", done.stdout + done.stderr)
    return found[1] if found else "?"


def _of_mods(mods: ET.Element) -> Seen:
    host = mods.find(f"{_MODS}relatedItem[@type='host']")
    identifiers = {each.get("type"): each.text or "" for each in mods.iter(f"{_MODS}identifier")}
    holder = mods if host is None else host
    return seen(
        title=_mods_title(mods),
        authors="; ".join(map(_mods_name, mods.findall(f"{_MODS}name"))).strip("; "),
        year=_first(mods, "part/date", "relatedItem/part/date", "originInfo/dateIssued")[:4],
        journal=_mods_title(host) if host is not None else "",
        volume=_first(mods, "part/detail[@type='volume']/number",
                      "relatedItem/part/detail[@type='volume']/number"),
        pages=_mods_pages(mods, holder),
        doi=identifiers.get("doi", "").casefold(),
        pmid=identifiers.get("pubmed", "")
             or _labelled(*(note.text or "" for note in mods.findall(f"{_MODS}note"))),
    )  # fmt: skip


def _labelled(*notes: str) -> str:
    found = re.search(r"PMID: ([0-9]+)", " ".join(notes))
    return found[1] if found else ""


def _path(path: str) -> str:
    return "/".join(_MODS + step for step in path.split("/"))


def _first(mods: ET.Element, *paths: str) -> str:
    return next(filter(None, (mods.findtext(_path(path)) for path in paths)), "")


def _mods_title(mods: ET.Element) -> str:
    info = next(
        (each for each in mods.findall(f"{_MODS}titleInfo") if each.get("type") != "abbreviated"),
        None,
    )
    if info is None:
        return ""
    before, title, after = (
        info.findtext(_path(name)) or "" for name in ("nonSort", "title", "subTitle")
    )
    # It cuts titles in two behind `:` and `?`; the one it drops, the other it keeps.
    title = f"{before} {title}".strip()
    return title + (" " if title.endswith("?") else ": ") + after if after else title


def _mods_name(name: ET.Element) -> str:
    if name.findtext(_path("role/roleTerm")) != "author":
        return ""
    parts = [part for part in name.findall(f"{_MODS}namePart") if part.text]
    family = [part.text or "" for part in parts if part.get("type") == "family"]
    return " ".join(family or [part.text or "" for part in parts if part.get("type") is None])


def _mods_pages(mods: ET.Element, host: ET.Element) -> str:
    for extent in (*mods.iter(f"{_MODS}extent"), *host.iter(f"{_MODS}extent")):
        ends = [extent.findtext(_path(name)) for name in ("start", "end", "list")]
        return "-".join(filter(None, ends))
    numbers = [each.text for each in mods.iter(f"{_MODS}identifier") if each.get("type") == "eid"]
    details = (each for each in mods.iter(f"{_MODS}detail") if each.get("type") == "page")
    return next(filter(None, [*numbers, *(each.findtext(_path("number")) for each in details)]), "")


# --- BibTeX's fields, as pybtex, biber and JabRef give them


def pybtex(path: Path) -> dict[str, Seen]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pybtex.database import parse_file

        entries = parse_file(str(path), bib_format="bibtex", encoding="utf-8").entries
        # JabRef keeps the key of a RIS file in a field.
        return {
            entry.fields.get("refid", str(key)): _of_pybtex(entry) for key, entry in entries.items()
        }


def _of_pybtex(entry: Any) -> Seen:
    fields = {name.lower(): value for name, value in entry.fields.items()}
    people = entry.persons.get("author", [])
    names = (" ".join([*one.prelast_names, *one.last_names]) for one in people)
    containers = ("journal", "journaltitle", "booktitle", "howpublished", "organization")
    archive = fields.get("eprinttype", "")
    year = fields.get("year") or fields.get("date", "")[:4].lstrip("0")
    return seen(
        title=_latex(fields.get("title", "")),
        authors="; ".join(map(_latex, names)),
        year=_latex(year),
        journal=_latex(next(filter(None, map(fields.get, containers)), "")),
        volume=_latex(fields.get("volume", "")),
        pages=_latex(fields.get("pages", "") or fields.get("eid", "")),
        doi=fields.get("doi", "").casefold(),
        pmid=fields.get("pmid", "")
        or (fields.get("eprint", "") if archive == "pubmed" else "")
        or _leading_pmid(fields.get("comment", "")),
    )


def _leading_pmid(comment: str) -> str:
    """Read a note that JabRef keeps; behind it are those of notices, with theirs."""
    found = re.match(r"PMID: ([0-9]+)", comment)
    return found[1] if found else ""


def _latex(value: str) -> str:
    from pybtex.richtext import Text

    # Commands that it does not know stay before their content.
    return re.sub(r"\\([a-z]+ ?|(?=[$%&#_]))", "", str(Text.from_latex(value)))


def biber(path: Path) -> dict[str, Seen]:
    made = path.with_suffix(".biber.bib")
    run("biber", "--tool", "--quiet", "--nolog", "--output-file", made, path)
    return pybtex(made)


def biber_complaints(path: Path) -> list[str]:
    """Check a file against biblatex's data model; what biber says of it, without the entry."""
    made = path.with_suffix(".checked.bib")
    said = run("biber", "--tool", "--validate-datamodel", "--nolog", "--output-file", made, path)
    lines = [line for line in said.splitlines() if line.startswith(("WARN", "ERROR"))]
    return [re.sub(r"[Ee]ntry '[^']*'( \([^)]*\))?:? ?", "", line) for line in lines]


def jabref(form: str) -> Callable[[Path], dict[str, Seen]]:
    def read(path: Path) -> dict[str, Seen]:
        made = path.with_suffix(f".{form}.jabref.bib")
        _jabref("--import", f"{path},{form}", "--output", str(made))
        # It gives imported records no key, which is no BibTeX: here it is their place.
        places = count(1)
        keyed = re.sub(r"(?m)^@\w+\{(?=,)", lambda match: f"{match[0]}{next(places)}", _text(made))
        made.write_text(keyed, "utf-8")
        return pybtex(made)

    return read


# Two that run at once are one to it: the second hands what it was asked to the first, and ends.
_ALONE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE map SYSTEM "http://java.sun.com/dtd/preferences.dtd">
<map MAP_XML_VERSION="1.0"><entry key="useRemoteServer" value="false"/></map>
"""


def _jabref(*asked: str) -> str:
    """Run JabRef without a window, and with a home of its own: it writes its preferences there."""
    with tempfile.TemporaryDirectory() as home:
        preferences = Path(home) / ".java" / ".userPrefs" / "net" / "sf" / "jabref"
        preferences.mkdir(parents=True)
        (preferences / "prefs.xml").write_text(_ALONE, "utf-8")
        told = f"-Djava.awt.headless=true -Duser.home={home}"
        around = {**os.environ, "HOME": home, "JAVA_TOOL_OPTIONS": told}
        return run("jabref", "--nogui", *asked, env=around)


def jabref_version() -> str:
    found = re.search(r"JabRef ([0-9.]+)", _jabref("--version"))
    return found[1] if found else "?"


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def module_version(name: str) -> Callable[[], str]:
    def told() -> str:
        from importlib.metadata import version

        return version(name)

    return told


def biber_version() -> str:
    return run("biber", "--version").split()[-1]


# --- RIS, as rispy gives it


def rispy(path: Path) -> dict[str, Seen]:
    import rispy as library

    with path.open(encoding="utf-8", newline="") as stream:
        records = library.load(stream)
    return {record["id"]: _of_rispy(record) for record in records}


def _of_rispy(record: dict[str, Any]) -> Seen:
    ends = filter(None, (record.get("start_page"), record.get("end_page")))
    return seen(
        title=record.get("title") or record.get("primary_title"),
        authors="; ".join(name.partition(",")[0] for name in record.get("authors", [])),
        year=record.get("year"),
        journal=record.get("journal_name") or record.get("secondary_title"),
        volume=record.get("volume"),
        pages="-".join(ends),
        doi=record.get("doi", "").casefold(),
        pmid=record.get("accession_number"),
    )


# --- PubMed's own format, as the package nbib gives it


def nbib(path: Path) -> dict[str, Seen]:
    import nbib as library

    records = library.read_file(str(path))
    return {str(place): _of_nbib(record) for place, record in enumerate(records, 1)}


def _of_nbib(record: dict[str, Any]) -> Seen:
    people = record.get("authors", [])
    names = (name.get("last_name", name["author"].rstrip(",")) for name in people)
    return seen(
        title=record.get("title"),
        authors="; ".join(names),
        year=record.get("publication_date", "")[:4],
        journal=record.get("journal"),
        volume=record.get("journal_volume"),
        pages=record.get("pages"),
        doi=record.get("doi", "").casefold(),
        pmid=record.get("pubmed_id"),
    )


# --- the table


class Loss(NamedTuple):
    """What a reader is known not to keep, and how to tell."""

    readers: str
    """Pattern of `name format`."""
    field: str
    why: str
    explains: Callable[[str, str, StoredWork], bool]
    """Whether this is why the second value came back for the first."""


def _lost(_before: str, after: str, _work: StoredWork) -> bool:
    return not after


def _other_case(before: str, after: str, _work: StoredWork) -> bool:
    return before.casefold() == after.casefold()


def _signs_only(before: str, after: str, _work: StoredWork) -> bool:
    return re.sub(r"\W", "", before) == re.sub(r"\W", "", after)


def _commands(before: str, after: str, _work: StoredWork) -> bool:
    return before == re.sub(r"\\text(sub|super)script", "", after)


def _has_group(before: str, after: str, work: StoredWork) -> bool:
    """Say whether all are there, in their order, but for names without a given one."""
    people = zip(before.split("; "), work.item.get("author", []), strict=True)
    persons = [name for name, one in people if "given" in one]
    rest = iter(after.split("; "))
    has = len(persons) < len(before.split("; "))
    return has and all(name in rest for name in persons)


def _particle(before: str, after: str, _work: StoredWork) -> bool:
    return before == re.sub(r"(^|; )([a-z]+ )+", r"\1", after)


def _twins(before: str, after: str, _work: StoredWork) -> bool:
    return set(after.split("; ")) == set(before.split("; "))


def _split_first(before: str, after: str, _work: StoredWork) -> bool:
    (first, *rest), (family, *others) = before.split("; "), after.split("; ")
    parted = " " in first and f" {first}".endswith(f" {family}")
    return parted and len(others) == len(rest) + 1 and others[1:] == rest


def _capitals(before: str, after: str, _work: StoredWork) -> bool:
    names, others = before.split("; "), after.split("; ")
    changed = (one for one, other in zip(names, others, strict=False) if one != other)
    # With and without a blank between them: `KC`, `K C`.
    return len(names) == len(others) and all(
        re.fullmatch("(?:[A-Z] ?){1,4}", one) for one in changed
    )


def _two_commas(before: str, after: str, _work: StoredWork) -> bool:
    return before == re.sub(", [^;]+", "", after)


def _suffix_apart(before: str, after: str, _work: StoredWork) -> bool:
    return after == f"{before}; Jr"


def _full_stop(before: str, after: str, _work: StoredWork) -> bool:
    return after == f"{before}."


def _range_of_years(before: str, after: str, _work: StoredWork) -> bool:
    return re.fullmatch(f"{before}-[0-9]{{4}}", after) is not None


def _of_a_book(_before: str, after: str, work: StoredWork) -> bool:
    return not after and work.item["type"] == "chapter"


def _book(_before: str, after: str, work: StoredWork) -> bool:
    title = work.item.get("title", "")
    return work.item["type"] == "book" and after in {"", f"{title}."}


def _no_known_type(_before: str, after: str, work: StoredWork) -> bool:
    return not after and work.item["type"] in {"dataset", "entry"}


def _no_journal(_before: str, _after: str, work: StoredWork) -> bool:
    return work.item["type"] != "article-journal"


def _no_pages(before: str, after: str, work: StoredWork) -> bool:
    numbered = before == work.item.get("number") or pages.is_article_number(before)
    return not after and numbered


def _long_prefix(before: str, after: str, _work: StoredWork) -> bool:
    return not after and re.match(r"10\.[0-9]{5}/", before) is not None


LOSSES = (
    Loss("pandoc bib", "title", "capitals without braces become small", _other_case),
    Loss("pandoc bib", "journal", "the same in titles of books", _other_case),
    Loss("pandoc bib", "journal", "journals and books only have a place for it", _no_journal),
    Loss("pandoc biblatex", "pages", "it has no place for `eid`", _no_pages),
    Loss("pandoc", "authors", "small words that end a given name go to the family", _particle),
    Loss("pandoc ris", "authors", "groups are split at spaces: RIS does not mark them", _has_group),
    Loss("pandoc ris", "pmid", "it has no place for AN, nor for notes", _lost),
    Loss("bib2xml", "pmid", "it has no place for it in classic BibTeX", _lost),
    Loss("bib(latex)?2xml", "title", "\\textsubscript stays a command", _commands),
    Loss("bib(latex)?2xml", "(title|journal)", "journals only have a place for it", _no_journal),
    Loss("2xml", "(title|journal)", "white space before a colon", _signs_only),
    Loss("2xml", "pages", "lists and words in page ranges", _signs_only),
    Loss("2xml", "authors", "two authors of one name are one to it", _twins),
    Loss("endx?2xml", "authors", "groups are split at spaces, commas or not", _has_group),
    Loss("endx?2xml", "journal", "it does not know EndNote's type", _no_known_type),
    Loss("end2xml", "doi", "it passes over %R of articles", _lost),
    Loss("ris2xml", "authors", "groups are split at spaces: RIS does not mark them", _has_group),
    Loss("ris2xml", "journal", "T2 is read for journals only", _no_journal),
    Loss("ris2xml", "doi", "prefixes of five digits are no DOI to it", _long_prefix),
    Loss("citation-js (bibtex|ris)", "pmid", "it has no place for it", _lost),
    Loss("citation-js", "journal", "journals and books only have a place for it", _no_journal),
    Loss("JabRef (ris|enw|nbib)", "authors", "groups are split at spaces, or kept apart",
         _has_group),
    Loss("JabRef (ris|enw|nbib)", "authors",
         "the first of the authors is two if the family name has two words", _split_first),
    Loss("JabRef (ris|enw|nbib)", "authors", "a name of up to four capitals is initials",
         _capitals),
    Loss("JabRef enw", "authors", "a Jr is an author if nobody else is there", _suffix_apart),
    Loss("JabRef enw", "pmid", "it passes over %M, and over notes in %Z", _lost),
    Loss("JabRef nbib", "pmid", "it passes over PMID, which later versions read", _lost),
    Loss("JabRef nbib", "doi", "it keeps `AID [doi]` in a field of its own, article-doi", _lost),
    Loss("JabRef nbib", "year", "a range of years is one", _range_of_years),
    Loss("(JabRef|nbib) nbib", "title|journal", "MEDLINE ends titles with a full stop, which stays",
         _full_stop),
    Loss("(JabRef|nbib) nbib", "pages", "it reads PG only, not the number in `LID [pii]`",
         _no_pages),
    Loss("JabRef nbib", "title|journal", "BTI is the title of what is around it, of books too",
         _book),
    Loss("nbib nbib", "journal", "it passes over BTI", _of_a_book),
    Loss("nbib nbib", "title", "it passes over BTI", _book),
    Loss("nbib nbib", "authors", "groups stand apart", _has_group),
    Loss("nbib nbib", "authors", "names with two commas stay whole", _two_commas),
)  # fmt: skip


class Measured(NamedTuple):
    """What came of one reader on one file."""

    missing: list[str]
    differing: dict[str, int]
    unexplained: list[tuple[str, str, str, str]]
    """Key, field, the value before, the value after."""
    reasons: dict[str, set[str]]
    """By field, why values that differ do."""


def measure(reader: Reader, path: Path, works: list[StoredWork]) -> Measured:
    """Read a file of these works and compare each value."""
    found = reader.read(path)
    known = {work.key: work for work in works}
    if not reader.has_keys:
        known = {str(place): known[key] for place, key in enumerate(sorted(known), 1)}
    measured = Measured([work.key for name, work in known.items() if name not in found], {}, [], {})
    for name, work in known.items():
        if name in found:
            _compare(reader, work, found[name], measured)
    return measured


def _compare(reader: Reader, work: StoredWork, got: Seen, measured: Measured) -> None:
    wanted = expected(work)
    for field in FIELDS:
        before, after = getattr(wanted, field), getattr(got, field)
        if before == after:
            continue
        measured.differing[field] = measured.differing.get(field, 0) + 1
        why = _reason(reader, field, before, after, work)
        if why is None:
            measured.unexplained.append((work.key, field, before, after))
        else:
            measured.reasons.setdefault(field, set()).add(why)


def _reason(reader: Reader, field: str, before: str, after: str, work: StoredWork) -> str | None:
    for loss in LOSSES:
        fits = re.search(loss.readers, f"{reader.name} {reader.format}")
        if fits and re.fullmatch(loss.field, field) and loss.explains(before, after, work):
            return loss.why
    return None


_PANDOC = ("pypandoc", pandoc_version)
_CITATION_JS = ("@citation-js/core", citation_js_version)
_JABREF = ("jabref", jabref_version)

READERS = (
    Reader("bibutils bib2xml", "bibtex", bibutils("bib2xml"), "bib2xml", bibutils_version),
    Reader("bibutils biblatex2xml", "biblatex", bibutils("biblatex2xml"), "biblatex2xml",
           bibutils_version),
    Reader("bibutils ris2xml", "ris", bibutils("ris2xml"), "ris2xml", bibutils_version),
    Reader("bibutils end2xml", "enw", bibutils("end2xml"), "end2xml", bibutils_version),
    Reader("bibutils endx2xml", "endnote-xml", bibutils("endx2xml"), "endx2xml", bibutils_version),
    Reader("biber --tool", "biblatex", biber, "biber", biber_version),
    Reader("pandoc", "bibtex", pandoc("bibtex"), *_PANDOC),
    Reader("pandoc", "biblatex", pandoc("biblatex"), *_PANDOC),
    Reader("pandoc", "csljson", pandoc("csljson"), *_PANDOC),
    Reader("pandoc", "ris", pandoc("ris"), *_PANDOC),
    Reader("pybtex", "bibtex", pybtex, "pybtex", module_version("pybtex")),
    Reader("pybtex", "biblatex", pybtex, "pybtex", module_version("pybtex")),
    Reader("rispy", "ris", rispy, "rispy", module_version("rispy")),
    Reader("citation-js", "bibtex", citation_js("@bibtex/text"), *_CITATION_JS),
    Reader("citation-js", "biblatex", citation_js("@biblatex/text"), *_CITATION_JS),
    Reader("citation-js", "ris", citation_js("@ris/file"), *_CITATION_JS),
    Reader("citation-js", "csljson", citation_js("@csl/list+object"), *_CITATION_JS),
    Reader("JabRef", "bibtex", jabref("bibtex"), *_JABREF),
    Reader("JabRef", "ris", jabref("ris"), *_JABREF, flavour="jabref"),
    Reader("JabRef", "nbib", jabref("medlineplain"), *_JABREF, has_keys=False),
    Reader("JabRef", "enw", jabref("refer"), *_JABREF),
    Reader("nbib", "nbib", nbib, "nbib", module_version("nbib"), has_keys=False),
)  # fmt: skip

"""Read exports and reports again, without citekit: each tells in one line what should not be."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from importlib import resources
from typing import Any
from xml.etree import ElementTree as ET

Lexer = Callable[[str, int], str]
"""Takes the text and how many records it has to have; gives what is wrong, or nothing."""

# C0 but line ends and tabs, DEL, C1, line separators, what turns text around, byte order marks,
# halves of surrogate pairs.
_ACTS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
# Writing right to left needs these two and U+061C: in a file they are text, on a terminal not.
_TEXT = frozenset("\u200e\u200f\u061c")

_HARMLESS_WORDS = """
    AE DH DJ Delta Gamma H L Lambda NG O OE Omega P Phi Pi Psi Rightarrow S Sigma TH Theta Upsilon
    Xi ae alpha approx ast b beta c cap cdot chi cup d delta dh div dj downarrow emph
    ensuremath epsilon equiv eta exists forall gamma ge guillemotleft guillemotright
    guilsinglleft guilsinglright i in infty iota j k kappa l lambda le leftarrow
    leftrightarrow mu nabla neg neq ng nu o oe omega partial perp phi pi pm prime prod propto
    psi quotedblbase quotesinglbase r rho rightarrow sigma sim ss subset sum tau
    textasciicircum textasciitilde textbackslash textbf textbraceleft textbraceright
    textbullet textcent textcommabelow textcopyright textdagger textdaggerdbl textdegree
    textellipsis textemdash textendash texteuro textexclamdown textmu textnumero textonehalf
    textonequarter textordfeminine textordmasculine textparagraph textperthousand
    textquestiondown textquotedblleft textquotedblright textquoteleft textquoteright
    textregistered textsc textsection textsterling textsubscript textsuperscript
    textthreequarters texttrademark textyen th theta times u uparrow upsilon v varepsilon
    varphi varsigma xi zeta
"""
_HARMLESS = frozenset(_HARMLESS_WORDS.split())
_COMMAND = re.compile(r"\\([A-Za-z]+|.|$)", re.DOTALL)
_SIGNS = frozenset("%&#_$'`^\"~=.")
_ENTRY = re.compile(r"@([a-z]+)\{((?:(?!\^\^)[^,\s{}()\"#%=~\\])+),\n")
_FIELD = re.compile(r"  ([a-z][a-z0-9+:._-]*) = ")
# No TeX is read in these: biblatex and every style take them letter for letter, or as keys.
_VERBATIM = frozenset({"related", "doi", "url", "eprint", "file", "pdf", "pmid", "pmcid"})
# In these a file's own LaTeX stays, as long as it only shows.
_KEPT = frozenset({"annote", "con", "field", "CON"})
_ENTRY_TYPE_WORDS = """
    article book booklet bookinbook collection dataset inbook incollection inproceedings
    manual mastersthesis misc mvbook online patent periodical phdthesis proceedings reference
    report software suppbook techreport thesis unpublished inreference
"""
_ENTRY_TYPES = frozenset(_ENTRY_TYPE_WORDS.split())


def controls(text: str, *, but: frozenset[str] = frozenset()) -> str:
    """Tell a character that acts on whoever shows it."""
    found = next((sign for sign in _ACTS.findall(text) if sign not in but), None)
    return "" if found is None else f"U+{ord(found):04X} stands in it"


def of_file(text: str) -> str:
    return controls(text, but=_TEXT)


def bibtex(text: str, count: int) -> str:
    try:
        entries = list(_entries(text))
    except ValueError as error:
        return str(error)
    keys = {key.casefold() for _, key, _ in entries}
    if not len(entries) == len(keys) == count:
        return f"{len(entries)} entries with {len(keys)} keys, not {count}"
    types = {type_ for type_, _, _ in entries} - _ENTRY_TYPES
    if types:
        return f"there is an @{types.pop()}"
    told = (_acting(name, value) for _, _, fields in entries for name, value in fields)
    return next(filter(None, told), "")


def _entries(text: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Part a file into entries; raises ValueError where anything else stands in it."""
    at = 0
    while at < len(text):
        head = _ENTRY.match(text, at)
        if head is None:
            raise ValueError(f"no entry begins with {text[at : at + 40]!r}")
        at = head.end()
        fields = []
        while field := _FIELD.match(text, at):
            value, at = _value(text, field.end())
            fields.append((field[1], value))
        if not text.startswith("}\n", at):
            raise ValueError(f"no field begins with {text[at : at + 40]!r}")
        at += 2
        at += text.startswith("\n", at)
        yield head[1], head[2], fields


def _value(text: str, at: int) -> tuple[str, int]:
    """Read to the brace that closes a value: BibTeX counts those behind a backslash too."""
    if text[at] != "{":
        end = text.index("\n", at)
        if not re.fullmatch(r"[a-z0-9]+,", text[at:end]):
            raise ValueError(f"{text[at:end]!r} is no value")
        return text[at : end - 1], end + 1
    depth, start = 0, at
    for at in range(start, len(text)):  # noqa: PLR1704
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            break
    if not text.startswith(",\n", at + 1) or depth:
        raise ValueError(f"behind the brace stands {text[at : at + 20]!r}")
    return text[start + 1 : at], at + 3


def _acting(name: str, value: str) -> str:
    if name in _VERBATIM:
        return f"{name} holds {value[:80]!r}" * bool(re.search(r"[\\\s]|\^\^", value))
    for command in _COMMAND.findall(value):
        is_word = command.isalpha() and command.isascii()
        if command not in (_HARMLESS if is_word else _SIGNS) and (is_word or name not in _KEPT):
            return f"{name} has the command \\{command}"
    acting = r"\^\^" if name in _KEPT else r"[%#&$]|\^\^"
    bare = re.search(acting, _COMMAND.sub("", re.sub(r"\\ensuremath\{[^{}]*\}", "", value)))
    return f"{name} has a bare {bare[0]}" if bare else ""


def ris(text: str, count: int) -> str:
    """Only CR LF ends lines, for whoever reads them."""
    lines = text.split("\r\n")
    if lines != [*text.splitlines(), ""]:
        return "something else ends a line too"
    bad = [line for line in lines if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)]
    begun, ended = (sum(line.startswith(tag) for line in lines) for tag in ("TY  - ", "ER  - "))
    return _counted(begun if begun == ended else -1, count, bad)


def nbib(text: str, count: int) -> str:
    records = [one for one in text.split("\n\n") if one.strip()]
    lines = [line for one in records for line in one.removesuffix("\n").split("\n")]
    bad = [line for line in lines if not re.match(r"[A-Z]{2,4} {0,2}- | {6}[^ ]", line)]
    if len(text.splitlines()) != text.count("\n"):
        return "something else ends a line too"
    return _counted(len(records), count, bad)


def enw(text: str, count: int) -> str:
    lines = text.splitlines()
    if len(lines) != text.count("\n"):
        return "something else ends a line too"
    bad = [
        line for line in lines if line and not re.match(r"%[0-9A-Z@!#$&(*<>?\[\]~^+:1-9] ", line)
    ]
    return _counted(sum(line.startswith("%0 ") for line in lines), count, bad)


def _counted(found: int, count: int, bad: Sequence[str]) -> str:
    if bad:
        return f"a line {bad[0][:80]!r}"
    return f"{found} records, not {count}" * (found != count)


def endnote(text: str, count: int) -> str:
    if "<!" in text or text.count("<?") != 1:
        return "a declaration"
    try:
        root = ET.fromstring(text.encode())
    except ET.ParseError as error:
        return f"no XML: {error}"
    strange = {one.tag for one in root.iter()} & {"script", "x", "i", "b", "img"}
    found = len(root.findall("./records/record"))
    every = sum(1 for _ in root.iter("record"))
    return (
        f"an element {strange.pop()}"
        if strange
        else _counted(found if found == every else -1, count, ())
    )


def csljson(text: str, count: int) -> str:
    told = json.loads(text)
    return f"{len(told)} items, not {count}" * (len(told) != count)


def table(text: str, count: int) -> str:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len(rows) != count + 1 or len({len(row) for row in rows}) != 1:
        return f"{len(rows) - 1} rows, not {count}"
    return _formula(rows)


def _formula(rows: Sequence[Sequence[str]]) -> str:
    # Spreadsheets pass over what cannot be seen.
    formula = re.compile(r"[\s\x00-\x1f\u200b-\u200f\ufeff\u00ad\u2060]*[=+\-@＝＋－＠]")
    cells = [
        cell for row in rows for cell in row if formula.match(cell) or re.search(r"[\t\r\n]", cell)
    ]
    return f"a cell {cells[0][:80]!r}" if cells else ""


def numbered(text: str, count: int) -> str:
    """One line for each, with its number."""
    lines = text.splitlines()
    bad = [line for place, line in enumerate(lines, 1) if not line.startswith(f"{place}. ")]
    return _counted(len(lines), count, bad)


# --- reports of a check


def any_json(text: str, _count: int) -> str:
    json.loads(text)
    return ""


def sarif(text: str, count: int) -> str:
    (run,) = json.loads(text)["runs"]
    results: list[Any] = run["results"]
    if len(results) != count:
        return f"{len(results)} results, not {count}"
    uris = [place["physicalLocation"]["artifactLocation"]["uri"]
            for one in results for place in one.get("locations", ())
            if "physicalLocation" in place]  # fmt: skip
    bad = [uri for uri in uris if not re.fullmatch(r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]*", uri)]
    return f"an address {bad[0][:80]!r}" if bad else ""


def gitlab(text: str, count: int) -> str:
    told = json.loads(text)
    prints = {one["fingerprint"] for one in told}
    return f"{len(told)} entries, {len(prints)} fingerprints" * (
        not len(told) == len(prints) == count
    )


def junit(text: str, _count: int) -> str:
    if "<!" in text or text.count("<?") > 1:
        return "a declaration"
    tags = {one.tag for one in ET.fromstring(text.encode()).iter()}
    strange = tags - {"testsuites", "testsuite", "testcase", "failure", "error", "skipped",
                      "system-out", "properties", "property"}  # fmt: skip
    return f"an element {strange.pop()}" if strange else ""


def github(text: str, _count: int) -> str:
    """A line that begins with two colons is a command to the runner; only notes are."""
    command = re.compile(r"\s*(?:##\[|::(?!(?:error|warning|notice) [^:]*::))")
    bad = [line for line in text.splitlines() if command.match(line)]
    return f"a line {bad[0][:80]!r}" if bad else ""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)

    def handle_comment(self, data: str) -> None:
        self.seen.append("!--")


def markdown(text: str, _count: int) -> str:
    """No tag, no link, no picture, no code, and no cell that a title opened."""
    tags = _Tags()
    tags.feed(text)
    if tags.seen:
        return f"a tag {tags.seen[0]}"
    if found := re.search(r"\]\(|\]\[|<[!/?A-Za-z]|```|^#", text, re.MULTILINE):
        return f"{found[0]} stands in it"
    rows = [line for line in text.splitlines() if line.startswith("|")]
    widths = {line.count("|") for line in rows}
    return f"rows of {widths} bars" * (len(widths) > 1)


def plain(_text: str, _count: int) -> str:
    return ""


# --- reports of the evidence


def evidence_markdown(text: str, count: int) -> str:
    """Hold each part under its heading to the same; there are no other headings."""
    first, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    head, _, counts = first.partition("\n")
    if head != "# Notices about the cited works" or len(parts) > count + 1:
        return f"{len(parts)} headings for {count} works"
    told = [f"{counts}\n", *parts]
    return next(filter(None, (markdown(part, count) for part in told)), "")


def evidence_table(text: str, count: int) -> str:
    """Hold it to a row for each notice, at least one for a work."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len({row[0] for row in rows}) != count + 1 or len({len(row) for row in rows}) != 1:
        return f"{len(rows) - 1} rows for {count} works"
    return _formula(rows)


_PAGE_TAGS = """
    a body button circle dd details div dl dt em fieldset form h1 h2 h3 head header html input
    label legend li main meta ol option p path rect script section select span strong style
    summary svg symbol table tbody td th thead time title tr ul use
"""
_PAGE_ADDRESS = re.compile(
    r"#m-[a-z]+|https://(?:doi\.org|pubmed\.ncbi\.nlm\.nih\.gov|pmc\.ncbi\.nlm\.nih\.gov)/\S*"
)


class _Page(HTMLParser):
    """What a browser would find in a page: tags, attributes, texts of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong = ""
        self.works = 0
        self.open = ""
        self.run: dict[str, list[str]] = {"script": [], "style": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open = tag
        self.works += ("class", "work") in attrs
        if tag not in _PAGE_TAGS.split():
            self.wrong = self.wrong or f"a tag {tag}"
        for name, value in attrs:
            if name in {"href", "src", "action", "data", "style"} and not (
                name == "href" and _PAGE_ADDRESS.fullmatch(value or "")
            ):
                self.wrong = self.wrong or f"{name} is {value!r}"
            if not re.fullmatch(r"[a-zA-Z-]+", name) or name.startswith("on"):
                self.wrong = self.wrong or f"an attribute {name!r}"

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in self.run:
            self.run[self.open].append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong = self.wrong or "a comment"


def evidence_page(text: str, count: int) -> str:
    """No tag, attribute, address or script but the page's own."""
    page = _Page()
    page.feed(text)
    page.close()
    for name, told in page.run.items():
        own = resources.files("citekit.reports.evidence").joinpath(f"page.{name}".replace(
            "script", "js").replace("style", "css")).read_text("utf-8")  # fmt: skip
        if told != [own]:
            page.wrong = page.wrong or f"{len(told)} of {name}"
    return page.wrong or f"{page.works} works, not {count}" * (page.works != count)

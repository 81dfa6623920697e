"""What has happened since two hundred works were stored is planted, and found: this, and no more.

40 works drift, 12 gain notices, 6 vanish, and 30 cannot be asked about everywhere. It is found on
the day after a check as well, when registries are asked what has moved before records are fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from citekit.checks import wording
from citekit.checks.run import check_library
from citekit.cli.main import main
from citekit.findings import Checked
from citekit.library.store import Library
from citekit.model import Citation, StoredWork
from citekit.reports.checks.formats import FORMATS
from citekit.settings import Settings
from citekit.verbs.asking import Asking
from citekit.vocab import Scheme
from tests.aging import age
from tests.registry_server import RegistryServer, article_xml, work

Expected = set[tuple[str, str, str | None]]
LONG_AGO = "2020/06/01"

BOTH, PUBMED_ONLY, CROSSREF_ONLY = range(168), range(170, 200), range(168, 170)
"""170 of the works have DOIs: three lists of 50, and one of 20."""
IMPORTED = range(0, 120, 2)
"""Every other one of those that change comes from a .bib file: its words stand beside theirs."""

JOURNALS = "Journal of Tests", "J Test"


def pmid(n: int) -> str:
    return str(10_000 + n)


def doi(n: int) -> str:
    return f"10.5555/w{n:04}"


def key(n: int) -> str:
    """The first author, who is the key as well: keys sort like the numbers."""
    hundreds, tens, ones = (chr(ord("a") + int(digit)) for digit in f"{n:03}"[-3:])
    return f"K{chr(ord('a') + n // 1000)}{hundreds}{tens}{ones}"


def facts(n: int) -> dict[str, Any]:
    return {
        "title": f"Effects of treatment {n} on condition {n * 7} in cohort {n * 3}",
        "author": (key(n), "Q"),
        "volume": str(1 + n % 50),
        "issue": str(1 + n % 12),
        "page": f"{n + 1}-{n + 9}",
        "year": str(2000 + n % 20),
        "journal": JOURNALS[1],
    }


def in_pubmed(n: int, *, more: str = "", **changed: Any) -> str:
    told = {**facts(n), **changed}
    author = told.pop("author")
    named = doi(n) if n in BOTH else None
    return article_xml(pmid(n), doi=named, authors=(author,), more=more, **told)


def in_crossref(n: int, **changed: Any) -> dict[str, Any]:
    told = {**facts(n), **changed}
    family, given = told.pop("author")
    journal = told.pop("journal")
    more = {name: told.pop(name) for name in list(told) if name not in facts(n)}
    return work(
        doi(n),
        title=told["title"],
        author=[{"family": family, "given": given, "sequence": "first"}],
        container_title=[JOURNALS[0] if journal == JOURNALS[1] else journal],
        issued={"date-parts": [[int(told["year"])]]},
        **{name: told[name] for name in ("volume", "issue", "page")},
        **more,
    )


def entry(n: int) -> str:
    one = facts(n)
    family, given = one["author"]
    return (
        f"@article{{{key(n)},\n  title = {{{one['title']}}},\n  author = {{{family}, {given}.}},\n"
        f"  journal = {{{one['journal']}}},\n  year = {one['year']},\n  volume = {one['volume']},\n"
        f"  number = {one['issue']},\n  pages = {{{one['page'].replace('-', '--')}}},\n"
        f"  doi = {{{doi(n)}}}\n}}\n"
    )


def fill(registries: RegistryServer, works: Iterable[int]) -> None:
    for n in works:
        if n not in CROSSREF_ONLY:
            registries.put(in_pubmed(n))
        if n not in PUBMED_ONLY:
            registries.works[doi(n)] = in_crossref(n)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a library of two hundred works, taken by `import` and by `add`."""
    folder = tmp_path_factory.mktemp("filled")
    with RegistryServer() as running, pytest.MonkeyPatch.context() as patch:
        fill(running, range(200))
        patch.chdir(folder)
        for name, value in running.environment(folder / "cache").items():
            patch.setenv(name, value)
        patch.setenv("CITEKIT_MAILTO", "someone@example.org")
        patch.setenv("CITEKIT_KEY_TEMPLATE", "{family}")
        Path("refs.bib").write_text("\n".join(map(entry, IMPORTED)))
        assert main(["import", "refs.bib"]) == 0
        added = [n for n in range(200) if n not in IMPORTED]
        named = [doi(n) if n in CROSSREF_ONLY else f"pmid:{pmid(n)}" for n in added]
        Path("named.txt").write_text("\n".join(named))
        assert main(["add", "named.txt"]) == 0
    return (folder / "library.db").read_bytes()


@pytest.fixture
def stored(filled: bytes, registries: RegistryServer, desk: Path) -> Path:
    """The library of two hundred works, with which the registries agree."""
    fill(registries, range(200))
    (desk / "library.db").write_bytes(filled)
    return desk / "library.db"


def check(path: Path, settings: Settings) -> Checked:
    with Library.open(path) as library:
        return check_library(library, settings)


# What happens to the works. Each of the fields below is changed in ten works: in PubMed, in
# Crossref, and in both alternately.
CHANGES: tuple[dict[str, Any], ...] = (
    {"title": "Something else altogether, as corrected by its authors"},
    {"author": ("Zimmer", "Z")},
    {"volume": "77"},
    {"issue": "40"},
    {"page": "900-950"},
    {"year": "1999"},
    {"journal": "Annals of Other Things"},
    {"volume": "99"},
)
WHERE = ("pubmed",), ("crossref",), ("pubmed", "crossref")
VARIABLES = {
    "title": {"title"}, "author": {"author"}, "volume": {"volume"}, "issue": {"issue"},
    "page": {"page"}, "year": {"issued"},
}  # fmt: skip
DRIFTING = range(40)

# Notices: what PubMed says, what Crossref says, the rules of what is found.
RETRACTION = {"type": "retraction", "label": "Retraction"}
NOTICES: tuple[tuple[str | None, dict[str, Any] | None, str], ...] = (
    ("RetractionIn", None, "CK101"),
    (None, RETRACTION, "CK101"),
    ("RetractionIn", RETRACTION, "CK101"),
    (None, {**RETRACTION, "source": "retraction-watch", "record-id": "77"}, "CK101"),
    ("ErratumIn", None, "CK105"),
    (None, {"type": "correction", "label": "Correction"}, "CK105"),
    ("ExpressionOfConcernIn", None, "CK104"),
    ("ErratumIn", {"type": "erratum", "label": "Erratum"}, "CK105"),
    ("CommentIn", None, "CK106"),
    (None, {"type": "withdrawal", "label": "Withdrawal"}, "CK102"),
    (None, {"type": "expression_of_concern", "label": "Concern"}, "CK104"),
    ("RetractedandRepublishedIn", None, "CK111"),
)
NOTED = range(40, 52)

VANISHED = {
    60: {"pubmed"}, 61: {"pubmed"}, 62: {"crossref"}, 63: {"crossref"},
    64: {"pubmed", "crossref"}, 65: {"pubmed", "crossref"},
}  # fmt: skip

BAD_LIST = range(150, 170)
"""Nothing comes back for the fourth list. Two of it only Crossref has."""
BAD_DOIS = {70: "status", 71: "status", 72: "status", 73: "html", 74: "html", 75: "cut",
            76: "status", 77: "empty", 78: "no-root", 79: "reset"}  # fmt: skip
"""Lists leave these out, and asked for alone they bring no answer."""


def drift(registries: RegistryServer) -> Expected:
    expected = set()
    for n in DRIFTING:
        change, where = CHANGES[n % len(CHANGES)], WHERE[n % len(WHERE)]
        if "pubmed" in where:
            registries.put(in_pubmed(n, **change))
        if "crossref" in where:
            registries.works[doi(n)] = in_crossref(n, **change)
        [field] = change
        expected |= {("CK301", key(n), one) for one in VARIABLES.get(field, journal(where))}
    return expected


def journal(where: Iterable[str]) -> set[str]:
    """PubMed has a journal's name and its abbreviation, Crossref the name."""
    return {"container-title"} | ({"container-title-short"} if "pubmed" in where else set())


def give_notices(registries: RegistryServer) -> Expected:
    for n, (ref_type, update, _) in zip(NOTED, NOTICES, strict=True):
        if ref_type:
            source = f"<RefSource>J Test. 2016;8:{n}. doi: 10.5555/n{n}</RefSource>"
            number = f'<PMID Version="1">{90_000 + n}</PMID>'
            told = f'<CommentsCorrections RefType="{ref_type}">{source}{number}'
            listed = f"<CommentsCorrectionsList>{told}</CommentsCorrections>"
            registries.put(in_pubmed(n, more=f"{listed}</CommentsCorrectionsList>"))
        if update:
            dated = {"DOI": f"10.5555/n{n}", "updated": {"date-parts": [[2016, 5, 1]]}, **update}
            registries.works[doi(n)] = in_crossref(n, updated_by=[{"source": "publisher", **dated}])
    return {(rule, key(n), None) for n, (_, _, rule) in zip(NOTED, NOTICES, strict=True)}


def vanish(registries: RegistryServer) -> Expected:
    for n, where in VANISHED.items():
        if "pubmed" in where:
            del registries.articles[pmid(n)]
        if "crossref" in where:
            del registries.works[doi(n)]
    return {("CK205", key(n), None) for n in VANISHED}


def fail(registries: RegistryServer) -> set[tuple[str, str]]:
    registries.break_about("list", [doi(155)], "status", status=500)
    registries.unlisted |= {doi(n) for n in BAD_DOIS}
    for n, fault in BAD_DOIS.items():
        options = {"status": 500} if fault == "status" else {}
        registries.break_about("work", [doi(n)], fault, **options)
    return {("crossref", key(n)) for n in (*BAD_LIST, *BAD_DOIS)}


def test_what_was_planted_is_found_and_nothing_else(
    stored: Path, registries: RegistryServer, settings: Settings
) -> None:
    before = stored.read_bytes(), sorted(stored.parent.iterdir())
    expected = drift(registries) | give_notices(registries) | vanish(registries)
    unasked = fail(registries)
    checked = check(stored, settings)
    assert (len(DRIFTING), len(NOTED), len(VANISHED), len(unasked)) == (40, 12, 6, 30)
    assert_found(checked, expected, unasked)
    assert all(one.reason for one in checked.unchecked)
    assert checked.count == 200
    assert (stored.read_bytes(), sorted(stored.parent.iterdir())) == before


# The day after a check.


@pytest.fixture
def yesterday(stored: Path, registries: RegistryServer, settings: Settings) -> Path:
    """The library of two hundred works, checked yesterday and found to be up to date."""
    registries.day = LONG_AGO
    fill(registries, range(200))
    assert check(stored, settings).findings == ()
    age(settings.cache_dir or Path(), 24)
    registries.day = datetime.now(UTC).strftime("%Y/%m/%d")
    registries.asked.clear()
    registries.counts.clear()
    return stored


def fail_singly(registries: RegistryServer) -> set[tuple[str, str]]:
    """Fail for the same thirty works, whatever other works are asked about with them."""
    bad = [doi(n) for n in (*BAD_LIST, *BAD_DOIS)]
    registries.unlisted |= set(bad)
    registries.break_about("work", bad, "status", status=500)
    return {("crossref", key(n)) for n in (*BAD_LIST, *BAD_DOIS)}


def fetched_whole(registries: RegistryServer) -> tuple[set[str], set[str]]:
    """Give the PMIDs and the DOIs for whose records the registries were asked."""
    asked = registries.asked
    pmids = [one.params["id"].split(",") for one in asked if one.endpoint == "efetch"]
    lists = [one.params for one in asked if one.endpoint == "list"]
    filters = [one["filter"].split(",") for one in lists if "select" not in one]
    return {one for some in pmids for one in some}, {
        one.removeprefix("doi:") for some in filters for one in some
    }


def moved(registries: RegistryServer) -> tuple[set[str], set[str]]:
    """Give the PMIDs and the DOIs of the records that are not what they were yesterday."""
    places: dict[int, Iterable[str]] = {n: WHERE[n % len(WHERE)] for n in DRIFTING} | VANISHED
    for n, (ref_type, update, _) in zip(NOTED, NOTICES, strict=True):
        places[n] = {"pubmed"} if ref_type else set()
        places[n] |= {"crossref"} if update else set()
    in_one = {pmid(n) for n, where in places.items() if "pubmed" in where}
    return in_one, {doi(n) for n, where in places.items() if "crossref" in where}


def test_the_day_after_what_was_planted_is_found_and_nothing_else_is_fetched(
    yesterday: Path, registries: RegistryServer, settings: Settings
) -> None:
    expected = drift(registries) | give_notices(registries) | vanish(registries)
    unasked = fail_singly(registries)
    assert_found(check(yesterday, settings), expected, unasked)
    pmids, dois = moved(registries)
    assert fetched_whole(registries) == (pmids, dois | registries.unlisted)


def assert_found(checked: Checked, expected: Expected, unasked: set[tuple[str, str]]) -> None:
    found = [(one.rule.code, one.key, one.field) for one in checked.findings]
    assert (set(found), len(found)) == (expected, len(expected))
    told = [(one.registry, one.key) for one in checked.unchecked]
    assert (set(told), len(told)) == (unasked, len(unasked))


# How the confirmation itself may fail; the searches for other than PMIDs are left alone.
UNCONFIRMED: Mapping[str, Callable[[RegistryServer], None]] = {
    "no search": lambda one: one.break_about("esearch", [pmid(0)], "html"),
    "a search without dates": lambda one: one.break_about("esearch", [pmid(0)], "dateless"),
    "an error for a search": lambda one: one.break_about("esearch", [pmid(0)], "error"),
    "no list": lambda one: one.break_next("list", "status", times=3, status=500),
    "a cut list": lambda one: one.break_next("list", "cut", times=2),
    "a list without marks": lambda one: one.break_next("list", "unmarked", times=4),
}


@pytest.mark.parametrize("fault", UNCONFIRMED)
def test_the_day_after_a_confirmation_that_fails_changes_nothing_that_is_found(
    fault: str, yesterday: Path, registries: RegistryServer, settings: Settings
) -> None:
    expected = drift(registries) | give_notices(registries) | vanish(registries)
    unasked = fail_singly(registries)
    UNCONFIRMED[fault](registries)
    assert_found(check(yesterday, settings), expected, unasked)
    whole = sum(map(len, fetched_whole(registries)))
    assert whole >= sum(map(len, moved(registries))) + len(registries.unlisted) + 50


def test_the_day_after_an_outage_leaves_everything_unchecked(
    yesterday: Path, registries: RegistryServer, settings: Settings
) -> None:
    drift(registries)
    registries.break_all("html")
    checked = check(yesterday, settings)
    assert checked.findings == ()
    crossref = {("crossref", key(n)) for n in (*BOTH, *CROSSREF_ONLY)}
    assert {(one.registry, one.key) for one in checked.unchecked} == crossref | {
        ("pubmed", key(n)) for n in range(200)
    }


@pytest.mark.parametrize(
    "confirm",
    ["pubmed.pubmed_standing.confirm", "crossref.Crossref._confirm"],
    ids=["pubmed", "crossref"],
)
def test_a_confirmation_that_lies_would_be_caught_here(
    confirm: str, yesterday: Path, registries: RegistryServer, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def everything(_: object, stale: Iterable[str], until: float) -> dict[str, str]:
        return dict.fromkeys(stale, "2026-11-26T00:00:00Z")

    monkeypatch.setattr(f"citekit.registries.{confirm}", everything)
    expected = drift(registries) | give_notices(registries) | vanish(registries)
    with pytest.raises(AssertionError):
        assert_found(check(yesterday, settings), expected, set())


def test_the_day_after_with_nothing_changed_nothing_is_fetched(
    yesterday: Path, registries: RegistryServer, settings: Settings
) -> None:
    checked = check(yesterday, settings)
    assert (checked.findings, checked.unchecked) == ((), ())
    assert fetched_whole(registries) == (set(), set())
    assert registries.counts == {"esearch": 3, "list": 4}
    registries.counts.clear()
    check(yesterday, settings)
    assert registries.counts == {}


def told_in_forms(checked: Checked) -> dict[str, list[tuple[str, ...]]]:
    """Read back which rule each form tells of which key, in the forms that carry all of them."""
    printed = {name: write(checked) for name, write in FORMATS.items()}
    found = json.loads(printed["json"])["findings"]
    results = json.loads(printed["sarif"])["runs"][0]["results"]
    cases = [one.get("name", "") for one in ET.fromstring(printed["junit"]).iter("testcase")]
    problems = [one for one in json.loads(printed["gitlab"]) if one["check_name"].startswith("CK")]
    lines = re.findall(r"^library\.db: \w+: (CK\d+): (\w+): ", printed["text"], re.MULTILINE)
    rows = re.findall(
        r"^\| \w+ \| (CK\d+) \S+ \| \S+ \| (\w+) \|", printed["markdown"], re.MULTILINE
    )
    return {
        "json": [(one["rule"], one["key"]) for one in found],
        "sarif": [(one["ruleId"], _named(one)) for one in results],
        "junit": [named.groups() for one in cases if (named := _CASE.match(one))],
        "gitlab": [(one["check_name"], one["description"].split(":")[0]) for one in problems],
        "text": lines,
        "markdown": rows,
    }


_CASE = re.compile(r"(CK\d+) \S+: (\w+)")


def _named(result: dict[str, Any]) -> str:
    return str(result["locations"][0]["logicalLocations"][0]["name"])


def test_every_form_tells_what_was_planted(
    stored: Path, registries: RegistryServer, settings: Settings
) -> None:
    drift(registries)
    give_notices(registries)
    vanish(registries)
    fail(registries)
    checked = check(stored, settings)
    expected = sorted((one.rule.code, one.key or "") for one in checked.findings)
    assert len(expected) > 50
    for name, told in told_in_forms(checked).items():
        assert sorted(told) == expected, name
    assert FORMATS["github"](checked).count("\n::") <= 30


def test_drift_names_the_registries_that_drift(
    stored: Path, registries: RegistryServer, settings: Settings
) -> None:
    drift(registries)
    told: dict[str, set[str]] = {}
    for one in check(stored, settings).findings:
        named = {name for name in ("PubMed", "Crossref") if name in one.message}
        told.setdefault(one.key or "", set()).update(named)
    assert told == {key(n): {wording.name(one) for one in WHERE[n % len(WHERE)]} for n in DRIFTING}


def test_a_registry_that_hangs_leaves_works_unchecked_and_no_others(
    stored: Path, registries: RegistryServer, tmp_path: Path
) -> None:
    registries.break_about("list", [doi(155)], "hang")
    hurried = registries.settings(tmp_path / "hurry", mailto="someone@example.org", timeout=1.0)
    checked = check(stored, hurried)
    assert checked.findings == ()
    assert {(one.registry, one.key) for one in checked.unchecked} == {
        ("crossref", key(n)) for n in BAD_LIST
    }


@pytest.mark.parametrize("endpoint", ["efetch", "esearch"])
def test_what_pubmed_could_not_be_asked_is_unchecked(
    stored: Path, registries: RegistryServer, settings: Settings, endpoint: str
) -> None:
    """Works are fetched by PMID; those of Crossref alone are searched for by DOI."""
    registries.break_next(endpoint, "html", times=99)
    asked_by = {"efetch": [*BOTH, *PUBMED_ONLY], "esearch": [*CROSSREF_ONLY]}[endpoint]
    checked = check(stored, settings)
    assert checked.findings == ()
    assert {(one.registry, one.key) for one in checked.unchecked} == {
        ("pubmed", key(n)) for n in asked_by
    }


def test_two_hundred_works_cost_five_requests(
    registries: RegistryServer, settings: Settings, tmp_path: Path
) -> None:
    registries.day = LONG_AGO
    _fill_plainly(registries, range(200))
    asking = Asking(registries.settings(tmp_path / "first", mailto="someone@example.org"))
    answered = asking([Citation("", identifiers={Scheme.PMID: pmid(n)}) for n in range(200)])
    path = tmp_path / "library.db"
    with Library.open(path, create=True) as library, library.write():
        library.add_records([one.record for one in answered if one.record])
    registries.counts.clear()
    cold = check(path, settings)
    assert (cold.count, cold.findings, cold.unchecked) == (200, (), ())
    assert dict(registries.counts) == {"efetch": 1, "list": 4}
    assert dict(cold.requests) == {"pubmed": 1, "crossref": 4}
    registries.counts.clear()
    warm = check(path, settings)
    assert (warm.findings, warm.unchecked) == ((), ())
    assert registries.counts.total() == 0
    age(settings.cache_dir or Path(), 24)
    next_day = check(path, settings)
    assert (next_day.findings, next_day.unchecked) == ((), ())
    assert dict(registries.counts) == {"esearch": 2, "list": 4}
    age(settings.cache_dir or Path(), 24)
    registries.day = datetime.now(UTC).strftime("%Y/%m/%d")
    _fill_plainly(registries, range(5, 200, 50), volume="77")
    registries.counts.clear()
    changed = check(path, settings)
    assert {one.key for one in changed.findings if one.rule.code == "CK301"} == {
        work.key for work in _works(path) if work.identifiers[Scheme.PMID] in _changed()
    }
    assert dict(registries.counts) == {"esearch": 2, "efetch": 1, "list": 5}


def _fill_plainly(registries: RegistryServer, works: Iterable[int], volume: str = "1") -> None:
    for n in works:
        told = {**_described(n), "volume": volume}
        registries.put(article_xml(pmid(n), **told, doi=doi(n)))
        registries.works[doi(n)] = work(doi(n), title=f"Paper number {n}", volume=volume)


def _changed() -> set[str]:
    return {pmid(n) for n in range(5, 200, 50)}


def _works(path: Path) -> list[StoredWork]:
    with Library.open(path) as library:
        return list(library.works())


def _described(n: int) -> dict[str, Any]:
    return {"title": f"Paper number {n}", "page": f"{n}-{n + 5}"}

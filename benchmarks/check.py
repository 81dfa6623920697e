"""Count and time what `citekit check` asks about 1,000 works, beside a client asking for each.

    python benchmarks/check.py [--runs N] [--citekit COMMAND] [--works N]

Both speak to the loopback server of the tests, in the registries' shapes. Prints a Markdown table:
requests to each registry, seconds on this machine, and multiples of the client. The server answers
at once; over a network each request also waits for its answer, and for the registries' limits.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import measure
import options

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

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


class _Row(NamedTuple):
    name: str
    pubmed: int
    crossref: int
    seconds: float


def main() -> None:
    parser = options.parser(__doc__)
    parser.set_defaults(runs=3)
    parser.add_argument("--works", type=int, default=1000, help="entries in the file")
    args = parser.parse_args()
    names = [(f"10.5555/citekit.{n}", str(n + 1)) for n in range(args.works)]
    articles = [article_xml(pmid, doi=doi, journal="Journal of Tests") for doi, pmid in names]
    with (
        tempfile.TemporaryDirectory() as name,
        RegistryServer(articles, [work(doi) for doi, _ in names]) as server,
    ):
        path = Path(name) / "refs.bib"
        entries = (_ENTRY.format(n=n, doi=doi, pmid=p) for n, (doi, p) in enumerate(names))
        path.write_text("\n".join(entries), encoding="utf-8")
        rows = [_row(one, server, args.runs) for one in _commands(args.citekit, server, path)]
    print(_table(rows))
    print(f"\nPython {platform.python_version()}, {args.runs} turns, {args.works:,} entries.")


def _commands(citekit: Path, server: RegistryServer, path: Path) -> list[measure.Command]:
    cache = path.with_name("cache")
    environ = measure.environ(path.parent, **server.environment(cache))
    urls = (server.pubmed_url, server.crossref_url)
    check = (str(citekit), "check", str(path))
    client = (str(citekit.with_name("python")), "-c", _ONCE_EACH, str(path), *urls)
    cold = ("/bin/sh", "-c", 'rm -rf "$0"; exec "$@"', str(cache), *check)
    return [
        measure.Command("a client, once for each", client, environ),
        measure.Command("citekit check, nothing remembered", cold, environ),
        measure.Command("citekit check, a second time", check, environ),
    ]


def _row(command: measure.Command, server: RegistryServer, runs: int) -> _Row:
    before = server.counts.copy()
    measure.output(command)
    asked = server.counts - before
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        measure.output(command)
        seconds.append(time.perf_counter() - start)
    pubmed = sum(asked[name] for name in ("efetch", "esearch", "ecitmatch"))
    crossref = sum(asked[name] for name in ("work", "list", "query", "agency"))
    return _Row(command.name, pubmed, crossref, statistics.median(seconds))


def _table(rows: Sequence[_Row]) -> str:
    head = [
        "| command | requests to PubMed | to Crossref | seconds | × time |",
        "|---|---|---|---|---|",
    ]
    lines = [
        f"| `{one.name}` | {one.pubmed:,} | {one.crossref:,} | {one.seconds:.1f} "
        f"| {one.seconds / rows[0].seconds:.2f} |"
        for one in rows
    ]
    return "\n".join([*head, *lines])


if __name__ == "__main__":
    main()

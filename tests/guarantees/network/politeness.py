"""Limits hold for all processes of a machine together, and whoever asks for rest gets it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

from citekit.model import Found, Identifier, Unavailable
from citekit.registries.http import Http
from citekit.registries.pubmed import PubMed
from citekit.vocab import Scheme
from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.network import scene
from tests.guarantees.network.launcher import ROOT
from tests.registry_server import RegistryServer

PROCESSES, QUESTIONS = 8, 3
WINDOW = 1.0
_ASKER = """
import sys, time
from pathlib import Path
from citekit.model import Identifier
from citekit.registries.limits import Limiter
from citekit.registries.open import open_registries
from citekit.settings import Settings
from citekit.vocab import Scheme
pubmed, crossref, cache, key, mail, name, values = sys.argv[1:]
settings = Settings(pubmed_url=pubmed, crossref_url=crossref, cache_dir=Path(cache),
                    ncbi_api_key=key or None, mailto=mail or None, status_hours=0)
change = Limiter._change
def noted(self, host, pool, what):
    turn = change(self, host, pool, what)
    if turn is not None:
        print(turn.next - turn.every, flush=True)
    return turn
Limiter._change = noted
registry = {one.name: one for one in open_registries(settings)}[name]
for value in values.split():
    scheme = Scheme.PMID if name == "pubmed" else Scheme.DOI
    registry.fetch([Identifier(scheme, value)], time.monotonic() + 300)
"""


class Stream(NamedTuple):
    """Who is asked, as whom, and how often a second that is allowed at most."""

    registry: str
    endpoint: str
    key: str
    mail: str
    limit: int


# NCBI's and Crossref's published limits: docs/decisions/0006.
STREAMS = (
    Stream("pubmed", "efetch", "", "", 3),
    Stream("pubmed", "efetch", scene.SECRET, "", 10),
    Stream("crossref", "work", "", "", 5),
    Stream("crossref", "work", "", "someone@example.org", 10),
)


def together(number: int, folder: Path) -> Told:
    """Let eight processes ask at once, and count the turns that they took within any one second.

    What arrives at the server is told as well: on the way a busy machine holds one or the other up.
    """
    stream = STREAMS[number % len(STREAMS)]
    with scene.registries("") as server:
        # The published limits alone: no header speeds anything up.
        server.rate = None
        running = [_asker(stream, server, folder) for _ in range(PROCESSES)]
        printed = [process.communicate(timeout=120)[0] for process in running]
        arrived = [one.at for one in server.asked if one.endpoint == stream.endpoint]
    times = [float(line) for text in printed for line in text.split()]
    most = busiest(times)
    problems = [f"a process ended with {one.returncode}" for one in running if one.returncode]
    problems += [f"{most} in a second of {stream.limit}"] if most > stream.limit else []
    asked = PROCESSES * QUESTIONS
    problems += [f"asked {len(arrived)} of {asked} times"] if len(arrived) != asked else []
    problems += [f"asked {len(arrived)} times in {len(times)} turns"] if len(times) < asked else []
    return Told(
        f"{stream}: {'; '.join(problems)}" if problems else "",
        {
            "share of the limit": most / stream.limit,
            "share at the server": busiest(arrived) / stream.limit,
        },
    )


def _asker(stream: Stream, server: RegistryServer, folder: Path) -> subprocess.Popen[str]:
    names = ("1111", "2222", "20650877")
    if stream.registry == "crossref":
        names = ("10.5555/made.up", "10.5555/second.one", "10.1136/ard.2009.123463")
    arguments = (
        server.pubmed_url, server.crossref_url, str(folder), stream.key, stream.mail,
        stream.registry, " ".join(names),
    )  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(
        [sys.executable, "-c", _ASKER, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def busiest(times: Sequence[float]) -> int:
    """Count the most moments that fall into one second."""
    return max((sum(0 <= at - start < WINDOW for at in times) for start in times), default=0)


class Wait(NamedTuple):
    """What Retry-After says, and the seconds that it means; None: nothing, so backoff counts."""

    text: str
    seconds: float | None


def _in(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


PATIENCE = 3.0
BACKOFF = 0.5
_NUMBERS = (0, 1, 2, 4, 5, 60, 61, 3600, 86_400, 10**9)
_NOTHING = (
    "", " ", "-1", "-99999", "+1", "0.5", "1e3", "1,5", "1 s", "soon", "NaN", "inf", "0x10", "١",
    "9" * 30, "9" * 4000, "Fri, 99 Foo 99999 99:99:99 GMT", "Fri, 31 Dec", "\x1b[2J", "1;2", "''",
    "2 2", "null", "tomorrow",
)  # fmt: skip
_PAST = (
    "Wed, 21 Oct 2015 07:28:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT", "Thu, 01 Jan 0000 00:00:00 GMT",
)  # fmt: skip
_FAR = ("Fri, 31 Dec 2100 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 GMT")
WAITS = (
    *(Wait(str(seconds), seconds) for seconds in _NUMBERS),
    *(Wait(text, None) for text in _NOTHING),
    *(Wait(text, 0.0) for text in _PAST),
    *(Wait(text, 1e9) for text in _FAR),
)
STATUSES = (429, 503)


def rested(number: int, folder: Path) -> Told:
    """Be told to wait once; then either wait as long, or end without asking again."""
    wait, status = WAITS[number // 2], STATUSES[(number // 2 + number) % 2]
    with scene.registries("") as server:
        refusal = {"status": status, "headers": {"Retry-After": wait.text}}
        server.break_next("efetch", "altered", body=b"", **refusal)
        began = time.monotonic()
        http = Http(server.settings(folder))
        pmid = Identifier(Scheme.PMID, "1111")
        answer = PubMed(http).fetch([pmid], began + PATIENCE)[pmid]
        http.close()
        took, times = time.monotonic() - began, [one.at for one in server.asked]
    problems = _impatient(wait, times, isinstance(answer, Found))
    problems += ["it is no outage"] if not isinstance(answer, Found | Unavailable) else []
    problems += [f"took {took:.1f} s"] if took > PATIENCE + 1 else []
    return Told(
        f"{wait.text[:40]!r}: {'; '.join(problems)}" if problems else "", {"longest s": took}
    )


def _impatient(wait: Wait, times: Sequence[float], found: bool) -> list[str]:
    least = BACKOFF if wait.seconds is None else wait.seconds
    if least > PATIENCE:
        return [f"asked {len(times)} times"] if len(times) != 1 or found else []
    if len(times) != 2 or not found:
        return [f"asked {len(times)} times, found: {found}"]
    gap = times[1] - times[0]
    return [f"asked again after {gap:.2f} s"] if gap < least - 0.05 else []


GUARANTEES = (
    Guarantee(
        "polite-together",
        "Eight processes at once never take more turns in any second than a registry allows",
        4 * len(STREAMS),
        together,
        few=0,
    ),
    Guarantee(
        "polite-rest",
        "Whatever Retry-After says, a registry is asked again no sooner, or the question ends",
        len(WAITS) * len(STATUSES),
        rested,
        few=1,
    ),
)

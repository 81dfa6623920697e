"""Every command that asks a registry, against every kind of fault, at every endpoint it asks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.network import oracle, scene
from tests.guarantees.network.launcher import Ended, launcher
from tests.guarantees.network.scene import COMMANDS, SECONDS, Canary, Command
from tests.registry_server import KINDS, Kind, Means, RegistryServer


class Case(NamedTuple):
    """One trial: this command, while answers of this endpoint are broken in this way."""

    command: Command
    endpoint: str
    kind: Kind


def cases(name: str) -> list[Case]:
    """List the trials of one command, those of one endpoint behind those of another."""
    return [
        Case(command, endpoint, kind)
        for command in COMMANDS
        if command.name == name
        for endpoint in command.endpoints
        for kind in KINDS.values()
        if endpoint in kind.endpoints
    ]


Run = Callable[[Command, RegistryServer, Path], Ended]


def run(command: Command, server: RegistryServer, folder: Path) -> Ended:
    """Run a command on the desk."""
    arguments = [server.page_url if one == "{page}" else one for one in command.arguments]
    environment = scene.environment(server, folder)
    limit = SECONDS * command.sources + 3 * oracle.SLACK
    return launcher().run(arguments, environment, folder / "desk", limit)


@cache
def filled() -> bytes:
    """Give the bytes of a library with both papers, as they were before the retraction."""
    with (
        tempfile.TemporaryDirectory() as name,
        Canary() as canary,
        scene.registries(canary.url, taken_back=False) as server,
    ):
        desk = Path(name) / "desk"
        desk.mkdir()
        made = Command("add", ("add", "pmid:1111", "pmid:2222"), ())
        ended = run(made, server, Path(name))
        assert ended.code == 0, ended
        return (desk / "library.db").read_bytes()


def trial(name: str, number: int, folder: Path) -> Told:
    """Try one case; where it was nothing but slow, once more, for the machine may be busy."""
    case = cases(name)[number]
    for attempt in ("first", "second"):
        told = tried(case, folder / attempt)
        if not oracle.is_slow(told.broken):
            break
    return told


def tried(case: Case, folder: Path, run: Run = run) -> Told:
    """Break one endpoint, run the command, judge it; mend the endpoint, and run it again."""
    desk = folder / "desk"
    desk.mkdir(parents=True)
    scene.lay_out(desk)
    if case.command.filled:
        (desk / "library.db").write_bytes(filled())
    with Canary() as canary, scene.registries(canary.url) as server:
        server.break_as(case.endpoint, case.kind)
        broken = run(case.command, server, folder)
        problems = list(_problems(case, broken, folder))
        problems += ["the canary was contacted"] if canary.contacts() else []
        problems += [] if server.counts[case.endpoint] else ["the endpoint was never asked"]
        server.mend()
        if broken.code in {2, 3}:
            mended = run(case.command, server, folder)
            problems += [f"mended: {one}" for one in _problems(_mended(case), mended, folder)]
            problems += [f"mended: {one}" for one in _complete(case.command, desk)]
    shutil.rmtree(desk, ignore_errors=True)
    figures = {"peak MiB": broken.peak, "longest s": broken.seconds}
    if not problems:
        return Told("", figures)
    told = broken.err.splitlines()[:1] if broken.code else []
    return Told("; ".join([f"{case.kind.name} at {case.endpoint}", *problems, *told]), figures)


def _mended(case: Case) -> Case:
    return case._replace(kind=Kind("mended", means=Means.HARMLESS))


def _problems(case: Case, ended: Ended, folder: Path) -> Iterator[str]:
    command, means = case.command, case.kind.meaning(case.endpoint)
    yield from oracle.conduct(ended, SECONDS * command.sources)
    yield from oracle.leaks(ended, folder)
    yield from oracle.verdict(command, case.endpoint, means, ended)
    strange = means in {Means.ODD, Means.EITHER} and ended.code != 3
    yield from oracle.stored(folder / "desk" / "library.db", strange=strange)
    if means is Means.HARMLESS:
        yield from _complete(command, folder / "desk")


def _complete(command: Command, desk: Path) -> Iterator[str]:
    """Tell what is missing in the library after an answer that was right."""
    if not command.keeps:
        return
    right = oracle.right_payloads(taken_back=True)
    kept = oracle.payloads(desk / "library.db") & right
    if len(kept) < 2 * command.sources:
        yield f"{len(kept)} records are kept"


_ASKED = {
    "resolve": "`resolve`", "add": "`add`", "import": "`import`", "update": "`update`",
    "update-dry-run": "`update --dry-run`", "check": "`check`", "doctor": "`doctor`",
    "page": "`resolve` of a web page", "manuscript": "`add` of a manuscript",
}  # fmt: skip
_PROMISE = (
    "However a registry's answer is broken, {name} has the right data or a clear error with the"
    " right exit code; nothing foreign or half is stored, and the next run is right"
)


def _guarantee(name: str, asked: str) -> Guarantee:
    promise = _PROMISE.format(name=asked)
    few = int(name in {"add", "check"})
    return Guarantee(f"faults-{name}", promise, len(cases(name)), partial(trial, name), few)


GUARANTEES = tuple(_guarantee(*one) for one in _ASKED.items())

"""`--offline` opens no socket, whatever the command is."""

from __future__ import annotations

from pathlib import Path

from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.network import scene
from tests.guarantees.network.faults import filled
from tests.guarantees.network.launcher import Ended, launcher

_KEY = "alder2015grosse"
_SECONDS = 60.0
# `mirror serve` and `browse` are left out: to open a socket is what they are for.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("resolve", "pmid:20650877"),
    ("resolve", "10.5555/made.up"),
    ("resolve", scene.CITATION),
    ("resolve", "https://www.example.org/page"),
    ("resolve", "http://127.0.0.1:9/page"),
    ("resolve", "paper.md"),
    ("add", "pmid:20650877", "10.1136/ard.2009.123463"),
    ("add", "paper.md", "--refresh"),
    ("import", "refs.bib"),
    ("import", "refs.bib", "--no-resolve"),
    ("list",),
    ("show", "KEY"),
    ("search", "effects"),
    ("set", "KEY", "volume=8"),
    ("remove", "KEY"),
    ("notices",),
    ("ack", "KEY", "10.5555/notice", "--reason", "seen", "--until", "2099-01-01"),
    ("check",),
    ("check", "refs.bib", "paper.md"),
    ("update",),
    ("update", "--dry-run"),
    ("history", "KEY"),
    ("diff", "--since", "2020-01-01"),
    ("export", "--format", "bibtex"),
    ("report", "--format", "html"),
    ("fix", "refs.bib"),
    ("explain",),
    ("match", "refs.txt", "-o", "out.jsonl"),
    ("doctor",),
    ("init", "--mailto", "you@example.org"),
    ("mirror", "build", "mirror", "--crossref", "works.jsonl"),
    ("mirror", "info", "starter"),
    ("mirror", "update", "mirror"),
)  # fmt: skip


def run(arguments: tuple[str, ...], folder: Path, *, offline: bool = True) -> tuple[Ended, str]:
    """Run a command beside a filled library; give also what it did with sockets."""
    desk, log = folder / "desk", folder / "sockets"
    desk.mkdir()
    scene.lay_out(desk)
    (desk / "library.db").write_bytes(filled())
    (desk / "refs.txt").write_text(scene.CITATION, encoding="utf-8")
    (desk / "works.jsonl").write_text('{"DOI": "10.5555/made.up", "title": ["A title"]}\n')
    given = [_KEY if one == "KEY" else one for one in arguments]
    with scene.registries("") as server:
        environment = scene.environment(server, folder)
        flags = ("--offline",) if offline else ()
        ended = launcher().run((*flags, *given), environment, desk, _SECONDS, log)
    return ended, log.read_text()


def trial(number: int, folder: Path) -> Told:
    """Run one command offline, with registries that could be asked, and look for sockets."""
    arguments = COMMANDS[number]
    ended, sockets = run(arguments, folder)
    problems = [f"used sockets: {' '.join(sockets.split())}"] if sockets else []
    if ended.code not in {0, 1, 2, 3} or "Traceback" in ended.err:
        problems.append(f"exit {ended.code}: {ended.err[-200:]}")
    return Told(f"{' '.join(arguments)}: {'; '.join(problems)}" if problems else "")


GUARANTEES = (
    Guarantee(
        "offline",
        "With `--offline` no command opens a socket or asks the name service",
        len(COMMANDS),
        trial,
        few=1,
    ),
)

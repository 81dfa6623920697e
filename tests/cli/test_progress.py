"""Progress: a line on a terminal that is gone at the end, and not a byte of it anywhere else."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import types
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from citekit.cli import progress
from citekit.cli.board import Board
from citekit.verbs.asking import Asking
from citekit.vocab import AskedOutcome
from tests.cli.terminal import show
from tests.conftest import Citekit

if TYPE_CHECKING:
    import typer

FOUND, ABSENT, UNAVAILABLE = AskedOutcome.FOUND, AskedOutcome.ABSENT, AskedOutcome.UNAVAILABLE
DRAWN = "asking"


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def board(clock: Clock) -> Board:
    return Board(now=clock)


def test_it_tells_how_far_how_fast_and_for_how_long_still(board: Board, clock: Clock) -> None:
    board.begin("asking", "works", 1000)
    board.advance(250)
    clock.time += 10
    assert board.share() == 0.25
    assert board.line() == "250 of 1,000 works, 25/s, 0:30 left"


def test_it_tells_what_is_only_expected(board: Board, clock: Clock) -> None:
    board.begin("taking", "records", 1000, about=True)
    board.advance(250)
    clock.time += 10
    assert board.line() == "250 of about 1,000 records, 25/s, 0:30 left"
    board.advance(800)
    assert board.share() == 1.0
    assert board.line() == "1,050 of about 1,000 records, 105/s"


def test_it_tells_what_each_registry_said_as_it_comes(board: Board, clock: Clock) -> None:
    board.attend(["pubmed", "crossref"])
    board.begin("asking", "works", 1000)
    board.heard("pubmed", FOUND, 200)
    clock.time += 4
    assert board.line() == "100 of 1,000 works, 25/s, 0:36 left; pubmed 200 found"
    board.heard("pubmed", UNAVAILABLE, 200)
    board.settled("pubmed", {FOUND: 190, ABSENT: 10, UNAVAILABLE: 800})
    board.searched("crossref")
    board.heard("crossref", FOUND, 50)
    told = "; pubmed 190 found, 10 absent, 800 unavailable; crossref 50 found, 1 searched"
    assert board.line().endswith(told)
    board.settled("crossref", {FOUND: 1000})
    board.advance(1000)
    assert board.share() == 1.0


def test_it_never_goes_back(board: Board) -> None:
    board.attend(["pubmed", "crossref"])
    board.begin("asking", "works", 3000)
    board.settled("pubmed", {FOUND: 1000})
    board.settled("crossref", {FOUND: 900})
    before = board.share() or 0.0
    shares = [before]
    for _ in range(1000):
        board.advance(1)
        shares.append(board.share() or 0.0)
    assert shares == sorted(shares)
    assert shares[-1] == 1000 / 3000


def test_what_an_earlier_run_did_is_no_part_of_the_rate(board: Board, clock: Clock) -> None:
    board.begin("matching", "references")
    board.reach(9_000)
    clock.time += 10
    board.reach(9_100)
    board.came_to({"resolved": 9_000, "not_found": 100})
    assert board.line() == "9,100 references, 10/s; 9,000 resolved, 100 not found"
    assert board.share() is None


def test_bytes_are_shown_as_records(board: Board, clock: Clock) -> None:
    board.begin("reading", whole=10_000)
    board.reach(0)
    clock.time += 2
    board.reach(1)
    board.read(5000)
    assert board.line() == "5,000 records, 2,500/s, 5:33:18 left"


def test_what_nobody_can_count_has_a_clock(board: Board, clock: Clock) -> None:
    board.begin("writing")
    clock.time += 65
    assert board.line() == "1:05"


@pytest.mark.parametrize(
    ("line", "phase"),
    [
        (["list"], "reading"),
        (["notices"], "gathering"),
        (["report", "-o", "x.md"], "gathering"),
        (["--offline", "check"], "asking"),
        (["--offline", "update"], "asking"),
        (["export", "--format", "ris"], "reading"),
        (["browse", "--no-open"], "gathering"),
    ],
)
def test_whatever_goes_through_a_library_tells_of_each_work(
    shelved: Citekit, monkeypatch: pytest.MonkeyPatch, line: list[str], phase: str
) -> None:
    told: dict[str, tuple[int, int]] = {}

    class Watched(Board):
        def advance(self, count: int) -> None:
            super().advance(count)
            told[self.phase] = (self.done, self.whole)

    served = types.SimpleNamespace(serve=lambda *_: None)
    monkeypatch.setitem(sys.modules, "citekit.browse.run", served)  # type: ignore[arg-type]
    monkeypatch.setattr("citekit.browse.run", served, raising=False)
    monkeypatch.setattr("citekit.browse.begin.require", lambda: None)
    monkeypatch.setattr("citekit.cli.board.Board", Watched)
    monkeypatch.setattr(progress, "is_watched", lambda _: True)
    assert shelved(*line).code in {0, 1, 3}
    assert told[phase] == (2, 2)


# --- on a terminal


def slowly(seconds: float, after: float = 0.0) -> Callable[[], None]:
    """Make the registries slow in the process that will run citekit."""

    def prepare() -> None:
        real = Asking.__call__

        def slow(self: Asking, citations: object) -> object:
            answered = real(self, citations)  # type: ignore[arg-type]
            time.sleep(seconds)
            return answered

        Asking.__call__ = slow  # type: ignore[assignment]
        progress.AFTER = after

    return prepare


def left(screen: str) -> str:
    """Give what stands on the screen at last: what was overwritten or erased is gone."""
    lines = [""]
    for part in re.split(r"(\n|\r|\x1b\[1A|\x1b\[2K)", re.sub(r"\x1b\[[0-9;]*m", "", screen)):
        match part:
            case "\n":
                lines.append("")
            case "\x1b[1A":
                if not lines.pop():
                    continue
            case "\x1b[2K":
                lines[-1] = ""
            case _:
                lines[-1] += part
    return "\n".join(lines)


def test_a_line_is_drawn_and_gone_at_the_end(desk: Path, filled: bytes) -> None:
    (desk / "library.db").write_bytes(filled)
    shown = show(["--offline", "update"], prepare=slowly(0.25))
    assert DRAWN in shown.screen
    assert "of 2 works" in shown.screen
    assert "pubmed" in shown.screen
    assert DRAWN not in left(shown.screen)
    assert "2 works asked about" in left(shown.screen)
    # Whoever ends a program at once would never see the cursor again.
    assert "\x1b[?25l" not in shown.screen


def test_the_line_fits_a_narrow_terminal(desk: Path, filled: bytes) -> None:
    columns = 30
    (desk / "library.db").write_bytes(filled)
    shown = show(["--offline", "check"], prepare=slowly(0.2), columns=columns)
    assert DRAWN in shown.screen
    bare = re.sub(r"\x1b\[[0-9;]*[mK]", "", shown.screen)
    drawn = [one for one in bare.split("\r") if one.startswith(DRAWN)]
    assert max(len(one.split("\n")[0]) for one in drawn) <= columns


@pytest.mark.parametrize(
    ("given", "environment"),
    [
        (["--quiet"], {}),
        (["--no-progress"], {}),
        ([], {"CI": "true"}),
        ([], {"TERM": "dumb"}),
    ],
    ids=["--quiet", "--no-progress", "CI", "dumb"],
)
def test_who_does_not_want_it_sees_none(
    desk: Path, filled: bytes, given: list[str], environment: dict[str, str | None]
) -> None:
    (desk / "library.db").write_bytes(filled)
    line = ["--offline", *given, "update"]
    shown = show(line, prepare=slowly(0.2), environment=environment)
    assert DRAWN not in shown.screen
    assert "\x1b" not in shown.screen


def test_nothing_is_shown_in_the_first_second(desk: Path, filled: bytes) -> None:
    (desk / "library.db").write_bytes(filled)
    assert progress.AFTER >= 1.0
    shown = show(["--offline", "update"], prepare=slowly(0.1, after=progress.AFTER))
    assert DRAWN not in shown.screen


def test_a_pipe_sees_not_one_byte_of_it(
    citekit: Citekit, desk: Path, filled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "library.db").write_bytes(filled)
    quiet = citekit("--offline", "check", "--no-progress")
    shown = show(["--offline", "check"], prepare=slowly(0.2), pipe=tmp_path / "out.txt")
    assert DRAWN in shown.screen
    assert shown.piped == quiet.out
    monkeypatch.setattr(progress, "AFTER", 0.0)
    assert citekit("--offline", "check") == quiet


def test_ctrl_c_says_how_to_go_on_in_one_sentence(desk: Path, filled: bytes) -> None:
    (desk / "library.db").write_bytes(filled)
    shown = show(["--offline", "update"], prepare=slowly(5), interrupt_at=DRAWN)
    assert shown.code == 130
    sentence = "citekit: interrupted; what was done is kept; the same command updates the rest"
    assert left(shown.screen).strip() == sentence


def test_who_shows_it_never_takes_ctrl_c_from_who_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    masks: list[set[int]] = []

    def look(_: Board) -> None:
        masks.append(set(signal.pthread_sigmask(signal.SIG_BLOCK, set())))

    monkeypatch.setattr(progress, "is_watched", lambda _: True)
    monkeypatch.setattr(progress, "_show", look)
    with progress.progress(cast("typer.Context", None)):
        here = set(signal.pthread_sigmask(signal.SIG_BLOCK, set()))
    assert signal.SIGINT in masks[0]
    assert signal.SIGINT not in here


def test_what_goes_wrong_in_drawing_costs_nothing(desk: Path, filled: bytes) -> None:
    def broken() -> None:
        slowly(0.2)()
        Board.line = lambda _: 1 / 0  # type: ignore[assignment,method-assign,return-value]

    (desk / "library.db").write_bytes(filled)
    shown = show(["--offline", "update"], prepare=broken)
    assert shown.code == show(["--offline", "update"]).code
    assert "Traceback" not in shown.screen


def test_rich_is_not_loaded_before_it_is_needed() -> None:
    script = (
        "import sys; from citekit.cli import main, progress; main.main(['--offline', 'list']); "
        "print('rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_the_counts_are_those_of_the_answers() -> None:
    """The oracle of the tests above: a board adds up what it is told, and nothing twice."""
    board = Board()
    board.attend(["pubmed"])
    board.begin("asking", "works", 3)
    board.heard("pubmed", FOUND, 3)
    board.settled("pubmed", Counter({FOUND: 2, ABSENT: 1}))
    assert board.line().endswith("pubmed 2 found, 1 absent")

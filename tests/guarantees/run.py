"""Run trials, keep what they told, and go on where an earlier run stopped."""

from __future__ import annotations

import hashlib
import json
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.guarantees.guarantee import Guarantee, Told

ROOT = Path(__file__).parents[2]
DONE = ROOT / "build" / "guarantees"
_TRIED = tuple(
    ROOT / name
    for name in ("src", "tests/fuzz/corpus", "tests/guarantees", "tests/registry_server")
)


@dataclass(frozen=True)
class Outcome:
    """One trial that was run."""

    name: str
    number: int
    told: Told


def done_file() -> Path:
    """Name the file of results for the code as it stands: other code starts from nothing."""
    digest = hashlib.sha256()
    for folder in _TRIED:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            if path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return DONE / f"{digest.hexdigest()[:16]}.jsonl"


def read(path: Path) -> dict[tuple[str, int], Outcome]:
    """Read what earlier runs told; a last line that was cut off is left out."""
    outcomes = {}
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            one = json.loads(line)
        except ValueError:
            continue
        outcome = Outcome(one["name"], one["number"], Told(**one["told"]))
        outcomes[outcome.name, outcome.number] = outcome
    return outcomes


def run(
    guarantees: Iterable[Guarantee], path: Path, *, part: int = 1, jobs: int = 2
) -> Iterator[Outcome]:
    """Run one in `part` trials, where the file does not have it, and yield old and new ones."""
    before = read(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    wanted = [(one, number) for one in guarantees for number in chosen(one.trials, part)]
    yield from (before[one.name, n] for one, n in wanted if (one.name, n) in before)
    fresh = [(one.name, n) for one, n in wanted if (one.name, n) not in before]
    with path.open("a") as file:
        for outcome in _in_processes(fresh, jobs):
            print(json.dumps(asdict(outcome)), file=file, flush=True)
            yield outcome


def chosen(trials: int, part: int) -> list[int]:
    """Give one number in `part`, by turns every one of its remainders.

    Trials take what they try by turns too: every tenth would never be the odd one's.
    """
    numbers = (start + turn % part for turn, start in enumerate(range(0, trials, part)))
    return [number for number in numbers if number < trials]


def _in_processes(trials: Sequence[tuple[str, int]], jobs: int) -> Iterator[Outcome]:
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for future in as_completed([pool.submit(try_, *one) for one in trials]):
            yield future.result()


def try_(name: str, number: int) -> Outcome:
    """Run one trial in a folder of its own; an exception of the trial is something broken."""
    from tests.guarantees.table import by_name

    with tempfile.TemporaryDirectory(prefix="guarantee-", ignore_cleanup_errors=True) as folder:
        try:
            told = by_name()[name].trial(number, Path(folder))
        except Exception:  # noqa: BLE001
            told = Told(" | ".join(traceback.format_exc().splitlines()[-3:]))
    return Outcome(name, number, told)

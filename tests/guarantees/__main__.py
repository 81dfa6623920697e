"""Try what is promised, many times.

    python -m tests.guarantees [NAME ...] [--part N] [--jobs N] [--record]

Without a name, all of it. Can be broken off at any moment: the next run of the same code goes on.
`--part 10` runs one trial in ten. `--record` puts the figures into docs/guarantees.md. Exit 1
where anything was not as promised.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from tests.guarantees import page
from tests.guarantees.guarantee import Guarantee
from tests.guarantees.run import Outcome, done_file, run
from tests.guarantees.table import GUARANTEES, by_name


def main() -> int:
    options = _options()
    wanted = _possible([by_name()[name] for name in options.names] or GUARANTEES)
    outcomes = []
    for outcome in run(wanted, done_file(), part=options.part, jobs=options.jobs):
        outcomes.append(outcome)
        _tell(outcome, len(outcomes))
    rows = page.summed(outcomes)
    print(page.table(wanted, rows))
    if options.record:
        page.record(rows)
        page.PAGE.write_text(page.written(GUARANTEES))
    return int(any(one.told.broken for one in outcomes))


def _possible(guarantees: Iterable[Guarantee]) -> list[Guarantee]:
    possible = []
    for one in guarantees:
        if lacking := one.lacks():
            print(f"{one.name}: not tried, {lacking}", file=sys.stderr)
        else:
            possible.append(one)
    return possible


def _tell(outcome: Outcome, count: int) -> None:
    if outcome.told.broken:
        print(f"{outcome.name} {outcome.number}: {outcome.told.broken}", file=sys.stderr)
    if count % 100 == 0:
        print(f"{count:,} trials", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*by_name(), []], default=[])
    parser.add_argument("--part", type=int, default=1, help="run one trial in N")
    parser.add_argument("--jobs", type=int, default=2, help="trials at once")
    parser.add_argument("--record", action="store_true", help="put the figures into the page")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""Measure how long citekit and its peers take to say their version and their help.

    python benchmarks/startup.py [--runs N] [--peers FOLDER] [--citekit COMMAND]

Prints a Markdown table in multiples of `python -c pass`.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import measure
import options
import peers

OPTIONS = ("--version", "--help")


def main() -> None:
    args = options.parser(__doc__).parse_args()
    known = [one for one in peers.open_peers(args.peers) if not one.is_only_a_library]
    with tempfile.TemporaryDirectory() as home:
        commands = _commands(args.citekit, known, measure.environ(Path(home)))
        costs = measure.side_by_side(commands, args.runs)
    print(measure.table(costs))
    versions = ", ".join(str(peer) for peer in known)
    print(f"\nPython {platform.python_version()}, {args.runs} turns. {versions}.")


def _commands(
    citekit: Path, known: Sequence[peers.Peer], environ: Mapping[str, str]
) -> list[measure.Command]:
    def command(name: str, *argv: object) -> measure.Command:
        return measure.Command(name, tuple(str(part) for part in argv), environ)

    listed = [command(measure.UNIT, sys.executable, "-c", "pass")]
    installed = [(peer.name, peer.command) for peer in known if peer.version is not None]
    for option in OPTIONS:
        for name, path in [("citekit", citekit), *installed]:
            listed.append(command(f"{name} {option}", path, option))
    return listed


if __name__ == "__main__":
    main()

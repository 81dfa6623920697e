"""The command line with segments so small that a handful of files makes several."""

from citekit.cli.main import run
from citekit.mirror.build import plan

if __name__ == "__main__":
    plan._GROUP = 30_000
    run()

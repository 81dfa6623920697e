"""The command line with segments so small that a handful of files makes several."""

import sys

from citekit.cli.main import main
from citekit.mirror.build import plan

if __name__ == "__main__":
    plan._GROUP = 30_000
    sys.exit(int(main(sys.argv[1:])))

"""`python -m citekit`."""

from citekit.cli.entry import run

run()

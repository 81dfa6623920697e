"""`python -m citekit`."""

from citekit.cli.main import run

run()

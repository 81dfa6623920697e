"""`citekit explain`: what a rule of `check` looks for, why, and what to do."""

from __future__ import annotations

from typing import Annotated

import typer

from citekit.cli import common
from citekit.cli.completing import rules
from citekit.cli.exits import say

RuleArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[RULE]",
        help="Its code or name; none: all rules.",
        show_default=False,
        autocompletion=rules,
    ),
]


def explain(rule: RuleArgument = None) -> None:
    """Tell about a rule of `check`, or list all of them.

    \b
    Example:
      citekit explain
      citekit explain CK101
      citekit explain retracted
    """
    from citekit.checks.pages import listed, page

    if rule is None:
        common.print_lines(listed())
    else:
        say(page(rule))

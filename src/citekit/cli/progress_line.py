"""The line itself, drawn by Rich; loaded when something takes longer than a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import ProgressColumn, Task, TextColumn
from rich.progress_bar import ProgressBar
from rich.table import Column
from rich.text import Text

if TYPE_CHECKING:
    from citekit.cli.board import Board

_BARS = ((80, 20), (50, 10))
"""From so many columns on, a bar of so many."""


class _Steady(Console):
    """A terminal whose cursor stays: whoever ends citekit at once would never see it again."""

    def show_cursor(self, show: bool = True) -> bool:  # noqa: ARG002 - as Rich has it
        """Leave it."""
        return False


class _Told(ProgressColumn):
    max_refresh = None

    def __init__(self, board: Board) -> None:
        super().__init__(Column(no_wrap=True, overflow="ellipsis", ratio=1))
        self._board = board

    def render(self, task: Task) -> Text:  # noqa: ARG002 - the board knows more
        """Say what the board says."""
        share = self._board.share()
        percent = "" if share is None else f"{share:4.0%}, "
        return Text(f"{percent}{self._board.line()}")


class _Bar(ProgressColumn):
    max_refresh = None

    def __init__(self, board: Board, columns: int) -> None:
        super().__init__(Column(no_wrap=True))
        self._board, self._columns = board, columns

    def render(self, task: Task) -> ProgressBar | Text:  # noqa: ARG002 - the board knows more
        """Draw a bar where it is known how long it should be."""
        share = self._board.share()
        return Text("") if share is None else ProgressBar(1.0, share, self._columns)


@contextmanager
def drawn(board: Board) -> Iterator[Callable[[], None]]:
    """Give what draws the line anew; afterwards there is none."""
    terminal = _Steady(stderr=True, highlight=False, markup=False)
    wide = next((bar for columns, bar in _BARS if terminal.width >= columns), 1)
    bars = Bars(
        TextColumn("{task.description}", table_column=Column(no_wrap=True)),
        _Bar(board, wide),
        _Told(board),
        console=terminal,
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        expand=True,
    )
    task = bars.add_task(board.phase, total=None)

    def draw() -> None:
        bars.update(task, description=board.phase)
        bars.refresh()

    with bars:
        yield draw

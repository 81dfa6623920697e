"""The formats that `check` prints, by name; each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Final, Protocol, cast

from citekit.findings import Checked


class _Printer(Protocol):
    def report(self, checked: Checked) -> str: ...


_MODULES: Final = {
    "text": "lines",
    "json": "shape",
    "sarif": "sarif",
    "github": "github",
    "junit": "junit",
    "gitlab": "gitlab",
    "markdown": "markdown",
}


def _print(module: str, checked: Checked) -> str:
    return cast("_Printer", import_module(f"{__package__}.{module}")).report(checked)


FORMATS: Final[Mapping[str, Callable[[Checked], str]]] = {
    name: partial(_print, module) for name, module in _MODULES.items()
}
"""Each gives one text without a line end behind it; none holds what UTF-8 cannot carry."""

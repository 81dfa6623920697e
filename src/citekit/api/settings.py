"""Whom a call of the Python API asks: as given, else as the environment and the files say."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from citekit.settings import Settings
from citekit.verbs.configure import load

Path_ = str | os.PathLike[str]


def chosen(settings: Settings | None, offline: bool | None) -> Settings:
    """Choose the settings of one call; raises SettingsError for one that will not do."""
    base = load({}, os.environ, Path.cwd()) if settings is None else settings
    return base if offline is None else replace(base, offline=offline)

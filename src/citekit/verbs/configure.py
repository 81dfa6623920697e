"""Gather the settings: flags > ``CITEKIT_*`` > `citekit.toml` or `[tool.citekit]` > defaults."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from citekit.errors import SettingsError
from citekit.settings import Settings
from citekit.text.keys import check_template
from citekit.text.mail import check_address
from citekit.text.meant import question

LIBRARY_NAME = "library.db"
SETTINGS_NAME = "citekit.toml"

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value.strip()


def _address(value: object) -> str:
    return check_address(_text(value))


def _template(value: object) -> str:
    return check_template(_text(value))


def _url(value: object) -> str:
    text = _text(value).rstrip("/")
    if not text.startswith(("http://", "https://")):
        raise ValueError("an http:// or https:// address is wanted")
    return text


def _path(value: object) -> Path:
    return Path(_text(value)).expanduser()


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = _text(value).casefold()
    if word not in _TRUE | _FALSE:
        raise ValueError("true or false is wanted")
    return word in _TRUE


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("a number of seconds is wanted")
    seconds = float(value)
    if not 0 < seconds <= 3600:
        raise ValueError("between 0 and 3600 seconds are wanted")
    return seconds


def _hours(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("a number of hours is wanted")
    hours = float(value)
    if not 0 <= hours <= 24:
        raise ValueError("between 0 and 24 hours are wanted")
    return hours


class Setting(NamedTuple):
    """One thing that can be set, and from where."""

    field: str
    variable: str
    convert: Callable[[object], object]
    in_file: bool = True


SETTINGS: tuple[Setting, ...] = (
    Setting("pubmed_url", "CITEKIT_PUBMED_URL", _url),
    Setting("crossref_url", "CITEKIT_CROSSREF_URL", _url),
    Setting("mirror", "CITEKIT_MIRROR", _text),
    Setting("offline", "CITEKIT_OFFLINE", _switch),
    Setting("library", "CITEKIT_LIBRARY", _path),
    Setting("cache_dir", "CITEKIT_CACHE_DIR", _path),
    Setting("mailto", "CITEKIT_MAILTO", _address),
    Setting("timeout", "CITEKIT_TIMEOUT", _seconds),
    Setting("status_hours", "CITEKIT_STATUS_HOURS", _hours),
    Setting("key_template", "CITEKIT_KEY_TEMPLATE", _template),
    Setting("allow_private", "CITEKIT_ALLOW_PRIVATE", _switch),
    # A key in a file is a key in a repository sooner or later.
    Setting("ncbi_api_key", "NCBI_API_KEY", _text, in_file=False),
)

_BY_FIELD = {setting.field: setting for setting in SETTINGS}


def load(flags: Mapping[str, object], environment: Mapping[str, str], folder: Path) -> Settings:
    """Combine every source of settings, the strongest last.

    `flags` holds only what was given (None values are left out). Raises SettingsError naming the
    setting and where it stands.
    """
    values: dict[str, object] = {}
    for path, table in _files(folder):
        values |= {name: _from_file(name, value, path) for name, value in table.items()}
    for setting in SETTINGS:
        if text := environment.get(setting.variable, "").strip():
            values[setting.field] = _convert(setting, text, setting.variable)
    for name, value in flags.items():
        if value is not None:
            values[name] = _from_flag(name, value)
    return replace(Settings(), **values)  # type: ignore[arg-type]  # converted by the table above


def _from_file(name: str, value: object, path: Path) -> object:
    field = name.replace("-", "_")
    setting = _BY_FIELD.get(field)
    if setting is None or not setting.in_file:
        known = ", ".join(s.field for s in SETTINGS if s.in_file)
        hint = f"set {setting.variable} in the environment" if setting else f"known are {known}"
        near = "" if setting else question(field, [s.field for s in SETTINGS if s.in_file])
        raise SettingsError(f"{path}: there is no setting {name!r} here{near}; {hint}")
    converted = _convert(setting, value, f"{path}, {name}")
    return path.parent / converted if isinstance(converted, Path) else converted


def _from_flag(name: str, value: object) -> object:
    # The others are converted by the command line itself.
    if name != "key_template":
        return value
    return _convert(_BY_FIELD[name], value, "--key-template")


def _convert(setting: Setting, value: object, where: str) -> object:
    try:
        return setting.convert(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{where}: {value!r} will not do, {error}") from error


def settings_file(folder: Path) -> Path | None:
    """Find the file whose settings count in a folder; raises SettingsError for one that is none."""
    return next((path for path, _ in _files(folder)), None)


def _files(folder: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Yield the nearest settings table, from `folder` up to the repository's root."""
    for parent in _upwards(folder):
        own = parent / SETTINGS_NAME
        if own.is_file():
            yield own, _toml(own)
            return
        project = parent / "pyproject.toml"
        if project.is_file() and (table := _tool_table(project)) is not None:
            yield project, table
            return


def _tool_table(path: Path) -> Mapping[str, object] | None:
    tools = _toml(path).get("tool")
    table = tools.get("citekit") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: [tool.citekit] must be a table")
    return table


def _toml(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML: {error}") from error


def _upwards(folder: Path) -> Iterator[Path]:
    for parent in (folder, *folder.parents):
        yield parent
        if (parent / ".git").exists():
            return


def library_path(settings: Settings, folder: Path) -> Path:
    """Find the library: as set, else `library.db` here or above, up to the repository's root.

    Where there is none yet, the path is the one in `folder`. Outside of a repository only
    `folder` itself is looked at: a stray file far above is nobody's library.
    """
    if settings.library is not None:
        return settings.library
    parents = list(_upwards(folder))
    in_repository = (parents[-1] / ".git").exists()
    for parent in parents if in_repository else parents[:1]:
        if (parent / LIBRARY_NAME).is_file():
            return parent / LIBRARY_NAME
    return folder / LIBRARY_NAME

"""First settings: written where they are read from, beside whatever stands there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from citekit.errors import LibraryError, SettingsError
from citekit.replacing import replace_file
from citekit.settings import Settings
from citekit.verbs.configure import SETTINGS_NAME, library_path, settings_file

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from tomlkit import TOMLDocument

_HEAD: Final = """\
# Settings of citekit for this folder and those below it; an unknown one is an error.
# Keys of registries stand in the environment only (NCBI_API_KEY).
"""
_NO_ADDRESS: Final = """
# Whom registries write to before they block; Crossref answers sooner.
# mailto = "you@example.org"
"""


class Begun(NamedTuple):
    """The file of the settings, and whether it was made or changed."""

    path: Path
    is_new: bool
    changed: bool


def begin(
    settings: Settings, folder: Path, mailto: str | None, library: Path | None = None
) -> Begun:
    """Write settings into the file that is read in this folder, or make one; None is not written.

    Everything else in the file stays as it is, comments too. A new one lies beside the library,
    where there is one already. Raises SettingsError for a file that cannot be read, LibraryError
    where the disk refuses.
    """
    held = settings_file(folder)
    home = folder if settings.library else library_path(settings, folder).parent
    path = held or home / SETTINGS_NAME
    values = {} if mailto is None else {"mailto": mailto}
    if library is not None:
        values["library"] = _seen_from(path.parent, folder / library)
    if held is not None:
        return Begun(path, False, _add(path, values))
    text = _HEAD if mailto else f"{_HEAD}{_NO_ADDRESS}"
    return Begun(path, True, replace_file(path, _with(path, text, values)))


def _seen_from(home: Path, library: Path) -> str:
    """Name a library beneath the settings by the way to it: so both can be moved."""
    library, home = library.absolute(), home.absolute()
    return (library.relative_to(home) if library.is_relative_to(home) else library).as_posix()


def _add(path: Path, values: Mapping[str, str]) -> bool:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"{path}: cannot be read: {error}") from error
    held = _settings(path, tomllib.loads(text))
    if all(held.get(name) == value for name, value in values.items()):
        return False
    return replace_file(path, _with(path, text, values))


def _with(path: Path, text: str, values: Mapping[str, str]) -> str:
    """Put settings into a text; raises SettingsError where they would not be read back."""
    import tomlkit  # noqa: PLC0415 - only those who write such a file wait for it

    document = tomlkit.parse(text)
    _settings(path, document).update(values)
    written = tomlkit.dumps(document)
    wanted = tomllib.loads(text)
    _settings(path, wanted).update(values)
    if tomllib.loads(written) != wanted:
        lines = ", ".join(f"{name} = {value!r}" for name, value in values.items())
        raise SettingsError(f"{path}: cannot be added to; write {lines} into it")
    if "\r\n" in text and not re.search(r"(?<!\r)\n", text):
        return re.sub(r"(?<!\r)\n", "\r\n", written)
    return written


def _settings(
    path: Path, document: TOMLDocument | dict[str, object]
) -> MutableMapping[str, object]:
    table: MutableMapping[str, object] = document
    for name in () if path.name == SETTINGS_NAME else ("tool", "citekit"):
        inner = table[name]
        if not isinstance(inner, dict):  # TOML's own tables are dicts too
            raise SettingsError(f"{path}: [tool.citekit] must be a table")
        table = inner
    return table

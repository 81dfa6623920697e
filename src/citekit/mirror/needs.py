"""The packages that a big mirror needs, and that citekit does without otherwise."""

from __future__ import annotations

from importlib.util import find_spec

from citekit.errors import SettingsError

PACKAGES = ("numpy", "tantivy", "xxhash", "zstandard")


def require() -> None:
    """Make sure that an index can be built and read; raises SettingsError where it cannot."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise SettingsError(
            f"A mirror of PubMed or Crossref needs {', '.join(missing)}. "
            "Install citekit-cli[mirror] instead of citekit-cli."
        )

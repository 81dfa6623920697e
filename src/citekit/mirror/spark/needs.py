"""The packages that the Spark job needs, and that everything else does without."""

from __future__ import annotations

from importlib.util import find_spec

from citekit.errors import SettingsError
from citekit.mirror import needs

PACKAGES = ("pyspark", "pandas", "pyarrow")


def require() -> None:
    """Make sure that the job can run; raises SettingsError where it cannot."""
    missing = [name for name in (*needs.PACKAGES, *PACKAGES) if find_spec(name) is None]
    if missing:
        raise SettingsError(
            f"Matching on Spark needs {', '.join(missing)}. "
            "Install citekit-cli[spark] instead of citekit-cli."
        )

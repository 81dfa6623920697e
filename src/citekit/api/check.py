"""`citekit.check()`: is everything that is cited still what it says it is?"""

from __future__ import annotations

import os
from pathlib import Path

from citekit.api.resolve import refuse
from citekit.api.settings import Path_, chosen
from citekit.checks.run import check_files, check_library
from citekit.findings import Checked
from citekit.library.store import Library
from citekit.settings import Settings
from citekit.verbs.configure import library_path


def check(*files: Path_, offline: bool | None = None, settings: Settings | None = None) -> Checked:
    """Check files in place, or without any the library, as `citekit check` does.

    `offline` and `settings` are as for `citekit.resolve`. Nothing is changed, and findings are
    no exceptions.

    >>> import citekit
    >>> from pathlib import Path
    >>> _ = Path("refs.bib").write_text("@article{liang, pmid = {20650877}}")
    >>> checked = citekit.check("refs.bib", offline=True)
    >>> for finding in checked.findings:
    ...     print(finding.place.line, finding.level, finding.rule.name, finding.key)
    1 warning erratum liang
    1 note comment liang

    What could not be asked about is in `unchecked`: without findings a file is clean only where
    that is empty, too.

    Raises SourceError for the first file that cannot be used as it stands, OutageError, which is
    one, for a web page that could not be had just now, LibraryError where there is no library or
    it cannot be read, SettingsError for settings that will not do. All are CitekitError.
    """
    chosen_ = chosen(settings, offline)
    if not files:
        with Library.open(library_path(chosen_, Path.cwd())) as library:
            return check_library(library, chosen_)
    checked, gathered = check_files([os.fspath(one) for one in files], chosen_)
    refuse(gathered)
    return checked

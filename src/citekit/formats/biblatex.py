"""biblatex files: read and written as BibTeX's are, in the other column of the same table.

Lost on the way out and back, beside what `bibtex` says:

- of the types only the periodical's supplements, and dictionaries' and reviews' where another
  program drops `entrysubtype`
- a page that is an article number comes back as `page` and `number`
- a state of publication that biblatex does not know; the words of a date that has numbers too
- what `bibtex_related` says
"""

from __future__ import annotations

from collections.abc import Sequence

from citekit.formats import bibtex
from citekit.formats.bibtex_fields import Dialect
from citekit.model import StoredWork

read = bibtex.read


def write(works: Sequence[StoredWork], *, ascii_only: bool = False) -> str:
    """Write one entry for each work, sorted by key; the same works give the same text.

    Notices that are works of the same file are its `related` entries.
    """
    return bibtex.write(works, ascii_only=ascii_only, dialect=Dialect.BIBLATEX)

"""Several values of one kind, as the Python API hands them out: tuples, in notebooks tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Self, TypeVar

from citekit.model import Rejected, Resolution, StoredLink, StoredWork

T = TypeVar("T")


class Several(tuple[T, ...]):
    """A tuple of one kind of value."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from citekit.reports import notebook  # noqa: PLC0415 - only notebooks need it

        return notebook.several(self)


class Works(Several[StoredWork]):
    """Works of a library."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Works: {', '.join(one.key for one in self) or 'none'}>"


class Notices(Several[StoredLink]):
    """Notices about works of a library."""

    __slots__ = ()

    def __repr__(self) -> str:
        counts = Counter(one.link.type.replace("_", " ") for one in self)
        return f"<Notices: {_listed(counts)}>"


class Resolutions(Several[Resolution]):
    """What became of citations, in the order in which they were written.

    An outage is the outcome `unavailable` of the citation, never `not_found` and no exception.
    """

    rejected: tuple[Rejected, ...]
    """Entries and citations of the sources that could not be taken, each with its place and why."""
    empty: tuple[str, ...]
    """Sources that were read and cite nothing."""

    @classmethod
    def of(
        cls,
        found: Iterable[Resolution],
        rejected: Iterable[Rejected] = (),
        empty: Iterable[str] = (),
    ) -> Self:
        """Gather what became of citations, and what was none."""
        made = cls(found)
        made.rejected, made.empty = tuple(rejected), tuple(empty)
        return made

    def __repr__(self) -> str:
        counts = Counter(one.outcome.replace("_", " ") for one in self)
        counts.update({"rejected": len(self.rejected), "without a citation": len(self.empty)})
        return f"<Resolutions: {_listed(counts)}>"

    def _repr_html_(self) -> str:
        from citekit.reports import notebook  # noqa: PLC0415 - only notebooks need it

        return notebook.several(self, notebook.left_out(self.rejected, self.empty))


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "none"

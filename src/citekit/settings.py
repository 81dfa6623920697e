"""What can be set, as one frozen value; reading files and the environment is the caller's."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

PUBMED_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
CROSSREF_URL = "https://api.crossref.org"
SOURCE_SECONDS = 60.0
STATUS_HOURS = 12.0
ANSWER_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a verb needs to know about where and how to ask."""

    pubmed_url: str | None = None
    """A base address of your own; not set: NCBI itself, with its matcher and ID converter."""
    crossref_url: str | None = None
    """A base address of your own; not set: Crossref itself, with doi.org for agencies."""
    mirror: str | None = None
    """A mirror's folder, or ``starter``; not set: the registries themselves are asked."""
    offline: bool = False
    """No socket is opened; without a mirror of yours the starter mirror answers."""
    library: Path | None = None
    """The file; not set: `library.db` here or in a parent folder up to the repository's root."""
    cache_dir: Path | None = None
    """Where answers are remembered; not set: the user's cache folder."""
    mailto: str | None = None
    """Your address: for Crossref's polite pool, and NCBI can reach you before it blocks you."""
    ncbi_api_key: str | None = field(default=None, repr=False)
    """NCBI's key: ten instead of three requests a second; never printed, stored or cached."""
    timeout: float = SOURCE_SECONDS
    """Seconds for one SOURCE over all registries."""
    status_hours: float = STATUS_HOURS
    """Hours for which a record, and so the status of its work, is believed unasked; 0: never."""
    refresh: bool = False
    """True: answers kept in the cache are not used (they are still replaced)."""
    key_template: str | None = None
    """How the citation keys of new works are made; not set: ``{family}{year}{word}``."""
    allow_private: bool = False
    """A web address given as SOURCE may lie in a private network."""

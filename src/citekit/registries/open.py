"""Open the registries themselves."""

from __future__ import annotations

from citekit.model import Registry
from citekit.registries.crossref import Crossref
from citekit.registries.http import Http
from citekit.registries.pubmed import PubMed
from citekit.settings import Settings


def open_registries(settings: Settings, http: Http | None = None) -> tuple[Registry, ...]:
    """Open PubMed and Crossref, which share one session and one policy."""
    shared = http or Http(settings)
    return PubMed(shared), Crossref(shared)

"""Servers of preprints, by the names that sources give them and by their DOIs."""

from __future__ import annotations

import re

from citekit.text.characters import ascii_words

# As PubMed abbreviates them, and as they call themselves.
_SERVERS = frozenset(
    ascii_words(name)
    for name in (
        "bioRxiv",
        "medRxiv",
        "arXiv",
        "Res Sq",
        "Research Square",
        "ChemRxiv",
        "SSRN",
        "SSRN Electronic Journal",
        "PsyArXiv",
        "OSF Preprints",
        "Preprints",
        "Preprints.org",
        "Authorea",
        "TechRxiv",
        "SciELO Preprints",
        "JMIR Preprints",
        "EuropePMC Preprints",
    )
)
# 10.1101 is also the prefix of ordinary journals: there a date or a bare number must follow.
_DOI = re.compile(
    r"10\.(?:1101/\d{4}\.|1101/\d{6}(?!\d)|21203/rs\.|2139/ssrn\.|26434/chemrxiv|48550/arxiv\."
    r"|31234/osf\.|31219/osf\.|20944/preprints|36227/techrxiv|22541/au\.)",
    re.IGNORECASE,
)


def is_server(journal: str) -> bool:
    """Tell whether a journal's name is a preprint server's (``bioRxiv``, ``medRxiv : the …``)."""
    name = re.split(r"\s+:\s+", journal, maxsplit=1)[0]
    return ascii_words(name) in _SERVERS


def is_preprint_doi(doi: str) -> bool:
    """Tell whether a DOI is of the form that only a preprint server gives."""
    return bool(_DOI.match(doi))

"""Web addresses that name a work, as a table of hosts and paths."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl

from citekit.text import doi
from citekit.vocab import Scheme


class Named(NamedTuple):
    """What an address names: the value as written, not yet normalised."""

    scheme: Scheme
    value: str


class _Form(NamedTuple):
    hosts: tuple[str, ...]
    path: re.Pattern[str]
    scheme: Scheme


def _form(hosts: str, path: str, scheme: Scheme) -> _Form:
    return _Form(tuple(hosts.split()), re.compile(path, re.IGNORECASE), scheme)


_END = r"(?=[/?#&.,;)\]]|$)"
_NCBI = "ncbi.nlm.nih.gov"
_PMC = "pmc.ncbi.nlm.nih.gov ncbi.nlm.nih.gov europepmc.org ukpmc.ac.uk"
_ARXIV = "arxiv.org export.arxiv.org ar5iv.org ar5iv.labs.arxiv.org alphaxiv.org"
_RESOLVERS = "identifiers.org n2t.net bioregistry.io"

# Europe PMC: /article/MED/<PMID>, /abstract/MED/<PMID>, /article/PMC/<PMCID>; PubMed: /<PMID>/,
# /pubmed/<PMID>, /m/pubmed/<PMID>, ?term=<PMID>[uid]; PMC: /articles/<PMCID> with and without /pmc.
_FORMS: tuple[_Form, ...] = (
    _form(_PMC, r"/(?:pmc/)?articles/pmid/(\w+)", Scheme.PMID),
    _form(_PMC, r"/(?:pmc/)?articles?/(?:instance/|pmc/)?(PMC\w*(?:\.[0-9]+)?)", Scheme.PMCID),
    _form("europepmc.org ukpmc.ac.uk", r"/(?:article|abstract)s?/MED/(\w+)", Scheme.PMID),
    _form("europepmc.org ukpmc.ac.uk", r"/abstract/PMC/(\w+)", Scheme.PMCID),
    _form("ebi.ac.uk", r"/europepmc/webservices/rest/(?:article/)?MED/(\w+)", Scheme.PMID),
    _form("ebi.ac.uk", r"/europepmc/webservices/rest/(?:article/)?PMC/(\w+)", Scheme.PMCID),
    _form("pubmed.ncbi.nlm.nih.gov pubmed.gov pubmed.com", rf"/([0-9]+){_END}", Scheme.PMID),
    _form(
        "pubmed.ncbi.nlm.nih.gov",
        r"/\?(?:.*&)?term=([0-9]+)(?:(?:\[|%5B)\w+(?:\]|%5D))?(?:&|$)",
        Scheme.PMID,
    ),
    _form(_NCBI, rf"/(?:m/)?pubmed/([0-9]+){_END}", Scheme.PMID),
    _form(
        _NCBI,
        r"/(?:m/)?pubmed/?\?(?:.*&)?term=([0-9]+)(?:(?:\[|%5B)\w+(?:\]|%5D))?(?:&|$)",
        Scheme.PMID,
    ),
    _form(_NCBI, r"/entrez/.*[?&](?:list_uids|id)=([0-9]+)(?:&|$)", Scheme.PMID),
    _form(_RESOLVERS, r"/(?:pubmed|pmid)[:/](\w+)", Scheme.PMID),
    _form(_RESOLVERS, r"/(?:pmc|pmcid)[:/](\w+)", Scheme.PMCID),
    _form(_RESOLVERS, r"/arxiv[:/](.+)", Scheme.ARXIV),
    _form(_RESOLVERS, r"/doi[:/](.+)", Scheme.DOI),
    _form(_ARXIV, r"/(?:abs|pdf|html|format|ps|src|e-print)/([^?#]+)", Scheme.ARXIV),
    _form("openlibrary.org", rf"/isbn/([0-9Xx-]+){_END}", Scheme.ISBN),
    _form("hdl.handle.net", rf"/({doi.START}.+)", Scheme.DOI),
    _form("doi.org", r"/(.+)", Scheme.DOI),
)
_ADDRESS = re.compile(r"(?:(?:https?|ftp):)?/*([^/?#\s]+)([/?#].*)?", re.IGNORECASE | re.DOTALL)
_LIBRARY_PROXY = re.compile(r"^(?:[0-9]+-|www[.-]|dx[.-])+")
HOST_NAMES = sorted({host for form in _FORMS for host in form.hosts}, key=len, reverse=True)
"""The hosts above, the longest first."""
HOSTS = "|".join(re.escape(host) for host in HOST_NAMES)
"""Pattern of them, for addresses written without ``https://``."""
_FORMS_OF = {host: [form for form in _FORMS if host in form.hosts] for host in HOST_NAMES}
_BEHIND_PROXY = {host: (f"{host}.", f"{host.replace('.', '-')}.") for host in HOST_NAMES}

_DOI_IN_PATH = re.compile(rf"{doi.START}\S+", re.IGNORECASE)
# Oxford University Press appends the number of its own page to the DOI.
_OUP_PAGE = re.compile(r"(?<=[a-z0-9])/[0-9]{5,9}$")


def name_work(address: str) -> Named | None:
    """Find what an address names; None if nothing.

    The value may be impossible (``https://doi.org/xyz``): who normalises it says so.
    """
    match = _ADDRESS.fullmatch(doi.trim(address))
    if match is None:
        return None
    host, path = _known_host(match[1]), match[2] or ""
    for form in _FORMS_OF.get(host, ()):
        if found := form.path.match(path):
            return Named(form.scheme, _value(form.scheme, found[1]))
    if host in _FORMS_OF and host != _NCBI:
        return None
    value = _doi_of_publisher(host, path)
    return Named(Scheme.DOI, value) if value else None


def _known_host(host: str) -> str:
    """Undo what library proxies do: ``0-doi-org.library.edu``, ``doi.org.proxy.edu``."""
    bare = _LIBRARY_PROXY.sub("", host.lower().rpartition("@")[2].partition(":")[0])
    if bare in _FORMS_OF:
        return bare
    behind = (host for host, starts in _BEHIND_PROXY.items() if bare.startswith(starts))
    return next(behind, bare)


def _value(scheme: Scheme, written: str) -> str:
    if scheme is not Scheme.DOI:
        return doi.percent_decode(written)
    return doi.percent_decode(doi.drop_fragment(doi.drop_query(written)))


def _doi_of_publisher(host: str, path: str) -> str | None:
    """Find a DOI in the path, or else in a parameter, of an address."""
    route, _, query = path.partition("?")
    decoded = doi.percent_decode(doi.drop_fragment(route))
    found = _DOI_IN_PATH.search(decoded) or _DOI_IN_PATH.search(doi.percent_decode(route))
    if found is None:
        return _doi_of_query(query)
    value = doi.trim(doi.drop_tail(found[0]))
    return _OUP_PAGE.sub("", value) if host.endswith("oup.com") else value


def _doi_of_query(query: str) -> str | None:
    for _, value in parse_qsl(query[:2000].partition("#")[0], errors="replace"):
        if found := _DOI_IN_PATH.search(value):
            return doi.trim(doi.drop_tail(doi.drop_query(found[0])))
    return None

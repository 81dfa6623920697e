"""What is asked over the network, what comes back, and what is no answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote, urlencode, urlsplit

from citekit.registries.limits import Pool

Pairs = tuple[tuple[str, str], ...]


class Kind(StrEnum):
    """What a reply told, which decides how long it may be remembered."""

    RECORD = "record"
    STATUS = "status"
    """A record with the notices about its work."""
    SEARCH = "search"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Question:
    """One request to one registry."""

    url: str
    """Without query and without anything secret."""
    pool: Pool
    params: Pairs = ()
    """What is asked: the query of a GET, the form of a POST."""
    identity: Pairs = ()
    """Who asks (mailto, tool, email, api_key): sent, but never remembered and never shown."""
    post: bool = False
    accept: str = "*/*"
    statuses: frozenset[int] = frozenset({200})
    """The statuses that are an answer."""
    hops: int = 3
    roams: bool = False
    """True: redirects to other hosts are followed, as nobody, and never into a private network."""

    @property
    def host(self) -> str:
        """Host and port, as messages and limits name them."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def form(self) -> str:
        """Parameters and identity, URL-encoded."""
        return urlencode(self.params + self.identity, safe=":,/()", quote_via=quote)

    @property
    def address(self) -> str:
        """The whole address of a GET."""
        return f"{self.url}?{self.form}" if self.form else self.url

    @property
    def key(self) -> str:
        """Name the question in the cache, whoever asks it."""
        parts = ("POST" if self.post else "GET", self.url, self.accept, urlencode(self.params))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole answer, decompressed."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    fetched_at: str
    from_cache: bool = False
    url: str = ""
    """Where it came from after redirects; empty from the cache."""
    key: str = field(default="", repr=False)

    @property
    def media_type(self) -> str:
        """The Content-Type, empty if none was given."""
        return self.headers.get("content-type", "")


class NoAnswer(Exception):  # noqa: N818 - the house's word for it
    """The registry could not be asked, or what came back is no answer.

    The text names the host and what happened; it never holds a key, an address or a query.
    """

    def __init__(self, reason: str, status: int | None = None, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        """The HTTP status, where the refusal was one."""
        self.final = final
        """True: it is what was asked for that will not do, today and tomorrow."""

"""The only door to the network: one policy for every question.

- the whole exchange ends at a deadline, whatever the other side does: requests alone has no limit
  on slow headers or a slow body, so each exchange runs in a thread that is left behind when late;
- an answer has exactly the status that was asked for, is whole, and is not too long;
- a registry is asked again when that may help, waits as it is told to, and is left alone for the
  rest of the run when it stays silent;
- redirects are followed by hand, and nobody else is told who asks.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from http.client import IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

import requests
from requests import exceptions as errors
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as wire

from citekit.errors import FormatError
from citekit.listening import NOBODY, Listener
from citekit.registries import headers as header
from citekit.registries.addresses import public_address
from citekit.registries.body import read_body
from citekit.registries.cache import Cache
from citekit.registries.cache_file import HOUR, CacheFile, folder
from citekit.registries.faults import Fault
from citekit.registries.limits import Limiter
from citekit.registries.mirrored import is_mirror
from citekit.registries.policy import Asker, Policy
from citekit.registries.questions import Kind, NoAnswer, Question, Reply
from citekit.registries.record_cache import Kept, RecordCache
from citekit.registries.redact import Redactor
from citekit.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

T = TypeVar("T")


class Meaning(NamedTuple):
    """What an exception of the network libraries says about the host."""

    what: str
    again: bool = False
    silent: bool = False


_BAD_ADDRESS = Meaning("is part of an address that cannot be used")
_SLOW = Meaning("did not answer in time", silent=True)
_UNREACHED = Meaning("cannot be reached", again=True, silent=True)
_CUT = Meaning("cut its answer short", again=True)
_IMPROPER = Meaning("did not answer properly")
_OURS = Meaning("could not be sent the question")

# Every exception of requests, and those beneath it that a body can raise or another one hides.
MEANINGS: dict[type[BaseException], Meaning] = {
    errors.ConnectionError: Meaning("broke off the connection", again=True, silent=True),
    errors.ConnectTimeout: Meaning("cannot be reached in time", silent=True),
    errors.ProxyError: Meaning("cannot be reached through the proxy", again=True, silent=True),
    errors.SSLError: Meaning("has no certificate that can be trusted"),
    errors.Timeout: _SLOW,
    errors.ReadTimeout: _SLOW,
    errors.ChunkedEncodingError: _CUT,
    errors.ContentDecodingError: Meaning("sent a damaged answer", again=True),
    errors.TooManyRedirects: Meaning("redirects too often"),
    errors.URLRequired: _BAD_ADDRESS,
    errors.MissingSchema: _BAD_ADDRESS,
    errors.InvalidSchema: _BAD_ADDRESS,
    errors.InvalidURL: _BAD_ADDRESS,
    errors.InvalidProxyURL: Meaning("cannot be reached: the proxy's address cannot be used"),
    errors.InvalidHeader: _OURS,
    errors.InvalidJSONError: _OURS,
    errors.JSONDecodeError: _OURS,
    errors.StreamConsumedError: _OURS,
    errors.UnrewindableBodyError: _OURS,
    errors.RetryError: _IMPROPER,
    errors.HTTPError: _IMPROPER,
    errors.RequestException: _IMPROPER,
    wire.NameResolutionError: Meaning("is not known to the name service", again=True, silent=True),
    wire.NewConnectionError: _UNREACHED,
    wire.ConnectTimeoutError: _SLOW,
    wire.ReadTimeoutError: _SLOW,
    wire.IncompleteRead: _CUT,
    IncompleteRead: _CUT,
    wire.ProtocolError: Meaning("broke off its answer", again=True),
    wire.SSLError: Meaning("broke off its answer", again=True),
    wire.LocationValueError: _BAD_ADDRESS,
    wire.HTTPError: _IMPROPER,
    OSError: _UNREACHED,
    UnicodeError: _BAD_ADDRESS,
}
NETWORK = (errors.RequestException, wire.HTTPError, OSError, UnicodeError)
# Wrapped in something more general, and worth being told apart.
_HIDDEN = (wire.NameResolutionError, wire.NewConnectionError, IncompleteRead)


def meaning(error: BaseException) -> Meaning:
    """Say what an exception of the network libraries means, without a word of its own text."""
    for part in error.args:
        hidden = part.reason if isinstance(part, wire.MaxRetryError) else part
        if isinstance(hidden, _HIDDEN):
            return _nearest(hidden)
    return _nearest(error)


def _nearest(error: BaseException) -> Meaning:
    return next(MEANINGS[kind] for kind in type(error).__mro__ if kind in MEANINGS)


class Http:
    """Asks, and remembers what was decoded."""

    def __init__(self, settings: Settings, policy: Policy | None = None) -> None:
        place = folder(settings)
        limiter = Limiter(place)
        self.settings = settings
        self.contact = header.contact_address(settings.mailto)
        self._policy = policy or Policy(fair=min(10.0, settings.timeout / 2))
        file, status = CacheFile(place), settings.status_hours * HOUR
        self._cache = Cache(file, status)
        self._records = RecordCache(file, status)
        self._asker = Asker(self._policy, limiter, self._exchange)
        self._limiter = limiter
        self._redactor = Redactor(settings)
        self.listener: Listener = NOBODY
        self._session = _session(HTTPAdapter())
        self._strangers = _session(HTTPAdapter() if settings.allow_private else _Guarded())

    @property
    def sent(self) -> Counter[str]:
        """Requests sent so far, by registry; tries count, answers from the cache do not."""
        return self._asker.sent

    def ask(self, question: Question, until: float, *, fresh: bool = False) -> Reply:
        """Ask once, or as often as the policy says; raises NoAnswer.

        `fresh` leaves out the cache. The reply is remembered only when `keep` is told to.
        """
        if self.settings.offline:
            raise NoAnswer(f"{question.host} is not asked: citekit is offline", final=True)
        cached = None if fresh or self.settings.refresh else self._cache.get(question.key)
        if cached is not None:
            return cached
        try:
            return self._asker.ask(question, until)
        except Fault as fault:
            reason = self.redact(f"{question.host} {fault.what}")
            raise NoAnswer(reason, fault.status, final=fault.final) from None

    def decoded(
        self,
        question: Question,
        until: float,
        decode: Callable[[Reply], T],
        kind: Callable[[T], Kind] | None = None,
    ) -> T:
        """Ask, decode and remember; a body that `decode` refuses with FormatError is asked twice.

        NCBI sends passing faults with status 200. Without `kind` the reply is not kept. Raises
        NoAnswer.
        """
        reason = ""
        for fresh in (False, True):
            reply = self.ask(question, until, fresh=fresh)
            try:
                value = decode(reply)
            except FormatError as error:
                reason = str(error)
                continue
            if kind is not None:
                self.keep(reply, kind(value))
            return value
        raise NoAnswer(self.redact(f"{question.host} sent what is no answer: {reason}"))

    def keep(self, reply: Reply, kind: Kind) -> None:
        """Remember a reply whose body was decoded and is an answer."""
        # A mirror is at hand anyway, and the cache does not keep what its headers say.
        kept = reply.from_cache or is_mirror(reply.headers)
        if not kept and not self._redactor.holds_secret(reply.body):
            self._cache.put(reply, kind)

    def recall(self, registry: str, names: Iterable[str]) -> dict[str, Kept]:
        """Give what is kept of a registry's records by name, unless everything is to be asked."""
        if self.settings.offline or self.settings.refresh:
            return {}
        return self._records.get(registry, names)

    def remember(self, registry: str, kept: Mapping[str, Kept]) -> None:
        """Keep records that were decoded and are what was asked for."""
        clean = {n: one for n, one in kept.items() if not self._redactor.holds_secret(one.body)}
        if clean:
            self._records.put(registry, clean)

    def confirm(self, registry: str, kept: Mapping[str, Kept]) -> None:
        """Note that a registry has said of kept records that they stand."""
        if kept:
            self._records.confirm(registry, kept)

    def redact(self, text: str) -> str:
        """Clean a text of whatever must not be shown."""
        return self._redactor.text(text)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._session.close()
        self._strangers.close()

    def _exchange(self, question: Question, until: float) -> Reply:
        url = question.url if question.post else question.address
        for _ in range(question.hops + 1):
            with self._send(question, url, until) as response:
                target = response.headers.get("location")
                if response.status_code not in header.REDIRECTS or target is None:
                    return self._read(question, response, until)
                url = header.follow(question, url, target, response.status_code)
        raise Fault("redirects too often", final=True)

    def _send(self, question: Question, url: str, until: float) -> requests.Response:
        left = until - time.monotonic()
        if left <= 0:
            raise Fault("could not be asked in the time that was left")
        session = self._strangers if question.roams else self._session
        try:
            return session.request(
                "POST" if question.post else "GET",
                url,
                data=question.form.encode() if question.post else None,
                headers=header.ours(question, self.contact),
                timeout=(min(self._policy.connect, left), min(self._policy.read, left)),
                proxies=_proxies(url),
                allow_redirects=False,
                stream=True,
            )
        except NETWORK as error:
            raise _fault(error) from None

    def _read(self, question: Question, response: requests.Response, until: float) -> Reply:
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._limiter.learn(question.host, question.pool, headers)
        if response.status_code not in question.statuses:
            raise header.refusal(response.status_code, headers)
        coding, promised = headers.get("content-encoding", ""), header.promised_length(headers)
        try:
            body = read_body(partial(_some, response), coding, promised, until)
        except NETWORK as error:
            raise _fault(error) from None
        response.raw.release_conn()
        return Reply(
            response.status_code, headers, body, _now(), url=response.url, key=question.key
        )


class _Guarded(HTTPAdapter):
    """Resolves each host once, refuses private addresses, and connects to the address checked."""

    def build_connection_pool_key_attributes(self, request, verify, cert=None):  # type: ignore[no-untyped-def]
        """See `HTTPAdapter.build_connection_pool_key_attributes`."""
        target, options = super().build_connection_pool_key_attributes(request, verify, cert)
        host = str(target["host"])
        address = public_address(host, target["port"])
        name = {"server_hostname": host, "assert_hostname": host}
        secure = name if target["scheme"] == "https" else {}
        return {**target, "host": address}, dict(options) | secure

    def add_headers(self, request: requests.PreparedRequest, **_options: object) -> None:
        """See `HTTPAdapter.add_headers`: the host is asked under its name, not its address."""
        request.headers["Host"] = urlsplit(request.url or "").netloc


class _Session(requests.Session):
    """Never looks where an answer leads.

    requests reads Location even when it is told not to follow, and fails on what is no address.
    """

    def get_redirect_target(self, _response: requests.Response) -> None:
        """See `requests.Session.get_redirect_target`: there is none."""


def _session(adapter: HTTPAdapter) -> requests.Session:
    session = _Session()
    session.headers.clear()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # A signer that signs nothing: without one, requests would send what ~/.netrc holds.
    session.auth = _unsigned
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _proxies(url: str) -> dict[str, str] | None:
    host = urlsplit(url).hostname or ""
    return {"no_proxy": host} if host in LOOPBACK else None


def _some(response: requests.Response, size: int) -> bytes:
    data: bytes = response.raw.read1(size, decode_content=False)
    return data


def _fault(error: BaseException) -> Fault:
    known = meaning(error)
    return Fault(known.what, again=known.again, silent=known.silent, final=known is _BAD_ADDRESS)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Fetch a web page whose address a person gave."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from citekit.errors import OutageError, SourceError
from citekit.registries.http import Http
from citekit.registries.limits import PAGE
from citekit.registries.questions import NoAnswer, Question

ACCEPT = "text/html, application/xhtml+xml, text/plain, */*;q=0.5"

_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")


def fetch_page(http: Http, url: str, until: float) -> tuple[bytes, str, str]:
    """Fetch a page; gives its bytes, its media type (maybe empty) and where it was in the end.

    Every host on the way is resolved once and refused when it lies in a private network, unless
    the settings allow it. Raises SourceError naming the address, OutageError where it may be had
    another time.
    """
    question = Question(_checked(url), PAGE, accept=ACCEPT, hops=5, roams=True)
    try:
        reply = http.ask(question, until, fresh=True)
    except NoAnswer as problem:
        kind = SourceError if problem.final else OutageError
        raise kind(f"{url}: {problem.reason}") from problem
    # An answer cut behind its status line looks like this: it is no page without citations.
    if not reply.body:
        raise OutageError(f"{url}: {question.host} sent an empty page; try again")
    return reply.body, reply.media_type, reply.url


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        raise SourceError(f"{url}: this is no web address") from None
    if "@" in parts.netloc:
        raise SourceError(f"{parts.hostname}: an address with a user name in it is not fetched")
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_sound:
        raise SourceError(f"{url}: only http:// and https:// addresses can be fetched")
    if _UNFIT.search(url.strip()):
        raise SourceError(f"{url}: this is no web address; percent-encode spaces and the like")
    return parts._replace(fragment="").geturl()

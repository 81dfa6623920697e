"""What an answer's status and headers say, and what we say of ourselves in ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urljoin, urlsplit

from citekit.registries.faults import Fault
from citekit.registries.patience import retry_after
from citekit.registries.questions import Question
from citekit.version import __version__

AGAIN = frozenset({429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WORDS = {421: "cannot speak for what it does not have (HTTP status 421)"}
# Browsers read a backslash as a slash, and so find another host than urllib does.
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]")
KEEPS_FORM = frozenset({307, 308})


def ours(question: Question, contact: str | None) -> dict[str, str]:
    """Build the headers of one request; `contact` goes only to whom the question was meant for."""
    headers = {
        "User-Agent": user_agent(None if question.roams else contact),
        "Accept": question.accept,
        "Accept-Encoding": "gzip",
    }
    if question.post:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return headers


def user_agent(contact: str | None) -> str:
    """Say who asks, and whom to write to."""
    return f"citekit/{__version__}" + (f" (mailto:{contact})" if contact else "")


def contact_address(mailto: str | None) -> str | None:
    """Give the address if it can stand in a header; None otherwise."""
    text = (mailto or "").strip()
    return text if re.fullmatch(r"[!-~]+@[!-~]+", text) and not set(text) & set('<>()";,') else None


def refusal(status: int, headers: Mapping[str, str]) -> Fault:
    """Say what a status that is no answer means."""
    again = status in AGAIN
    wait = retry_after(headers.get("retry-after")) if again else None
    rest = "" if wait is None else f" and asks to be left alone for {wait:.0f} s"
    what = _WORDS.get(status, f"answered with HTTP status {status}")
    return Fault(f"{what}{rest}", again=again, wait=wait, status=status)


def promised_length(headers: Mapping[str, str]) -> int | None:
    """Read the Content-Length; None where it does not count."""
    length = headers.get("content-length", "")
    chunked = "transfer-encoding" in headers
    return int(length) if re.fullmatch(r"[0-9]{1,15}", length) and not chunked else None


def follow(question: Question, url: str, target: str, status: int) -> str:
    """Give the address a redirect leads to; raises Fault where it is not to be followed."""
    here, there = urlsplit(url), _split(url, target)
    same = here.netloc == there.netloc and there.scheme in {here.scheme, "https"}
    if not (same or question.roams):
        raise Fault(f"redirects to another host ({there.hostname})")
    if question.post and status not in KEEPS_FORM:
        raise Fault("redirects a question that cannot be sent again")
    return there.geturl()


def _split(url: str, target: str) -> SplitResult:
    if _UNFIT.search(target):
        raise Fault("redirects to what is no address", final=True)
    try:
        there = urlsplit(urljoin(url, target))
    except ValueError:
        raise Fault("redirects to what is no address", final=True) from None
    if there.scheme not in {"http", "https"} or "@" in there.netloc or not there.hostname:
        raise Fault("redirects to what is no address", final=True)
    return there

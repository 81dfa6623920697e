"""Too fast, asked to wait, and headers about it that make no sense."""

from __future__ import annotations

from tests.registry_server.faults.kind import EVERYWHERE, Kind, Means

# What a header asks, and whether an answer can come within the few seconds that a caller has.
_WAITS = {
    "huge": "3600",
    "overflow": "9" * 30,
    "far-date": "Fri, 31 Dec 2100 23:59:59 GMT",
    "negative": "-5",
    "past-date": "Wed, 21 Oct 2015 07:28:00 GMT",
    "garbage": "soon, perhaps {canary}",
    "fraction": "0.5",
    "empty": "",
    "no-date": "Fri, 99 Foo 99999 99:99:99 GMT",
}
_BODY = b'{"error":"API rate limit exceeded","api-key":"{key}","count":"4","limit":"3"}'


def _asked_to_wait(name: str, value: str, status: int = 429) -> Kind:
    options = {"status": status, "body": _BODY, "headers": {"Retry-After": value}}
    return Kind(f"{status}-{name}", options=options, endpoints=EVERYWHERE)


def _limits(name: str, **headers: str) -> Kind:
    named = {one.replace("_", "-"): value for one, value in headers.items()}
    return Kind(f"limits-{name}", means=Means.HARMLESS, options={"headers": named})


KINDS = (
    Kind("429-plain", options={"status": 429, "body": b""}, endpoints=EVERYWHERE),
    Kind("429-with-key", "rate-limit", endpoints=EVERYWHERE),
    Kind("429-as-200", "rate-limit", options={"status": 200}),
    *(_asked_to_wait(name, value) for name, value in _WAITS.items()),
    _asked_to_wait("huge", "3600", status=503),
    Kind("429-once", "rate-limit", Means.HARMLESS, times=1, endpoints=EVERYWHERE),
    Kind("429-a-second", "rate-limit", Means.HARMLESS, {"retry_after": "1"}, times=1),
    Kind("429-no-time", "rate-limit", Means.HARMLESS, {"retry_after": "0"}, times=1),
    Kind(
        "503-a-second", means=Means.HARMLESS, times=1,
        options={"status": 503, "body": b"", "headers": {"Retry-After": "1"}},
    ),
    _limits("zero", X_RateLimit_Limit="0", x_rate_limit_limit="0"),
    _limits("negative", X_RateLimit_Limit="-3", x_rate_limit_limit="-1"),
    _limits("huge", X_RateLimit_Limit="9" * 40, x_rate_limit_limit="9" * 40),
    _limits("words", X_RateLimit_Limit="many", x_rate_limit_interval="a while"),
    _limits("years", X_RateLimit_Limit="1", x_rate_limit_interval="999999m"),
)  # fmt: skip

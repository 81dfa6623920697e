"""Answers that lead elsewhere, or would like to."""

from __future__ import annotations

from tests.registry_server.faults.kind import EVERYWHERE, Kind, Means

# Without its query, a list is a search that finds nothing, and what it lacks is asked singly.
_AROUND = {"list": Means.EITHER, "query": Means.EITHER}
_REFUSED = {"page": Means.REFUSED}
_STATUSES = (301, 302, 303, 307, 308)
_TARGETS = {
    "scheme-less": "//{canary}/x",
    "file": "file:///etc/passwd",
    "script": "javascript:alert(1)",
    "data": "data:application/json,{}",
    "gopher": "gopher://127.0.0.1:9/",
    "userinfo": "http://user:{key}@127.0.0.1:9/",
    "empty": "",
    "broken": "http://[::1",
    "port": "http://127.0.0.1:99999/",
    "backslash": "http:\\\\127.0.0.1:9\\x",
    "escape": "\x1b]8;;{canary}\x07x",
    "around": "?again",
}
# A page of a person's may lead anywhere that the settings allow; here they allow loopback.
_LEADS = {
    "Refresh": "0; url={canary}", "Link": "<{canary}>; rel=preload",
          "Content-Location": "{canary}/x", "Alt-Svc": 'h2="{canary}"',
          "Set-Cookie": "session={key}; Path=/", "Location": "{canary}/x",
          "SourceMap": "{canary}/x", "Report-To": '{"endpoints":[{"url":"{canary}"}]}',
          "WWW-Authenticate": "Basic realm=x", "Strict-Transport-Security": "max-age=99999",
}  # fmt: skip


def _led(name: str, status: int, target: str) -> Kind:
    options = {"status": status, "body": b"", "headers": {"Location": target}}
    return Kind(f"redirect-{name}", options=options, at=_AROUND if name == "around" else {})


KINDS = (
    *(_led(f"{status}-canary", status, "{canary}/x") for status in _STATUSES),
    *(_led(name, 302, target) for name, target in _TARGETS.items()),
    _led("key", 307, "{canary}/?api_key={key}"),
    Kind("redirect-no-location", options={"status": 302, "body": b""}, endpoints=EVERYWHERE),
    *(
        Kind(f"header-{name.lower()}", means=Means.HARMLESS, options={"headers": {name: value}},
             endpoints=EVERYWHERE)
        for name, value in _LEADS.items()
    ),
    Kind("asks-for-password", options={"status": 401, "body": b"", "headers":
         {"WWW-Authenticate": 'Basic realm="{canary}"'}}, endpoints=EVERYWHERE, at=_REFUSED),
    Kind("asks-for-proxy-password", options={"status": 407, "body": b"", "headers":
         {"Proxy-Authenticate": "Basic realm=x"}}, endpoints=EVERYWHERE, at=_REFUSED),
)  # fmt: skip

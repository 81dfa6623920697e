"""Statuses that are no answer, and some that pass."""

from __future__ import annotations

from tests.registry_server.faults.kind import EVERYWHERE, WORKS, XML, Kind, Means

_PAGE = b"<html><title>Sorry</title>Be right back.</html>"
# A list that is refused for one of its DOIs is asked one by one.
_SINGLY = {"list": Means.HARMLESS}
_PAGES = (
    201, 202, 300, 304, 401, 408, 410, 418, 421, 451, 500, 501, 502, 503, 504, 520, 599, 999,
)  # fmt: skip
_TOO_BAD = (400, 413, 414)
_PASSING = (408, 421)


def _at(status: int) -> dict[str, Means]:
    """A page that its host does not have, or refuses, is as good as a file that is missing."""
    blamed = 400 <= status < 500 and status not in _PASSING
    return {"page": Means.REFUSED} if blamed else {}


KINDS = (
    *(
        Kind(f"status-{one}", options={"status": one, "body": _PAGE, "media_type": "text/html"},
             endpoints=EVERYWHERE, at=_at(one))
        for one in _PAGES
    ),
    *(
        Kind(f"status-{one}", options={"status": one, "body": _PAGE, "media_type": "text/html"},
             endpoints=EVERYWHERE, at=_SINGLY | _at(one))
        for one in _TOO_BAD
    ),
    Kind("status-403", options={"status": 403, "body": _PAGE}, endpoints=EVERYWHERE,
         at=_at(403)),
    Kind("status-404-page", options={"status": 404, "body": _PAGE}, endpoints=EVERYWHERE,
         at=_at(404)),
    Kind("status-404-empty", options={"status": 404, "body": b""}, endpoints=EVERYWHERE,
         at=_at(404)),
    Kind(
        "status-404-own-words",
        means=Means.ABSENT,
        options={"status": 404, "body": b"Resource not found.", "media_type": "text/plain"},
        endpoints=frozenset({"work", "agency"}),
    ),
    Kind("status-204", options={"status": 204, "body": b""}, endpoints=EVERYWHERE),
    Kind("status-500-right-body", options={"status": 500}, endpoints=EVERYWHERE),
    Kind("status-203-right-body", options={"status": 203}, endpoints=EVERYWHERE),
    Kind("status-206-right-body", options={"status": 206}, endpoints=EVERYWHERE),
    Kind("status-500-once", means=Means.HARMLESS, options={"status": 500}, times=1,
         endpoints=EVERYWHERE),
    Kind("status-502-twice", means=Means.HARMLESS, options={"status": 502}, times=2),
    Kind("status-503-once", means=Means.HARMLESS, options={"status": 503, "body": b""}, times=1,
         endpoints=EVERYWHERE),
    Kind(
        "status-400-eutils",
        options={
            "status": 400,
            "body": b"<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs."
            b"</ERROR></eFetchResult>",
        },
        endpoints=XML,
    ),
    Kind(
        "status-400-validation",
        options={
            "status": 400,
            "body": b'{"status":"failed","message-type":"validation-failure","message":'
            b'[{"type":"doi-not-valid","value":"x","message":"{canary}"}]}',
        },
        endpoints=WORKS,
        at=_SINGLY,
    ),
)  # fmt: skip

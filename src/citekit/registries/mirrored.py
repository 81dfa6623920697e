"""What an answer says of itself when a served mirror gives it in a registry's place.

`citekit mirror serve` writes three headers on its answers; nobody else does. They carry what a
mirror on disk says by its manifest: of which day it is, and what its silence is worth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from citekit.model import Stamp
from citekit.registries.questions import Reply

VIA, DATE, COVERAGE = "citekit-mirror", "citekit-mirror-date", "citekit-mirror-coverage"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 200


def is_mirror(headers: Mapping[str, str]) -> bool:
    """Tell whether a mirror gave the answer; names of headers in small letters."""
    return bool(headers.get(VIA)) and _DAY.fullmatch(headers.get(DATE, "")) is not None


def stamp(registry: str, reply: Reply) -> Stamp:
    """Say who answered and when: through a mirror, the answer is as old as the mirror."""
    if not is_mirror(reply.headers):
        return Stamp(registry, reply.fetched_at)
    via = reply.headers[VIA][:_LONGEST]
    return Stamp(registry, f"{reply.headers[DATE]}T00:00:00Z", via)


def kept_at(reply: Reply) -> str | None:
    """Say when it was answered, for what may be remembered; None: by a mirror.

    A mirror is at hand anyway, and what it lacks today it may have tomorrow.
    """
    return None if is_mirror(reply.headers) else reply.fetched_at


def silence(reply: Reply) -> str | None:
    """Say why what the answer leaves out is not thereby absent; None where it is."""
    if not is_mirror(reply.headers) or reply.headers.get(COVERAGE) == "complete":
        return None
    via = reply.headers[VIA][:_LONGEST]
    return f"the {via} is a sample: what it lacks it says nothing about"

"""How answers are broken: `tools` in general, and a table of kinds for each class of faults."""

from tests.registry_server.faults import (
    content,
    encoding,
    hostile,
    identity,
    json_,
    rate,
    redirect,
    size,
    status,
    transport,
    xml,
)
from tests.registry_server.faults.kind import Kind, Means
from tests.registry_server.faults.tools import FAULTS

_CLASSES = (
    status, rate, transport, content, encoding, size, xml, json_, redirect, identity, hostile,
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.name: kind for one in _CLASSES for kind in one.KINDS}
"""Every kind of fault by its name."""

__all__ = ["FAULTS", "KINDS", "Kind", "Means"]

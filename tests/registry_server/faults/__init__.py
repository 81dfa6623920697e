"""How answers are broken: `tools` in general, and a table of kinds for each class of faults."""

from tests.registry_server.faults.tools import FAULTS

__all__ = ["FAULTS"]

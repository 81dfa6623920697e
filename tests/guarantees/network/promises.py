"""All guarantees about the network."""

from tests.guarantees.network import faults

GUARANTEES = (*faults.GUARANTEES,)

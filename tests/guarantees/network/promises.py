"""All guarantees about the network."""

from tests.guarantees.network import cuts, faults, politeness

GUARANTEES = (*faults.GUARANTEES, *cuts.GUARANTEES, *politeness.GUARANTEES)

"""All guarantees about the network."""

from tests.guarantees.network import cuts, faults, offline, politeness

GUARANTEES = (*faults.GUARANTEES, *cuts.GUARANTEES, *politeness.GUARANTEES, *offline.GUARANTEES)

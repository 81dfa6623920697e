"""Whether the answers of a whole run can be believed.

Two thousand identifiers that nobody knows at once are no fabrications: somebody's index is gone, or
an address is wrong. Then "not found" is no answer, and the works are unchecked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from citekit.findings import Unchecked
from citekit.verbs.compare import Case
from citekit.vocab import AskedOutcome, Outcome

FEWEST: Final = 20
"""So many have to be absent before it is strange."""
SHARE: Final = 0.5
"""Of those asked by identifier; of works that the registry had before, a fifth is strange."""
_SHARE_LOST: Final = 0.2


def not_believed(cases: Sequence[Case]) -> frozenset[int]:
    """Give the positions of cases whose absence is not to be believed."""
    named = [n for n, case in enumerate(cases) if case.identifiers]
    absent = [n for n in named if cases[n].answered.outcome is Outcome.NOT_FOUND]
    lost = [n for n in named if cases[n].lost]
    strange: set[int] = set()
    for found, share in ((absent, SHARE), (lost, _SHARE_LOST)):
        if len(found) >= FEWEST and len(found) >= share * len(named):
            strange.update(found)
    return frozenset(strange)


def unchecked(case: Case, count: int) -> Unchecked:
    """Say of a case why its absence is no answer."""
    absent = (one.registry for one in case.answered.asked if one.outcome is AskedOutcome.ABSENT)
    reason = f"absent like {count} others of this run, which is not believed; ask again later"
    return Unchecked(next(absent, ""), reason, case.key, case.place)

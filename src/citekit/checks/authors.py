"""Whether two lists of authors agree, in whichever order a name was taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from citekit.model import CslItem, CslName
from citekit.text import names, titles


def same(said: CslItem, item: CslItem) -> bool | None:
    """Tell whether the first authors agree, and the others are among them; None without any."""
    ours, theirs = said.get("author"), item.get("author")
    if not ours or not theirs:
        return None
    if not _is_among(ours[0], theirs[:1]):
        return False
    whole = item.get("custom", {}).get("author_complete") is not False
    others = [name for name in ours[1:] if not _forms(name) & _REST]
    return not whole or _are_among(others, theirs)


def _is_among(name: CslName, people: Sequence[CslName]) -> bool:
    return _are_among([name], people)


def _are_among(ours: Sequence[CslName], people: Sequence[CslName]) -> bool:
    """Tell whether each name is filed as one of the people is, or may be on one side."""
    forms = frozenset[str]().union(*map(_forms, people))
    others = frozenset[str]().union(*map(_other_forms, people))
    return all(_forms(name) & (forms | others) or _other_forms(name) & forms for name in ours)


_REST: Final = frozenset({"others", "etal"})
"""What stands for the authors that are left out."""
_UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe",
     "å": "aa", "Å": "Aa"}
)  # fmt: skip


def _forms(name: CslName) -> frozenset[str]:
    """Give how a name may be filed: by family, with its particles, or as it stands."""
    particles = (name.get("non-dropping-particle", ""), name.get("dropping-particle", ""))
    family = _SUFFIX.sub("", name.get("family", "")) or name.get("literal", "")
    filed = (family, *(f"{one} {family}" for one in particles if one))
    initials = names.initials(name.get("given", ""))[:1]
    written = (*filed, f"{family} {initials}", _whole(name), *_acronym(name))
    spelt = (*written, *(one.translate(_UMLAUTS) for one in written))
    folded = (names.family_fold({"family": one}) for one in spelt)
    return frozenset(one for one in folded if one)


_SUFFIX = re.compile(r",?\s(?:jr|sr|[23](?:nd|rd)|ii|iii|iv)\.?$", re.IGNORECASE)


def _other_forms(name: CslName) -> frozenset[str]:
    """Give how somebody else may have taken a name apart: half of a double one, or swapped."""
    family, given = name.get("family", ""), name.get("given", "")
    halves = [one for one in titles.tokens(family) if len(one) > _SHORTEST]
    halves = halves if len(halves) > 1 else []
    # Of Chinese names either part may have been taken for the family: `Liang J`, `Jun L`.
    swapped = f"{given} {family[:1]}" if len(given) > _SHORTEST and family else ""
    return frozenset([*halves, names.family_fold({"family": swapped})]) - {""}


_SHORTEST: Final = 2


def _acronym(name: CslName) -> tuple[str, ...]:
    """Give `WHO` for the World Health Organization."""
    capitals = "".join(re.findall(r"\b[A-Z]", name.get("literal", "")))
    return (capitals,) if len(capitals) > _SHORTEST else ()


def _whole(name: CslName) -> str:
    """Give all words of a name in one order: registries swap Chinese names, and file groups."""
    parts = [name.get("given", ""), name.get("family", ""), name.get("literal", "")]
    return " ".join(sorted(titles.tokens(" ".join(parts))))

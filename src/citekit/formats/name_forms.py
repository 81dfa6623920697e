"""Names of people as reference formats write them."""

from __future__ import annotations

import re
from typing import Final

from citekit.model import CslName
from citekit.text import names

# Letters of scripts without capitals: such given names have no initials.
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
# NLM writes generations in Arabic ordinals, and no degrees.
_RANKS: Final = {"jr": "Jr", "sr": "Sr", "ii": "2nd", "iii": "3rd", "iv": "4th"}
_ORDINAL = re.compile(r"[2-9](?:nd|rd|th)")


def inverted(name: CslName) -> str:
    """Write `van den Berg, A B, Jr`; a group as it is called."""
    family, given = _parts(name)
    written = ", ".join(filter(None, [family, given, name.get("suffix", "")]))
    return written or name.get("literal", "")


def for_endnote(name: CslName) -> str:
    """Write `Berg, A B, Jr`, and a group as EndNote wants it."""
    return unparted(inverted(name))


def unparted(written: str) -> str:
    """Write `World Health Organization,`: without a comma EndNote parts a name at its spaces."""
    return f"{written}," if " " in written and "," not in written else written


def for_bibtex(name: CslName) -> str:
    """Write `van den Berg, Jr, A B`: of three parts BibTeX takes the second for the suffix."""
    family, given = _parts(name)
    written = ", ".join(filter(None, [family, name.get("suffix", ""), given]))
    return written or name.get("literal", "")


def full(name: CslName) -> str:
    """Write PubMed's full form, `Vollmer, Charles M Jr`; what is no Jr stands behind a comma."""
    family, given = _parts(name)
    suffix = name.get("suffix", "")
    if given and names.pop_suffix([family, given, suffix]) and "," not in suffix:
        given, suffix = f"{given} {suffix}", ""
    return ", ".join(filter(None, [family, given, suffix]))


def short(name: CslName) -> str:
    """Write NLM's `Vollmer CM Jr`; a group as it is called.

    All initials are kept, as PubMed does; names in scripts without capitals are written whole.
    """
    said = (
        name.get("dropping-particle", ""),
        name.get("non-dropping-particle", ""),
        name.get("family", ""),
    )
    family = " ".join(filter(None, said))
    given = name.get("given", "")
    if not family:
        return given or name.get("literal", "")
    if _has_no_capitals(given):
        return f"{family}{given}" if _EAST_ASIAN.search(given) else f"{family} {given}"
    return " ".join(filter(None, [family, _initials(given), _rank(name.get("suffix", ""))]))


def _parts(name: CslName) -> tuple[str, str]:
    family = [name.get("non-dropping-particle", ""), name.get("family", "")]
    given = [name.get("given", ""), name.get("dropping-particle", "")]
    return " ".join(filter(None, family)), " ".join(filter(None, given))


def _has_no_capitals(given: str) -> bool:
    return bool(given) and given.upper() == given.lower()


def _initials(given: str) -> str:
    # `IuA` is PubMed's way to write romanised initials: it is left alone.
    bare = re.sub(r"[\s.'’-]", "", given)
    return bare if bare.isalpha() and names.is_initials(bare) else names.initials(given)


def _rank(suffix: str) -> str:
    rank = suffix.strip(" .,").casefold()
    return _RANKS.get(rank, rank if _ORDINAL.fullmatch(rank) else "")

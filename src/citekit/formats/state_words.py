"""The state of a work as a keyword, for programs that know nothing of notices.

Only states that say *do not rely on it as it stands* become one: a corrected work has its
erratum told beside it, and is no case for an alarm. Lost on the way out and back: the word where
no notice stands beside it comes back as a keyword of the work's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from citekit.formats.item_identifiers import Draft
from citekit.model import CslItem
from citekit.vocab import Status

WORDS: Final[Mapping[Status, str]] = {
    Status.RETRACTED: "retracted",
    Status.PARTIALLY_RETRACTED: "partially retracted",
    Status.RETRACTED_AND_REPUBLISHED: "retracted and republished",
    Status.WITHDRAWN: "withdrawn",
    Status.CONCERN: "expression of concern",
    Status.SUPERSEDED: "superseded",
}
PUBLICATION_TYPES: Final[Mapping[Status, str]] = {
    Status.RETRACTED: "Retracted Publication",
    Status.PARTIALLY_RETRACTED: "Partially Retracted Publication",
    Status.RETRACTED_AND_REPUBLISHED: "Retracted and Republished Publication",
    Status.WITHDRAWN: "Withdrawn Publication",
    Status.CONCERN: "Expression of Concern",
    Status.SUPERSEDED: "Superseded Publication",
}
"""PubMed's publication type of retracted works, by which RIS users filter, and its like."""

_ALL: Final = sorted({*WORDS.values(), *PUBLICATION_TYPES.values()}, key=len, reverse=True)
_LAST = re.compile(rf"(?:^|[,;]\s*)(?:{'|'.join(map(re.escape, _ALL))})$")


def added(item: CslItem, status: Status, words: Mapping[Status, str] = WORDS) -> CslItem:
    """Give an item with its state as the last keyword; as it is where the state has no word."""
    word = words.get(status)
    if word is None:
        return item
    keywords = item.get("keyword", "")
    separator = "; " if ";" in keywords else ", "
    return {**item, "keyword": separator.join(filter(None, [keywords, word]))}


def take(draft: Draft, notices: object) -> None:
    """Take the state out of a draft's keywords again, where notices beside it say the same."""
    if not notices or "keyword" not in draft:
        return
    kept = _LAST.sub("", cast("str", draft["keyword"]))
    if kept:
        draft["keyword"] = kept
    else:
        del draft["keyword"]

"""What has happened to a cited work: its notices, each as its witnesses report it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from citekit import links
from citekit.checks import wording
from citekit.findings import Finding, Rule
from citekit.formats.notes import notice_sentence
from citekit.model import End
from citekit.status import Turn, holds
from citekit.verbs.compare import Case
from citekit.vocab import Level, LinkType, Side

_RETRACTED = Rule("CK101", "retracted", Level.ERROR, "A registry reports a retraction.")
_PUBLISHED = Rule(
    "CK110", "preprint-published", Level.NOTE, "A cited preprint has been published since."
)
_BY_TYPE: Final[Mapping[LinkType, tuple[Rule, str]]] = {
    LinkType.RETRACTION: (_RETRACTED, "a retraction"),
    LinkType.WITHDRAWAL: (
        Rule("CK102", "withdrawn", Level.ERROR, "A registry reports a withdrawal or removal."),
        "a withdrawal",
    ),
    LinkType.PARTIAL_RETRACTION: (
        Rule("CK103", "partially-retracted", Level.WARNING, "A part of the work was retracted."),
        "a partial retraction",
    ),
    LinkType.EXPRESSION_OF_CONCERN: (
        Rule("CK104", "concern", Level.WARNING, "A registry reports an expression of concern."),
        "an expression of concern",
    ),
    LinkType.ERRATUM: (
        Rule("CK105", "erratum", Level.WARNING, "A registry reports a correction."),
        "an erratum",
    ),
    LinkType.COMMENT: (
        Rule("CK106", "comment", Level.NOTE, "Somebody has commented on the work."),
        "a comment",
    ),
    LinkType.UPDATE: (
        Rule("CK107", "superseded", Level.WARNING, "There is a newer version of the work."),
        "an update",
    ),
    LinkType.REPUBLICATION: (
        Rule("CK108", "republished", Level.NOTE, "The work was published again."),
        "a republication",
    ),
    LinkType.REINSTATEMENT: (
        Rule("CK109", "reinstated", Level.NOTE, "A retraction was taken back."),
        "a reinstatement",
    ),
    LinkType.RETRACTION_AND_REPUBLICATION: (
        Rule(
            "CK111",
            "retracted-and-republished",
            Level.WARNING,
            "The work was retracted and published again, corrected.",
        ),
        "a retraction and republication",
    ),
    LinkType.SUMMARY: (
        Rule("CK112", "other-notice", Level.NOTE, "Another notice speaks of the work."),
        "a summary",
    ),
}
_OTHER: Final = (_BY_TYPE[LinkType.SUMMARY][0], "a related work")

RULES: Final = (*dict.fromkeys(rule for rule, _ in _BY_TYPE.values()), _PUBLISHED)


def findings(case: Case) -> Iterator[Finding]:
    """Report every notice of a work, milder where it counts no longer."""
    for turn in case.turns:
        # That there was a preprint says nothing about the article.
        if turn.type is not LinkType.PREPRINT_OF:
            yield _of_turn(case, turn)
    yield from _published(case)


def _of_turn(case: Case, turn: Turn) -> Finding:
    rule, what = _BY_TYPE.get(turn.type, _OTHER)
    if turn.link is not None and turn.type is LinkType.UPDATE and links.is_preprint_pair(turn.link):
        rule, what = _PUBLISHED, "that this preprint was published"
    lifted = not holds(turn.type, case.status)
    date = f", {turn.date}" if turn.date else ""
    state = f" (it is {case.status.replace('_', ' ')} now)" if lifted else ""
    told = f": {_told(turn)}" if turn.link is not None and not turn.in_place else ""
    return Finding(
        rule=rule,
        level=Level.NOTE if lifted else rule.level,
        message=f"{_who(turn).does('reports', 'report')} {what}{date}{state}{told}",
        key=case.key,
        place=case.place,
        witnesses=turn.link.witnesses if turn.link else (),
        notice=turn.link.notice if turn.link else End(),
        date=turn.date,
    )


def _who(turn: Turn) -> wording.Who:
    # Only PubMed marks records without a link (PublicationType "Retracted Publication").
    if turn.link is None:
        return wording.registries(["pubmed"])
    return wording.witnesses(turn.link.witnesses)


def _told(turn: Turn) -> str:
    sentence = notice_sentence(turn.link) if turn.link else ""
    return sentence.partition(": ")[2]


def _published(case: Case) -> Iterator[Finding]:
    record = case.record
    seen = links.views(record.identifiers, record.links) if record else ()
    for view in seen:
        if view.side is Side.NOTICE and view.link.type is LinkType.PREPRINT_OF:
            named = ", ".join(f"{s}:{value}" for s, value in sorted(view.other.identifiers.items()))
            who = wording.witnesses(view.link.witnesses).does("reports", "report")
            yield Finding(
                rule=_PUBLISHED,
                level=_PUBLISHED.level,
                message=f"{who} that this preprint was published: {named}",
                key=case.key,
                place=case.place,
                witnesses=view.link.witnesses,
                notice=view.other,
                date=links.date(view.link),
            )

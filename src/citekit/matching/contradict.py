"""Whether the text beside an identifier speaks of another work than the identifier's."""

from __future__ import annotations

from collections.abc import Mapping

from citekit.matching import authors, place, title, words
from citekit.matching.evidence import Evidence, Field, Verdict
from citekit.matching.title import Fit, TitleFit
from citekit.matching.written import Written, prepare
from citekit.model import Citation, CslItem, CslName, Record
from citekit.text import titles

# What is read as a title must have this many telling words before it can contradict, fewer where
# authors, a journal or a year stand beside it: `see the trial on lupus, pmid:…` reads as one too.
_FEWEST_WORDS = 8
_FEWEST_IN_CITATION = 3
# What resembles the record's title surely is one; but a twin that differs by fewer words, both
# sides together, may be a sloppy writing of it.
_FEWEST_OF_A_TWIN = 6
_FEWEST_DIFFERING = 3

# Above this a title was copied from somewhere, not remembered.
_COPIED = 0.8


def contradicts(citation: Citation, record: Record) -> str | None:
    """Say how a citation's text names another work than this record of its identifier.

    One sentence that names both; None where the text agrees, lacks the fields to tell, or differs
    only as people misspell. Clear are another title, or other authors in another journal.
    """
    if not citation.raw and not citation.said:
        return None
    written, item = prepare(citation), record.item
    evidence = {each.field: each for each in place.compare(written, item)}
    if _stands_where_said(evidence):
        return None
    heading = title.compare(written, item)
    author = authors.compare(written, item)
    elsewhere = any(each.verdict is Verdict.DIFFERS for each in evidence.values())
    if _is_other_title(heading, written) and _is_clear(heading, author, elsewhere=elsewhere):
        return _sentence(citation, record, _said_title(written))
    if heading.fit is Fit.NONE and _is_by_others(written, item, evidence, author):
        return _sentence(citation, record, _said_source(written))
    return None


def _stands_where_said(evidence: Mapping[Field, Evidence]) -> bool:
    """One volume and first page are one work: translated titles and initials do not matter."""
    return all(evidence[field].verdict is Verdict.AGREES for field in (Field.VOLUME, Field.PAGE))


def _is_other_title(heading: TitleFit, written: Written) -> bool:
    said = written.said
    telling = len(words.content(titles.tokens(said.get("title", ""))))
    beside = any(field in said for field in ("author", "container-title", "issued", "volume"))
    if heading.fit in {Fit.NOTICE, Fit.PART} and heading.similarity >= _COPIED:
        return True
    if heading.fit is Fit.TWIN:
        return telling >= _FEWEST_OF_A_TWIN and _differs_much(heading)
    fewest = _FEWEST_IN_CITATION if beside else _FEWEST_WORDS
    is_other = heading.fit in {Fit.OTHER, Fit.NOTICE, Fit.PART}
    return is_other and telling >= fewest and len(heading.only_written) * 2 >= telling


def _is_clear(heading: TitleFit, author: Evidence, *, elsewhere: bool) -> bool:
    """Beside the record's own author, in no other place, a title may be sloppy or translated."""
    is_by_author = author.verdict in {Verdict.AGREES, Verdict.NEAR}
    return elsewhere or not is_by_author or heading.similarity >= _COPIED


def _differs_much(heading: TitleFit) -> bool:
    written, recorded = heading.only_written, heading.only_recorded
    return bool(written and recorded) and len(written) + len(recorded) >= _FEWEST_DIFFERING


def _is_by_others(
    written: Written, item: CslItem, evidence: Mapping[Field, Evidence], author: Evidence
) -> bool:
    return (
        author.verdict is Verdict.DIFFERS
        and evidence[Field.JOURNAL].verdict is Verdict.DIFFERS
        and authors.have_none_in_common(written.said, item)
    )


def _sentence(citation: Citation, record: Record, said: str) -> str:
    schemes = [scheme for scheme in citation.identifiers if scheme in record.identifiers]
    named = ", ".join(f"{scheme}:{record.identifiers[scheme]}" for scheme in schemes)
    recorded = titles.plain(record.item.get("title", "")) or "a work without a title"
    return f'{named or "the identifier"} is "{recorded}", but the text says {said}'


def _said_title(written: Written) -> str:
    return f'"{titles.plain(written.said.get("title", ""))}"'


def _said_source(written: Written) -> str:
    said = written.said
    authors_said = said.get("author") or [CslName()]
    name = authors_said[0].get("family") or authors_said[0].get("literal", "")
    return f"{name}, {said.get('container-title', '')}"

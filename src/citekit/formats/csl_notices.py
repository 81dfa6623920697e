"""Notices inside a CSL item's `custom`, for which CSL has no variable.

`custom.citekit` is `{"status": …, "notices": [{"type", "notice", "raw", "identifiers",
"witnesses"}]}`; `notice` is a CSL item. Lost on the way out and back: what is known of the
affected work's end beside its identifiers, and who was silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from citekit.formats import csl_values as values
from citekit.model import End, Identifiers, Link, StoredWork, Witness
from citekit.text.named import canonical
from citekit.vocab import LinkType, Scheme, Status

MEMBER = "citekit"

_WITNESS = ("registry", "term", "fetched_at", "asserted", "via", "record_id")


def write(work: StoredWork) -> dict[str, object]:
    """Write what notices say about a work; empty where they say nothing."""
    said: dict[str, object] = {}
    if work.status is not Status.NONE:
        said["status"] = str(work.status)
    if work.notices:
        said["notices"] = [_written(stored.link) for stored in work.notices]
    return said


def read(said: object, affected: Identifiers) -> tuple[Link, ...]:
    """Read the notices of an item; what has not the shape of one is left out."""
    listed = said.get("notices") if isinstance(said, dict) else None
    return tuple(_links(listed, End(affected))) if isinstance(listed, list) else ()


def _written(link: Link) -> dict[str, object]:
    notice = link.notice
    return _said(
        type=str(link.type),
        notice=notice.record,
        raw=notice.raw,
        identifiers={str(scheme): value for scheme, value in notice.identifiers.items()},
        witnesses=[
            _said(**{name: getattr(witness, name) for name in _WITNESS})
            for witness in link.witnesses
        ],
    )


def _said(**members: object) -> dict[str, object]:
    return {name: value for name, value in members.items() if value not in (None, {}, [])}


def _links(listed: list[object], affected: End) -> Iterator[Link]:
    for each in listed:
        if isinstance(each, dict):
            witnesses = each.get("witnesses")
            yield Link(
                type=_type(values.text(each.get("type"))),
                notice=_end(each),
                work=affected,
                witnesses=tuple(_witnesses(witnesses if isinstance(witnesses, list) else [])),
            )


def _type(name: str) -> LinkType:
    return LinkType(name) if name in set(LinkType) else LinkType.OTHER


def _end(each: values.Members) -> End:
    written = each.get("identifiers")
    named = written if isinstance(written, dict) else {}
    record = each.get("notice")
    return End(
        identifiers=canonical((scheme, values.text(named.get(str(scheme)))) for scheme in Scheme),
        raw=values.text(each.get("raw")) or None,
        record=values.item(record) if isinstance(record, dict) else None,
    )


def _witnesses(listed: list[object]) -> Iterator[Witness]:
    for each in listed:
        if isinstance(each, dict):
            said = {name: values.text(each.get(name)) for name in _WITNESS}
            yield Witness(
                registry=said["registry"],
                term=said["term"],
                fetched_at=said["fetched_at"],
                asserted=said["asserted"] or None,
                via=said["via"] or None,
                record_id=said["record_id"] or None,
            )

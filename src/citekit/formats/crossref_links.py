"""Updates and relations of a Crossref work as links.

`update-to` stands on the notice, `updated-by` on the updated work. Retraction Watch's assertions
come through the same lists and are that registry's, not Crossref's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from citekit.errors import IdentifierError
from citekit.formats.candidates import directed
from citekit.formats.crossref_schema import Related, Text, Update, Work
from citekit.formats.crossref_values import date, one
from citekit.model import End, Identifiers, Link, Stamp, Witness
from citekit.terms import Term, relation, update_type
from citekit.text import dates, identifiers
from citekit.text.named import canonical
from citekit.vocab import RETRACTION_WATCH, LinkType, Scheme, Side

_NO_DOI = frozenset({"", "unavailable"})


def links(work: Work, own: Identifiers, stamp: Stamp) -> Iterator[Link]:
    """Yield a link for each update and each relation that carries a notice, in order.

    A notice that two sources assert is listed twice and yields two links. An update in place names
    the record's own DOI and yields a link whose both ends are this record.
    """
    here = End(own)
    yield from _updates(work.update_to, Side.NOTICE, here, stamp)
    yield from _updates(work.updated_by, Side.WORK, here, stamp)
    for name, objects in (work.relation or {}).items():
        term = relation(name)
        if term is not None:
            yield from _relations(term, objects or [], here, stamp)


def _updates(
    updates: Iterable[Update | None] | None, side: Side, here: End, stamp: Stamp
) -> Iterator[Link]:
    for update in updates or []:
        if update is not None:
            type_, term = _kind(update)
            witness = Witness(
                registry=_registry(update.source, stamp),
                term=term,
                fetched_at=stamp.fetched_at,
                asserted=dates.iso(date(update.updated)),
                via=stamp.via,
                record_id=one(update.record_id) or None,
                stands_on=side,
            )
            if witness.registry != stamp.registry:
                witness = replace(witness, answered_by=stamp.registry)
            yield directed(type_, side, (here, _end(Scheme.DOI, one(update.doi))), witness)


def _kind(update: Update) -> tuple[LinkType, str]:
    # Retraction Watch's *Reinstatement* has no UpdateType and may stand in the label alone.
    term, label = one(update.type), one(update.label)
    if not term or update_type(label) is LinkType.REINSTATEMENT:
        term = label or term
    return update_type(term), term


def _registry(source: Text, stamp: Stamp) -> str:
    name = one(source).casefold().replace(" ", "-").replace("_", "-")
    return RETRACTION_WATCH if name == RETRACTION_WATCH else stamp.registry


def _relations(
    term: Term, objects: Iterable[Related | None], here: End, stamp: Stamp
) -> Iterator[Link]:
    for related in objects:
        if related is not None:
            witness = Witness(
                registry=stamp.registry,
                term=term.term,
                fetched_at=stamp.fetched_at,
                via=stamp.via,
                stands_on=term.stands_on,
            )
            there = _end(_scheme(one(related.id_type)), one(related.id))
            yield directed(term.type, term.stands_on, (here, there), witness)


def _scheme(id_type: str) -> Scheme | None:
    return Scheme(id_type) if id_type in set(Scheme) else None


def _end(scheme: Scheme | None, value: str) -> End:
    if value.casefold() in _NO_DOI:
        return End()
    named = canonical([(scheme, value)]) if scheme is not None else _named(value)
    return End(named) if named else End(raw=value)


def _named(value: str) -> dict[Scheme, str]:
    try:
        identifier = identifiers.parse(value)
    except IdentifierError:
        return {}
    return {} if identifier is None else {identifier.scheme: identifier.value}

"""Answers of several registries about one work, made into one record that says who gave what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from citekit import links, precedence
from citekit.identity import first_page, same_identifiers, same_title
from citekit.model import (
    Alternative,
    Candidate,
    CslCustom,
    CslItem,
    CslName,
    FieldSource,
    Identifiers,
    Record,
)
from citekit.text import names
from citekit.vocab import DOCUMENT, HAND, Scheme

# Believed before every registry, whatever their words look like.
_PEOPLE = (HAND, DOCUMENT)
# Not a registry's word: the citation key is the user's, the date of access is in the stamp. A
# person's own date of access is a word like the others.
_NOT_A_FACT = frozenset({"id", "accessed", "custom"})
_NO_FACT_OF_A_PERSON = _NOT_A_FACT - {"accessed"}
_SCHEMES = tuple(Scheme)


class _Told(NamedTuple):
    value: object
    candidate: Candidate


def group(candidates: Iterable[Candidate]) -> list[tuple[Candidate, ...]]:
    """Sort candidates into works, each tuple about one, whatever order they come in.

    A shared PMID, DOI or PMCID makes one work, but different PMIDs never do: a candidate without
    PMID under a DOI that two PMIDs share joins the one it agrees with in title, volume and page,
    or stands alone.
    """
    works: list[list[Candidate]] = []
    for candidate in sorted(_ordered(candidates), key=_most_telling_first):
        _settle(candidate, works)
    return sorted((_in_order(work) for work in works), key=_text_of_all)


def merge(candidates: Sequence[Candidate]) -> Record:
    """Make one record of the candidates about one work (at least one), see `precedence`.

    A value set by hand is believed before the document's, and that before every registry's.
    """
    return _alone(candidates[0]) if len(candidates) == 1 else _united(_in_order(candidates))


def _alone(candidate: Candidate) -> Record:
    """Make the record that `_united` makes of one candidate, whom nobody contradicts."""
    said: Mapping[str, object] = candidate.item
    source = _source(candidate)
    item: dict[str, object] = {field: said[field] for field in sorted(_facts(candidate))}
    sources = dict.fromkeys(item, source)
    author = _Told(item["author"], candidate) if "author" in item else None
    custom = _custom((candidate,), author)[0] if said.get("custom") else None
    if custom:
        item["custom"], sources["custom"] = custom, source
    named = candidate.identifiers
    identifiers = {scheme: named[scheme] for scheme in _SCHEMES if scheme in named}
    widened = (links.widen(link, identifiers) for link in candidate.links)
    return Record(
        item=cast("CslItem", item),
        identifiers=identifiers,
        fields=sources,
        links=links.merge(widened),
        candidates=(candidate,),
        alternatives=_alternatives(item, sources, (candidate,)),
    )


def _united(ordered: tuple[Candidate, ...]) -> Record:
    told = {field: _told(field, ordered) for field in _fields(ordered)}
    custom, customised = _custom(ordered, told.get("author"))
    item = {field: each.value for field, each in told.items()}
    sources = {field: _source(each.candidate) for field, each in told.items()}
    if custom:
        item["custom"], sources["custom"] = custom, _source(customised)
    identifiers = _united_identifiers(ordered)
    widened = (links.widen(link, identifiers) for each in ordered for link in each.links)
    return Record(
        item=cast("CslItem", item),
        identifiers=identifiers,
        fields=sources,
        links=links.merge(widened),
        candidates=ordered,
        alternatives=_alternatives(item, sources, ordered),
    )


def _settle(candidate: Candidate, works: list[list[Candidate]]) -> None:
    homes = [work for work in works if _belongs(candidate, work)]
    if len(homes) > 1 and _contradict_each_other(homes):
        homes = [work for work in homes if _described_alike(candidate, work)]
        homes = homes if len(homes) == 1 else []
    joined = [candidate, *(each for work in homes for each in work)]
    works[:] = [work for work in works if not any(work is home for home in homes)]
    works.append(joined)


def _belongs(candidate: Candidate, work: Sequence[Candidate]) -> bool:
    verdicts = [same_identifiers(candidate.identifiers, each.identifiers) for each in work]
    return True in verdicts and not any(_differ_in_pmid(candidate, each) for each in work)


def _contradict_each_other(works: Sequence[Sequence[Candidate]]) -> bool:
    pmids = {each.identifiers.get(Scheme.PMID) for work in works for each in work}
    return len(pmids - {None}) > 1


def _differ_in_pmid(a: Candidate, b: Candidate) -> bool:
    mine, other = a.identifiers.get(Scheme.PMID), b.identifiers.get(Scheme.PMID)
    return mine is not None and other is not None and mine != other


def _described_alike(candidate: Candidate, work: Sequence[Candidate]) -> bool:
    return any(_alike(candidate.item, each.item) for each in work)


def _alike(a: CslItem, b: CslItem) -> bool:
    """Title, or volume and first page, agree, and none of them disagrees."""
    title = same_title(a, b)
    volume = _equal(a.get("volume"), b.get("volume"))
    page = _equal(first_page(a), first_page(b))
    return False not in (title, volume, page) and bool(title or (volume and page))


def _equal(a: str | None, b: str | None) -> bool | None:
    return a == b if a and b else None


def _most_telling_first(candidate: Candidate) -> tuple[bool, int]:
    return Scheme.PMID not in candidate.identifiers, -len(candidate.identifiers)


def _in_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """People, PubMed, Crossref, then the others by name; the newest answer of each first."""
    newest_first = sorted(
        _ordered(candidates), key=lambda each: each.stamp.fetched_at, reverse=True
    )
    return tuple(
        sorted(newest_first, key=lambda each: _rank(each, precedence.OTHERWISE.registries))
    )


def _ordered(candidates: Iterable[Candidate]) -> list[Candidate]:
    given = list(candidates)
    return sorted(given, key=_text_of) if len(given) > 1 else given


def _text_of(candidate: Candidate) -> str:
    """Everything said, as one string: only there to make every order total."""
    told = json.dumps([candidate.item, dict(candidate.identifiers)], sort_keys=True)
    return f"{told}{candidate.stamp}{candidate.links}{candidate.payload_hash}"


def _text_of_all(work: Sequence[Candidate]) -> list[str]:
    return [_text_of(candidate) for candidate in work]


def _rank(candidate: Candidate, trusted: Sequence[str]) -> tuple[int, str]:
    registry = candidate.stamp.registry
    order = (*_PEOPLE, *trusted)
    return order.index(registry) if registry in order else len(order), registry


def _fields(candidates: Sequence[Candidate]) -> list[str]:
    return sorted({field for each in candidates for field in _facts(each)})


def _facts(candidate: Candidate) -> set[str]:
    told = {field for field, value in candidate.item.items() if value}
    return told - (_NO_FACT_OF_A_PERSON if candidate.stamp.registry in _PEOPLE else _NOT_A_FACT)


def _told(field: str, candidates: Sequence[Candidate]) -> _Told:
    trusted = precedence.of(field)
    told = [_Told(value, each) for each in candidates if (value := each.item.get(field))]
    if len(told) == 1:
        return told[0]
    return min(told, key=lambda each: _credit(field, each, trusted))


def _credit(field: str, told: _Told, trusted: Sequence[str]) -> tuple[object, ...]:
    """Order what was said by how far it is believed, best first."""
    rank = _rank(told.candidate, trusted)
    return (0, rank) if told.candidate.stamp.registry in _PEOPLE else (1, _flaws(field, told), rank)


def _alternatives(
    item: Mapping[str, object], sources: Mapping[str, FieldSource], candidates: Sequence[Candidate]
) -> Mapping[str, tuple[Alternative, ...]]:
    """What was said beside the values that are believed, field by field.

    A merged field (`custom`) is nobody's own words, so that everybody's are kept.
    """
    if len(candidates) == 1 and candidates[0].item.get("custom", {}) == item.get("custom", {}):
        return {}
    newest: dict[str, dict[str, Alternative]] = {}
    for candidate in candidates:
        registry, at = candidate.stamp.registry, candidate.stamp.fetched_at
        for field, value in candidate.item.items():
            if value and (field in sources or field == "custom"):
                said = Alternative(registry, at, value)
                newest.setdefault(field, {}).setdefault(registry, said)
    others = {
        field: tuple(one for one in said.values() if not _is_believed(one, field, item, sources))
        for field, said in sorted(newest.items())
    }
    return {field: said for field, said in others.items() if said}


def _is_believed(
    said: Alternative, field: str, item: Mapping[str, object], sources: Mapping[str, FieldSource]
) -> bool:
    believed = sources.get(field)
    return believed is not None and (said.registry, said.value) == (believed.registry, item[field])


def _flaws(field: str, told: _Told) -> tuple[int, ...]:
    """What costs a value its precedence; the smaller the better."""
    if field in {"author", "editor", "translator"}:
        written = cast("list[CslName]", told.value)
        return (
            _is_cut(field, told.candidate),
            _is_shouted(written),
            -len(written),
            _is_short(written),
        )
    if field == "title":
        return (str(told.value).isupper(),)
    return ()


def _is_cut(field: str, candidate: Candidate) -> bool:
    return field == "author" and candidate.item.get("custom", {}).get("author_complete") is False


def _is_shouted(written: Sequence[CslName]) -> bool:
    """Two letters ("LI", "WU") may be a family name in capitals or not."""
    families = [name.get("family", "") for name in written]
    return all(f.isupper() for f in families if f) and any(len(f) > 2 for f in families)


def _is_short(written: Sequence[CslName]) -> bool:
    """Initials only, everywhere."""
    given = [name["given"] for name in written if "given" in name]
    return all(each.isupper() or "." in each for each in given)


def _custom(candidates: Sequence[Candidate], author: _Told | None) -> tuple[CslCustom, Candidate]:
    """Merge what CSL has no variable for; what belongs to an author list stays with its list."""
    merged: dict[str, object] = {}
    given_by = [each for each in candidates if each.item.get("custom")] or [candidates[0]]
    for candidate in reversed(given_by):
        merged |= candidate.item.get("custom", {})
    for bound in ("author_complete", "orcid"):
        merged.pop(bound, None)
    if author is not None:
        merged |= _bound_to_authors(author, candidates)
    return cast("CslCustom", dict(sorted(merged.items()))), given_by[0]


def _bound_to_authors(author: _Told, candidates: Sequence[Candidate]) -> CslCustom:
    bound = CslCustom()
    written = cast("list[CslName]", author.value)
    if _is_cut("author", author.candidate):
        bound["author_complete"] = False
    orcids: dict[str, str] = {}
    for candidate in reversed([author.candidate, *candidates]):
        orcids |= _orcids_for(written, candidate.item)
    if orcids:
        bound["orcid"] = dict(sorted(orcids.items(), key=lambda pair: int(pair[0])))
    return bound


def _orcids_for(written: Sequence[CslName], item: CslItem) -> dict[str, str]:
    """The ORCIDs of another list, as far as the same family stands at the same position."""
    others = item.get("author", [])
    orcids = item.get("custom", {}).get("orcid", {})
    if len(others) != len(written):
        return {}
    return {
        position: orcid
        for position, orcid in orcids.items()
        if position.isdecimal()
        and int(position) < len(written)
        and names.family_fold(others[int(position)]) == names.family_fold(written[int(position)])
    }


def _united_identifiers(candidates: Sequence[Candidate]) -> Identifiers:
    united: dict[Scheme, str] = {}
    for scheme in _SCHEMES:
        trusted = precedence.of(scheme.upper())
        named = [each for each in candidates if scheme in each.identifiers]
        if named:
            best = min(named, key=lambda each: _rank(each, trusted))
            united[scheme] = best.identifiers[scheme]
    return united


def _source(candidate: Candidate) -> FieldSource:
    return FieldSource(candidate.stamp.registry, candidate.stamp.fetched_at)

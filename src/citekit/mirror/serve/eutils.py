"""E-utilities for what the mirror holds of PubMed: parameters in, their own shapes out.

E-utilities overlook a parameter that they do not know; here it is an error, like everything else
that would make an answer another one than was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from citekit.mirror.serve import answers, ecitmatch, esearch, esummary
from citekit.mirror.serve.answers import NOT_AUTHORITATIVE, TEXT, XML, Answer, Pairs
from citekit.mirror.serve.eutils_shapes import Trouble, document
from citekit.mirror.serve.questions import joined, number
from citekit.mirror.serve.served import Served, silence

MOST_IDS = 1000
IDENTITY: Final = frozenset({"tool", "email", "api_key"})
# NCBI has these; a mirror has not.
_ELSEWHERE: Final = frozenset(
    {"einfo.fcgi", "elink.fcgi", "epost.fcgi", "egquery.fcgi", "espell.fcgi"}
)
_PMID = re.compile(r"0*[1-9][0-9]{0,8}")
_NO_IDS = "ID list is empty! Possibly it has no correct IDs."
_SET: Final = (
    '<?xml version="1.0" ?>\n'
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
    "<PubmedArticleSet>"
)

Params = Mapping[str, str]


class _Utility(NamedTuple):
    takes: frozenset[str]
    """Parameters beside `db` and who asks."""
    answer: Callable[[Served, Params], Answer]
    fails: Callable[[str, Params], Answer]


def answer(served: Served, name: str, given: Pairs) -> Answer:
    """Answer one utility (``efetch.fcgi``); whatever cannot be answered is its own ERROR."""
    utility = UTILITIES.get(name)
    if utility is None:
        status = 501 if name in _ELSEWHERE else 404
        return answers.text(f"This mirror has {', '.join(NAMES)} and no other utility.", status)
    params = joined(given)
    try:
        _check(served, utility, params)
        return utility.answer(served, params)
    except Trouble as trouble:
        failed = utility.fails(str(trouble), params)
        return failed if trouble.status is None else failed._replace(status=trouble.status)


def _check(served: Served, utility: _Utility, params: Params) -> None:
    if served.holding("pubmed") is None:
        raise Trouble(silence("PubMed", None), NOT_AUTHORITATIVE)
    database = params.get("db", "pubmed")
    if database != "pubmed":
        raise Trouble(f"Invalid db name specified: {database}")
    unknown = sorted(params.keys() - utility.takes - IDENTITY - {"db"})
    if unknown:
        known = ", ".join(sorted(utility.takes))
        raise Trouble(f"This mirror does not support {', '.join(unknown)}; it has {known}")


def ids(params: Params) -> tuple[str, ...]:
    """Read an id list, each once; raises Trouble where there is none, or too many."""
    written = re.split(r"[\s,]+", params.get("id", ""))
    read = dict.fromkeys(one.lstrip("0") for one in written if _PMID.fullmatch(one))
    if len(read) > MOST_IDS:
        raise Trouble(f"This mirror takes at most {MOST_IDS} ids at a time")
    return tuple(read)


def _fetch(served: Served, params: Params) -> Answer:
    shape = (params.get("retmode", "xml") or "xml", params.get("rettype", ""))
    if shape not in _FETCHED:
        offered = ", ".join(f"retmode={mode} rettype={type_}" for mode, type_ in sorted(_FETCHED))
        raise Trouble(f"This mirror has efetch with {offered} only: it keeps PubMed's own XML")
    every = ids(params)
    if not every:
        raise Trouble(_NO_IDS)
    wanted = _page(every, params)
    rows = {pmid: served.rows("pubmed", f"pmid:{pmid}") for pmid in wanted}
    missing = [pmid for pmid, found in rows.items() if not found]
    held = served.holding("pubmed")
    if held is not None and held.is_whole:
        missing = []
    elif wanted and len(missing) == len(wanted):
        raise Trouble(silence("PubMed", held), NOT_AUTHORITATIVE)
    return _FETCHED[shape](served, rows, missing)


def _page(wanted: Sequence[str], params: Params) -> Sequence[str]:
    start = number(params, "retstart", 0, 10_000)
    most = number(params, "retmax", 10_000, 10_000)
    if start is None or most is None:
        raise Trouble("retstart and retmax are numbers from 0 to 10000")
    return wanted[start : start + most]


def _as_xml(served: Served, rows: Mapping[str, Sequence[int]], missing: Sequence[str]) -> Answer:
    parts = [_SET.encode()]
    if missing:
        # An article set has no place for an error beside its records, and readers skip comments.
        told = f"{silence('PubMed', served.holding('pubmed'))} Lacking: {', '.join(missing)}"
        parts.append(f"<!-- {escape(told)} -->\n".encode())
    parts += [_bare(served.shelf.raw(row)) for found in rows.values() for row in found]
    return Answer(b"\n".join([*parts, b"</PubmedArticleSet>\n"]), XML)


def _bare(raw: bytes) -> bytes:
    """Take off an XML declaration, which may stand at the very start only."""
    return re.sub(rb"\A\s*<\?xml[^>]*\?>\s*", b"", raw)


def _as_list(_served: Served, rows: Mapping[str, Sequence[int]], _missing: Sequence[str]) -> Answer:
    held = [pmid for pmid, found in rows.items() if found]
    return Answer("".join(f"{pmid}\n" for pmid in held).encode(), TEXT)


_FETCHED: Final[
    dict[tuple[str, str], Callable[[Served, Mapping[str, Sequence[int]], Sequence[str]], Answer]]
] = {
    ("xml", ""): _as_xml,
    ("xml", "abstract"): _as_xml,
    ("xml", "xml"): _as_xml,
    ("text", "uilist"): _as_list,
}


def _fetch_fails(message: str, _params: Params) -> Answer:
    return document("eFetchResult", message, status=400)


def _summarise(served: Served, params: Params) -> Answer:
    wanted = ids(params)
    if not wanted:
        raise Trouble("Empty id list - nothing todo")
    return esummary.answer(served, wanted, params)


def _match(served: Served, params: Params) -> Answer:
    return ecitmatch.answer(served, params.get("bdata", ""))


def _match_fails(message: str, _params: Params) -> Answer:
    return answers.text(message, 400)


def _names() -> Iterator[tuple[str, _Utility]]:
    yield (
        "efetch.fcgi",
        _Utility(
            frozenset({"id", "retmode", "rettype", "retstart", "retmax"}), _fetch, _fetch_fails
        ),
    )
    yield "esearch.fcgi", _Utility(esearch.TAKES, esearch.answer, esearch.fails)
    yield (
        "esummary.fcgi",
        _Utility(frozenset({"id", "retmode", "version"}), _summarise, esummary.fails),
    )
    yield "ecitmatch.cgi", _Utility(frozenset({"bdata", "retmode"}), _match, _match_fails)


UTILITIES: Final = dict(_names())
NAMES: Final = tuple(sorted(UTILITIES))

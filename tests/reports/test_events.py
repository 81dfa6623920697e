"""Changes as they are printed, and as scripts get them."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from citekit.library.history import Change, Event
from citekit.model import Asked
from citekit.reports import events, safe
from citekit.reports.surface import Surface
from citekit.verbs.changes import Changed
from citekit.verbs.update import Updated
from citekit.vocab import AskedOutcome, Outcome

AT = "2026-03-01T12:00:00Z"


def field(name: str, before: object, after: object, registry: str | None = "pubmed") -> Event:
    told = [None if value is None else json.dumps(value) for value in (before, after)]
    return Event("K", AT, Change.FIELD, name, *told, registry)


def said(*registries: str, raw: str = "J X. 2011;1:2", term: str = "ErratumIn") -> str:
    witnesses = [{"registry": each, "term": term, "fetched_at": AT} for each in registries]
    return json.dumps({"identifiers": {"doi": "10.1/n"}, "raw": raw, "witnesses": witnesses})


def lines(*told: Event, columns: int = 120) -> list[str]:
    return list(events.lines(told, Surface(columns)))


def test_one_line_for_each_kind() -> None:
    told = lines(
        Event("K", AT, Change.ADDED),
        field("page", "1-2", "1-3"),
        field("issue", None, "8", "hand"),
        field("author", [{"family": "Doe", "given": "J"}], None, "crossref"),
        field("issued", {"date-parts": [[2010]]}, {"date-parts": [[2010, 8]]}),
        Event("K", AT, Change.NOTICE, "erratum", None, said("pubmed", "document"), "pubmed", 1),
        Event("K", AT, Change.WITNESS, "erratum", None, said("crossref"), "crossref", 1),
        Event("K", AT, Change.UNSAID, "erratum", said("pubmed"), None, "pubmed", 1),
        Event("K", None, Change.STATUS, None, "none", "corrected"),
        Event("K", AT, Change.REMOVED, before='{"type": "book"}'),
    )
    assert told == [
        "  2026-03-01                    added",
        "  2026-03-01  pubmed            page         1-2 → 1-3",
        "  2026-03-01  hand              issue        (none) → 8",
        "  2026-03-01  crossref          author       Doe J → (none)",
        "  2026-03-01  pubmed            issued       2010 → 2010-08",
        "  2026-03-01  pubmed, document  new erratum  "
        '"ErratumIn", "ErratumIn"; Erratum in: J X. 2011;1:2. doi:10.1/n',
        "  2026-03-01  crossref          erratum      "
        'also said: "ErratumIn"; Erratum in: J X. 2011;1:2. doi:10.1/n',
        "  2026-03-01  pubmed            erratum      "
        'no longer said: "ErratumIn"; Erratum in: J X. 2011;1:2. doi:10.1/n',
        "  -                             status       none → corrected",
        "  2026-03-01                    removed",
    ]


def test_nothing_prints_nothing() -> None:
    assert lines() == []
    assert list(events.grouped([], Surface(80))) == []


def test_several_works_each_under_its_key() -> None:
    changed = [Changed("A", (field("page", "1", "2"),)), Changed("B", (field("page", "3", "4"),))]
    assert list(events.grouped(changed, Surface(80))) == [
        "A", "  2026-03-01  pubmed  page  1 → 2", "B", "  2026-03-01  pubmed  page  3 → 4",
    ]  # fmt: skip


def test_what_a_script_gets() -> None:
    assert events.shape(field("custom.author_complete", None, False)) == {
        "at": AT, "kind": "field", "field": "custom.author_complete", "before": None,
        "after": False, "registry": "pubmed",
    }  # fmt: skip
    status = events.shape(Event("K", None, Change.STATUS, None, "none", "corrected"))
    assert (status["at"], status["before"], status["after"]) == (None, "none", "corrected")
    notice: Any = events.shape(Event("K", AT, Change.NOTICE, "erratum", None, said("pubmed")))
    assert notice["after"]["identifiers"] == {"doi": "10.1/n"}


def updated(**more: Any) -> Updated:
    told: dict[str, Any] = {
        "key": "K", "outcome": Outcome.RESOLVED, "events": (), "asked": (), **more,
    }  # fmt: skip
    return Updated(**told)


def test_an_update_without_news_prints_nothing() -> None:
    found = Asked("pubmed", AskedOutcome.FOUND)
    assert list(events.updates(updated(asked=(found,)), Surface(80))) == []


def test_an_update_tells_what_it_could_not_learn() -> None:
    down = Asked("crossref", AskedOutcome.UNAVAILABLE, "HTTP status\n500 \x1b[31m")
    done = updated(asked=(down,), lost=("pubmed",), reasons=("two\nworks",))
    assert list(events.updates(done, Surface(80))) == [
        "K",
        "  pubmed has this work no longer; what it said stays, with its date",
        "  crossref could not be asked: HTTP status 500 [31m",
        "  two works",
    ]
    shaped: Any = events.update_shape(done)
    assert (shaped["lost"], shaped["reasons"], shaped["changes"]) == (
        ["pubmed"], ["two\nworks"], [],
    )  # fmt: skip


HOSTILE = ["a\x1b[31mred\x07", "two\nlines\r", "right \u202e left", "\x9b2J\x7f\x00", "a\u2028b"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_on_its_line(text: str) -> None:
    told = [
        field("title", text, text, text),
        field("author", [{"literal": text}], [{"family": text}]),
        field(text, {"x": text}, None),
        Event("K", text, Change.NOTICE, "erratum", None, said(text, raw=text, term=text), text, 1),
    ]
    printed = list(events.grouped([Changed(text, tuple(told))], Surface(120)))
    assert len(printed) == 5
    assert not any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in "".join(printed))
    assert "\u202e" not in "".join(printed)


def test_wide_characters_are_cut_by_columns() -> None:
    [line] = lines(field("title", "中文" * 60, "T"), columns=60)
    assert safe.width(line) <= 60
    assert line.endswith("…")


def test_a_narrow_terminal_still_has_every_line() -> None:
    told = [field("container-title-short", "A" * 50, "B"), field("page", "1", "2")]
    printed = lines(*told, columns=20)
    assert len(printed) == 2
    assert printed[1].endswith("1 → 2")

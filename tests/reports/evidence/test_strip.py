"""Where marks stand on a line of time."""

from __future__ import annotations

import itertools

from citekit.reports.evidence import strip
from citekit.reports.evidence.told import Event


def event(date: str, kind: str = "comment") -> Event:
    return Event(date, kind, kind, "", "")


def test_the_first_and_the_last_day_are_the_ends() -> None:
    whole = strip.span(["2000", "2020-01-01"])
    placed = strip.marks([event("2000", "published"), event("2020-01")], whole)
    assert placed == [
        strip.Mark(strip.MARGIN, "published"),
        strip.Mark(strip.WIDTH - strip.MARGIN, "comment"),
    ]


def test_marks_of_one_day_stand_beside_each_other() -> None:
    whole = strip.span(["2000", "2020"])
    placed = strip.marks([event("2010"), event("2010", "erratum"), event("2010-01-01")], whole)
    gaps = [b.x - a.x for a, b in itertools.pairwise(placed)]
    assert all(gap >= strip.APART - 0.1 for gap in gaps)


def test_any_number_of_marks_stays_on_the_line() -> None:
    whole = strip.span(["2000", "2020"])
    placed = strip.marks([event("2020") for _ in range(100)], whole)
    assert all(0 <= mark.x <= strip.WIDTH for mark in placed)


def test_what_is_undated_has_no_place() -> None:
    assert strip.marks([event("")], strip.span(["2000", ""])) == []


def test_one_day_alone_is_no_division_by_nothing() -> None:
    assert len(strip.marks([event("2000")], strip.span(["2000"]))) == 1


def test_words_for_a_date_have_no_place_on_the_line() -> None:
    from citekit.reports.evidence.strip import span

    assert span(["2010-08", "in press", "2011-x", "", "2012-03-04T00:00:00Z"]).first > 2010
    assert span(["in press"]) == (0.0, 0.0)

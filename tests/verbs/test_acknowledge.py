"""Choosing the notice that was seen, and telling which acknowledgements hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citekit.acknowledging import Force
from citekit.errors import InputError, UnknownKeyError
from citekit.library.store import Library
from citekit.model import Acknowledgement, End, Identifiers
from citekit.verbs import acks_file
from citekit.verbs.acknowledge import (
    Wish,
    acknowledge,
    choose,
    effective,
    lookup,
    notices,
    revoke,
    standings,
)
from citekit.vocab import LinkType, Scheme
from tests.library import shelf

KEY = "Muller2010Stem"
AT = "2026-06-15T12:00:00Z"
TODAY = "2026-06-15"
LATER = "2026-12-31"
IN_PLACE = shelf.link(
    LinkType.RETRACTION,
    End(shelf.PAPER),
    End(shelf.PAPER),
    "retraction",
    registry="crossref",
    asserted="2026-02-01",
)


def seen(library: Library, notice: str, until: str = LATER, **more: object) -> Acknowledgement:
    return acknowledge(library, Wish(KEY, notice), "why", until, AT, **more)  # type: ignore[arg-type]


def renew(library: Library, *links: object) -> None:
    """Let PubMed give the paper these notices and no others."""
    with library.write():
        library.add(shelf.paper(links=links, at=shelf.NEXT_DAY))  # type: ignore[arg-type]


class TestChoosing:
    @pytest.mark.parametrize(
        "written",
        [
            "pmid:1002",
            "PMID: 1002",
            "10.1000/comment.1",
            "doi:10.1000/COMMENT.1",
            "https://doi.org/10.1000/comment.1",
            "https://pubmed.ncbi.nlm.nih.gov/1002/",
            "comment",
            "Comment",
            "Stem cells: opening the door",
        ],
    )
    def test_the_comment_by_what_it_is_known_by(self, library: Library, written: str) -> None:
        assert choose(library, Wish(KEY, written)).type is LinkType.COMMENT

    @pytest.mark.parametrize(
        "written",
        [
            shelf.ERRATUM_SOURCE,
            f"Erratum in: {shelf.ERRATUM_SOURCE}.",
            f"  {shelf.ERRATUM_SOURCE.upper()} ",
            "erratum",
        ],
    )
    def test_the_erratum_by_its_source(self, library: Library, written: str) -> None:
        assert choose(library, Wish(KEY, written)).type is LinkType.ERRATUM

    def test_the_key_in_any_case(self, library: Library) -> None:
        assert choose(library, Wish(KEY.upper(), "erratum")).type is LinkType.ERRATUM

    @pytest.mark.parametrize(
        "written",
        ["pmid:1001", "10.1000/other", "retraction", "expression of concern", "J X. 2011", ""],
    )
    def test_none_lists_what_there_is(self, library: Library, written: str) -> None:
        with pytest.raises(InputError) as caught:
            choose(library, Wish(KEY, written))
        assert str(caught.value) == (
            f"{KEY}: none of its notices is {written!r}: "
            "erratum: Erratum in: J Trial Res. 2011 Jan;70(1):237.; "
            "comment: Comment in: Stem cells: opening the door. "
            "J Trial Res. 2010;69:1413-1414. doi:10.1000/comment.1 PMID:1002"
        )

    def test_a_work_without_notices(self, library: Library) -> None:
        with pytest.raises(InputError, match="Tyn2010Stem: no notice is stored about it"):
            choose(library, Wish("Tyn2010Stem", "erratum"))

    def test_an_unknown_key(self, library: Library) -> None:
        with pytest.raises(UnknownKeyError, match="Nobody"):
            choose(library, Wish("Nobody", "erratum"))

    def test_of_two_errata_the_type_does_not_tell(self, library: Library) -> None:
        second = shelf.link(
            LinkType.ERRATUM,
            End(raw="J Trial Res. 2012 Feb;71(2):99"),
            End(shelf.PAPER),
            "ErratumIn",
        )
        renew(library, shelf.erratum(), second)
        with pytest.raises(InputError) as caught:
            choose(library, Wish(KEY, "erratum"))
        assert "several of its notices are 'erratum'" in str(caught.value)
        assert "2011 Jan;70(1):237" in str(caught.value)
        assert "2012 Feb;71(2):99" in str(caught.value)
        assert choose(library, Wish(KEY, "J Trial Res. 2012 Feb;71(2):99")).notice == second.notice

    def test_the_type_tells_two_notices_of_one_identifier_apart(self, library: Library) -> None:
        """Crossref has notices that are a comment and an erratum at once."""
        both: Identifiers = {Scheme.DOI: "10.1000/both"}
        kinds = ((LinkType.ERRATUM, "ErratumIn"), (LinkType.COMMENT, "CommentIn"))
        renew(library, *(shelf.link(k, End(both), End(shelf.PAPER), term) for k, term in kinds))
        with pytest.raises(InputError, match=r"several of its notices are .*--type tells them"):
            choose(library, Wish(KEY, "10.1000/both"))
        for kind, _ in kinds:
            assert choose(library, Wish(KEY, "10.1000/both", kind.value)).type is kind
        assert choose(library, Wish(KEY, "10.1000/both", " Comment ")).type is LinkType.COMMENT
        with pytest.raises(InputError, match="none of its notices"):
            choose(library, Wish(KEY, "10.1000/both", "retraction"))

    def test_a_notice_in_place_can_be_chosen(self, library: Library) -> None:
        renew(library, shelf.erratum(), IN_PLACE)
        for written in ("retraction", "10.1000/paper.1", "pmid:1001"):
            assert choose(library, Wish(KEY, written)).type is LinkType.RETRACTION
        told = [link.type for link in notices(library, KEY)]
        assert told == ["erratum", "comment", "retraction"]


class TestAcknowledging:
    def test_what_is_kept(self, library: Library) -> None:
        given = seen(library, "erratum")
        assert given == Acknowledgement(
            key=KEY,
            work=shelf.PAPER,
            type=LinkType.ERRATUM,
            notice={},
            raw=shelf.ERRATUM_SOURCE,
            reason="why",
            until=LATER,
            at=AT,
        )
        assert library.acknowledgements() == [given]

    def test_the_key_is_kept_as_the_library_writes_it(self, library: Library) -> None:
        given = acknowledge(library, Wish(KEY.lower(), "erratum"), " why\n", LATER, AT)
        assert (given.key, given.reason) == (KEY, "why")

    def test_again_replaces(self, library: Library) -> None:
        seen(library, "erratum")
        again = seen(library, shelf.ERRATUM_SOURCE, "2027-12-31", on_purpose=True)
        assert library.acknowledgements() == [again]

    def test_again_replaces_after_the_notice_got_identifiers(self, library: Library) -> None:
        """PubMed names an erratum by its source, and by its PMID weeks later."""
        seen(library, "erratum")
        renew(library, shelf.deposited_erratum())
        again = seen(library, "erratum", "2027-12-31")
        assert [one for one in effective(library) if one.type is LinkType.ERRATUM] == [again]

    def test_today_is_not_past(self, library: Library) -> None:
        assert seen(library, "erratum", TODAY).until == TODAY

    @pytest.mark.parametrize(
        ("until", "told"),
        [
            ("2026-06-14", "this day is past"),
            ("soon", "write a day as 2027-01-31"),
            ("2026-13-01", "write a day as"),
            ("2027-02-29", "write a day as"),
            ("2027", "write a day as"),
            ("2027-01", "write a day as"),
            ("", "write a day as"),
            ("31.12.2027", "write a day as"),
        ],
    )
    def test_a_day_that_will_not_do(self, library: Library, until: str, told: str) -> None:
        with pytest.raises(InputError, match=told):
            seen(library, "erratum", until)
        assert library.acknowledgements() == []

    @pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
    def test_a_reason_is_needed(self, library: Library, reason: str) -> None:
        with pytest.raises(InputError, match="needs a reason"):
            acknowledge(library, Wish(KEY, "erratum"), reason, LATER, AT)

    def test_it_is_one_notices_alone(self, library: Library) -> None:
        given = seen(library, "erratum")
        asked = lookup(effective(library), TODAY)
        told = {stored.link.type: asked(stored) for stored in library.notices([KEY])}
        assert told == {LinkType.ERRATUM: given, LinkType.COMMENT: None}

    def test_it_holds_on_its_last_day_and_not_after(self, library: Library) -> None:
        given = seen(library, "erratum", "2026-06-20")
        erratum = library.notices([KEY])[0]
        assert lookup([given], "2026-06-20")(erratum) == given
        assert lookup([given], "2026-06-21")(erratum) is None

    def test_a_retraction_in_place_does_not_pass_for_the_erratum_in_place(
        self, library: Library
    ) -> None:
        erratum = replace(IN_PLACE, type=LinkType.ERRATUM)
        renew(library, erratum)
        seen(library, "erratum")
        assert [one.force for one in standings(library, TODAY)] == [Force.ACTIVE]
        with library.write():
            library.add(shelf.paper(links=(IN_PLACE,), at="2026-01-04T00:00:00Z"))
        assert [one.force for one in standings(library, TODAY)] == [Force.UNUSED]


class TestStandings:
    def test_active_expired_and_unused(self, library: Library) -> None:
        seen(library, "erratum", "2026-06-20")
        seen(library, "comment")
        told = {one.given.type: one.force for one in standings(library, TODAY)}
        assert told == {"erratum": Force.ACTIVE, "comment": Force.ACTIVE}
        told = {one.given.type: one.force for one in standings(library, "2026-06-21")}
        assert told == {"erratum": Force.EXPIRED, "comment": Force.ACTIVE}
        renew(library, shelf.comment_in())
        told = {one.given.type: one.force for one in standings(library, TODAY)}
        assert told == {"erratum": Force.UNUSED, "comment": Force.ACTIVE}

    def test_of_a_removed_work_it_is_unused(self, library: Library) -> None:
        seen(library, "erratum")
        with library.write():
            library.remove(KEY)
        assert [one.force for one in standings(library, TODAY)] == [Force.UNUSED]

    def test_what_stands_only_in_the_file_holds_too(self, library: Library) -> None:
        given = seen(library, "erratum")
        revoke(library, Wish(KEY, "erratum"))
        assert effective(library) == []
        acks_file.add(acks_file.beside(library.path), given)
        assert effective(library) == [given]
        assert lookup(effective(library), TODAY)(library.notices([KEY])[0]) == given
        assert [one.force for one in standings(library, TODAY)] == [Force.ACTIVE]

    def test_what_stands_in_both_is_told_once(self, library: Library) -> None:
        given = seen(library, "erratum")
        acks_file.add(acks_file.beside(library.path), given)
        assert effective(library) == [given]

    def test_a_key_in_the_file_may_be_written_in_any_case(self, library: Library) -> None:
        """Citation keys are one key in any case everywhere else."""
        given = replace(seen(library, "erratum"), key=KEY.lower())
        revoke(library, Wish(KEY, "erratum"))
        acks_file.add(acks_file.beside(library.path), given)
        assert [one.force for one in standings(library, TODAY)] == [Force.ACTIVE]

    def test_of_a_work_that_came_back_under_another_key(self, library: Library) -> None:
        given = seen(library, "erratum")
        with library.write():
            library.remove(KEY)
        with library.write():
            library.add(shelf.paper(), key="Other")
        assert [one.force for one in standings(library, TODAY)] == [Force.ACTIVE]
        assert lookup([given], TODAY)(library.notices(["Other"])[0]) == given

    def test_taken_back(self, library: Library) -> None:
        given = seen(library, "erratum")
        assert revoke(library, Wish(KEY, shelf.ERRATUM_SOURCE)) == [given]
        assert library.acknowledgements() == []
        with pytest.raises(InputError, match=r"Erratum in: .* is not acknowledged"):
            revoke(library, Wish(KEY, "erratum"))

    def test_an_expired_one_can_be_taken_back(self, library: Library) -> None:
        acknowledge(library, Wish(KEY, "erratum"), "why", "2000-01-02", "2000-01-01T00:00:00Z")
        revoke(library, Wish(KEY, "erratum"))
        assert standings(library, TODAY) == []

    def test_taking_one_back_leaves_the_others(self, library: Library) -> None:
        seen(library, "erratum")
        comment = seen(library, "comment")
        revoke(library, Wish(KEY, "erratum"))
        assert library.acknowledgements() == [comment]

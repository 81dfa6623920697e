"""The labelled citations that matching in bulk is judged by."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random

import pytest
from benchmarks.matching import duplicates, identifying, noise, pairs, parts, real, styles, traps
from benchmarks.matching.options import PLAIN

from citekit.model import CslItem
from citekit.vocab import Scheme

ITEM = CslItem(
    type="article-journal",
    title="Effects of temperature on the growth of Escherichia coli in human milk",
    author=[{"family": "Müller", "given": "Anna B"}, {"family": "van Dyk", "given": "J C"}],
    issued={"date-parts": [[1977, 1]]},
    volume="129",
    issue="1",
    page="550-553",
    DOI="10.1128/jb.129.1.550-553.1977",
    PMID="1000",
)
ITEM["container-title"] = "Journal of bacteriology"
ITEM["container-title-short"] = "J Bacteriol"
PARTS = parts.of_item(ITEM)
TITLE = "Effects of temperature on the growth of Escherichia coli in human milk"
CAPITALS = "Effects of Temperature on the Growth of Escherichia Coli in Human Milk"
WRITTEN = {
    "vancouver": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. 1977 Jan;129(1):550-3.",
    "ama": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. 1977;129(1):550-553.",
    "apa": f"Müller, A. B., & van Dyk, J. C. (1977). {TITLE}. Journal of Bacteriology, 129(1), "
    "550–553.",
    "mla": f"Müller, Anna B, and J C van Dyk. “{CAPITALS}.” Journal of Bacteriology, vol. 129, "
    "no. 1, Jan. 1977, pp. 550–53.",
    "chicago": f"Müller, Anna B, and J C van Dyk. 1977. “{CAPITALS}.” Journal of Bacteriology "
    "129 (1): 550–53.",
    "chicago notes": f"Anna B Müller and J C van Dyk, “{CAPITALS},” Journal of Bacteriology 129, "
    "no. 1 (Jan. 1977): 550–53.",
    "ieee": f"A. B. Müller and J. C. van Dyk, “{TITLE},” J. Bacteriol., vol. 129, no. 1, "
    "pp. 550–553, Jan. 1977.",
    "harvard": f"Müller, A.B. and van Dyk, J.C. (1977) '{TITLE}', Journal of Bacteriology, "
    "129(1), pp. 550–553.",
    "nature": f"Müller, A. B. & van Dyk, J. C. {TITLE}. J. Bacteriol. 129, 550–553 (1977).",
    "springer": f"Müller AB, van Dyk JC (1977) {TITLE}. J Bacteriol 129(1):550–553",
    "acs": "Müller, A. B.; van Dyk, J. C. J. Bacteriol. 1977, 129 (1), 550–553.",
    "angewandte": "A. B. Müller, J. C. van Dyk, J. Bacteriol. 1977, 129, 550–553.",
    "source": "J Bacteriol. 1977 Jan;129(1):550-3",
}


def record(number: int, **changed: str) -> tuple[CslItem, dict[Scheme, str]]:
    item = CslItem(**{**ITEM, "PMID": str(number), "page": f"{number}-{number + 7}"})
    item["title"] = f"{TITLE} {chr(97 + number % 26) * 5}{number}"
    return CslItem(**{**item, **changed}), {Scheme.PMID: str(number)}


RECORDS = [record(number) for number in range(1000, 1100)]


@pytest.mark.parametrize("style", styles.STYLES)
def test_each_style_writes_a_record_as_its_manual_says(style: str) -> None:
    assert styles.write(style, PARTS) == WRITTEN[style]


@pytest.mark.parametrize("style", styles.STYLES)
def test_a_paper_ahead_of_print_has_no_place_and_no_doi(style: str) -> None:
    early = PARTS._replace(volume="", issue="", first="", last="", year="2021", ahead=True)
    text = styles.write(style, early, PLAIN._replace(doi=True))
    assert "2021" in text
    assert "10.1128" not in text
    assert "()" not in text
    assert ", ," not in text


def test_options_change_what_papers_vary() -> None:
    way = PLAIN._replace(
        et_al=1, journal="dotted", dash="–", issue=False, month=False, doi=True, prefix="[12] "
    )
    plain = way._replace(diacritics=False, case="title")
    assert styles.write("vancouver", PARTS, plain) == (
        f"[12] Muller AB, et al. {CAPITALS}. J. Bacteriol. 1977;129:550–3. "
        "doi: 10.1128/jb.129.1.550-553.1977"
    )


SLIPPED = {
    "initials lost": f"Müller, van Dyk. {TITLE}. J Bacteriol. 1977 Jan;129(1):550-3.",
    "last page lost": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. 1977 Jan;129(1):550.",
    "issue lost": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. 1977 Jan;129:550-3.",
    "year off by one": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. 1976 Jan;129(1):550-3.",
    "journal's other name": f"Müller AB, van Dyk JC. {TITLE}. Journal of bacteriology. 1977 "
    "Jan;129(1):550-3.",
    "original title": "Müller AB, van Dyk JC. Wachstum. J Bacteriol. 1977 Jan;129(1):550-3.",
    "subtitle lost": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. 1977 Jan;129(1):550-3.",
    "title cut": "Müller AB, van Dyk JC. Effects of temperature on. J Bacteriol. 1977 "
    "Jan;129(1):550-3.",
    "volume lost": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. 1977 Jan:550-3.",
    "pages lost": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. 1977 Jan;129(1).",
    "year lost": f"Müller AB, van Dyk JC. {TITLE}. J Bacteriol. ;129(1):550-3.",
    "first author lost": f"van Dyk JC. {TITLE}. J Bacteriol. 1977 Jan;129(1):550-3.",
    "authors swapped": f"van Dyk JC, Müller AB. {TITLE}. J Bacteriol. 1977 Jan;129(1):550-3.",
}


@pytest.mark.parametrize("kind", noise.SLIPS)
def test_each_slip_changes_what_it_says(kind: str) -> None:
    known = PARTS._replace(original="Wachstum")
    if kind == "subtitle lost":
        known = known._replace(title=f"{TITLE}: a review")
    slipped = noise.SLIPS[kind](Random(1), known)
    assert styles.write("vancouver", slipped) == SLIPPED[kind]


def test_marks_change_the_written_text_only_as_they_say() -> None:
    text = WRITTEN["vancouver"]
    broken = noise.hyphenate(Random(1), text)
    assert "\n" in broken
    assert broken.replace("-\n", "").replace("\n", " ") == text
    assert noise.lose_spaces(Random(1), text).replace(" ", "") == text.replace(" ", "")
    assert noise.misread(Random(1), text) != text
    assert noise.mistype(Random(1), text, 0.0) == (text, False, False)
    mistyped, letters, digits = noise.mistype(Random(1), text * 20, 0.03)
    assert letters
    assert digits
    assert abs(len(mistyped) - len(text) * 20) < len(text)


def test_the_same_seed_makes_the_same_pairs_and_another_seed_others() -> None:
    one = pairs.make(RECORDS, 6, 100)
    assert one == pairs.make(RECORDS, 6, 100)
    assert one.pairs != pairs.make(RECORDS, 7, 100).pairs


def test_half_of_the_pairs_are_of_records_held_out_and_halves_go_by_pmid() -> None:
    made = pairs.make(RECORDS, 6, 300)
    assert sum(one.positive for one in made.pairs) == len(made.pairs) / 2
    assert all(one.positive == (one.pmid not in made.held_out) for one in made.pairs)
    assert all((one.half == "odd") == (int(one.pmid) % 2 == 1) for one in made.pairs)
    assert {one.style for one in made.pairs} == set(styles.STYLES)
    assert all(not one.noises for one in made.pairs if one.level == "clean")


def test_twins_are_held_out_together_and_records_set_apart_never_are() -> None:
    first, twin = record(2000), record(2001)
    twin[0].update(title=first[0]["title"], page=first[0]["page"])
    for seed in range(8):
        made = pairs.make([*RECORDS, first, twin], seed, 102, apart={"1000"})
        assert len(made.held_out & {"2000", "2001"}) != 1
        assert "1000" not in made.held_out | {one.pmid for one in made.pairs}


def test_twins_may_differ_by_a_slip_but_not_by_part_author_or_notice() -> None:
    def classes(title: str, **changed: object) -> list[frozenset[str]]:
        other = PARTS._replace(title=title, **changed)  # type: ignore[arg-type]
        return duplicates.classes({"1": PARTS._replace(title=f"{TITLE}. I"), "2": other})

    assert classes(f"{TITLE.replace('growth', 'growht')}. I") == [{"1", "2"}]
    assert classes(f"{TITLE}. II") == []
    assert classes(f"{TITLE}. I", first="551") == []
    assert classes(f"{TITLE}. I", authors=(parts.Author("Smith"),)) == []


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        (WRITTEN["source"], True),
        (f"{TITLE}.", True),
        ("Effects of temperature on growth", False),
        ("J Bacteriol. 1977 Jan;129(1)", False),
        ("129:550", False),
        ("Müller A, 129, 550", True),
        ("Müller A, 129, 55O", False),
    ],
)
def test_a_text_identifies_by_title_or_by_place(text: str, *, enough: bool) -> None:
    assert identifying.Known([PARTS]).identifies(text, PARTS) is enough


def test_a_page_with_two_papers_needs_an_author() -> None:
    known = identifying.Known([PARTS, PARTS._replace(title="X", authors=(parts.Author("Smith"),))])
    assert not known.identifies(WRITTEN["source"], PARTS)
    assert known.identifies(WRITTEN["acs"], PARTS)


def test_traps_name_what_is_wrong_and_never_what_is_held_out() -> None:
    series = [record(3000, title=f"{TITLE} (I)"), record(3001, title=f"{TITLE} (II)")]
    notice = [record(3002, title="Culture of yeast in the milk of cows"), record(3003)]
    notice[1][0]["title"] = "Correction to: Culture of yeast in the milk of cows"
    page = [record(3004, page="9", title="A letter"), record(3005, page="9", title="Yeast")]
    made = traps.make([*series, *notice, *page], 6)
    kinds = {trap.kind for trap in made.traps}
    assert kinds == {"part twins", "notice and paper", "one page"}
    held = {f"pmid:{number}" for number in made.held_out}
    assert held
    assert all(held.isdisjoint(trap.right | trap.wrong) for trap in made.traps)
    parted = [trap for trap in made.traps if trap.kind == "part twins"]
    assert {(trap.right, trap.wrong) for trap in parted if trap.right and trap.wrong} <= {
        (frozenset({"pmid:3000"}), frozenset({"pmid:3001"})),
        (frozenset({"pmid:3001"}), frozenset({"pmid:3000"})),
    }
    assert any("(II)" in trap.text for trap in parted)


def test_copies_under_a_foreign_prefix_are_wrong_answers() -> None:
    made = traps.make(RECORDS[:10], 6)
    assert {trap.kind for trap in made.traps} == {"foreign copy"}
    assert all(named[Scheme.DOI].startswith("10.65215/") for _, named in made.extra)
    assert (len(made.extra), len(made.held_out)) == (10, 5)


REFERENCES = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID></MedlineCitation>
<PubmedData><ReferenceList>
<Reference><Citation>J Bacteriol. 1977 Jan;129(1):550-3</Citation>
<ArticleIdList><ArticleId IdType="pubmed">1000</ArticleId></ArticleIdList></Reference>
<Reference><Citation>Doe J. A
paper. J X 2001. https://doi.org/10.1/a PMID: 4444</Citation>
<ArticleIdList><ArticleId IdType="pubmed">55</ArticleId>
<ArticleId IdType="pmc">PMC55</ArticleId></ArticleIdList></Reference>
<Reference><Citation> </Citation></Reference>
</ReferenceList></PubmedData></PubmedArticle></PubmedArticleSet>"""


def test_real_references_are_read_with_what_is_written_in_them(tmp_path: Path) -> None:
    for name in ("pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz"):
        content = REFERENCES if "20n" in name else "<PubmedArticleSet/>"
        (tmp_path / name).write_bytes(gzip.compress(content.encode()))
    found = real.read(tmp_path, tmp_path)
    assert found == real.read(tmp_path, tmp_path)
    assert [(one.citing, one.pmid, one.kind) for one in found] == [
        ("7", "1000", "source"),
        ("7", "55", "whole"),
    ]
    assert found[1].text == "Doe J. A paper. J X 2001. https://doi.org/10.1/a PMID: 4444"
    inside, outside = real.split(found, {"1000"}, 6)
    assert (inside, outside) == (found[:1], found[1:])


def test_identifiers_in_a_text_are_listed() -> None:
    text = "A. https://doi.org/10.1000/A.1 . PMID: 44444; PMC1234567."
    assert real.written(text) == ("doi:10.1000/a.1", "pmid:44444", "pmcid:PMC1234567")


def test_a_pmcid_given_for_a_pmid_is_doubtful() -> None:
    ids = (("pubmed", "421587"), ("pmcid", "421587"))
    assert real.Real("1", "x", ids, (), "whole").doubtful
    assert not real.Real("1", "x", ids[:1], (), "whole").doubtful


def test_references_that_nlm_left_unlinked_or_linked_wrongly_are_told() -> None:
    whole = real.Real("1", WRITTEN["vancouver"], (), (), "whole")
    assert real.unlinked([whole], {"1000": PARTS}) == [(whole, "1000")]
    reply = whole._replace(text=f"Müller AB. Reply to: {TITLE}. J Bacteriol 1978;130:1.")
    stranger = PARTS._replace(authors=(parts.Author("Smith"),))
    assert real.unlinked([reply], {"1000": PARTS}) == []
    assert real.unlinked([whole], {"1000": stranger}) == []
    assert not real.mistaken(whole, PARTS)
    assert real.mistaken(whole, PARTS._replace(title="Another paper", first="551"))

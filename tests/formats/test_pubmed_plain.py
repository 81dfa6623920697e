"""What is read off the text of a record is what its tree says."""

from __future__ import annotations

import random

import pytest

from citekit.formats import pubmed_plain, pubmed_slices, pubmed_xml
from citekit.matching.bulk.compact import of_item
from citekit.model import Stamp
from tests.mirror.made_up import article, speaks

PLAIN = article(7)
LONG = "<Abstract><AbstractText>Long &lt; text <i>x</i></AbstractText></Abstract>"
ABROAD = "<AffiliationInfo><Affiliation>Ünì <i>de</i> Y</Affiliation></AffiliationInfo>"
REFERENCES = """<ReferenceList><Reference><Citation>X. 2001;1:1</Citation><ArticleIdList>
<ArticleId IdType="doi">10.1/other</ArticleId></ArticleIdList></Reference></ReferenceList>"""
PMC = '<ArticleId IdType="pmc">PMC77</ArticleId></ArticleIdList>'
EDITORS = '<AuthorList Type="editors"><Author><LastName>Ed</LastName></Author></AuthorList>'
CASES = {
    "plain": (PLAIN, True),
    "abstract": (PLAIN.replace("<AuthorList", f"{LONG}<AuthorList"), True),
    "affiliation": (PLAIN.replace("</Author>", f"{ABROAD}</Author>"), True),
    "references": (PLAIN.replace("</PubmedData>", f"{REFERENCES}</PubmedData>"), True),
    "pmcid": (PLAIN.replace("</ArticleIdList>", PMC), True),
    "markup in the title": (article(7, "On <i>E. coli</i><sup>2</sup> &amp; us"), True),
    "entities": (article(7, "R&amp;D &lt;&quot;&apos;&gt;"), True),
    "numeric entity": (article(7, "Caf&#233;"), False),
    "no title": (article(7, "[Not Available]"), False),
    "empty title": (PLAIN.replace("<ArticleTitle>", "<ArticleTitle/><X>")
                    .replace("</ArticleTitle>", "</X>"), False),
    "translated": (article(7, "[Of rivers]"), True),
    "two author lists": (PLAIN.replace("<Language>", f"{EDITORS}<Language>"), False),
    "a group": (PLAIN.replace("<LastName>", "<CollectiveName>")
                .replace("</LastName>", "</CollectiveName>"), True),
    "markup in a name": (PLAIN.replace("<LastName>", "<LastName><b>A</b>"), False),
    "a superseded name": (PLAIN.replace('<Author ValidYN="Y">', '<Author ValidYN="N">', 1), True),
    "links": (article(7, more=speaks("ErratumFor", 1)), True),
    "pii": (PLAIN.replace('EIdType="doi"', 'EIdType="pii"').replace("10.5555/made.7", "e77")
            .replace("<Pagination><MedlinePgn>7-9</MedlinePgn></Pagination>", ""), True),
    "a withdrawn DOI": (PLAIN.replace('EIdType="doi" ValidYN="Y"', 'EIdType="doi" ValidYN="N"'),
                        True),
    "pages in parts": (PLAIN.replace("<MedlinePgn>7-9</MedlinePgn>",
                       "<StartPage>7</StartPage><EndPage>19</EndPage>"), True),
    "a season": (PLAIN.replace("<Month>Mar</Month>", "<Season>Spring</Season>"), True),
    "a MedlineDate": (PLAIN.replace("<Year>2001</Year><Month>Mar</Month>",
                      "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>"), True),
    "published before": (PLAIN.replace("</Article>", '<ArticleDate DateType="Electronic"><Year>2000'
                         "</Year><Month>12</Month><Day>31</Day></ArticleDate></Article>"), True),
    "another version": (article(7, version=3), True),
    "carriage returns": (PLAIN.replace("\n", "\r\n"), False),
    "no abbreviation": (PLAIN.replace("<MedlineTA>Made Up J Riv</MedlineTA>", ""), True),
}  # fmt: skip


def both(record: str) -> tuple[pubmed_xml.Compared | None, pubmed_xml.Compared]:
    body = record.strip().encode()
    return pubmed_plain.read(body), pubmed_xml.compared(pubmed_slices.element(body))


@pytest.mark.parametrize("name", CASES)
def test_the_text_says_what_the_tree_says(name: str) -> None:
    record, is_plain = CASES[name]
    plain, tree = both(record)
    assert (plain is not None) == is_plain
    if plain is not None:
        assert of_item(plain.item, plain.identifiers) == of_item(tree.item, tree.identifiers)
        assert (plain.identifiers, plain.version, plain.links) == tree[1:]


@pytest.mark.parametrize("name", CASES)
def test_what_is_compared_is_what_the_whole_candidate_says(name: str) -> None:
    import io

    body = CASES[name][0].strip().encode()
    tree = pubmed_xml.compared(pubmed_slices.element(body))
    [whole] = pubmed_xml.read(io.BytesIO(pubmed_slices.document(body)), Stamp("pubmed", ""))
    assert of_item(tree.item, tree.identifiers) == of_item(whole.item, whole.identifiers)
    assert (tree.identifiers, tree.links) == (whole.identifiers, whole.links)


def test_damage_is_never_read_otherwise_than_the_tree_reads_it() -> None:
    """A thousand records with some tag, letter or entity broken: the parser decides about them."""
    chance = random.Random(3)
    for _ in range(1000):
        record = chance.choice([CASES[name][0] for name in CASES])
        place = chance.randrange(len(record))
        cut = record[:place] + chance.choice(["", "<", ">", "&", "<b>"]) + record[place + 1 :]
        body = cut.strip().encode()
        plain = pubmed_plain.read(body)
        try:
            tree = pubmed_xml.compared(pubmed_slices.element(body))
        except Exception:  # noqa: BLE001
            continue
        if plain is not None:
            assert of_item(plain.item, plain.identifiers) == of_item(tree.item, tree.identifiers)

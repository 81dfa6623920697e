from __future__ import annotations

from citekit.registries.limits import PUBMED
from citekit.registries.questions import Question

URL = "https://example.org/x"


def test_who_asks_is_no_part_of_the_question() -> None:
    plain = Question(URL, PUBMED, (("id", "1"),))
    keyed = Question(URL, PUBMED, (("id", "1"),), identity=(("api_key", "k"), ("email", "a@b.c")))
    assert plain.key == keyed.key
    assert keyed.address == f"{URL}?id=1&api_key=k&email=a%40b.c"


def test_what_is_asked_makes_the_question() -> None:
    questions = [
        Question(URL, PUBMED),
        Question(URL, PUBMED, (("id", "1"),)),
        Question(URL, PUBMED, (("id", "2"),)),
        Question(URL, PUBMED, (("id", "1"),), post=True),
        Question(URL, PUBMED, (("id", "1"),), accept="text/csv"),
        Question(f"{URL}/y", PUBMED, (("id", "1"),)),
    ]
    assert len({question.key for question in questions}) == len(questions)


def test_odd_characters_of_a_doi_survive_the_query() -> None:
    question = Question(URL, PUBMED, (("filter", "doi:10.1002/(sici)1<1::aid-x>3.0.co;2-#&+%"),))
    assert question.form == "filter=doi:10.1002/(sici)1%3C1::aid-x%3E3.0.co%3B2-%23%26%2B%25"


def test_a_host_is_named_without_what_stands_before_it() -> None:
    assert Question("https://user:pass@example.org:8080/x?y=1", PUBMED).host == "example.org:8080"

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citekit.documents.lines import Line, Row, paragraphs

WORDS = st.lists(st.text("ab ", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=6)


def row(texts: list[str]) -> Row:
    (only,) = paragraphs([Line(text.strip(), number, 1) for number, text in enumerate(texts, 1)])
    return only


@given(WORDS, st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_has_the_characters_of_its_row(texts: list[str], start: int, end: int) -> None:
    one = row(texts)
    assert one.between(start, end).replace("\n", " ").split() == one.text[start:end].split()


@given(WORDS, st.integers(0, 40))
def test_a_character_is_on_the_line_whose_words_it_belongs_to(texts: list[str], at: int) -> None:
    one = row(texts)
    word = next((n for n in range(at, len(one.text)) if one.text[n] != " "), at)
    before = [len(text.strip()) + 1 for text in texts]
    number = next((n for n in range(len(texts)) if word < sum(before[: n + 1])), len(texts) - 1)
    assert one.place(at)[0] == number + 1


def test_a_row_of_thousands_of_lines_is_not_walked_through_for_each_word() -> None:
    one = row([f"word{number}" for number in range(60_000)])
    places = [one.place(part.start)[0] for part in one.parts]
    assert places == list(range(1, 60_001))
    assert all(one.between(part.start, part.start + 4) == "word" for part in one.parts)

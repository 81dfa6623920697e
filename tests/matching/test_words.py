"""Words of titles: typos are the same word, opposites and numbers are not."""

from __future__ import annotations

import pytest

from citekit.matching import words


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("refractory", "refractry"),
        ("erythematosus", "erythematous"),
        ("allogenic", "allogeneic"),
        ("cell", "cells"),
        ("anaemia", "anemia"),
        ("oestrogen", "estrogen"),
        ("sulphate", "sulfate"),
        ("tumour", "tumor"),
        ("randomised", "randomized"),
        ("liang", "laing"),
    ],
)
def test_a_slip_or_another_spelling_is_the_same_word(a: str, b: str) -> None:
    assert words.is_misspelt(a, b)
    assert words.is_misspelt(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("active", "severe"),
        ("hypertension", "hypotension"),
        ("intracellular", "intercellular"),
        ("prenatal", "perinatal"),
        ("microscopic", "macroscopic"),
        ("abduction", "adduction"),
        ("methyl", "ethyl"),
        ("typical", "atypical"),
        ("1979", "1978"),
        ("il6", "il8"),
        ("rat", "cat"),
    ],
)
def test_another_word_is_no_typo(a: str, b: str) -> None:
    assert not words.is_misspelt(a, b)
    assert not words.is_misspelt(b, a)


def difference(left: str, right: str) -> words.Difference:
    return words.compare(left.split(), right.split())


class TestCompare:
    def test_order_and_stop_words_do_not_count(self) -> None:
        assert difference("lupus in adults", "adults and lupus") == ((), (), 0)

    def test_a_compound_is_its_pieces(self) -> None:
        assert difference("a followup of stemcell grafts", "follow up stem cell graft") == (
            (),
            (),
            0,
        )

    def test_a_typo_is_counted_a_plural_is_not(self) -> None:
        assert difference("stem cells in refractry lupus", "stem cell in refractory lupus") == (
            (),
            (),
            1,
        )

    def test_what_stands_on_one_side_only_is_named(self) -> None:
        assert difference("in active lupus", "in severe lupus today") == (
            ("active",),
            ("severe", "today"),
            0,
        )

    def test_a_word_said_twice_pairs_twice(self) -> None:
        assert difference("bad bad blood", "bad blood") == (("bad",), (), 0)


class TestSplit:
    def test_sentences_and_parts_are_told_apart(self) -> None:
        split = words.split("Sun L. Stem cells: a trial. [Lupus 2010]")
        assert [(word.text, word.sentence, word.part) for word in split] == [
            ("sun", 0, 0),
            ("l", 0, 0),
            ("stem", 1, 1),
            ("cells", 1, 1),
            ("a", 1, 2),
            ("trial", 1, 2),
            ("lupus", 3, 4),
            ("2010", 3, 4),
        ]

    @pytest.mark.parametrize("text", ["", "...", "[", "\u2010", "a.b\n\nc", "x" * 5000])
    def test_any_text_can_be_split(self, text: str) -> None:
        split = words.split(text)
        for word in split:
            start, end = words.sentence_span(text, word.sentence, word.sentence)
            assert 0 <= start <= end <= len(text)

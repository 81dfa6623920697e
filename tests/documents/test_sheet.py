"""Whatever is dropped or spelt out, each character knows its column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citekit.documents.sheet import Places, Sheet

PUTS = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 3), st.sampled_from(["", " ", "ss"])))


@given(st.text("ab\n", min_size=12, max_size=12), PUTS)
def test_each_character_has_the_column_where_it_is_written(
    text: str, puts: list[tuple[int, int, str]]
) -> None:
    sheet = Sheet(text, Places(text, "x"), text)
    shown = list(text)
    for start, length, put in puts:
        sheet.put(start, min(start + length, 12), put)
        places = [at for at in range(start, min(start + length, 12)) if text[at] != "\n"]
        shown = ["" if at in places else piece for at, piece in enumerate(shown)]
        if places:
            shown[places[0]] = put
    lines, written = sheet.lines()
    position = 0
    for line, own in zip(lines, text.split("\n"), strict=True):
        signs = [
            (sign, column)
            for column, piece in enumerate(shown[position : position + len(own)], 1)
            for sign in piece
        ]
        assert line.text == "".join(sign for sign, _ in signs).strip()
        assert list(written[line.number].columns) == [column for _, column in signs]
        position += len(own) + 1

"""Full text: tantivy indexes over ranges of rows, each built whole in one go and never changed.

A text is words with one space between, folded already. Every record of the range is in it, dead
ones too: whoever searches leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import tantivy

_TEXT, _ROW = "text", "row"
_MEMORY = 2_000_000_000
"""Bytes before the writer would start another segment of the shard; it never does."""
_FREQUENCIES = "freq"
_REMEMBERED = 200_000


def write(folder: Path, texts: Iterable[str]) -> None:
    """Build one shard of the texts of its rows, in their order; raises OSError."""
    try:
        _write(tantivy.Index(_schema(), path=str(folder), reuse=False), texts)
    except ValueError as error:  # which is what it makes of a full disk
        raise OSError(str(error)) from error


def _write(index: tantivy.Index, texts: Iterable[str]) -> None:
    # One thread: with more, which text lands where would depend on which came first.
    writer = index.writer(_MEMORY, 1)
    for row, text in enumerate(texts):
        document = tantivy.Document()
        document.add_text(_TEXT, text)
        document.add_unsigned(_ROW, row)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Shard:
    """One range of rows, opened for searching."""

    def __init__(self, folder: Path, base: int) -> None:
        self._schema = _schema()
        self._searcher = tantivy.Index.open(str(folder)).searcher()
        self._base = base
        self._query = lru_cache(maxsize=_REMEMBERED)(self._term)

    def said(self, terms: Sequence[str], limit: int) -> list[tuple[float, int]]:
        """Search for any of the words; gives scores and rows, the best first."""
        should = tantivy.Occur.Should
        query = tantivy.Query.boolean_query([(should, self._query(term)) for term in terms])
        hits = self._searcher.search(query, limit, count=False).hits
        found = self._searcher.fast_field_values(_ROW, [address for _, address in hits])
        rows = cast("list[int]", found)
        return [(score, self._base + row) for (score, _), row in zip(hits, rows, strict=True)]

    def count(self, term: str) -> int:
        """Count the texts that have a word."""
        return int(self._searcher.doc_freq(_TEXT, term))

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, _TEXT, term, index_option=_FREQUENCIES)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_TEXT, tokenizer_name="whitespace", index_option=_FREQUENCIES)
    builder.add_unsigned_field(_ROW, fast=True)
    return builder.build()

"""An index in memory: the same look-ups as a mirror's, for fitting and measuring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import tantivy

from citekit.matching.bulk.compact import Compact
from citekit.matching.bulk.lookups import HOT
from citekit.matching.bulk.record_keys import index_text, record_keys


class Memory:
    """See `citekit.matching.bulk.lookups.Lookups`."""

    def __init__(self, records: Iterable[Compact]) -> None:
        self.records = list(records)
        self._names: dict[str, list[int]] = defaultdict(list)
        keys: dict[int, list[int]] = defaultdict(list)
        for row, record in enumerate(self.records):
            for name in record.names:
                self._names[name].append(row)
            for key in record_keys(record):
                keys[key].append(row)
        self._keys = {key: rows for key, rows in keys.items() if len(rows) <= HOT}
        self._text = _Text(self.records)

    def named(self, name: str) -> Sequence[int]:
        return self._names.get(name, ())

    def keyed(self, keys: Sequence[int]) -> Sequence[int]:
        return sorted(row for key in keys for row in self._keys.get(key, ()))

    def said(self, terms: Sequence[str], limit: int) -> Sequence[int]:
        return self._text.search(terms, limit)

    def rarity(self, term: str) -> int:
        return self._text.rarity(term)

    def compact(self, row: int) -> Compact:
        return self.records[row]


class _Text:
    def __init__(self, records: Sequence[Compact]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("row", stored=True, fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(200_000_000, 1)
        for row, record in enumerate(records):
            document = tantivy.Document()
            document.add_text("text", index_text(record))
            document.add_unsigned("row", row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        self._rarity: dict[str, int] = {}

    def search(self, terms: Sequence[str], limit: int) -> list[int]:
        if not terms:
            return []
        wanted = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", term, "freq"))
            for term in terms
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(wanted), limit).hits
        return [self._searcher.doc(address)["row"][0] for _, address in hits]

    def rarity(self, term: str) -> int:
        if term not in self._rarity:
            self._rarity[term] = self._searcher.doc_freq("text", term)
        return self._rarity[term]

"""Make PubMed files of records that nobody wrote, out of real ones.

    python benchmarks/more_pubmed.py FOLDER COUNT FILE...

Each has a number and a DOI of its own, the first half of one real title and the second of another,
and the volume, pages and year of others; all else is that of a real record, so that abstracts and
reference lists are as long as PubMed's. The same call makes the same bytes.
"""

from __future__ import annotations

import gzip
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

SEED = 20211298
A_FILE = 30_000
FIRST = 90_000_000
"""PMIDs that PubMed has not come to yet."""
_START, _END = b"<PubmedArticle>", b"</PubmedArticle>"
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n'
_SHUFFLED = {
    "title": re.compile(rb"<ArticleTitle>([^<]*)</ArticleTitle>"),
    "volume": re.compile(rb"<Volume>([^<]*)</Volume>"),
    "page": re.compile(rb"<MedlinePgn>([^<]*)</MedlinePgn>"),
    "year": re.compile(rb"<PubDate>\s*<Year>([^<]*)</Year>"),
}
_PMID = re.compile(rb"(<PMID Version=\"[0-9]+\">)[0-9]+")
_ID = re.compile(rb"(<ArticleId IdType=\"pubmed\">)[0-9]+")
_DOI = re.compile(
    rb"(<(?:ELocationID EIdType=\"doi\" ValidYN=\"Y\"|ArticleId IdType=\"doi\")>)[^<]*"
)


def main() -> None:
    folder, count, *files = sys.argv[1:]
    write(Path(folder), int(count), [Path(file) for file in files])


def write(folder: Path, count: int, files: list[Path]) -> list[Path]:
    """Write so many records into files of A_FILE each."""
    folder.mkdir(parents=True, exist_ok=True)
    made = _records(count, [record for file in files for record in _real(file)])
    written: list[Path] = []
    for number in range(0, count, A_FILE):
        path = folder / f"pubmed99n{number // A_FILE + 1:04d}.xml.gz"
        with gzip.open(path, "wb", compresslevel=3) as stream:
            stream.write(_HEAD)
            for _ in range(min(A_FILE, count - number)):
                stream.write(next(made))
            stream.write(b"</PubmedArticleSet>\n")
        written.append(path)
    return written


def _real(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as stream:
        body = stream.read()
    start = body.find(_START)
    while start >= 0:
        end = body.find(_END, start) + len(_END)
        yield body[start:end] + b"\n"
        start = body.find(_START, end)


def _records(count: int, real: list[bytes]) -> Iterator[bytes]:
    chance = random.Random(SEED)
    values = {
        name: [match[1] for record in real if (match := pattern.search(record))]
        for name, pattern in _SHUFFLED.items()
    }
    for number in range(FIRST, FIRST + count):
        yield _made(chance.choice(real), number, values, chance)


def _made(
    record: bytes, number: int, values: dict[str, list[bytes]], chance: random.Random
) -> bytes:
    new = {name: chance.choice(some) for name, some in values.items()}
    one, other = new["title"].split(), chance.choice(values["title"]).split()
    new["title"] = b" ".join(one[: len(one) // 2] + other[len(other) // 2 :]) or b"Untitled."
    for name, pattern in _SHUFFLED.items():
        if match := pattern.search(record):
            record = record[: match.start(1)] + new[name] + record[match.end(1) :]
    record = _PMID.sub(rb"\g<1>%d" % number, record, count=1)
    # The reference list has identifiers of its own.
    head, mark, references = record.partition(b"<ReferenceList>")
    head = _ID.sub(rb"\g<1>%d" % number, head)
    return _DOI.sub(rb"\g<1>10.5555/made.%d" % number, head) + mark + references


if __name__ == "__main__":
    main()

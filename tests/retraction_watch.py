"""Rows of a Retraction Watch CSV, as its export writes them, about papers that nobody wrote."""

from __future__ import annotations

import csv
import io

COLUMNS = (
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author",
    "URLS", "ArticleType", "RetractionDate", "RetractionDOI", "RetractionPubMedID",
    "OriginalPaperDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "Reason",
    "Paywalled", "Notes",
)  # fmt: skip
HEADER = ",".join(COLUMNS) + ",\n"

_ROW = {
    "Record ID": "101",
    "Title": "Slow effects of fast medicine",
    "Subject": "(BLS) Biology - Cellular;(HSC) Medicine;",
    "Institution": "Department of Nothing, University of Nowhere;",
    "Journal": "Journal of Made Up Studies",
    "Publisher": "Made Up Press",
    "Country": "Nowhere;",
    "Author": "A B;C D;",
    "URLS": "https://example.org/one;",
    "ArticleType": "Research Article;",
    "RetractionDate": "7/26/2019 0:00",
    "RetractionDOI": "10.5555/notice",
    "RetractionPubMedID": "2222",
    "OriginalPaperDate": "1/2/2015 0:00",
    "OriginalPaperDOI": "10.5555/made.up",
    "OriginalPaperPubMedID": "1111",
    "RetractionNature": "Retraction",
    "Reason": "+Duplication of Image;+Concerns/Issues About Data;",
    "Paywalled": "No",
    "Notes": "",
}


def row(**cells: str) -> str:
    """Write one line of the export; underscores in names stand for spaces."""
    filled = _ROW | {name.replace("_", " "): value for name, value in cells.items()}
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([filled[name] for name in COLUMNS])
    written = line.getvalue().removesuffix("\n")
    return f"{written},\n"  # as lines of the export end


def sheet(*rows: str) -> bytes:
    """Write a whole export."""
    return (HEADER + "".join(rows)).encode()

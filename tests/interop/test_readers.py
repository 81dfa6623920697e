"""Other projects' readers on a thousand real records: every value comes back, or the table of
readers says why it does not (docs/readers.md).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from citekit.model import StoredWork
from citekit.verbs.export import format_named, render
from tests.interop import corpus
from tests.interop.readers import READERS, Reader, biber_complaints, export, measure

pytestmark = pytest.mark.interop

# What biblatex's data model has no place for and other programs have, and what records lack.
KNOWN_COMPLAINTS = (
    r"Field '(pmid|pmcid)' invalid in data model",
    r"Invalid field 'publisher' for entrytype '(article|online|misc|periodical)'",
    r"Invalid field '(type|howpublished|issn)' for entrytype '(online|dataset|incollection)'",
    r"Invalid value of field 'volume' must be datatype 'integer'",
    r"Missing mandatory field",
    r"Range field 'pages' in.* is malformed",
    r"Invalid ISSN in value of field 'issn'",
)


@pytest.fixture(scope="module")
def works() -> list[StoredWork]:
    return corpus.works()


def test_there_are_a_thousand_works_some_with_notices(works: list[StoredWork]) -> None:
    assert len(works) == corpus.WORKS
    assert sum(bool(work.notices) for work in works) > 20


@pytest.mark.parametrize("reader", READERS, ids=lambda one: f"{one.name} {one.format}")
def test_a_reader_gives_back_every_value_or_its_loss_is_known(
    reader: Reader, works: list[StoredWork], tmp_path: Path
) -> None:
    if not reader.is_here:
        pytest.skip(f"{reader.needs} is not installed (.ci/run installs it)")
    measured = measure(reader, export(works, reader.format, tmp_path, reader.flavour), works)
    assert measured.missing == []
    assert measured.unexplained == []


def test_biber_complains_only_of_what_is_known(works: list[StoredWork], tmp_path: Path) -> None:
    if not next(one for one in READERS if one.needs == "biber").is_here:
        pytest.skip("biber is not installed (.ci/run installs it)")
    said = biber_complaints(export(works, "biblatex", tmp_path))
    assert [line for line in said if line.startswith("ERROR")] == []
    known = re.compile("|".join(KNOWN_COMPLAINTS))
    assert sorted({line for line in said if not known.search(line)}) == []


def test_the_items_are_valid_by_csls_own_schema(works: list[StoredWork]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    if not corpus.CSL_SCHEMA.exists():
        pytest.skip("the CSL schema is not beside this repository")
    validator = jsonschema.Draft7Validator(json.loads(corpus.CSL_SCHEMA.read_text()))
    assert (
        list(validator.iter_errors(json.loads(render(works, format_named("csljson", None))))) == []
    )

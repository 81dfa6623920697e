"""What the parser refuses is one sentence that tells what may have been meant."""

from __future__ import annotations

import pytest

from tests.conftest import Citekit


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lst", "no such command 'lst' (did you mean list?); see `citekit --help`"),
        ("nonsense", "no such command 'nonsense'; see `citekit --help`"),
        ("mirror inf", "no such command 'inf' (did you mean info?); see `citekit mirror --help`"),
        ("list --frmat json",
         "no such option: --frmat (did you mean --format?); see `citekit list --help`"),
        ("list --ofline",
         "no such option: --ofline (did you mean --offline?); see `citekit list --help`"),
        ("export --journal nml",
         "invalid value for '--journal': 'nml' is not one of 'full', 'nlm', 'iso' (did you mean"
         " nlm?); see `citekit export --help`"),
        ("show", "missing argument 'KEY'; see `citekit show --help`"),
        ("list --format", "option '--format' requires an argument; see `citekit --help`"),
        ("export --format bibtx",
         "there is no format 'bibtx' (did you mean bibtex?); known are bibtex, biblatex, ris,"
         " csljson, nbib, endnote-xml, enw, vancouver, csv"),
        ("explain retrcted",
         "there is no rule 'retrcted' (did you mean retracted?); `citekit explain` lists all of"
         " them"),
        ("check --fail-on eror",
         "--fail-on eror: is none of error, warning, note, never, nor a rule (did you mean error?);"
         " see `citekit explain`"),
        ("resolve pmdi:3",
         "pmdi:3: there is no scheme 'pmdi' (did you mean pmid or pmcid?); known are doi, pmid,"
         " pmcid, arxiv, isbn"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_in_one_sentence(citekit: Citekit, typed: str, sentence: str) -> None:
    run = citekit("--offline", *typed.split())
    assert (run.code, run.out, run.err) == (2, "", f"citekit: {sentence}\n")


@pytest.mark.parametrize("typed", ["", "mirror"])
def test_nothing_typed_is_answered_by_help(citekit: Citekit, typed: str) -> None:
    run = citekit(*typed.split())
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("Usage: citekit")


def test_a_setting_that_is_mistyped(citekit: Citekit, desk) -> None:
    (desk / "citekit.toml").write_text('mail_to = "you@example.org"\n')
    assert "there is no setting 'mail_to' here (did you mean mailto?)" in citekit("list").err


def test_what_was_typed_acts_on_nobody(citekit: Citekit) -> None:
    run = citekit("l\x1b[31mst")
    assert "\x1b" not in run.err
    assert "(did you mean" not in citekit("\x1b\x07").err

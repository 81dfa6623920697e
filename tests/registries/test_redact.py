from __future__ import annotations

import base64
import time
from urllib.parse import quote, quote_plus

import pytest

from citekit.registries.redact import LENGTH, Redactor
from citekit.settings import ANSWER_BYTES, Settings

KEY = "s3cret/key+1 x"
MAIL = "someone@example.org"
REDACTOR = Redactor(Settings(ncbi_api_key=KEY, mailto=MAIL))


@pytest.mark.parametrize(
    "spelt",
    [
        KEY,
        KEY.upper(),
        quote(KEY, safe=""),
        quote_plus(KEY),
        base64.b64encode(KEY.encode()).decode(),
        MAIL,
        quote(MAIL, safe=""),
    ],
    ids=["as it is", "upper case", "percent", "plus", "base64", "mail", "mail in a query"],
)
def test_no_spelling_of_a_secret_is_left(spelt: str) -> None:
    assert REDACTOR.text(f"at ?a=1&k={spelt}&b=2").startswith("at ?a=1&k=[redacted]")
    assert REDACTOR.holds_secret(f'{{"api-key":"{spelt}"}}'.encode())


def test_other_text_is_left() -> None:
    assert REDACTOR.text("eutils answered 500") == "eutils answered 500"
    assert not REDACTOR.holds_secret(b"\xff\xfe nothing here")


def test_without_secrets_nothing_is_redacted() -> None:
    assert Redactor(Settings()).text("anything") == "anything"
    assert not Redactor(Settings()).holds_secret(b"anything")


def test_a_registrys_words_cannot_act_on_a_terminal() -> None:
    assert REDACTOR.text("a\x1b]0;x\x07b\nc\u202ed") == "a ]0;x b c d"


def test_a_registrys_words_are_not_endless() -> None:
    assert len(REDACTOR.text("x" * 10_000)) == LENGTH


def test_a_secret_is_looked_for_in_the_longest_answer_in_a_second_of_work() -> None:
    """A pattern that ignores case took a second for three megabytes, after the deadline."""
    body = b"Abcdefghij klmnopqr" * (ANSWER_BYTES // 19)
    began = time.process_time()
    assert not REDACTOR.holds_secret(body)
    assert REDACTOR.holds_secret(body + KEY.upper().encode())
    assert len(REDACTOR.text(body.decode() + KEY)) == LENGTH
    assert time.process_time() - began < 2

"""Addresses that registries can be told; everything else is refused."""

from __future__ import annotations

import pytest

from citekit.text.mail import check_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("you@example.org", "you@example.org"),
        (" first.last+cite@sub.example.ac.uk ", "first.last+cite@sub.example.ac.uk"),
        ("mailto:you@example.org", "you@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("x@xn--mller-kva.example", "x@xn--mller-kva.example"),
    ],
)
def test_an_address_is_taken(written: str, address: str) -> None:
    assert check_address(written) == address


@pytest.mark.parametrize(
    "written",
    ["", "@", "you@", "@example.org", "you@localhost", "a b@example.org", "a@example.org\nX: y",
     "a@b@example.org", "<a@example.org>", "a(b)@example.org", "a.@example.org", "a@-example.org",
     "a@example.org;b@example.org", "a@example.1", "ü@example.org", f"{'a' * 300}@example.org"],
)  # fmt: skip
def test_what_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"you@example\.org"):
        check_address(written)

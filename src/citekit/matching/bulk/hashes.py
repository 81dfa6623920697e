"""Numbers that stand for texts in an index: 64 bits, the same on every machine and in every run."""

from __future__ import annotations

from collections.abc import Sequence

from xxhash import xxh3_64_intdigest


def of_key(kind: str, *parts: str) -> int:
    """Hash one key; what it was made of is compared again when the record is validated."""
    return xxh3_64_intdigest("\x1f".join((kind, *parts)).encode())


def of_name(name: str) -> int:
    """Hash an identifier written ``scheme:value``."""
    return xxh3_64_intdigest(f"n\x1f{name}".encode())


def of_names(names: Sequence[str]) -> list[int]:
    """Hash identifiers, in their order."""
    return [of_name(name) for name in names]

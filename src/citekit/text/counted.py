"""How many of something there are, in words."""

from __future__ import annotations


def counted(number: int, word: str) -> str:
    """Write a number with its word, in the plural but for one."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

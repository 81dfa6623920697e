"""What time it is, as everything in citekit writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC, whole seconds: ``2026-11-22T00:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> str:
    """Tell the time."""
    return iso(datetime.now(UTC))


def today() -> str:
    """Tell the day, in UTC."""
    return now()[:10]

"""One place where secrets leave a text."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from citekit.settings import Settings

LENGTH = 300
"""Characters of a registry's own words that are worth showing."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


class Redactor:
    """Replaces the caller's key and address in whatever is to be shown or kept."""

    def __init__(self, settings: Settings) -> None:
        secrets = (settings.ncbi_api_key, settings.mailto)
        spellings = {form for secret in secrets if secret for form in _spellings(secret)}
        self._folded = [form.encode().lower() for form in spellings]
        # The longest first: one spelling may hold another.
        ordered = sorted(spellings, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered)) or r"(?!)", re.IGNORECASE)

    def text(self, text: str) -> str:
        """Clean a text: no secret, no control character, one line, not endless."""
        # A registry's own words may be megabytes; what is cut off anyway need not be cleaned.
        clean = self._pattern.sub("[redacted]", text[: 100 * LENGTH])
        clean = _CONTROLS.sub(" ", clean).strip()
        return clean if len(clean) <= LENGTH else clean[: LENGTH - 1] + "…"

    def holds_secret(self, data: bytes) -> bool:
        """Tell whether a body repeats a secret, as NCBI's own 429 body does."""
        if not self._folded:
            return False
        # Not the pattern: it takes a second for three megabytes.
        folded = data.lower()
        return any(form in folded for form in self._folded)


def _spellings(secret: str) -> Iterable[str]:
    yield secret
    yield quote(secret, safe="")
    yield quote_plus(secret)
    yield base64.b64encode(secret.encode()).decode().rstrip("=")

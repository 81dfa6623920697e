"""Numbers with a check digit: ISSN, ORCID, ISBN."""

from __future__ import annotations

import re

from citekit.text.characters import hyphens, visible

_ISSN = re.compile(r"(?:(?:e|p)?issn(?:-l)?[:\s]*)?([0-9]{4})[-\s]?([0-9]{3}[0-9x])", re.IGNORECASE)
_ORCID = re.compile(
    r"(?:https?://)?(?:(?:www\.)?orcid\.org/|orcid(?:\s+id)?[:\s]\s*)?"
    r"([0-9]{4})[-\s]?([0-9]{4})[-\s]?([0-9]{4})[-\s]?([0-9]{3}[0-9x])/?",
    re.IGNORECASE,
)
# A page range has an ISSN's shape, so in running text only what is called an ISSN is one.
_ISSN_WRITTEN = re.compile(
    r"\b(?:e|p)?-?issn(?:-l)?[:\s]{1,3}([0-9]{4}-?[0-9]{3}[0-9x])\b", re.IGNORECASE
)
_ORCID_WRITTEN = re.compile(
    r"(?<![\w-])[0-9]{4}(?:-[0-9]{4}){2}-[0-9]{3}[0-9x](?![\w-])", re.IGNORECASE
)


def normalise_issn(value: str) -> str | None:
    """Write an ISSN as ``NNNN-NNNC``; None if it has not that shape.

    The check digit is not looked at: PubMed and Crossref hold wrong ones (see `issn_is_valid`).
    """
    match = _ISSN.fullmatch(_tidy(value))
    return f"{match[1]}-{match[2]}".upper() if match else None


def issn_is_valid(value: str) -> bool:
    """Say whether this is an ISSN with the right check digit (ISO 3297)."""
    issn = normalise_issn(value)
    if issn is None:
        return False
    digits = issn.replace("-", "")
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=False))
    return digits[7] == "0123456789X"[-total % 11]


def normalise_orcid(value: str) -> str | None:
    """Write an ORCID bare with hyphens; None if shape or check digit (ISO 7064) is wrong."""
    match = _ORCID.fullmatch(_tidy(value))
    if match is None:
        return None
    digits = "".join(match.groups()).upper()
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    if digits[15] != "0123456789X"[(12 - total % 11) % 11]:
        return None
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def find_issns(text: str) -> list[str]:
    """Find what a text calls ISSNs, in order; wrong check digits are left out."""
    written = (match[1] for match in _ISSN_WRITTEN.finditer(_tidy(text)))
    return [issn for one in written if issn_is_valid(one) and (issn := normalise_issn(one))]


def find_orcids(text: str) -> list[str]:
    """Find the ORCIDs of a text, bare or in addresses, in order; wrong check digits left out."""
    written = (match[0] for match in _ORCID_WRITTEN.finditer(_tidy(text)))
    return [orcid for one in written if (orcid := normalise_orcid(one))]


def issn_to_url(issn: str) -> str:
    """Give the ISSN Portal's address of an ISSN."""
    return f"https://portal.issn.org/resource/ISSN/{issn}"


def orcid_to_url(orcid: str) -> str:
    """Give the address by which ORCID asks to be shown."""
    return f"https://orcid.org/{orcid}"


def isbn13(value: str) -> str | None:
    """Write an ISBN-10 or ISBN-13 as 13 bare digits; None if shape or check digit is wrong."""
    digits = re.sub(r"[-\s]", "", _tidy(value)).upper()
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return digits if digits[12] == _isbn13_check(digits) else None
    if not re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        return None
    total = sum((10 - i) * "0123456789X".index(digit) for i, digit in enumerate(digits))
    if total % 11:
        return None
    stem = "978" + digits[:9]
    return stem + _isbn13_check(stem)


def _isbn13_check(digits: str) -> str:
    return str(-sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits[:12])) % 10)


def _tidy(value: str) -> str:
    return hyphens(visible(value)).strip()

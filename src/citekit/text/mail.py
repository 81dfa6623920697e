"""Mail addresses: those that a registry can be told, and nothing that acts in a header."""

from __future__ import annotations

import re

# RFC 5321 4.1.2 without quoted local parts and address literals, which no mailbox of a person has.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_LONGEST = 254


def check_address(written: str) -> str:
    """Give the address as it is sent; raises ValueError for what cannot be one."""
    address = written.strip().removeprefix("mailto:")
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        raise ValueError("an address such as you@example.org is wanted")
    return address

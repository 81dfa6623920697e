"""Which addresses a page given by a person may lie at: never inside a private network."""

from __future__ import annotations

import ipaddress
import socket

from citekit.registries.faults import Fault

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 6052: an IPv4 address travels in the last four bytes.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Python 3.11 calls these global; a network may have machines of its own behind each.
_LOCAL = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "::/96",  # IPv4 in the last four bytes, deprecated (RFC 4291, 2.5.5.1)
        "::ffff:0:0:0/96",  # the same, translated (RFC 2765)
        "64:ff9b:1::/48",  # translated by whom the network likes (RFC 8215)
        "fec0::/10",  # site-local, deprecated (RFC 3879)
        "3fff::/20",  # documentation (RFC 9637)
        "5f00::/16",  # segment routing (RFC 9602)
    )
)


def public_address(host: str, port: int | None) -> str:
    """Resolve a host once, and give the address to connect to.

    Raises Fault when there is none, or when any of the host's addresses is not a public one:
    connecting by name again could lead elsewhere (DNS rebinding).
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Fault("is not known to the name service", again=True, silent=True) from None
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not all(map(is_public, addresses)):
        where = "lies in a private network; citekit goes there only when it is told it may"
        raise Fault(where, final=True)
    # IPv4 first: a machine without IPv6 still gets IPv6 addresses from its name service.
    return str(min(addresses, key=lambda address: address.version))


def is_public(address: Address) -> bool:
    """Tell whether an address, and every address wrapped in it, is reachable for everybody."""
    if any(address in network for network in _LOCAL):
        return False
    return all(one.is_global and not one.is_multicast for one in (address, *_wrapped(address)))


def _wrapped(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    wrapped: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    wrapped += address.teredo or ()
    if address in _NAT64:
        wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in wrapped if one is not None]

"""Where a visit may go: to addresses of the public internet, and nowhere else.

Editors type addresses and pages lead on to others, so without this a visit
could be led into the network that the site itself stands in. The address that
was looked at is the very one that is then connected to; a name that is looked
up twice could answer otherwise the second time.
"""

import ipaddress
import socket
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
# Networks in which tests put a server of their own; empty but for them.
TEST_NETWORKS: list[ipaddress.IPv4Network | IPv6Network] = []
# An IPv4 address within one of IPv6, behind a translator.
_TRANSLATED = IPv6Network("64:ff9b::/96")


class NotPublic(OSError):
    """A host that is not on the public internet."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet; those that stand for another are judged by that."""
    if any(address in network for network in TEST_NETWORKS if network.version == address.version):
        return True
    if isinstance(address, IPv6Address):
        if inner := _inner(address):
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it does for one."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def connect(host: str, port: int, timeout: float, deadline: float) -> socket.socket:
    """Return a connection to a host of which all addresses are public.

    Each address is tried for `timeout` seconds, and none beyond the deadline of the clock that only goes on.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_kind, place in found:
        # A zone behind “%” names an interface of this machine.
        if not is_public(ipaddress.ip_address(str(place[0]).partition("%")[0])):
            raise NotPublic(f"{host} is not on the public internet")
    failure: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _name, place in found:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"{host} took too long")
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(min(timeout, left))
        try:
            connection.connect(place)
        except OSError as error:
            connection.close()
            failure = error
        else:
            connection.settimeout(timeout)
            return connection
    raise failure

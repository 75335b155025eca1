"""Connect to addresses of the public internet only.

Editors enter URLs and pages redirect to others, so a visit could otherwise reach the site's own network (SSRF).
The checked address is the one connected to: a second DNS lookup could give another.
"""

import ipaddress
import socket
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
# Networks of test servers; empty outside tests.
TEST_NETWORKS: list[ipaddress.IPv4Network | IPv6Network] = []
# IPv4 addresses embedded in IPv6 by NAT64.
_TRANSLATED = IPv6Network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """A host that is not on the public internet."""


def is_public_ip_address(address: Address) -> bool:
    """Judge an address that embeds an IPv4 address by that."""
    if any(address in network for network in TEST_NETWORKS if network.version == address.version):
        return True
    if isinstance(address, IPv6Address):
        if inner := _get_embedded_ipv4(address):
            return is_public_ip_address(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _get_embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def connect_to_public_host(host: str, port: int, timeout: float, deadline: float) -> socket.socket:
    """Raise PrivateAddressError unless all addresses of the host are public.

    Tries each address for `timeout` seconds, until `deadline` of the monotonic clock.
    """
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_kind, place in addresses:
        # A zone after “%” is an interface of this machine.
        if not is_public_ip_address(ipaddress.ip_address(str(place[0]).partition("%")[0])):
            raise PrivateAddressError(f"{host} is not on the public internet")
    failure: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _name, place in addresses:
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

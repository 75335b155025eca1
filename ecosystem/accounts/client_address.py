"""The network address that a request came from, for the log, the list of sessions and the limits."""

import ipaddress

from ecosystem.limits import address_of

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - stands for "not known", nothing listens on it


def client_ip_address(request):
    """Return the address as a database can store it; a socket or a broken header of a proxy gives none."""
    try:
        address = ipaddress.ip_address(address_of(request).partition("%")[0])
    except ValueError:
        return UNKNOWN_ADDRESS
    return str(getattr(address, "ipv4_mapped", None) or address)

"""The network address that a request came from, for the log, the list of sessions and the limits."""

import ipaddress

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

# Named for where it once was: another one would start the counts of a day anew.
SENDER_SALT = "ecosystem.limits"
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - stands for "not known", nothing listens on it


def client_ip_address(request):
    """Return the address as a database can store it; a socket or a broken header of a proxy gives none."""
    try:
        address = ipaddress.ip_address(address_of(request).partition("%")[0])
    except ValueError:
        return UNKNOWN_ADDRESS
    return str(getattr(address, "ipv4_mapped", None) or address)


def address_of(request):
    """Return the network address of a reader; where a proxy stands in front, the one that it gives last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    address = forwarded.rpartition(",")[2].strip()
    # Some proxies add the port, which is another one for each connection.
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return address or request.META.get("REMOTE_ADDR", "")


def network_of(address):
    """Return the network that an address counts for.

    The addresses of one household under IPv6 count as one; those of IPv4 that are written as IPv6 each by itself.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 4:
        return address
    whole = ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False)
    return str(ip.ipv4_mapped or whole)


def sender(address):
    """Return a hash that tells the senders of one day apart and leads back to nobody."""
    return salted_hmac(f"{SENDER_SALT}.{timezone.localdate()}", network_of(address), algorithm="sha256").hexdigest()

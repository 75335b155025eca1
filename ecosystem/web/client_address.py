"""The client IP of a request, for logs, the list of sessions and rate limits."""

import ipaddress

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

# A former module name; changing it would restart the counts of the day.
SENDER_SALT = "ecosystem.limits"
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - means "not known", nothing listens on it


def get_storable_client_ip(request):
    """Return the client IP as a database can store it; UNKNOWN_ADDRESS for a socket or a broken proxy header."""
    try:
        address = ipaddress.ip_address(get_client_address(request).partition("%")[0])
    except ValueError:
        return UNKNOWN_ADDRESS
    return str(getattr(address, "ipv4_mapped", None) or address)


def get_client_address(request):
    """Return the client IP; behind a proxy, the last one in X-Forwarded-For."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    address = forwarded.rpartition(",")[2].strip()
    # Some proxies add the port, which differs for each connection.
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return address or request.META.get("REMOTE_ADDR", "")


def get_address_network(address):
    """Return the network that an IP address is counted under.

    IPv6 addresses count by their /64 network, which is one household; IPv4 addresses written as IPv6 count singly.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 4:
        return address
    whole = ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False)
    return str(ip.ipv4_mapped or whole)


def hash_sender_address(address):
    """Return a hash that distinguishes senders within one day and cannot be traced back."""
    return salted_hmac(
        f"{SENDER_SALT}.{timezone.localdate()}", get_address_network(address), algorithm="sha256"
    ).hexdigest()

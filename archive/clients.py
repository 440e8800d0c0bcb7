"""Whose request it is: the address of the one that asks, as far as it can be believed."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str | None:
    """Where the request comes from, None if nobody knows, as behind a socket of the machine.

    Each proxy writes whom it got the request from behind what X-Forwarded-For held already. So with two
    trusted ones the client is the second from the right, and what stands before it may be made up.
    """
    peer = _stated(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return peer
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if len(hops) < settings.TRUSTED_PROXIES:
        return peer
    return _stated(hops[-settings.TRUSTED_PROXIES]) or peer


def _stated(text: str) -> str | None:
    """One spelling for each address; an interface's name at its end is no part of it."""
    try:
        stated = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    if isinstance(stated, IPv6Address) and stated.ipv4_mapped:
        stated = stated.ipv4_mapped
    return str(stated)

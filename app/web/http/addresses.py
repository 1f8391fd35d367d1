"""Addresses that a request names; what is none is nobody's, and never an error: anybody may write anything there."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(address: str) -> str | None:
    """Return host and port of an address ("http://a:80/b": "a:80"); None for what is no address."""
    try:
        return urlsplit(address).netloc or None
    except ValueError:  # brackets of an IPv6 address that do not match
        return None


def name_of(host: str) -> str:
    """Return the name of a host without its port; "" for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""

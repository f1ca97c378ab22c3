"""What can be said of an address of a server by reading it."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(address: str) -> bool:
    """Return whether an address leads to this computer itself, by its name or its number."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

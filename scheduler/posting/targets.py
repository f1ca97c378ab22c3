"""Where an address leads, and whether anything may be sent there."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from scheduler.domain.errors import InputError, InputProblem

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network
type LookUp = Callable[[str, int], Sequence[Address]]

_PORTS = {"https": 443, "http": 80}
_LONGEST = 2000
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, kw_only=True)
class Target:
    """An address, taken apart.

    Attributes
    ----------
    path : str
        With its query.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def plain(self) -> bool:
        """Whether everybody on the way can read what is sent."""
        return self.scheme == "http"

    @property
    def named(self) -> str:
        """The server as a `Host` header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read_target(url: str) -> Target:
    """Take an address apart.

    Raises
    ------
    InputError
        If it is no address of a server, or holds a password, which would be kept and logged on its way.
    """
    try:
        found = urlsplit(url.strip())
        port = found.port
    except ValueError:
        raise _refused("cannot be read") from None
    if found.scheme not in _PORTS or not found.hostname or len(url) > _LONGEST or not url.isprintable():
        raise _refused("is no address of a server")
    if found.username is not None or found.password is not None:
        raise _refused("holds a name or a password")
    path = _path(found)
    return Target(scheme=found.scheme, host=_ascii(found.hostname), port=port or _PORTS[found.scheme], path=path)


def look_up(host: str, port: int) -> Sequence[Address]:
    """Return all addresses that a name has.

    Raises
    ------
    OSError
        If nobody knows the name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def may_go(target: Target, address: Address, allowed: Sequence[Network]) -> bool:
    """Return whether something may be sent to an address: a public one by TLS, or one that was allowed."""
    plain = _unwrapped(address)
    if any(plain in network for network in allowed if network.version == plain.version):
        return True
    public = plain.is_global and not plain.is_multicast and not plain.is_reserved and not _of_a_site(plain)
    return public and not target.plain


def _of_a_site(address: Address) -> bool:
    """Return whether it is of fec0::/10: private once, still routed in old networks, and global to `ipaddress`."""
    return isinstance(address, IPv6Address) and address.is_site_local


def _unwrapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one leads to, if it is only another way of writing it."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _path(found: SplitResult) -> str:
    return (found.path or "/") + (f"?{found.query}" if found.query else "")


def _ascii(host: str) -> str:
    try:
        return host if ":" in host else host.encode("idna").decode()
    except UnicodeError:
        raise _refused("names no server") from None


def _refused(wrong: str) -> InputError:
    right = "give an address such as https://sekretariat.town.example/dojazd, without name and password"
    return InputError([InputProblem(file="hook", column="url", wrong=wrong, right=right)])

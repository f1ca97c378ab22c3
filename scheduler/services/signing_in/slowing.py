"""Attempts are slowed down, by name and by address, and by all servers together."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from scheduler.domain.accounts import ThrottleRule, digest_of
from scheduler.domain.errors import BusyError, ThrottledError
from scheduler.domain.time import Clock
from scheduler.services.ports import AccountStore
from scheduler.services.signing_in.rules import SignInRules


@dataclass
class Attempt:
    """One attempt that is being looked at.

    Attributes
    ----------
    whole : bool
        Its success is the whole story, so that earlier failures for this name are forgotten.
    """

    whole: bool = True


class Slowing:
    """Counts attempts before they are looked at, so that many at once do not slip through."""

    def __init__(self, accounts: AccountStore, clock: Clock, rules: SignInRules) -> None:
        self._throttle, self._clock, self._rules = accounts.throttle, clock, rules

    @contextmanager
    def attempt(self, address: str, *, name: str = "", at: str = "address") -> Iterator[Attempt]:
        """Count an attempt; one that ends without an error, or was not looked at for want of time, is taken back.

        Parameters
        ----------
        at : str
            Under which door attempts from an address are counted: who tries one of them is not slowed down at others.

        Raises
        ------
        ThrottledError
            If it has to wait; it is neither looked at nor counted.
        """
        now, keys = self._clock.now(), self._keys(address, name, at)
        waits = {key: self._throttle.attempt(key, now, rule) for key, rule in keys.items()}
        if any(waits.values()):
            for key in [key for key, wait in waits.items() if not wait]:
                self._throttle.forgive(key, whole=False)
            raise _throttled(max(waits.values()))
        attempt = Attempt()
        try:
            yield attempt
        except BusyError:
            for key in keys:
                self._throttle.forgive(key, whole=False)
            raise
        for key in keys:  # others may have failed from the same address
            self._throttle.forgive(key, whole=attempt.whole and key.startswith("name:"))

    def _keys(self, address: str, name: str, at: str) -> dict[str, ThrottleRule]:
        keys = {f"{at}:{digest_of(network_of(address))}": self._rules.by_address} if address else {}
        return keys | ({name_key(name): self._rules.by_name} if name else {})


def name_key(sign_in: str) -> str:
    """Return under which key attempts for a folded sign-in name are counted."""
    return f"name:{digest_of(sign_in)}"


def network_of(address: str) -> str:
    """Return whose address it is: of IPv6 the /64 network, whose 2**64 addresses one machine can have all to itself."""
    try:
        read = read_address(address)
    except ValueError:
        return address
    return str(read if isinstance(read, IPv4Address) else ip_network((int(read), 64), strict=False))


def read_address(address: str) -> IPv4Address | IPv6Address:
    """Read an address; an IPv4 one as a listener for both sees it (`::ffff:127.0.0.1`) is the IPv4 one that it is.

    Raises
    ------
    ValueError
        If it is none.
    """
    read = ip_address(address)
    return read if isinstance(read, IPv4Address) else read.ipv4_mapped or read


def _throttled(wait: timedelta) -> ThrottledError:
    seconds = math.ceil(wait.total_seconds())
    return ThrottledError(f"too many attempts; try again in {seconds} s", wait=timedelta(seconds=seconds))

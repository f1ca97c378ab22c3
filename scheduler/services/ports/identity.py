"""The town's own sign-in service: what use cases ask of it, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A sign-in that a browser is about to make at the service.

    Attributes
    ----------
    address : str
        Where the browser goes.
    state, nonce, verifier : str
        Random texts that bind the answer, the token and the code to this browser (RFC 6749, OpenID Connect, RFC 7636).
    """

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Whom the service vouches for.

    Attributes
    ----------
    subject : str
        The service's own name of the person.
    claims : mapping
        What it says of them, checked.
    refresh : str
        What it can be asked again by; empty: nothing.
    """

    subject: str
    claims: Mapping[str, Any]
    refresh: str = ""


class IdentityProvider(Protocol):
    """An OpenID provider.

    Every method raises `ProviderError` if it does not answer, or answers what cannot be used.
    """

    @property
    def issuer(self) -> str:
        """The service, as it calls itself."""
        ...

    def begin(self, back: str) -> Begun:
        """Prepare a sign-in; the browser comes back to the address `back`."""
        ...

    def finish(self, code: str, begun: Begun, back: str) -> Proof:
        """Take the code of a sign-in that was begun here, and check everything that comes for it.

        Raises
        ------
        SignInError
            If the service does not take the code, or its token is not for this sign-in.
        """
        ...

    def renew(self, refresh: str, subject: str) -> Proof:
        """Ask again for somebody who was signed in.

        Raises
        ------
        SignInError
            If the service does not vouch for them any more.
        ProviderError
            With what it is to be asked by next, if it has given that and then fallen silent.
        """
        ...

    def leave(self, back: str) -> str:
        """Return where a browser signs out of the service; empty: it has no such place."""
        ...

    def ended(self, token: str) -> str:
        """Return whose sessions the service wants to end (OpenID Connect Back-Channel Logout).

        Raises
        ------
        SignInError
            If it is not the service that says so.
        """
        ...

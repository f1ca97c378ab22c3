"""An OpenID provider: found by its issuer's address, and spoken to by code, PKCE and refresh tokens."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_urlsafe
from ssl import create_default_context
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt

from scheduler.domain.addresses import is_loopback
from scheduler.domain.errors import ProviderError, SignInError
from scheduler.domain.time import Clock
from scheduler.identity.keys import Kept, read_keys
from scheduler.identity.tokens import UnknownKeyError, check_ended, check_id_token, read_token
from scheduler.identity.wire import TIMEOUT_S, asked, checked_address, taken
from scheduler.services.ports import Begun, Proof

_WELL_KNOWN = "/.well-known/openid-configuration"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_AUTH = ("client_secret_basic", "client_secret_post")


@dataclass(frozen=True, kw_only=True)
class Client:
    """What this program is to the provider.

    Attributes
    ----------
    secret : str
        Empty: a public client, which proves by PKCE alone that it is the one that began.
    scopes : tuple of str
        What is asked for; `openid` always is.
    """

    id: str
    secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")

    @property
    def scope(self) -> str:
        """The scopes as they are sent."""
        return " ".join(dict.fromkeys(("openid", *self.scopes)))


class OidcProvider:
    """An OpenID provider, whose description and keys are kept for an hour.

    Parameters
    ----------
    issuer : str
        Its address, exactly as its tokens say it.
    timeout_s : float
        Of connecting, and of each part of an answer.
    """

    def __init__(self, issuer: str, client: Client, clock: Clock, *, timeout_s: float = TIMEOUT_S) -> None:
        self._issuer, self._client, self._clock, self._timeout_s = issuer, client, clock, timeout_s
        self._plain, self._trusted = is_loopback(issuer), create_default_context()
        self._metadata = Kept(self._described)
        self._keys = Kept(lambda: read_keys(self._get(self._metadata.get()["jwks_uri"])))

    @property
    def issuer(self) -> str:
        """The provider, as it calls itself."""
        return self._issuer

    def begin(self, back: str) -> Begun:
        """Prepare a sign-in."""
        state, nonce, verifier = token_urlsafe(32), token_urlsafe(32), token_urlsafe(64)
        where = self._metadata.get()["authorization_endpoint"]
        with self._session() as session:
            address, _ = session.create_authorization_url(
                where, state=state, code_verifier=verifier, redirect_uri=back, nonce=nonce, scope=self._client.scope
            )
        return Begun(address=address, state=state, nonce=nonce, verifier=verifier)

    def finish(self, code: str, begun: Begun, back: str) -> Proof:
        """Take the code of a sign-in, and check everything that comes for it."""
        where = self._metadata.get()["token_endpoint"]
        with self._session() as session:
            found = taken(
                lambda: session.fetch_token(
                    where, grant_type="authorization_code", code=code, redirect_uri=back, code_verifier=begun.verifier
                )
            )
        return self._proof(found, nonce=begun.nonce)

    def renew(self, refresh: str, subject: str) -> Proof:
        """Ask again for somebody who was signed in."""
        where = self._metadata.get()["token_endpoint"]
        with self._session() as session:
            found = taken(lambda: session.refresh_token(where, refresh_token=refresh))
        try:
            proof = self._renewed(found, refresh)
        except ProviderError as error:
            raise ProviderError(str(error), refresh=_refresh(found, refresh)) from error
        if proof.subject != subject:
            raise SignInError("the provider vouches for somebody else")
        return proof

    def leave(self, back: str) -> str:
        """Return where a browser signs out of the provider (OpenID Connect RP-Initiated Logout 1.0).

        No ID token goes along: it would tell every log on the way who this is; the provider asks, if it has to.
        """
        where = self._metadata.get().get("end_session_endpoint")
        if where is None:
            return ""
        told = {"client_id": self._client.id, "post_logout_redirect_uri": back}
        return str(add_params_to_uri(checked_address(where, plain=self._plain), list(told.items())))

    def ended(self, token: str) -> str:
        """Return whose sessions the provider wants to end."""
        return check_ended(self._read(token), issuer=self._issuer, client_id=self._client.id, now=self._now())

    def _renewed(self, found: Mapping[str, Any], refresh: str) -> Proof:
        if "id_token" in found:
            return self._proof(found, refresh=refresh)
        claims = self._user_info(found)
        return Proof(subject=str(claims.get("sub", "")), claims=claims, refresh=_refresh(found, refresh))

    def _proof(self, found: Mapping[str, Any], *, nonce: str = "", refresh: str = "") -> Proof:
        id_token, access_token = found.get("id_token", ""), str(found.get("access_token", ""))
        claims = check_id_token(
            self._read(id_token), issuer=self._issuer, client_id=self._client.id, now=self._now(), nonce=nonce,
            access_token=access_token,
        )  # fmt: skip
        told = self._user_info(found) if self._metadata.get().get("userinfo_endpoint") and access_token else {}
        if told and told.get("sub") != claims["sub"]:  # 5.3.2: an access token of somebody else's
            raise SignInError("the provider's two answers are about two people")
        return Proof(subject=claims["sub"], claims={**told, **claims}, refresh=_refresh(found, refresh))

    def _read(self, token: str) -> jwt.Token:
        try:
            return read_token(token, self._keys.get())
        except UnknownKeyError:  # the provider may have changed its keys
            return read_token(token, self._keys.get(fresh=True))

    def _user_info(self, found: Mapping[str, Any]) -> Mapping[str, Any]:
        where = self._metadata.get().get("userinfo_endpoint")
        return self._get(where, bearer=str(found.get("access_token", "")))

    def _described(self) -> Mapping[str, Any]:
        """Return the provider's own description (OpenID Connect Discovery 1.0)."""
        found = self._get(self._issuer.rstrip("/") + _WELL_KNOWN)
        if found.get("issuer") != self._issuer:  # 4.3: what another one describes is not to be used
            raise ProviderError("the provider calls itself by another address than DOJAZD_OIDC_ISSUER says")
        for name in _ENDPOINTS:
            checked_address(found.get(name), plain=self._plain)
        return found

    def _get(self, address: object, *, bearer: str = "") -> Mapping[str, Any]:
        where = checked_address(address, plain=self._plain)
        with self._session() as session:
            return asked(session, where, bearer)

    @contextmanager
    def _session(self) -> Iterator[OAuth2Client]:
        with OAuth2Client(
            client_id=self._client.id, client_secret=self._client.secret or None, code_challenge_method="S256",
            token_endpoint_auth_method=self._auth_method(), timeout=self._timeout_s, follow_redirects=False,
            trust_env=not self._plain,
            verify=self._trusted,
        ) as session:  # fmt: skip
            yield session

    def _auth_method(self) -> str | None:
        """Return how this program shows its secret: as the provider wants it, in the header if it has no wish."""
        if not self._client.secret or (known := self._metadata.peek()) is None:
            return None
        named = known.get("token_endpoint_auth_methods_supported")
        return next((one for one in _AUTH if one in named), None) if isinstance(named, list) else None

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _refresh(found: Mapping[str, Any], before: str) -> str:
    """Return the refresh token to use next: a provider that gives another one takes the one before no more."""
    given = found.get("refresh_token")
    return given if isinstance(given, str) and given else before

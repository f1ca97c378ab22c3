"""Tokens of the provider: whether it was the provider who signed them, for this program, for this sign-in, and now."""

import json
from collections.abc import Mapping
from typing import Any

from authlib.common.encoding import urlsafe_b64decode
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from scheduler.domain.errors import SignInError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that only the holder of a private key makes: no "none", and none by a shared secret."""
LEEWAY_S = 60
"""So far the clocks of the two may be apart."""
LARGEST = 64 * 1024
_ENDED = "http://schemas.openid.net/event/backchannel-logout"


class UnknownKeyError(SignInError):
    """A token is signed by a key that is not among those known: perhaps it is a new one."""


def read_token(token: object, keys: KeySet) -> jwt.Token:
    """Return a token that one of some keys has signed.

    Raises
    ------
    UnknownKeyError
        If it names a key that is none of them.
    SignInError
        If the signature is not right, or of a kind that is not taken.
    """
    if not isinstance(token, str) or len(token) > LARGEST:
        raise _refused("is none")
    tried = [keys] if "kid" in _header(token) else list(keys)
    for key in tried:
        try:
            return jwt.decode(token, key, algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            raise UnknownKeyError("the token is signed by a key that the provider does not show") from None
        except (JoseError, ValueError, TypeError):
            continue
    raise _refused("is not signed by the provider")


def check_id_token(
    token: jwt.Token, *, issuer: str, client_id: str, now: int, nonce: str = "", access_token: str = ""
) -> Mapping[str, Any]:
    """Return the claims of an ID token (OpenID Connect Core 1.0, 3.1.3.7).

    Parameters
    ----------
    nonce : str
        Which it must carry; empty: it is a renewed one, of which none is asked (12.2).

    Raises
    ------
    SignInError
        If it is another provider's, for another program, for another sign-in, or too old.
    """
    options: Any = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}}
    params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
    claims = CodeIDToken(token.claims, token.header, options, params)
    try:
        claims.validate(now=now, leeway=LEEWAY_S)
    except (JoseError, ValueError, TypeError) as error:
        raise _refused(f"is not for this sign-in ({getattr(error, 'claim', '') or type(error).__name__})") from None
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise _refused("names nobody")
    return dict(claims)


def check_ended(token: jwt.Token, *, issuer: str, client_id: str, now: int) -> str:
    """Return whose sessions a logout token ends (OpenID Connect Back-Channel Logout 1.0, 2.6).

    Raises
    ------
    SignInError
        If it is no such token of this provider for this program, is old, or names a session alone and nobody.
    """
    claims = token.claims
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(_ENDED), dict) or "nonce" in claims:
        raise _refused("is no logout token")  # an ID token that somebody got hold of ends nobody's session
    if token.header.get("typ", "logout+jwt").lower() not in {"logout+jwt", "jwt"}:
        raise _refused("is no logout token")
    checked = check_id_token(token, issuer=issuer, client_id=client_id, now=now)
    return str(checked["sub"])


def _header(token: str) -> Mapping[str, Any]:
    try:
        found = json.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    except (ValueError, RecursionError):  # forty thousand brackets, say
        found = None
    if not isinstance(found, dict):
        raise _refused("is none")
    return found


def _refused(why: str) -> SignInError:
    return SignInError(f"the provider's token {why}")

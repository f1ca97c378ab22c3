"""Tokens as a provider signs them, and as somebody else would like to."""

import base64
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

ISSUER, CLIENT, NONCE = "https://login.town.example", "dojazd", "n-0S6_WzA2Mj"
NOW = int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp())
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"})
EC = ECKey.generate_key("P-256", {"kid": "ec-1"})
FOREIGN = RSAKey.generate_key(2048, {"kid": "rsa-1"})
PUBLIC = KeySet.import_key_set(KeySet([RSA, EC]).as_dict(private=False))


def claims(**more: Any) -> dict[str, Any]:
    made = {"iss": ISSUER, "aud": CLIENT, "sub": "s-1", "exp": NOW + 300, "iat": NOW, "nonce": NONCE} | more
    return {name: value for name, value in made.items() if value is not None}


def signed(told: dict[str, Any] | None = None, *, key: Any = RSA, alg: str = "RS256", **header: Any) -> str:
    """A token; its header names the key unless it says otherwise."""
    named = {"alg": alg, "kid": getattr(key, "kid", None)} | header
    return jwt.encode(
        {name: value for name, value in named.items() if value is not None}, claims() if told is None else told, key,
        algorithms=[alg],
    )  # fmt: skip


def unsigned(told: dict[str, Any] | None = None) -> str:
    """A token that nobody has signed, and says so."""
    return _written("none", told) + "."


def confused() -> str:
    """A token signed by a shared secret, which is the provider's public key that everybody can read."""
    head = _written("HS256")
    return f"{head}.{_url(hmac.digest(RSA.as_pem(private=False), head.encode(), 'sha256'))}"


def _written(alg: str, told: dict[str, Any] | None = None) -> str:
    parts = ({"alg": alg, "kid": "rsa-1"}, claims() if told is None else told)
    return ".".join(_url(json.dumps(one).encode()) for one in parts)


def _url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")

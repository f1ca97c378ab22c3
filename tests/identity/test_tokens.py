"""Which tokens let somebody in."""

from collections.abc import Mapping
from typing import Any

import pytest
from joserfc.jwk import KeySet, OctKey

from scheduler.domain.errors import ProviderError, SignInError
from scheduler.identity.keys import Kept, read_keys
from scheduler.identity.tokens import UnknownKeyError, check_ended, check_id_token, read_token
from tests.identity.signing import (
    CLIENT,
    EC,
    FOREIGN,
    ISSUER,
    NONCE,
    NOW,
    PUBLIC,
    RSA,
    claims,
    confused,
    signed,
    unsigned,
)

EVENT = "http://schemas.openid.net/event/backchannel-logout"


def checked(token: str, *, access_token: str = "") -> Mapping[str, Any]:
    read = read_token(token, PUBLIC)
    return check_id_token(
        read, issuer=ISSUER, client_id=CLIENT, now=NOW, nonce=NONCE, access_token=access_token
    )  # fmt: skip


@pytest.mark.parametrize(
    "token",
    [
        signed(),
        signed(key=EC, alg="ES256"),
        signed(kid=None),
        signed(alg="PS256"),
        signed(claims(aud=[CLIENT, "other"], azp=CLIENT)),
        signed(claims(exp=NOW - 50, iat=NOW - 350)),
        signed(claims(iat=NOW + 50)),
    ],
    ids=["RSA", "EC", "no key named", "PSS", "two audiences", "a clock behind", "a clock ahead"],
)
def test_a_providers_token_lets_in(token: str) -> None:
    """Nobody of a town hall whose provider does it another lawful way could sign in."""
    assert checked(token)["sub"] == "s-1"


WRONG = {
    "another provider": claims(iss=f"{ISSUER}/"),
    "another program": claims(aud="payroll"),
    "no audience": claims(aud=None),
    "a list of other programs": claims(aud=["payroll", "mail"]),
    "two audiences and no party": claims(aud=[CLIENT, "payroll"]),
    "made for another party": claims(azp="payroll"),
    "over": claims(exp=NOW - 61),
    "never over": claims(exp=None),
    "endless": claims(exp="9999999999"),
    "not made yet": claims(iat=NOW + 61),
    "not yet": claims(nbf=NOW + 61),
    "another sign-in": claims(nonce="other"),
    "no sign-in": claims(nonce=None),
    "nobody": claims(sub=None),
    "an empty name": claims(sub=""),
    "a number": claims(sub=7),
    "another access token": claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
}


@pytest.mark.parametrize("told", WRONG.values(), ids=WRONG)
def test_a_token_for_something_else_does_not(told: dict[str, Any]) -> None:
    """A token of another program, of yesterday or of another browser would open the clients' files."""
    with pytest.raises(SignInError):
        checked(signed(told), access_token="SlAV32hkKG")


@pytest.mark.parametrize(
    "token",
    [
        signed(key=FOREIGN),
        signed(key=FOREIGN, kid=None),
        unsigned(),
        unsigned() + "AAAA",
        confused(),
        signed()[:-8] + "AAAAAAAA",
        "",
        "a.b.c",
        "eyJhbGciOiJSUzI1NiJ9..",
        "x" * 70_000,
        "W1tb" * 16_000 + ".e30.AAAA",
    ],
    ids="foreign unnamed none signed-none confused changed empty no-json hollow huge deep".split(),
)
def test_a_token_that_the_provider_has_not_signed_does_not(token: str) -> None:
    """Anybody could write a token in which they are the administrator."""
    with pytest.raises(SignInError):
        checked(token)


def test_shared_secrets_among_the_keys_are_none() -> None:
    """A provider that shows a secret by mistake would let everybody who reads it sign."""
    secret = OctKey.generate_key(256, {"kid": "shared"})
    shown = {"keys": [*PUBLIC.as_dict(private=False)["keys"], secret.as_dict(private=True)]}
    read = read_keys(shown)

    with pytest.raises(SignInError):
        read_token(signed(key=secret, alg="HS256"), read)
    assert check_id_token(read_token(signed(), read), issuer=ISSUER, client_id=CLIENT, now=NOW)["sub"] == "s-1"
    with pytest.raises(ProviderError):
        read_keys({"keys": [secret.as_dict(private=True)]})


def test_new_keys_are_looked_for_and_not_too_often() -> None:
    """After the provider's yearly change of keys nobody came in; or whoever invents keys kept it busy."""
    shown = [KeySet([EC])]
    asked: list[int] = []

    def fetch() -> KeySet:
        asked.append(1)
        return shown[0]

    kept, slow = Kept(fetch, again_s=0), Kept(fetch)

    with pytest.raises(UnknownKeyError):
        read_token(signed(), kept.get())
    shown[0] = KeySet([RSA])
    assert read_token(signed(), kept.get(fresh=True)).claims["sub"] == "s-1"
    asked.clear()
    for _ in range(3):
        slow.get(fresh=True)
    assert len(asked) == 1


def test_behind_a_silent_provider_nobody_waits_for_the_others() -> None:
    """Each page of the office would wait in a queue, five seconds for everybody before it."""
    asked: list[int] = []

    def fetch() -> KeySet:
        asked.append(1)
        if len(asked) == 1:
            raise ProviderError("no answer")
        return PUBLIC

    patient, eager = Kept(fetch), Kept(fetch, retried_s=0)
    for _ in range(3):
        with pytest.raises(ProviderError):
            patient.get()
    assert len(asked) == 1
    asked.clear()
    with pytest.raises(ProviderError):
        eager.get()
    assert eager.get() is PUBLIC


def test_only_the_provider_ends_sessions() -> None:
    """Whoever has an ID token, or writes one, could sign the whole office out."""
    ending = claims(nonce=None, events={EVENT: {}}, jti="1")

    def ended(told: dict[str, Any], **more: Any) -> str:
        read = read_token(signed(told, typ="logout+jwt", **more), PUBLIC)
        return check_ended(read, issuer=ISSUER, client_id=CLIENT, now=NOW)

    assert ended(ending) == "s-1"
    for wrong in (
        claims(), {**ending, "nonce": NONCE}, {**ending, "aud": "payroll"}, {**ending, "exp": NOW - 61},
        {**ending, "events": {}}, {**ending, "events": [EVENT]}, claims(nonce=None, events={EVENT: {}}, sub=None),
    ):  # fmt: skip
        with pytest.raises(SignInError):
            ended(wrong)
    with pytest.raises(SignInError):
        ended(ending, key=FOREIGN)

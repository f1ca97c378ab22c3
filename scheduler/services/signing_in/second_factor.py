"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when the phone is lost."""

import base64
import os
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from scheduler.domain.accounts import User, digest_of
from scheduler.domain.errors import ConflictError, InputError, InputProblem
from scheduler.services.ports import AccountStore
from scheduler.services.signing_in.secrets import new_code, plain_code

STEP_S = 30
DIGITS = 6
ISSUER = "Dojazd"
RECOVERY_CODES = 10
_SECRET_BYTES = 20
_SKEW = (-1, 0, 1)
"""A phone's clock may be a step off, in either direction."""


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """What an authenticator app wants to know, once.

    Attributes
    ----------
    secret : str
        In base32, for typing.
    uri : str
        `otpauth:`, for a QR picture.
    """

    secret: str
    uri: str


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step (30 s since 1970) that a code belongs to, one step around now; None: to no such step."""
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    # SHA-1 is what authenticator apps understand; RFC 6238 rests on HMAC, whose strength it does not harm.
    totp = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S)  # noqa: S303
    here = int(now.timestamp()) // STEP_S
    for step in (here + skew for skew in _SKEW):
        try:
            totp.verify(code.encode(), step * STEP_S)
        except InvalidToken:
            continue
        return step
    return None


class SecondFactor:
    """Enrolling an app, and looking at its codes."""

    def __init__(self, accounts: AccountStore) -> None:
        self._users = accounts.users

    def start(self, user: User) -> Enrolment:
        """Make a secret and keep it until its first code is shown; one that is in use stays in use meanwhile."""
        secret = base64.b32encode(os.urandom(_SECRET_BYTES)).decode()
        self._users.change(replace(user, totp_next=secret))
        label = quote(f"{ISSUER}:{user.sign_in}")
        uri = f"otpauth://totp/{label}?secret={secret}&issuer={ISSUER}&algorithm=SHA1&digits={DIGITS}&period={STEP_S}"
        return Enrolment(secret=secret, uri=uri)

    def confirm(self, user: User, code: str, now: datetime) -> tuple[User, tuple[str, ...]]:
        """Return the user with the new secret in use, for `SignInDesk.strengthen` to keep, and new recovery codes.

        Raises
        ------
        ConflictError
            If none was started.
        InputError
            If the code is not one of the new secret's.
        """
        if not user.totp_next:
            raise ConflictError("no authenticator app waits for its first code; start again")
        step = matching_step(user.totp_next, code, now)
        if step is None:
            right = "type the six digits that the app shows now; check the phone's clock"
            raise InputError([InputProblem(file="code", wrong="is not the app's code", right=right)])
        codes = tuple(new_code() for _ in range(RECOVERY_CODES))
        digests = frozenset(digest_of(plain_code(one)) for one in codes)
        return replace(user, totp=user.totp_next, totp_next="", totp_step=step, recovery=digests), codes

    def passes(self, user: User, code: str, now: datetime) -> bool:
        """Return whether a code of the app, or a recovery code, lets this user in; it is used up by that."""
        step = matching_step(user.totp, code.replace(" ", ""), now)
        if step is not None:
            return self._users.use_step(user.id, step)
        return self._users.use_recovery(user.id, digest_of(plain_code(code)))

"""Passwords: what a good one is, and what is kept of it.

Argon2id (RFC 9106) by pwdlib. The parameters are the RFC's second recommendation, for where memory is not plenty:
3 passes over 64 MiB in 4 lanes. One hash takes 0.2 s of processor time (measured on two cores of
a server), so callers do it in a thread, few are done at once, few wait for their turn, and the others are told to come
again: a flood of sign-ins must not hold the threads in which everybody else is answered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import BoundedSemaphore, Lock
from typing import Protocol

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from scheduler.domain.errors import BusyError, InputError, InputProblem
from scheduler.services.signing_in.common_passwords import COMMON

SHORTEST = 12
LONGEST = 256
AT_ONCE = 2
"""So many hashes are computed at a time: 128 MiB at most."""
WAITING = 8
"""So many more may wait for their turn: a second or two."""
AGAIN = timedelta(seconds=2)


class PasswordHasher(Protocol):
    """What passwords are kept with; both may raise `BusyError` where too many are asked for at once."""

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        ...

    def matches(self, password: str, kept: str) -> bool:
        """Return whether a password is the one that was kept; with nothing kept it takes as long and is False."""
        ...


class Turns:
    """Lets few work at a time and few more wait.

    Parameters
    ----------
    at_once, waiting : int
        How many work, and how many more wait.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._most, self._here = at_once + waiting, 0
        self._lock, self._places = Lock(), BoundedSemaphore(at_once)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn.

        Raises
        ------
        BusyError
            At once, if too many wait already.
        """
        with self._lock:
            if self._here >= self._most:
                raise BusyError("too many sign in at this moment; try again in a few seconds", wait=AGAIN)
            self._here += 1
        try:
            with self._places:
                yield
        finally:
            with self._lock:
                self._here -= 1


class Argon2:
    """Argon2id.

    Parameters
    ----------
    passes, memory_kib, lanes : int
        As RFC 9106 calls them t, m and p. Only tests have a reason for less.
    """

    def __init__(self, *, passes: int = 3, memory_kib: int = 65_536, lanes: int = 4) -> None:
        hasher = Argon2Hasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes)
        self._hasher = PasswordHash((hasher,))
        self._turns = Turns(AT_ONCE, WAITING)
        self._nobody = self._hasher.hash("nobody's password")

    def hash(self, password: str) -> str:
        """Return the hash in the PHC string format."""
        with self._turns.taken():
            return self._hasher.hash(password)

    def matches(self, password: str, kept: str) -> bool:
        """Return whether a password is the one of a hash; without a hash it takes as long and is False."""
        with self._turns.taken():
            try:
                same = self._hasher.verify(password, kept or self._nobody)
            except PwdlibError:  # not a hash: the account was made without a password
                same = False
        return same and bool(kept)


def check_password(password: str, *, sign_in: str, name: str) -> None:
    """Refuse a password that others would guess.

    Raises
    ------
    InputError
        Saying what is wrong with it; it does not hold the password.
    """
    wrong = _wrong(password, {word.casefold() for word in (sign_in, *sign_in.split("@")[:1], *name.split(), name)})
    if wrong:
        right = f"use {SHORTEST} characters or more, such as four words that do not belong together"
        raise InputError([InputProblem(file="password", wrong=wrong, right=right)])


def _wrong(password: str, names: set[str]) -> str:
    folded = password.casefold()
    if len(password) < SHORTEST:
        return f"has fewer than {SHORTEST} characters"
    if len(password) > LONGEST:
        return f"has more than {LONGEST} characters"
    bare = "".join(char for char in folded if char.isalpha())
    if folded in COMMON or bare in COMMON or len(set(folded)) < 4:
        return "is one of the first that others would try"
    rest = folded
    for name in sorted((name for name in names if len(name) >= 4), key=len, reverse=True):
        rest = rest.replace(name, "")
    if rest != folded and len(rest) < SHORTEST // 2:
        return "is hardly more than the user's name"
    return ""

"""Tokens for machines."""

from collections.abc import Iterable
from datetime import timedelta

from scheduler.domain.accounts import ApiToken, digest_of
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import TokenId, TownId, UserId
from scheduler.domain.text import flaw_of
from scheduler.domain.time import Clock
from scheduler.services.access import NOT_FOR_MACHINES, Permission
from scheduler.services.ports import AccountStore
from scheduler.services.signing_in.noting import note
from scheduler.services.signing_in.rules import SignInRules
from scheduler.services.signing_in.secrets import new_id, new_secret

PREFIX = "dojazd_"
"""By which people and scanners of source code know a token."""
LONGEST = timedelta(days=3 * 365)


class TokenDesk:
    """Tokens of a town; everything is written into its audit."""

    def __init__(self, accounts: AccountStore, clock: Clock, rules: SignInRules) -> None:
        self._accounts, self._clock, self._rules = accounts, clock, rules

    def add(
        self, town_id: TownId, name: str, scopes: Iterable[str], *, by: UserId, lasts: timedelta | None = None
    ) -> tuple[str, ApiToken]:
        """Make a token, and return its secret, which is shown this once.

        Raises
        ------
        InputError
            If it has no name, no scopes, one that is none for machines, or lasts more than three years.
        """
        wanted, lasts = frozenset(scopes), lasts or self._rules.token
        problems = list(_problems(name, wanted, lasts))
        if problems:
            raise InputError(problems)
        secret, now = PREFIX + new_secret(), self._clock.now()
        token = ApiToken(
            id=TokenId(new_id("T")), town_id=town_id, name=name, digest=digest_of(secret), scopes=wanted,
            created_by=by, created_at=now, ends_at=now + lasts,
        )  # fmt: skip
        with self._accounts.acting(town_id) as act:
            act.tokens.add(token)
            note(act.unit, "token.added", f"token:{token.id}", by=by, at=now, fields=tuple(sorted(wanted)))
        return secret, token

    def revoke(self, town_id: TownId, token_id: TokenId, *, by: UserId) -> None:
        """Shut a token out, from now on.

        Raises
        ------
        NotFoundError
            If the town has no such token.
        """
        now = self._clock.now()
        with self._accounts.acting(town_id) as act:
            act.tokens.revoke(town_id, token_id, now)
            note(act.unit, "token.revoked", f"token:{token_id}", by=by, at=now)


def _problems(name: str, scopes: frozenset[str], lasts: timedelta) -> list[InputProblem]:
    allowed = sorted(set(Permission) - NOT_FOR_MACHINES)
    right = f"choose from {', '.join(allowed)}"
    wrong = "" if name.strip() else "is empty"
    found = [InputProblem(file="name", wrong=one, right="say which machine this is for")
             for one in (wrong, flaw_of(name)) if one]  # fmt: skip
    if not scopes:
        found.append(InputProblem(file="scopes", wrong="are none", right=right))
    found += [
        InputProblem(file="scopes", value=scope[:40], wrong="is none for machines", right=right)
        for scope in sorted(scopes - set(allowed))
    ]
    if not timedelta(0) < lasts <= LONGEST:
        found.append(InputProblem(file="days", wrong="is too short or too long", right="1 to 1095 days"))
    return found

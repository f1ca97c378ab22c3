"""People whom the town's own sign-in service vouches for: who they are there, and what they may be here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scheduler.domain.accounts import Identity, Role
from scheduler.domain.ids import NewcomerId, TownId
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class Newcomer(Instants):
    """Somebody whom the provider signed in and who has no account yet, until an administrator gives them one.

    Attributes
    ----------
    name, sign_in : str
        As the provider calls them.
    role : Role or None
        What the claims would make them; None: nothing.
    """

    id: NewcomerId
    issuer: str
    subject: str
    name: str
    sign_in: str
    role: Role | None = None
    at: datetime

    @property
    def identity(self) -> Identity:
        """Who this is to the provider."""
        return Identity(issuer=self.issuer, subject=self.subject)


@dataclass(frozen=True, kw_only=True)
class ProviderRules:
    """What an installation decides about people from the provider.

    Attributes
    ----------
    roles : tuple of (str, Role)
        Which value of the claim makes somebody what; of several the first counts.
    roles_claim, staff_claim, provider_claim : str
        Where the claims say the roles, whose work a worker sees, and which contractor's; the latter two may be empty:
        an administrator says it.
    town : TownId or None
        Whose the new accounts are; None: the only town's.
    own_app : bool
        Whether roles that need an authenticator app here need it also when the provider has signed them in.
    every : timedelta
        A session is looked after at the provider when it was not for so long.
    grace : timedelta
        So long a session goes on while the provider does not answer.
    """

    roles: tuple[tuple[str, Role], ...]
    roles_claim: str = "groups"
    staff_claim: str = ""
    provider_claim: str = ""
    town: TownId | None = None
    own_app: bool = False
    every: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(hours=1)

    def role_of(self, values: Collection[str]) -> Role | None:
        """Return what values of the claim make somebody; None: nothing."""
        return next((role for value, role in self.roles if value in values), None)


def claim_at(claims: Mapping[str, Any], path: str) -> Any:
    """Return a claim by its name, or by the names of the objects that it lies in, with dots: `realm_access.roles`.

    None: there is none. A claim that has the dots in its name, as addresses do, is found by it.
    """
    if not path or path in claims:
        return claims.get(path)
    found: Any = claims
    for name in path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return found


def values_at(claims: Mapping[str, Any], path: str) -> frozenset[str] | None:
    """Return the texts of a claim that is one text or a list of them; None: there is no such claim.

    One text is one value, whatever blanks it has: groups may be called "Dzial uslug".
    """
    found = claim_at(claims, path)
    if found is None:
        return None
    listed = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return frozenset(one for one in listed if isinstance(one, str))


def text_at(claims: Mapping[str, Any], *paths: str) -> str:
    """Return the first of some claims that is a text or a number, without blanks around it; empty: none is."""
    for path in paths:
        found = claim_at(claims, path)
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
        if isinstance(found, str) and found.strip():
            return found.strip()
    return ""

"""Whether the town's sign-in service still vouches for those whom it has signed in.

It is asked when somebody does something and was not asked about them for ten minutes: whoever is gone there is gone
here within a quarter of an hour, and nobody notices anything else.
"""

from dataclasses import replace
from datetime import datetime

from scheduler.domain.accounts import Role, SignInSession, Standing, Voucher
from scheduler.domain.errors import ProviderError, SignInError
from scheduler.domain.identities import ProviderRules, values_at
from scheduler.domain.ids import UserId
from scheduler.domain.time import Clock
from scheduler.services.ports import AccountStore, IdentityProvider, Proof
from scheduler.services.signing_in.noting import note
from scheduler.services.signing_in.rules import others_administer
from scheduler.services.signing_in.shutting import shut


class Renewal:
    """Renews sessions of the provider, or ends them."""

    def __init__(self, accounts: AccountStore, clock: Clock, provider: IdentityProvider, rules: ProviderRules) -> None:
        self._accounts, self._clock, self._provider, self._rules = accounts, clock, provider, rules

    def goes_on(self, session: SignInSession, standing: Standing) -> bool:
        """Return whether a session of the provider goes on; one request asks while others at once go on."""
        now, checked, tried = self._clock.now(), session.checked_at, session.tried_at
        if checked is None or tried is None:
            return False
        if now - tried < self._rules.every or not self._accounts.sessions.take_turn(session, now):
            return now - checked < self._rules.grace
        voucher = self._accounts.sessions.voucher(session.digest)
        if voucher is None:
            return False
        if not voucher.refresh:
            return True  # it ends of itself, and soon
        try:
            return self._renewed(session, standing, voucher, now)
        except ProviderError as error:
            if error.refresh not in ("", voucher.refresh):
                self._accounts.sessions.confirm(session, checked, Voucher(refresh=error.refresh))
            return now - checked < self._rules.grace
        except SignInError:
            self._end(session, standing, now)
            return False

    def _renewed(self, session: SignInSession, standing: Standing, voucher: Voucher, now: datetime) -> bool:
        user = self._accounts.users.find(standing.user_id)
        if user is None or user.identity is None or user.identity.issuer != self._provider.issuer:
            raise SignInError("this account is not the provider's any more")
        proof = self._provider.renew(voucher.refresh, user.identity.subject)
        if not self._may(proof, standing, now):
            return False
        self._accounts.sessions.confirm(session, now, Voucher(refresh=proof.refresh))
        return True

    def _may(self, proof: Proof, standing: Standing, now: datetime) -> bool:
        """Return whether somebody has the role they had; one who has lost it is signed out everywhere.

        A provider that says nothing of roles when it is asked again has still said that the person is there.
        """
        values = values_at(proof.claims, self._rules.roles_claim)
        role = standing.role if values is None else self._rules.role_of(values)
        if role is None:
            shut(self._accounts, standing.town_id, standing.user_id, now)
        elif role is not standing.role:
            with self._accounts.acting(standing.town_id) as act:
                everybody = act.users.hold(standing.town_id)
                if standing.role is Role.ADMINISTRATOR and not others_administer(everybody, standing.user_id):
                    return True  # the last administrator stays one, as at sign-in
                act.sessions.end_all(standing.user_id)
                note(act.unit, "session.lost", f"user:{standing.user_id}", by=UserId(""), at=now, fields=("role",))
        return role is standing.role

    def _end(self, session: SignInSession, standing: Standing, now: datetime) -> None:
        """End a session; the account's tokens and calendars rest if its owner does not sign in again for long.

        A service says the same of somebody who is gone and of a session that was over there, so phones go on.
        """
        with self._accounts.acting(standing.town_id) as act:
            user = {one.id: one for one in act.users.hold(standing.town_id)}.get(standing.user_id)
            if user is not None and user.identity is not None and user.lost_at is None:
                act.users.change(replace(user, lost_at=now))
            act.sessions.end(session.digest)
            note(act.unit, "session.lost", f"user:{standing.user_id}", by=UserId(""), at=now)

"""Closing the account of somebody to whom the town's sign-in service gives no role any more."""

from dataclasses import replace
from datetime import datetime

from scheduler.domain.ids import TownId, UserId
from scheduler.services.ports import AccountAct, AccountStore
from scheduler.services.signing_in.noting import note


def shut(accounts: AccountStore, town_id: TownId, user_id: UserId, now: datetime) -> None:
    """Close an account, and end its sessions and phones.

    Calendar feeds and the tokens that its owner has made look at the account themselves: they rest until the service
    gives the role back, as after a slip in the town hall's groups.
    """
    with accounts.acting(town_id) as act:
        user = {one.id: one for one in act.users.hold(town_id)}.get(user_id)
        if user is None:
            return
        if user.active:
            act.users.change(replace(user, active=False, shut=True))
            note(act.unit, "user.shut", f"user:{user_id}", by=UserId(""), at=now)
        act.sessions.end_all(user_id)


def revoke_tokens(act: AccountAct, town_id: TownId, user_id: UserId, now: datetime, *, by: UserId) -> None:
    """Revoke for good the tokens that somebody has made."""
    for token in act.tokens.all(town_id):
        if token.created_by == user_id and token.open_at(now):
            act.tokens.revoke(town_id, token.id, now)
            note(act.unit, "token.revoked", f"token:{token.id}", by=by, at=now)

"""Accounts: who may sign in, as what."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Path, Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.admin.sections import admin_page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.domain.accounts import Role
from scheduler.domain.identities import Newcomer
from scheduler.domain.ids import UserId
from scheduler.services.access import Permission
from scheduler.services.resources import providers_for, staff_for

router = page_router("/admin/users")
_users = [needs(Permission.USERS)]
UserKey = Annotated[str, Path(max_length=100)]
ROLES = (Role.DISPATCHER, Role.WORKER, Role.MANAGER, Role.PROVIDER, Role.ADMINISTRATOR)
"""As they are offered: the most usual first."""


@router.get("", dependencies=_users)
def list_users(request: Request) -> Response:
    """Show all accounts, those that are shut last."""
    known = office_of(request).accounts.users.all(who(request).town_id)
    users = sorted(known, key=lambda one: (not one.active, one.name.casefold(), one.sign_in))
    administrators = [one.id for one in users if one.active and one.role is Role.ADMINISTRATOR]
    only = administrators[0] if len(administrators) == 1 else None
    return admin_page(
        request, "admin_users.html", users=users, only_administrator=only, newcomers=_newcomers(request),
        **_crew(request),
    )  # fmt: skip


@router.get("/new", dependencies=_users)
def new_user(request: Request) -> Response:
    """Show the form of a new account."""
    return admin_page(request, "admin_user.html", user=None, roles=ROLES, is_me=False, **_crew(request))


@router.get("/{user_id}", dependencies=_users)
def show_user(request: Request, user_id: UserKey) -> Response:
    """Show an account, and what can be done with it."""
    me, office = who(request), office_of(request)
    user = office.users.find(me.town_id, UserId(user_id))
    shown = {"user": user, "is_me": user.id == me.user_id, "newcomers": _newcomers(request)}
    return admin_page(request, "admin_user.html", roles=ROLES, **shown, **_crew(request))


def _newcomers(request: Request) -> Sequence[Newcomer]:
    """Return who waits for an account; nobody, where no service sends anybody."""
    office = office_of(request)
    return office.newcomers.waiting(who(request).town_id) if office.provider is not None else ()


def _crew(request: Request) -> dict[str, Any]:
    """Return the town's workers and contractors, one of whom an account may be."""
    me = who(request)
    with office_of(request).store.reading(me.town_id) as unit:
        return {"staff": staff_for(unit, me), "providers": providers_for(unit, me)}

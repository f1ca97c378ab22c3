"""People whom the town's own sign-in service has signed in, and whose account each of them gets."""

from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.routing import needs, office_router
from api.schemas.accounts import UserShown
from api.schemas.newcomers import IdentityGiven, NewcomerList, NewcomerShown
from scheduler.domain.ids import NewcomerId, UserId
from scheduler.services.access import Permission

router = office_router("/api/v1", "users")
_users = [needs(Permission.USERS)]
_VERSIONED = "/api/v1/users/{user_id}"
UserKey = Annotated[str, Path(max_length=100, description="Id of a user.")]


@router.get("/newcomers", dependencies=_users)
def list_newcomers(request: Request) -> NewcomerList:
    """Return who was signed in by the town's own service and has no account yet, the latest first."""
    found = office_of(request).newcomers.waiting(who(request).town_id)
    return NewcomerList(items=[NewcomerShown.of(one) for one in found])


@router.put("/users/{user_id}/identity", dependencies=_users)
def give_identity(
    request: Request, response: Response, user_id: UserKey, body: IdentityGiven, if_match: IfMatch = None
) -> UserShown:
    """Make an account a newcomer's; its password and authenticator app are gone, and whoever used them signed out."""
    me, version = who(request), seen(if_match, _VERSIONED)
    desk, newcomer = office_of(request).newcomers, NewcomerId(body.newcomer_id)
    user = desk.link(me.town_id, UserId(user_id), newcomer, seen=version, by=me.user_id)
    response.headers["ETag"] = tag(user.version)
    return UserShown.of(user)


@router.delete("/users/{user_id}/identity", dependencies=_users)
def take_identity(request: Request, response: Response, user_id: UserKey, if_match: IfMatch = None) -> UserShown:
    """Take an account away from the town's own service; nobody signs in to it until it has a password."""
    me, version = who(request), seen(if_match, _VERSIONED)
    user = office_of(request).newcomers.unlink(me.town_id, UserId(user_id), seen=version, by=me.user_id)
    response.headers["ETag"] = tag(user.version)
    return UserShown.of(user)

"""Users of the town."""

from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, IfNoneMatch, is_known, not_modified, seen, tag
from api.paging import Cursor, Limit, after_of, cursor_of
from api.pictures import qr_picture
from api.replaying import created_id, holds_secret
from api.routing import needs, office_router
from api.schemas.accounts import PasswordGiven, PhoneLinkShown, UserChange, UserCreation, UserPage, UserShown
from scheduler.domain.ids import ProviderId, StaffId, UserId
from scheduler.services.access import Permission
from scheduler.services.signing_in import NewUser

router = office_router("/api/v1/users", "users")
_VERSIONED = "/api/v1/users/{user_id}"
_users = [needs(Permission.USERS)]
UserKey = Annotated[str, Path(max_length=100, description="Id of a user.")]


@router.get("", dependencies=_users)
def list_users(request: Request, limit: Limit = 50, cursor: Cursor = None) -> UserPage:
    """Return the town's users by sign-in name."""
    after = after_of(cursor, 1)
    known = office_of(request).accounts.users.all(who(request).town_id)
    rest = [user for user in known if after is None or user.sign_in > after[0]]
    more = (rest[limit - 1].sign_in,) if len(rest) > limit else None
    return UserPage(items=[UserShown.of(user) for user in rest[:limit]], next=cursor_of(more))


@router.post("", dependencies=_users, status_code=201)
def add_user(request: Request, response: Response, body: UserCreation) -> UserShown:
    """Make a user."""
    me = who(request)
    new_id = UserId(created_id(request, "U"))
    user = office_of(request).users.add(me.town_id, _new(body, body.password), by=me.user_id, user_id=new_id)
    response.headers["Location"] = f"/api/v1/users/{user.id}"
    response.headers["ETag"] = tag(user.version)
    return UserShown.of(user)


@router.get("/{user_id}", dependencies=_users, response_model=UserShown)
def get_user(request: Request, response: Response, user_id: UserKey, known: IfNoneMatch = None) -> UserShown | Response:
    """Return a user."""
    user = office_of(request).users.find(who(request).town_id, UserId(user_id))
    if is_known(known, user.version):
        return not_modified(user.version)
    response.headers["ETag"] = tag(user.version)
    return UserShown.of(user)


@router.put("/{user_id}", dependencies=_users)
def change_user(
    request: Request, response: Response, user_id: UserKey, body: UserChange, if_match: IfMatch = None
) -> UserShown:
    """Change a user; who is deactivated, or gets another role, is signed out."""
    me, version = who(request), seen(if_match, _VERSIONED)
    desk = office_of(request).users
    user = desk.change(me.town_id, UserId(user_id), _new(body), seen=version, by=me.user_id)
    response.headers["ETag"] = tag(user.version)
    return UserShown.of(user)


@router.put("/{user_id}/password", dependencies=_users, status_code=204)
def give_password(request: Request, user_id: UserKey, body: PasswordGiven) -> None:
    """Give a user another password; they are signed out."""
    me, desk = who(request), office_of(request).users
    desk.set_password(desk.find(me.town_id, UserId(user_id)), body.password, by=me.user_id)


@router.delete("/{user_id}/totp", dependencies=_users, status_code=204)
def drop_app(request: Request, user_id: UserKey) -> None:
    """Take a user's authenticator app away, as when the phone is lost; they are signed out."""
    me, desk = who(request), office_of(request).users
    desk.drop_app(desk.find(me.town_id, UserId(user_id)), by=me.user_id)


@router.delete("/{user_id}/sessions", dependencies=_users, status_code=204)
def sign_user_out(request: Request, user_id: UserKey) -> None:
    """Sign a user out everywhere, as when a computer was left open; they may sign in again."""
    me, desk = who(request), office_of(request).users
    desk.sign_out(desk.find(me.town_id, UserId(user_id)), by=me.user_id)


@router.post("/{user_id}/phone-link", dependencies=[needs(Permission.PHONES)], status_code=201)
def link_phone(request: Request, user_id: UserKey) -> PhoneLinkShown:
    """Make a code that signs a worker's phone in, once, within a quarter of an hour."""
    me, office = who(request), office_of(request)
    holds_secret(request)
    code, link = office.phones.link(office.users.find(me.town_id, UserId(user_id)), by=me.user_id)
    base = str(office.settings.public_url or request.base_url).rstrip("/")
    address = f"{base}/phone#{code}"
    return PhoneLinkShown(code=code, address=address, picture=qr_picture(address), ends_at=link.ends_at)


@router.delete("/{user_id}/phone-sessions", dependencies=[needs(Permission.PHONES)], status_code=204)
def forget_phones(request: Request, user_id: UserKey) -> None:
    """Sign all of a worker's phones out, as when one is lost; each wipes what it keeps at its next contact."""
    me, office = who(request), office_of(request)
    office.phones.forget(office.users.find(me.town_id, UserId(user_id)), by=me.user_id)


def _new(body: UserChange, password: str = "") -> NewUser:
    return NewUser(
        sign_in=body.sign_in,
        name=body.name,
        role=body.role,
        staff_id=StaffId(body.staff_id) if body.staff_id else None,
        provider_id=ProviderId(body.provider_id) if body.provider_id else None,
        password=password,
        active=body.active,
    )

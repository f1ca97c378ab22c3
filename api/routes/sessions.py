"""Sessions: signing in, who one is, signing out."""

from fastapi import Request, Response

from api.asking import asking_of, office_of, who
from api.cookies import cookie_token, drop_cookie, set_cookie
from api.middleware.identity import csrf_token
from api.routing import needs, office_router
from api.schemas.session import NewPassword, PhoneCode, SignIn, Who
from scheduler.services.access import Permission, Principal
from scheduler.services.signing_in.desk import SignedIn

router = office_router("/api/v1", "session")
_public, _self = [needs(Permission.PUBLIC)], [needs(Permission.SELF)]


@router.post("/session", dependencies=_public)
def sign_in(request: Request, response: Response, body: SignIn) -> Who:
    """Sign in with a name and a password; the answer sets a cookie. 401 `second-factor`: send a code, too."""
    desk = office_of(request).desk
    address, before = asking_of(request.scope).address, cookie_token(request)
    signed = desk.sign_in(body.sign_in, body.password, code=body.code, address=address, before=before)
    return signed_in(request, response, signed)


@router.get("/session", dependencies=_self)
def who_am_i(request: Request) -> Who:
    """Return who is signed in, and until when."""
    return told_who(request, who(request), asking_of(request.scope).cookie)


@router.delete("/session", dependencies=_self, status_code=204)
def sign_out(request: Request, response: Response) -> None:
    """End this session; `X-Sign-Out` then names the page that ends the one of the town's sign-in service, too."""
    office, me = office_of(request), who(request)
    session = office.accounts.sessions.find(me.session)
    if session is not None and session.checked_at is not None:
        response.headers["X-Sign-Out"] = "/sign-out/provider"
    office.desk.end(asking_of(request.scope).cookie)
    drop_cookie(request, response)


@router.delete("/session/others", dependencies=_self, status_code=204)
def sign_out_elsewhere(request: Request) -> None:
    """End all other sessions of oneself; this one goes on."""
    desk, me = office_of(request).users, who(request)
    desk.sign_out(desk.find(me.town_id, me.user_id), by=me.user_id, but=me.session)


@router.put("/session/password", dependencies=_self, status_code=204)
def change_password(request: Request, response: Response, body: NewPassword) -> None:
    """Choose another password; every session of the user ends, this one too."""
    office, me = office_of(request), who(request)
    user = office.users.find(me.town_id, me.user_id)
    with office.desk.slowing.attempt(asking_of(request.scope).address, name=user.sign_in):
        office.users.own_password(user, body.old, body.new)
    drop_cookie(request, response)


@router.post("/phone-session", dependencies=_public)
def sign_phone_in(request: Request, response: Response, body: PhoneCode) -> Who:
    """Sign a worker's phone in with the code that the office shows; it is used up by that."""
    address, before = asking_of(request.scope).address, cookie_token(request)
    return signed_in(request, response, office_of(request).phones.sign_in(body.code, address=address, before=before))


def signed_in(request: Request, response: Response, signed: SignedIn) -> Who:
    """Set the cookie of a new session, and return who is signed in by it."""
    set_cookie(request, response, signed)
    principal = office_of(request).desk.principal(signed.user.standing, signed.session)
    asking_of(request.scope).principal = principal
    return told_who(request, principal, signed.token)


def told_who(request: Request, principal: Principal, token: str) -> Who:
    """Return who somebody is."""
    office = office_of(request)
    user = office.accounts.users.find(principal.user_id) if principal.session else None
    session = office.accounts.sessions.find(principal.session) if principal.session else None
    factor = "used" if session and session.strong else "wanted" if principal.weak else "none"
    return Who(
        user_id=principal.user_id,
        town_id=principal.town_id,
        name=user.name if user else "",
        role=principal.role,
        permissions=sorted(principal.permissions),
        ends_at=session.ends_at if session else None,
        csrf_token=csrf_token(token) if token else "",
        second_factor=factor,
    )

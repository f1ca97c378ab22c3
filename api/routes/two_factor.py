"""One's authenticator app."""

from fastapi import Request, Response

from api.asking import asking_of, office_of, who
from api.cookies import set_cookie
from api.pictures import qr_picture
from api.replaying import holds_secret
from api.routing import needs, office_router
from api.schemas.session import AppCode, NewApp, RecoveryCodes, ShownCode
from scheduler.domain.accounts import User
from scheduler.domain.errors import ConflictError, ForbiddenError, SecondFactorError
from scheduler.services.access import Permission

router = office_router("/api/v1/session/totp", "session")
_self = [needs(Permission.SELF)]


def _whose(request: Request) -> User:
    principal = who(request)
    return office_of(request).users.find(principal.town_id, principal.user_id)


def _me(request: Request) -> User:
    """Return the user whose session this is, if it is enough to change the app.

    Machines have no app, and a phone's session is not enough to get one; nor is one without a second factor enough to
    replace one, or a password alone would get past it.
    """
    principal, office = who(request), office_of(request)
    session = office.accounts.sessions.find(principal.session)
    if session is None or session.phone:
        raise ConflictError("only somebody who signed in with a password has an authenticator app")
    user = office.users.find(principal.town_id, principal.user_id)
    if user.identity is not None and not office.settings.oidc_second_factor:
        raise ConflictError("the town's sign-in service sees to the second factor of this account")
    if user.totp and not session.strong:
        raise ForbiddenError("sign in with the app in use, or a recovery code, before you replace it")
    return user


@router.post("", dependencies=_self)
def start(request: Request) -> NewApp:
    """Get a secret for an authenticator app (TOTP: six digits, 30 s, SHA-1); an app in use stays so until its code."""
    user = _me(request)
    holds_secret(request)
    enrolment = office_of(request).second_factor.start(user)
    return NewApp(secret=enrolment.secret, uri=enrolment.uri, picture=qr_picture(enrolment.uri))


@router.put("", dependencies=_self)
def confirm(request: Request, response: Response, body: AppCode) -> RecoveryCodes:
    """Show the new app's first code; from now on sign-in wants one.

    Whoever replaces an app shows a code of the present one, too. All sessions end; the answer sets a new cookie.
    """
    office, user, now = office_of(request), _me(request), office_of(request).clock.now()
    with office.desk.slowing.attempt(asking_of(request.scope).address, name=user.sign_in):
        if user.totp and not office.second_factor.passes(user, body.present_code, now):
            raise SecondFactorError("give a code of the app in use as present_code, or a recovery code")
        enrolled, codes = office.second_factor.confirm(user, body.code, now)
    set_cookie(request, response, office.desk.strengthen(enrolled, session=who(request).session))
    return RecoveryCodes(codes=list(codes))


@router.post("/code", dependencies=_self, status_code=204)
def show_code(request: Request, response: Response, body: ShownCode) -> None:
    """Show the app's code after a sign-in by the town's own service; the answer sets a new cookie."""
    office, user = office_of(request), _whose(request)
    with office.desk.slowing.attempt(asking_of(request.scope).address, name=user.sign_in):
        set_cookie(request, response, office.desk.step_up(user, who(request).session, body.code))

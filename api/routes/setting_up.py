"""The first administrator of an installation."""

from fastapi import Request

from api.asking import asking_of, office_of
from api.routing import needs, office_router
from api.schemas.accounts import UserShown
from api.schemas.session import SetUp
from scheduler.domain.accounts import Role
from scheduler.domain.ids import TownId
from scheduler.services.access import Permission
from scheduler.services.signing_in import NewUser

router = office_router("/api/v1/setup", "session")


@router.post("", dependencies=[needs(Permission.PUBLIC)], status_code=201)
def set_up(request: Request, body: SetUp) -> UserShown:
    """Make the first administrator, with the code that the terminal shows while there is no user; then sign in."""
    office = office_of(request)
    new = NewUser(sign_in=body.sign_in, name=body.name, role=Role.ADMINISTRATOR, password=body.password)
    with office.desk.slowing.attempt(asking_of(request.scope).address):
        user = office.users.set_up(body.setup_code, TownId(body.town_id) if body.town_id else None, new)
    return UserShown.of(user)

"""The demo's own office: an invented town, and a user of every role as whom anybody at this computer may look around.

A demo's database says so in the first entry of its town's audit chain, which is written with the town and cannot be
written later: no database with a real town ever becomes a demo's.
"""

from collections.abc import Iterator
from datetime import datetime

from scheduler.domain.accounts import Role, User
from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.domain.ids import TownId, UserId
from scheduler.domain.plan import Plan
from scheduler.domain.town import Town
from scheduler.services.dispatching import Hand
from scheduler.services.keeping import keep_town
from scheduler.services.planning.writing import PROGRAM, keep_plan
from scheduler.services.ports import AccountStore, Store, TravelTimes
from scheduler.services.publishing import NewId, publish
from scheduler.services.signing_in import SignInDesk
from scheduler.services.signing_in.desk import SignedIn

MADE = "demo.made"
"""The mark: what the first entry of a demo town's audit chain says was done."""


def keep_demo(store: Store, accounts: AccountStore, town: Town, at: datetime) -> None:
    """Keep an invented town in a new database, mark it as a demo's, and make a user of each role without a password.

    Raises
    ------
    ConflictError
        If the database has this town or such users already.
    """
    with store.writing(TownId(town.id)) as unit:
        keep_town(unit, town, at)
        unit.audit.append(AuditEvent(at=at, by=PROGRAM, action=MADE, subject=f"town:{town.id}"))
    for user in _users(town, at):
        accounts.users.add(user)


def publish_demo(store: Store, travel: TravelTimes, plan: Plan, at: datetime, new_id: NewId) -> None:
    """Keep a plan that was made from the town's files, and publish it, so that crews have something to read.

    Raises
    ------
    ConflictError
        If the day is planned already, or the plan breaks a rule in the town as it is kept.
    """
    with store.writing(TownId(plan.town_id)) as unit:
        state = keep_plan(unit, unit.days.lock(plan.day), plan, why="tentative")
        publish(unit, travel, plan.day, Hand(by=PROGRAM, at=at, seen=state.version), new_id)


def is_demo(store: Store) -> bool:
    """Return whether a database was made by the demo, every town in it."""
    towns = store.towns()
    return bool(towns) and all(_is_marked(store, one) for one in towns)


def sign_in_as(store: Store, accounts: AccountStore, desk: SignInDesk, role: Role) -> SignedIn:
    """Open a session as somebody of a role.

    Raises
    ------
    ForbiddenError
        If the database is none of a demo.
    NotFoundError
        If its town has nobody of this role.
    """
    if not is_demo(store):
        raise ForbiddenError("this database was not made by the demo")
    user = accounts.users.find(user_id(role))
    if user is None or not user.active:
        raise NotFoundError(f"the demo's town has no {role}")
    return desk.open(user, strong=True, phone=role is Role.WORKER)


def _is_marked(store: Store, town_id: TownId) -> bool:
    with store.reading(town_id) as unit:
        return any(one.number == 1 and one.event.action == MADE for one in unit.audit.entries(0, 1))


def user_id(role: Role) -> UserId:
    """Return under which id a demo's database has its user of a role."""
    return UserId(f"U-demo-{role}")


def _users(town: Town, at: datetime) -> Iterator[User]:
    """Yield a user of each role; the worker is the first with a vehicle, the contractor the first with a shift."""
    crews = [town.staff[one] for shift in town.shifts for one in shift.staff_ids]
    drivers = [shift.staff_ids[0] for shift in town.shifts if shift.vehicle_id and shift.staff_ids]
    providers = [one.provider_id for one in crews if one.provider_id]
    for role in Role:
        if role is Role.PROVIDER and not providers:
            continue
        yield User(
            id=user_id(role), town_id=TownId(town.id), sign_in=role.value, name=f"{role.value.title()} (demo)",
            role=role, staff_id=(drivers or [crews[0].id])[0] if role is Role.WORKER else None,
            provider_id=providers[0] if role is Role.PROVIDER else None, created_at=at,
        )  # fmt: skip

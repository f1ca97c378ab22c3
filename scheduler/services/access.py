"""Who may do what: one table, and what of it only for one's own work.

Whoever looks after accounts does not see clients for that reason: a person who does both has two accounts, and the
audit shows which of them read what.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain.accounts import Role
from scheduler.domain.errors import ForbiddenError, NotFoundError, SignInError
from scheduler.domain.fleet import Vehicle
from scheduler.domain.ids import ProviderId, StaffId, TownId, UserId, VehicleId
from scheduler.domain.roster import Shift, Staff


class Permission(StrEnum):
    """What may be done, as routes and machines' tokens name it."""

    PUBLIC = "public"
    SELF = "self"
    USERS = "users"
    PHONES = "phones"
    TOKENS = "tokens"
    HOOKS = "hooks"
    CARRIERS = "carriers"
    AUDIT = "audit.read"
    METRICS = "metrics.read"
    TOWN_READ = "town.read"
    CLIENTS_READ = "clients.read"
    CLIENTS_WRITE = "clients.write"
    PLACES_READ = "places.read"
    PLACES_WRITE = "places.write"
    ENQUIRIES_READ = "enquiries.read"
    BOOKINGS_READ = "bookings.read"
    BOOKINGS_WRITE = "bookings.write"
    SERIES_READ = "series.read"
    SERIES_WRITE = "series.write"
    ROTA_READ = "rota.read"
    ROTA_WRITE = "rota.write"
    PLANS_READ = "plans.read"
    PLANS_WRITE = "plans.write"
    NOTICES_READ = "notices.read"
    NOTICES_WRITE = "notices.write"
    ITINERARIES_READ = "itineraries.read"
    OWN_DAY = "day.own"
    EVENTS_READ = "events.read"
    EVENTS_WRITE = "events.write"
    ALERTS_READ = "alerts.read"
    CHECKS_READ = "checks.read"
    CHECKS_WRITE = "checks.write"
    DAYS_CLOSE = "days.close"
    DAYS_OPEN = "days.open"
    FIGURES_READ = "figures.read"
    SETTLEMENTS_READ = "settlements.read"
    CARDS_READ = "cards.read"
    LEARNING_READ = "learning.read"
    LEARNING_WRITE = "learning.write"
    CATALOGUE_WRITE = "catalogue.write"
    RESOURCES_READ = "resources.read"
    POLICY_READ = "policy.read"
    POLICY_WRITE = "policy.write"
    STUDIES_READ = "studies.read"
    STUDIES_WRITE = "studies.write"


_A, _D, _M, _W, _P = Role.ADMINISTRATOR, Role.DISPATCHER, Role.MANAGER, Role.WORKER, Role.PROVIDER
_EVERYONE = frozenset(Role)

ROLES: Mapping[Permission, frozenset[Role]] = {
    Permission.PUBLIC: _EVERYONE,  # and whoever is not signed in
    Permission.SELF: _EVERYONE,
    Permission.USERS: frozenset({_A}),
    Permission.PHONES: frozenset({_A, _D}),
    Permission.TOKENS: frozenset({_A}),
    Permission.HOOKS: frozenset({_A}),
    Permission.CARRIERS: frozenset({_A}),
    Permission.AUDIT: frozenset({_A}),
    Permission.METRICS: frozenset(),  # this computer, and machines
    Permission.TOWN_READ: _EVERYONE,
    Permission.CLIENTS_READ: frozenset({_D}),
    Permission.CLIENTS_WRITE: frozenset({_D}),
    Permission.PLACES_READ: frozenset({_D}),
    Permission.PLACES_WRITE: frozenset({_D}),
    Permission.ENQUIRIES_READ: frozenset({_D}),
    Permission.BOOKINGS_READ: frozenset({_D, _P}),  # a provider: `sees_shift`
    Permission.BOOKINGS_WRITE: frozenset({_D}),
    Permission.SERIES_READ: frozenset({_D, _M}),  # a manager: without notes and reasons
    Permission.SERIES_WRITE: frozenset({_D}),
    Permission.ROTA_READ: frozenset({_D, _M, _P}),  # a provider: `sees_shift`
    Permission.ROTA_WRITE: frozenset({_D}),
    Permission.PLANS_READ: frozenset({_D, _M}),
    Permission.PLANS_WRITE: frozenset({_D}),
    Permission.NOTICES_READ: frozenset({_D}),
    Permission.NOTICES_WRITE: frozenset({_D}),
    Permission.ITINERARIES_READ: frozenset({_D, _W, _P}),  # a worker, a provider: `sees_shift`
    Permission.OWN_DAY: frozenset({_W}),
    Permission.EVENTS_READ: frozenset({_D, _M}),
    Permission.EVENTS_WRITE: frozenset({_D, _W}),  # a worker: `ShiftAsItWas.had`
    Permission.ALERTS_READ: frozenset({_D, _M}),
    Permission.CHECKS_READ: frozenset({_D}),
    Permission.CHECKS_WRITE: frozenset({_D}),
    Permission.DAYS_CLOSE: frozenset({_D}),
    Permission.DAYS_OPEN: frozenset({_M}),  # whoever closed it has a colleague look at it
    Permission.FIGURES_READ: frozenset({_D, _M}),
    Permission.SETTLEMENTS_READ: frozenset({_D, _M, _P}),  # a provider: the own one
    Permission.CARDS_READ: frozenset({_D}),
    Permission.LEARNING_READ: frozenset({_D, _M}),
    Permission.LEARNING_WRITE: frozenset({_M}),  # how long everybody is given is no matter of one shift
    Permission.CATALOGUE_WRITE: frozenset({_A, _M}),  # it is read by everybody: `TOWN_READ`
    Permission.RESOURCES_READ: frozenset({_A, _D, _M, _P}),  # a provider: its own; numbers and rates: `resources`
    Permission.POLICY_READ: frozenset({_A, _D, _M}),
    Permission.POLICY_WRITE: frozenset({_A, _M}),
    Permission.STUDIES_READ: frozenset({_M}),
    Permission.STUDIES_WRITE: frozenset({_M}),  # whoever asks what a bus would do keeps the question
}
"""The table. A row without a role is for machines alone."""

NOT_FOR_MACHINES = frozenset({
    Permission.PUBLIC, Permission.SELF, Permission.USERS, Permission.PHONES, Permission.TOKENS, Permission.HOOKS,
    Permission.CARRIERS,
})  # fmt: skip
"""What a token cannot be made for: whoever holds one could make more of them, or have the town tell somebody else."""


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who asks.

    Attributes
    ----------
    user_id : UserId
        As the audit names them; a machine is `token:` and its token's id.
    role : Role or None
        None: a machine.
    session : str
        Digest of the session that this was asked in; empty: a machine, or the command line.
    weak : bool
        Until a second factor is shown, only oneself may be looked after.
    """

    user_id: UserId
    town_id: TownId
    role: Role | None = None
    permissions: frozenset[Permission] = frozenset()
    staff_id: StaffId | None = None
    provider_id: ProviderId | None = None
    session: str = ""
    weak: bool = False


def permissions_of(role: Role) -> frozenset[Permission]:
    """Return what a role may do."""
    return frozenset(permission for permission, roles in ROLES.items() if role in roles)


def require(principal: Principal | None, permission: Permission) -> None:
    """Let somebody pass who may.

    Raises
    ------
    SignInError
        If nobody asks.
    ForbiddenError
        If whoever asks may not.
    """
    if permission is Permission.PUBLIC:
        return
    if principal is None:
        raise SignInError("sign in first")
    if permission not in principal.permissions:
        if principal.weak:
            raise ForbiddenError("enrol an authenticator app first (POST /api/v1/session/totp)")
        who = f"the role {principal.role}" if principal.role else "this token"
        raise ForbiddenError(f"{who} may not do this ({permission})")


def of_own_town(principal: Principal, town_id: TownId, what: str) -> None:
    """Let somebody pass whose town it is; another town's things are as if they were not there.

    Raises
    ------
    NotFoundError
        If it is another town's.
    """
    if principal.town_id != town_id:
        raise NotFoundError(f"there is no {what}")


def sees_shift(
    principal: Principal, shift: Shift, staff: Mapping[StaffId, Staff], vehicles: Mapping[VehicleId, Vehicle]
) -> bool:
    """Return whether somebody with the permission may use it on this shift.

    A worker: the shifts whose crew they belong to. A provider: those with a worker or the vehicle of theirs. Everybody
    else: all of the town.
    """
    return sees_crew(principal, shift.staff_ids, shift.vehicle_id, staff, vehicles)


def sees_crew(
    principal: Principal,
    staff_ids: Collection[StaffId],
    vehicle_id: VehicleId | None,
    staff: Mapping[StaffId, Staff],
    vehicles: Mapping[VehicleId, Vehicle],
) -> bool:
    """Return the same of a crew and its vehicle, whether it has a shift or not."""
    if principal.role is Role.WORKER:
        return principal.staff_id in staff_ids
    if principal.role is Role.PROVIDER:
        crew = {staff[one].provider_id for one in staff_ids if one in staff}
        vehicle = vehicles.get(vehicle_id) if vehicle_id else None
        theirs = crew | ({vehicle.provider_id} if vehicle else set())
        return principal.provider_id is not None and principal.provider_id in theirs
    return True

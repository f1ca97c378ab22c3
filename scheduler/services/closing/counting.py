"""A day's records counted: by service, district and provider."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from scheduler.domain.actuals import Actual, FinalOutcome, ShiftActual
from scheduler.domain.booking import Enquiry, EnquiryOutcome
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.crew_parts import CrewPart
from scheduler.domain.figures import Cell, Counts, Load, added
from scheduler.domain.ids import DistrictId, ProviderId, RequestId, ServiceId
from scheduler.domain.plan import UnassignedReason
from scheduler.domain.town import Town
from scheduler.services.ports import UnitOfWork

LONG_RIDE_S = 3600
TURNED_AWAY = frozenset({EnquiryOutcome.REFUSED, EnquiryOutcome.DECLINED, EnquiryOutcome.WAITING})
"""How a call ends that is a denial: nothing could be offered, nothing suited, or somebody still waits for a place."""

NO_PLACE = "unassigned"
"""Why the plan left a request out of which it says nothing."""

type _Key = tuple[ServiceId | None, DistrictId | None, ProviderId | None]


def cells_of(
    town: Town,
    actuals: Iterable[Actual],
    shifts: Iterable[ShiftActual],
    turned_away: Iterable[Enquiry],
    left_out: Iterable[UnassignedReason],
) -> tuple[Cell, ...]:
    """Return what a day adds to the figures; `left_out` says why the published plan has no place for requests."""
    rules = {one.request_id: one.rule for one in left_out}
    found: dict[_Key, list[Counts]] = defaultdict(list)
    for one in actuals:
        found[one.service_id, one.district_id, one.provider_id].append(_of_request(one, rules))
        for part in one.by_crew if one.served else ():
            found[one.service_id, one.district_id, part.provider_id].append(_of_part(part))
    for call in turned_away:
        found[call.requests[0].service_id, _district(town, call), None].append(_of_call(call))
    for shift in shifts:
        found[None, None, shift.provider_id].append(_of_shift(shift))
    return tuple(
        Cell(service_id=service, district_id=district, provider_id=provider, counts=added(counts))
        for (service, district, provider), counts in sorted(found.items(), key=lambda one: [*map(str, one[0])])
    )


def turned_away(unit: UnitOfWork, day: date, horizon_days: int) -> Iterator[Enquiry]:
    """Yield the calls for a day, wished for first of all, that ended without a promise.

    Whoever asked for another time of what is booked, and keeps the one they have, was not turned away.
    """
    # Who calls after midnight may still want a shift of the evening before.
    for call in unit.enquiries.between(day - timedelta(days=horizon_days + 1), day + timedelta(days=1)).values():
        if call.days[:1] == (day,) and call.outcome in TURNED_AWAY and not _is_booked(unit, call):
            yield call


def _is_booked(unit: UnitOfWork, call: Enquiry) -> bool:
    return any(unit.bookings.find(request.id) is not None for request in call.requests)


def _district(town: Town, call: Enquiry) -> DistrictId | None:
    client = town.clients.get(call.requests[0].party.client_ids[0])
    home = town.places.get(client.home) if client else None
    return home.district_id if home else None


def _of_call(call: Enquiry) -> Counts:
    """Return a denial, by the first thing that stood in the way; of what could have been had: by how the call ended."""
    why = call.refusals[0].code if call.refusals and call.outcome is not EnquiryOutcome.DECLINED else call.outcome.value
    return Counts(turned_away=1, denials={why: 1})


def _of_request(one: Actual, rules: Mapping[RequestId, str]) -> Counts:
    is_left_out = one.outcome is FinalOutcome.UNPLANNED
    told = Counts(
        served=one.served,
        no_show=one.outcome is FinalOutcome.NO_SHOW,
        cancelled_late=one.outcome is FinalOutcome.CANCELLED_LATE,
        refused=one.outcome is FinalOutcome.REFUSED,
        missed=one.outcome is FinalOutcome.MISSED,
        unplanned=is_left_out,
        denials={rules.get(one.request_id) or NO_PLACE: 1} if is_left_out else {},
    )
    return added([told, *(_of_served(one) if one.served else ())])


def _of_served(one: Actual) -> Iterator[Counts]:
    yield Counts(
        passengers=len(one.people) + one.carers if one.kind is ServiceKind.RIDE else 0,
        value_gr=one.value_gr,
        familiar_wanted=bool(one.familiar),
        familiar_came=not {*one.familiar}.isdisjoint(one.staff_ids),
    )
    if one.late_s is not None:
        yield Counts(pickups=1, pickups_on_time=one.late_s == 0)
    if one.appointment_late_s is not None:
        yield Counts(appointments=1, appointments_on_time=one.appointment_late_s == 0)
    if one.ride_s is not None:
        yield Counts(rides_timed=1, rides_long=one.ride_s > LONG_RIDE_S)
    if one.ride_s is not None and one.direct_s:
        yield Counts(ride_s=one.ride_s, direct_s=one.direct_s)
    if one.contracted:
        yield Counts(contracted=1, contracted_gr=one.value_gr)


def _of_part(one: CrewPart) -> Counts:
    """Return what each crew adds of its own; the request itself counts once, for the crew that served it."""
    return Counts(
        served_s=one.service_s,
        cost_gr=one.cost_gr,
        contracted_s=one.service_s if one.contracted else 0,
        way_m=one.took.way_m,
    )


def _of_shift(one: ShiftActual) -> Counts:
    load = Load(service_s=one.service_s, working_s=one.working_s)
    return Counts(
        way_m=one.unshared.way_m,
        working_s=one.working_s,
        staff_s=one.working_s * len(one.staff_ids),
        vehicle_s=one.working_s if one.vehicle_id is not None else 0,
        driving_s=one.driving_s,
        overtime_s=one.overtime_s,
        loads=dict.fromkeys(one.staff_ids, load),
    )

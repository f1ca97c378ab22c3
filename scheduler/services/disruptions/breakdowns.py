"""A vehicle has broken down: it serves nobody any more, and whoever was in it is fetched as soon as possible."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduler.domain.ids import DisruptionId, PlaceId, RequestId, ShiftId
from scheduler.domain.live_day import Breakdown, Disruption, LiveDay
from scheduler.domain.place import Door, Entrance, Place
from scheduler.domain.plan import LockKind, Override, Pin
from scheduler.domain.request import Ride
from scheduler.domain.roster import Shift, StartState
from scheduler.domain.time import ServiceDay, TimeWindow
from scheduler.domain.town import Town

_NOTHING = timedelta(0)
_A_DAY_S = 86_400
_OF_SHIFTS = frozenset({LockKind.SHIFT, LockKind.ORDER, LockKind.PREFIX})


def with_breakdown(town: Town, told: Disruption, broken: Breakdown, live: LiveDay) -> Town:
    """Return a town in which a vehicle does not serve from the breakdown on, until it is repaired.

    Its crew does not go on without it. Whoever was aboard is a ride from where it stands: it must be served, by any
    vehicle that suits the party, the earlier the better; what was promised for the arrival is kept if it can be, and is
    accepted to be late otherwise. The legs that follow on a ride's journey may be later, too.
    """
    shift = next((one for one in town.shifts_on(live.day) if one.id == broken.shift_id), None)
    if shift is None:
        return with_place(town, told)
    now = _at(told.since) <= _at(live.as_of)
    riders = dict(_riders(town, broken, shift)) if now else {}
    town = with_place(town, told, riders)
    here = town.places[place_of(told.id)]
    left = {one.id: _left(one, told, broken, here, now=now) for one in town.shifts_on(live.day) if _same(one, shift)}
    town = replace(town, shifts=tuple(left.get(one.id, one) for one in town.shifts))
    gone = {one.id for one in left.values() if _at(one.end) <= _at(_ready(one))}
    pins = tuple(pin for pin in town.pins if _holds(pin, riders, gone))
    return _standing(replace(town, pins=pins), riders, told, here, _end(town, live))


def _riders(town: Town, broken: Breakdown, shift: Shift) -> Iterator[tuple[RequestId, Ride]]:
    """Yield the rides of who stands there and was not fetched since: as the shift's state says.

    Of a shift that nobody has looked at yet the dispatcher's word is all there is.
    """
    states = [(one.id, one.start_state) for one in town.shifts if one.start_state is not None]
    there = [one.request_id for one in shift.start_state.aboard] if shift.start_state else broken.aboard
    fetched = {one.request_id for key, state in states for one in state.aboard if key != shift.id}
    done = {key for _, state in states for key in state.done}
    for key in dict.fromkeys(there):
        ride = town.requests.get(key)
        if isinstance(ride, Ride) and key not in fetched | done:
            yield key, ride


def _same(one: Shift, broken: Shift) -> bool:
    """Return whether a shift has the vehicle that has broken down."""
    return one.id == broken.id or (one.vehicle_id is not None and one.vehicle_id == broken.vehicle_id)


def _left(shift: Shift, told: Disruption, broken: Breakdown, here: Place, *, now: bool) -> Shift:
    """Return what is left of a shift whose vehicle has broken down, or (not `now`) is going to be off the road."""
    if shift.id != broken.shift_id:
        return _waiting_for(shift, told, here)
    if told.until is not None and _at(told.until) < _at(shift.end) and (now or _at(told.since) <= _at(shift.start)):
        return replace(shift, start_state=_standing_still(shift.start_state, broken, told.until))
    end = min(max(_at(told.since), _at(shift.start)), _at(shift.end)).astimezone(shift.end.tzinfo)
    cut = replace(shift, end=end, overtime=_NOTHING, end_door=Door(place_id=here.id))
    return replace(cut, start_state=_standing_still(shift.start_state, broken, end)) if now else cut


def _waiting_for(shift: Shift, told: Disruption, here: Place) -> Shift:
    """Return another shift with that vehicle: who was to have it next begins where and when it is repaired, if ever."""
    if _at(shift.start) < _at(told.since):
        return shift  # it had it before
    if told.until is None or _at(told.until) >= _at(shift.end):
        return replace(shift, end=shift.start, overtime=_NOTHING, start_state=None)
    start = max(_at(shift.start), _at(told.until)).astimezone(shift.start.tzinfo)
    return replace(shift, start=start, start_door=Door(place_id=here.id), start_state=None)


def _standing_still(state: StartState | None, broken: Breakdown, free_at: datetime) -> StartState:
    if state is None:
        return StartState(point=broken.point, free_at=free_at)
    return replace(state, point=broken.point, free_at=free_at, aboard=(), prefix=())


def _standing(town: Town, riders: Mapping[RequestId, Ride], told: Disruption, here: Place, end: datetime) -> Town:
    """Return a town in which some rides begin where the vehicle stands, from the breakdown on."""
    window = TimeWindow(start=told.since, end=max(told.since, end, key=_at))
    later = {one.id: _later(one, window.end) for one in _followers(town, riders)}
    changed = {**later, **{key: _from(ride, here, window) for key, ride in riders.items()}}
    # Of whoever was to be picked up at a time nothing is left to be kept but the arrival.
    past = {key for key, ride in riders.items() if not ride.arrive_by}
    why = f"{here.name}, {told.since.astimezone(town.zone):%H:%M}"
    late = (key for key in changed if key in town.promises and key not in past)
    eased = (Override(rule="promise", request_id=key, amount=2 * _A_DAY_S, reason=why) for key in late)
    untied = (Override(rule="all_or_none", request_id=key, amount=1, reason=why) for key in riders)
    return replace(
        town,
        requests={key: changed.get(key, one) for key, one in town.requests.items()},
        promises={
            key: replace(one, pickup=None) if key in changed else one
            for key, one in town.promises.items()
            if key not in past
        },
        overrides=(*town.overrides, *eased, *untied),
        published={key: one for key, one in town.published.items() if key not in riders},
        stranded={**town.stranded, **dict.fromkeys(riders, told.since)},
    )


def _from(ride: Ride, here: Place, window: TimeWindow) -> Ride:
    return replace(
        ride,
        origin=Door(place_id=here.id),
        arrive_by=True,
        windows=(window,),
        wish=window.start,
        must=True,
        after=(),
        same_staff_as=None,
        other_staff_than=None,
        shortest_stay=None,
        longest_stay=None,
    )


def _followers(town: Town, riders: Mapping[RequestId, Ride]) -> Iterator[Ride]:
    """Yield the legs that come later on the riders' journeys."""
    legs = {ride.journey: ride.leg for ride in riders.values() if ride.journey is not None}
    for one in town.requests.values():
        if isinstance(one, Ride) and one.journey in legs and one.leg > legs[one.journey] and one.id not in riders:
            yield one


def _later(ride: Ride, end: datetime) -> Ride:
    """Return a leg that may be as late as the one before makes it."""
    last = max(ride.windows, key=lambda window: _at(window.end), default=None)
    if last is None:
        return replace(ride, longest_stay=None)
    wide = TimeWindow(start=last.start, end=max(last.end, end, key=_at))
    return replace(ride, windows=tuple(wide if one is last else one for one in ride.windows), longest_stay=None)


def _holds(pin: Pin, riders: Collection[RequestId], gone: Collection[ShiftId]) -> bool:
    """Return whether a pin still says anything that can be done."""
    free = not any(key in riders for key in pin.request_ids)
    return free and not (pin.kind in _OF_SHIFTS and pin.shift_id in gone)


def with_place(town: Town, told: Disruption, riders: Mapping[RequestId, Ride] | None = None) -> Town:
    """Return a town that knows where a broken vehicle stands, or stood: plans send people there.

    The place is called as the vehicle is. Whoever may leave their districts may fetch there.
    """
    broken = told.breakdown
    if broken is None:
        return town
    shift = next((one for one in town.shifts if one.id == broken.shift_id), None)
    vehicle = town.vehicles.get(shift.vehicle_id) if shift and shift.vehicle_id else None
    name = " ".join(part for part in (vehicle.name, vehicle.registration) if part) if vehicle else broken.shift_id
    district = None
    if riders and not town.policy.out_of_district:  # then nobody could; so whoever serves a destination may
        district = town.places[next(iter(riders.values())).destination.place_id].district_id
    here = Place(
        id=place_of(told.id),
        name=name,
        address=f"{broken.point.lat:.5f}, {broken.point.lon:.5f}",
        entrances=(Entrance(name="", point=broken.point),),
        district_id=district,
        public=True,
    )
    return replace(town, places={**town.places, here.id: here})


def place_of(key: DisruptionId) -> PlaceId:
    """Return what plans call the place where a vehicle broke down."""
    return PlaceId(f"breakdown-{key}")


def _end(town: Town, live: LiveDay) -> datetime:
    """Return when the day is over: at midnight, or when its last shift is at the latest."""
    midnight = ServiceDay(date=live.day + timedelta(days=1), zone=town.zone).midnight
    return max((midnight, *(_at(one.end) + one.overtime for one in town.shifts_on(live.day))), key=_at)


def _ready(shift: Shift) -> datetime:
    return shift.start_state.free_at if shift.start_state else shift.start


def _at(moment: datetime) -> datetime:
    return moment.astimezone(UTC)

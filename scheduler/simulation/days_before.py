"""Days before a demo's own: like it, worked by its crews with the lateness of streets and with empty flats, and closed.

An office that begins with an empty past has nothing to show a manager: no figures, no month, no familiar face.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import batched
from random import Random

from scheduler.domain.accounts import Role
from scheduler.domain.booking import Booking
from scheduler.domain.ids import ClientId, RequestId, TownId
from scheduler.domain.plan import Plan
from scheduler.domain.request import Request, Ride
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.access import Principal
from scheduler.services.booking.another_day import on_day
from scheduler.services.closing import view_of
from scheduler.services.dispatching import Hand
from scheduler.services.field import MOST_EVENTS, Batch, record
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.planning.left_out import with_reasons
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.planning.writing import keep_plan
from scheduler.services.ports import Store, TravelTimes
from scheduler.services.publishing import NewId, publish
from scheduler.services.rota import horizon_of, roll_rota
from scheduler.services.rota.patterns import shift_of
from scheduler.simulation.evening import OLA, close_evening
from scheduler.simulation.reports import Reports

_DAY, _EARLIER = timedelta(days=1), timedelta(weeks=26)
_EVE, _SOON, _LATE = time(4, 0), timedelta(minutes=1), timedelta(hours=2)
_AWAY, _OUT = 0.14, 0.03
"""Of all clients: who asks for nothing on a day; who is not at the door."""


def working_days(town: Town, before: date, count: int) -> Sequence[date]:
    """Return the last days before another one on which offices work, the earliest first."""
    calendar = HolidayCalendar(town.policy.booking)
    past = (before - k * _DAY for k in range(1, 10 * count + 10))
    worked = [day for day in past if day.isoweekday() <= 5 and calendar.name(day) is None]
    return worked[:count][::-1]


def since(town: Town, first: date) -> Town:
    """Return a town whose grant counts its days from an earlier one on: the totals of its files end before that."""
    share = town.policy.contracted_share
    if share is None or share.counted_from is None or share.counted_from <= first:
        return town
    return replace(town, policy=replace(town.policy, contracted_share=replace(share, counted_from=first)))


@dataclass(frozen=True, kw_only=True)
class DaysBefore:
    """Plays days of the past in an office.

    Parameters
    ----------
    town : Town
        As its files say it, with the requests of the demo's own day.
    seed : int
        The same one tells the same days.
    """

    store: Store
    town: Town
    travel: TravelTimes
    new_id: NewId
    seed: int = 1

    def play(self, day: date) -> int:
        """Let a day have been asked for, planned, worked and closed; return how much crews have reported."""
        rng = Random(f"{self.seed} {day.isoformat()}")
        eve = datetime.combine(day, _EVE, self.town.zone)
        self._ask(day, eve, rng)
        ensure_tentative(self.store, self._id, day, self.travel, eve)
        self._explain(day)
        with self.store.writing(self._id) as unit:
            state = publish(unit, self.travel, day, Hand(by=OLA, at=eve), self.new_id)
            plan = unit.plans.get(day, state.published or 0)
            over = view_of(unit, day).over_at + _LATE
        total = self._work(plan, rng)
        close_evening(self.store, self._id, self.travel, day, over)
        return total

    def begin(self, now: datetime) -> None:
        """Make the shifts of the days that may be booked by now: when the town was kept, it was another day."""
        with self.store.writing(self._id) as unit:
            roll_rota(unit, *horizon_of(self.town, now), now=now)

    @property
    def _id(self) -> TownId:
        return TownId(self.town.id)

    def _ask(self, day: date, eve: datetime, rng: Random) -> None:
        """Keep who works on a day, and what was asked for."""
        with self.store.writing(self._id) as unit:
            unit.days.lock(day)
            for shift in self._shifts(day):
                unit.shifts.put(shift)
            for request in self._requests(day, rng):
                unit.bookings.put(Booking(request=request, booked_at=eve))

    def _shifts(self, day: date) -> Iterator[Shift]:
        """Yield the shifts of a day, as if the weekly patterns had always been in force."""
        calendar = HolidayCalendar(self.town.policy.booking)
        for pattern in self.town.patterns.values():
            earlier = replace(
                pattern, valid_from=pattern.valid_from - _EARLIER
            )  # an even number of weeks: as they turn
            if shift := shift_of(earlier, day, self.town.zone, calendar):
                yield shift

    def _requests(self, day: date, rng: Random) -> Iterator[Request]:
        away = _some(self.town, _AWAY, rng)
        there = {key: one for key, one in self.town.requests.items() if not away.intersection(one.party.client_ids)}
        for request in there.values():
            if there.keys() >= {one.request_id for one in request.after}:
                yield _of_day(on_day([request], day, self.town.zone)[0])

    def _explain(self, day: date) -> None:
        """Let the plan say why it has no place for some, as a searched one would."""
        with self.store.writing(self._id) as unit:
            state = unit.days.lock(day)
            plan = unit.plans.get(day, state.plan or 0)
            if lost := [one.request_id for one in plan.unassigned]:
                told = with_reasons(open_day(unit, day, self.travel), plan, lost)
                keep_plan(unit, state, replace(told, version=state.last_plan + 1), why="tentative")

    def _work(self, plan: Plan, rng: Random) -> int:
        out = _some(self.town, _OUT, rng)
        with self.store.reading(self._id) as unit:
            bookings = unit.bookings.between(plan.day, plan.day)
        vain = {key for key, one in bookings.items() if out.intersection(one.request.party.client_ids)}
        reports, total = Reports(day=plan.day, in_vain=vain, rng=rng), 0
        for route in plan.routes:
            crew = Principal(user_id=OLA, town_id=self._id, role=Role.WORKER, staff_id=route.crew[0])
            for events in batched(reports.of(route), MOST_EVENTS):
                now = max(one.at for one in events) + _SOON
                phone = Batch(device_id=f"simulated {route.shift_id}", sent_at=now, events=events)
                told = record(self.store, crew, phone, now)
                refused = [one.said for one in told.events if one.reason is not None]
                if refused:
                    raise RuntimeError(f"a simulated crew has reported what cannot be: {refused[0]}")
                total += len(events)
        return total


def _some(town: Town, share: float, rng: Random) -> set[ClientId]:
    return {key for key in town.clients if rng.random() < share}


def _of_day(request: Request) -> Request:
    """Return a request under an id of its day; whatever else it names of its day, too."""

    def own(name: str | None) -> str | None:
        return None if name is None else f"{name}@{request.day.isoformat()}"

    moved = replace(
        request,
        id=RequestId(f"{request.id}@{request.day.isoformat()}"),
        group=own(request.group),
        after=tuple(replace(one, request_id=RequestId(own(one.request_id) or "")) for one in request.after),
        same_staff_as=_id(own(request.same_staff_as)),
        other_staff_than=_id(own(request.other_staff_than)),
    )
    return replace(moved, journey=own(moved.journey)) if isinstance(moved, Ride) else moved


def _id(name: str | None) -> RequestId | None:
    return None if name is None else RequestId(name)

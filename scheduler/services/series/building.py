"""The weeks ahead as an assignment problem: what series still want, and what the plans of crews leave free."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from scheduler.domain.entitlement import Entitlement, EntitlementUnit
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import ClientId, RequestId, ShiftId, StaffId
from scheduler.domain.request import Request
from scheduler.domain.roster import Shift
from scheduler.domain.series import Series
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import TownHead
from scheduler.services.entitling import left
from scheduler.services.facts import part_of_town, town_head
from scheduler.services.horizon.entitled import weight_of
from scheduler.services.horizon.frame import Frame
from scheduler.services.horizon.requests import priority_of
from scheduler.services.parties import require_clients
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.series.away import for_clients, there_on, with_absences
from scheduler.services.series.crews import Fit, Fits, free_min, half_of, overlaps
from scheduler.services.series.known import Booked, booked
from scheduler.services.series.occurrences import Turn, requests_on, turns
from solver import series as weeks

_DAY = timedelta(days=1)
_HOUR_S = 3600


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A series with what is still to be put in of it.

    Attributes
    ----------
    parties : mapping of date to sequence of ClientId
        By day of the rule, for whom: whoever is away, or has a booking of that day, is left out.
    """

    series: Series
    booked: Booked
    turns: tuple[Turn, ...]
    parties: Mapping[date, Sequence[ClientId]]

    def on(self, day: date) -> Series:
        """Return the series for those whom a day of its rule is for."""
        return for_clients(self.series, self.parties[day])

    def without(self, day: date) -> tuple[ClientId, ...]:
        """Return who of the party a day is not for."""
        return tuple(one for one in self.series.client_ids if one not in self.parties[day])


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """An assignment problem, and what its numbers stand for.

    Attributes
    ----------
    first : date
        Day 0.
    wanted : tuple of Wanted
        By series of the problem.
    shifts : tuple of Shift
        By slot.
    without : tuple of Series
        Series for somebody, or at a place, that is not there any more: nothing can be booked of them.
    """

    first: date
    problem: weeks.Problem
    wanted: tuple[Wanted, ...]
    shifts: tuple[Shift, ...]
    without: tuple[Series, ...] = ()

    def day(self, number: int) -> date:
        """Return the date of a day."""
        return self.first + number * _DAY


def weeks_of(unit: UnitOfWork, travel: TravelTimes, first: date, last: date, *, reserve_permille: int) -> Weeks:
    """Return what is to be assigned from `first` to `last`, both included.

    Parameters
    ----------
    reserve_permille : int
        So much of each half-day is kept free for those who call.
    """
    head = town_head(unit)
    wanted = tuple(_wanted(unit, first, last, head))
    whole = tuple(one for one in wanted if _is_whole(unit, one.series))
    without = tuple(one.series for one in wanted if one not in whole)
    return replace(_Builder(unit, travel, first, last, whole, reserve_permille).build(), without=without)


def _wanted(unit: UnitOfWork, first: date, last: date, head: TownHead) -> Iterator[Wanted]:
    for series in unit.series.all().values():
        if series.first <= last and (series.until is None or series.until >= first):
            known = booked(unit, series)
            if open_turns := turns(with_absences(unit, series), first, last, head, known.known):
                yield Wanted(series=series, booked=known, turns=open_turns, parties=_parties(unit, known, open_turns))


def _parties(unit: UnitOfWork, known: Booked, open_turns: Sequence[Turn]) -> Mapping[date, Sequence[ClientId]]:
    days = {day: given for turn in open_turns for day, given in turn.days.items()}
    there = {given: there_on(unit, known.series, given) for given in set(days.values())}
    return {day: known.without.get(day) or there[given] for day, given in days.items()}


def _is_whole(unit: UnitOfWork, series: Series) -> bool:
    """Return whether everybody and every door that a series names is there."""
    try:
        require_clients(unit, [leg.request for leg in series.legs])
    except ConflictError:
        return False
    return True


class _Builder:
    """What is looked up while a problem is built."""

    def __init__(  # noqa: PLR0917
        self, unit: UnitOfWork, travel: TravelTimes, first: date, last: date, wanted: tuple[Wanted, ...], reserve: int
    ) -> None:
        self.unit, self.first, self.last, self.wanted, self.reserve = unit, first, last, wanted, reserve
        self.head = town_head(unit)
        self.zone = self.head.zone
        self.staff = {key: number for number, key in enumerate(unit.staff.all())}
        self.fits = Fits(unit, travel, {key: one for each in wanted for key, one in self._samples(each)})
        self.slots: list[weeks.Slot] = []
        self.shifts: list[Shift] = []
        self.by_day: dict[date, list[int]] = {}
        self.fit: dict[tuple[str, RequestId], Fit] = {}

    def build(self) -> Weeks:
        """Return the problem."""
        day = self.first
        while day <= self.last and self.wanted:
            self._add_day(day)
            day += _DAY
        prices = self.head.policy.prices
        problem = weeks.Problem(
            staff=tuple(self.staff),
            slots=tuple(self.slots),
            series=tuple(self._series(one) for one in self.wanted),
            caps=tuple(self._caps()),
            spread_gr_per_min=prices.workload_spread_per_h // 60,
        )
        return Weeks(first=self.first, problem=problem, wanted=self.wanted, shifts=tuple(self.shifts))

    @cached_property
    def _frame(self) -> Frame:
        """A town with what requests are weighed by."""
        kinds = {name: getattr(self.unit, name).all() for name in ("clients", "services", "purposes")}
        return Frame(part_of_town(self.unit, **kinds), ServiceDay(date=self.first, zone=self.zone))

    def _samples(self, one: Wanted) -> list[tuple[RequestId, Request]]:
        """Return a request for each leg, under an id that stands for it on any day."""
        made = requests_on(one.series, one.series.first, self.first, self.zone)
        ids = [_sample_id(one.series, number) for number in range(len(made))]
        return [(key, replace(request, id=key)) for key, request in zip(ids, made, strict=True)]

    def _add_day(self, day: date) -> None:
        state = self.unit.days.get(day)
        shifts = tuple(self.unit.shifts.between(day, day).values())
        if state.closed or state.plan is None or not shifts:
            return
        routes = {route.shift_id: route for route in self.unit.plans.get(day, state.plan).routes}
        self.fit.update(self.fits.on(day, shifts))
        for shift in shifts:
            crew = tuple(self.staff[one] for one in shift.staff_ids if one in self.staff)
            for half in range(weeks.HALVES) if crew else ():
                free = free_min(shift, routes.get(ShiftId(shift.id)), half_of(day, half, self.zone), self.reserve)
                self.by_day.setdefault(day, []).append(len(self.slots))
                self.slots.append(
                    weeks.Slot(day=(day - self.first).days, half=half, crew=crew, free_min=free, id=shift.id)
                )
                self.shifts.append(shift)

    def _series(self, one: Wanted) -> weeks.Series:
        series, prices = one.series, self.head.policy.prices
        clients = [self._frame.town.clients.get(key) for key in series.client_ids]
        wished = series.legs[0].request.preferred or tuple(s for c in clients if c for s in (*c.preferred, *c.backup))
        priority = min(priority_of(self._frame, leg.request) for leg in series.legs)
        return weeks.Series(
            id=series.id,
            quotas=tuple(
                weeks.Quota(days=tuple((given - self.first).days for given in turn.days.values()), times=turn.times)
                for turn in one.turns
            ),
            parts=tuple(self._part(one, number) for number in range(len(series.legs))),
            gap_days=series.gap_days,
            same_staff=series.same_staff,
            preferred=self._numbers(wished),
            known=self._numbers(one.booked.staff[:1] if series.same_staff else one.booked.staff),
            held_days=tuple((day - self.first).days for day in one.booked.held_days),
            missing_gr=prices.unassigned.get(priority, max(prices.unassigned.values())),
            other_gr=prices.other_than_preferred,
            change_gr=prices.other_than_preferred,
        )

    def _numbers(self, staff: Sequence[StaffId]) -> frozenset[int]:
        return frozenset(self.staff[one] for one in staff if one in self.staff)

    def _part(self, one: Wanted, leg: int) -> weeks.Part:
        key, slots, needs = _sample_id(one.series, leg), [], []
        for turn in one.turns:
            for day, given in turn.days.items():
                windows = requests_on(one.series, day, given, self.zone)[leg].windows
                for number in self.by_day.get(given, ()):
                    shift, half = self.shifts[number], half_of(given, self.slots[number].half, self.zone)
                    fit = self.fit[shift.id, key]
                    if fit.may and overlaps(shift, half, windows):
                        slots.append(number)
                        needs.append(fit.need_min)
        mean = -(-sum(needs) // len(needs)) if needs else 1
        return weeks.Part(need_min=mean, slots=tuple(dict.fromkeys(slots)))

    def _caps(self) -> Iterator[weeks.Cap]:
        """Yield what clients have left of what they are entitled to."""
        of_client: dict[ClientId, list[int]] = {}
        for number, one in enumerate(self.wanted):
            for client_id in one.series.client_ids:
                of_client.setdefault(client_id, []).append(number)
        for client_id, numbers in of_client.items():
            for entitlement in self.unit.entitlements.of_client(client_id).values():
                first, last = max(self.first, entitlement.period_start), min(self.last, entitlement.period_end)
                if first > last:
                    continue
                weights = tuple(
                    (k, w) for k in numbers if (w := self._weight(self.wanted[k].series, first, entitlement))
                )
                stand = next(x for x in left(self.unit, entitlement.client_id, first) if x.entitlement == entitlement)
                per = _HOUR_S if entitlement.unit is EntitlementUnit.HOURS else 1
                if weights:
                    days = (first - self.first).days, (last - self.first).days
                    yield weeks.Cap(left=int(stand.left * per), first=days[0], last=days[1], weights=weights)

    def _weight(self, series: Series, day: date, entitlement: Entitlement) -> int:
        requests = requests_on(series, series.first, day, self.zone)
        return sum(weight_of(self._frame, request, entitlement) or 0 for request in requests)


def _sample_id(series: Series, leg: int) -> RequestId:
    return RequestId(f"{series.id}~{leg}")

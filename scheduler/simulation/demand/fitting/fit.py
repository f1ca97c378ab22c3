"""A demand fitted to what a town was asked for, the refused among it, and to how its bookings and doors turned out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import fsum, log

from scheduler.domain.booking_policy import HolidayRule
from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.demand import OUTSIDE, Basis, Demand, ServiceDemand
from scheduler.domain.capacity.parts import Doors, Repeating, WayBack, Wishes
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import DistrictId, ServiceId
from scheduler.services.facts import town_head
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.learning.observing import measured
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.demand.fitting.asked import Asked, Reading, tally
from scheduler.simulation.demand.fitting.believing import blended, chances, lognormal
from scheduler.simulation.demand.fitting.ends import ended_bookings, endings
from scheduler.simulation.demand.fitting.rates import Period, calls_of, first_shares, per_day, rates_of
from scheduler.simulation.demand.fitting.times_at_doors import DoorRecords

ANY_HOUR, ANY_WIDTH_MIN = 7, 600
"""Any time of the day will do: from 7:00 to 17:00."""
SHORTEST_DAYS = 7


def fit(unit: UnitOfWork, first: date, last: date) -> Demand:
    """Return the demand that a town's calls tell which wanted days from a first to a last one, both included.

    A call counts whatever became of it: refused, declined, given up, waiting or promised; so does what was imported
    without a call, and a series, once. Where there are few calls, a service is believed against what
    all services together tell, and a district's day of the week against its district and its day (`believing`). The
    days should be over: who will call for a day to come is not known yet.

    Raises
    ------
    InputError
        If nobody wanted anything on these days, or the books tell of less than a week of them.
    """
    head = town_head(unit)
    begun = max(first, _first_known(unit, first, last))
    calls = Reading(unit, head.zone, head.policy.booking.horizon_days).between(begun, last)
    if not calls:
        raise _refused(first, last, "has no calls", "take days that were asked for")
    if (last - begun).days + 1 < SHORTEST_DAYS:
        raise _refused(begun, last, "is less than a week", "take a week or more")
    return _Fitting(unit, calls, begun, last).demand()


def _first_known(unit: UnitOfWork, first: date, last: date) -> date:
    """Return the first day of which the books tell: on days before, nobody could have written a call down."""
    zone = town_head(unit).zone
    received = (one.received_at.astimezone(zone).date() for one in unit.enquiries.between(first, last).values())
    booked = (one.day for one in unit.bookings.between(first, last).values())
    made = (one.made_at.astimezone(zone).date() for one in unit.series.all().values())
    known = (*received, *booked, *unit.days.between(first, last), *(day for day in made if first <= day <= last))
    return min(known, default=first)


def _refused(first: date, last: date, wrong: str, right: str) -> InputError:
    value = f"{first.isoformat()} to {last.isoformat()}"
    return InputError([InputProblem(file="fit", column="days", value=value, wrong=wrong, right=right)])


class _Fitting:
    def __init__(self, unit: UnitOfWork, calls: Sequence[Asked], first: date, last: date) -> None:
        self._unit, self._calls, self._first, self._last = unit, calls, first, last
        self._booking = town_head(unit).policy.booking
        calendar = HolidayCalendar(self._booking)
        self._period = Period.between(first, last, lambda day: calendar.name(day) is not None)
        self._services = [key for key in unit.services.all() if calls_of(calls, key)]
        self._doors = self._measured()
        self._months = self._period.months([call for call in calls if call.single])
        self._weighed = self._period.weighed(self._months)
        ordinary = self._period.ordinary_only(calls)
        self._shares = first_shares(self._residents(), calls, self._weighed).refined(ordinary, 1.0)

    def demand(self) -> Demand:
        ratios = self._doors.ratios(self._services)
        ends = endings(ended_bookings(self._unit, self._first, self._last), self._services)
        services: dict[ServiceId, ServiceDemand] = {}
        for key in self._services:
            own = calls_of(self._calls, key)
            rates = self._rates(own)
            services[key] = ServiceDemand(
                per_day=rates,
                wishes=self._wishes(own),
                holiday=self._holiday(key, own, rates),
                places=chances(tally(own, lambda call: call.place)),
                doors=_doors(own, ratios[key]),
                back=_way_back(own),
                repeating=_repeating(own),
                endings=ends[key],
                carers=chances(tally(own, lambda call: call.carers)) or Chances.only(0),
            )
        usual = Demand(services={})
        found = Demand(
            services=services,
            months=self._months,
            rings=chances(tally(self._calls, lambda call: call.when.rang.hour if call.when.rang else None))
            or usual.rings,
            mobility=chances(tally(self._calls, lambda call: call.mobility)) or usual.mobility,
            boarding_s=self._doors.boarding(ratios),
            known=_known(self._calls),
        )
        return replace(found, basis=self._basis(found))

    def _rates(self, own: Sequence[Asked]) -> Mapping[DistrictId, tuple[float, ...]]:
        usual = self._period.ordinary_only(own)
        return per_day(usual, self._shares.refined(usual), self._weighed)

    def _holiday(self, key: ServiceId, own: Sequence[Asked], rates: Mapping[DistrictId, tuple[float, ...]]) -> float:
        known = 1.0 if self._booking.of(key).holidays is HolidayRule.KEEP else 0.0
        return self._period.holiday(own, rates_of(rates), self._months, known)

    def _wishes(self, own: Sequence[Asked]) -> Wishes:
        """Return when a service is wanted, believed against when all of them are."""
        everything, usual = self._calls, Wishes(hours=Chances.only(ANY_HOUR))
        return Wishes(
            hours=blended(_hours(own), _hours(everything)) or usual.hours,
            widths_min=blended(_widths(own), _widths(everything)) or usual.widths_min,
            lead_days=blended(_leads(own), _leads(everything)) or usual.lead_days,
        )

    def _residents(self) -> Mapping[DistrictId, int]:
        places = self._unit.places.all()
        homes = [places.get(client.home) for client in self._unit.clients.all().values()]
        found = Counter(home.district_id or OUTSIDE for home in homes if home is not None)
        return {**dict.fromkeys(self._unit.districts.all(), 0), **found}

    def _measured(self) -> DoorRecords:
        services = self._unit.services.all()
        actuals = self._unit.actuals.between(self._first, self._last).values()
        return DoorRecords(
            measured=tuple(measured(actuals, services)),
            services=services,
            clients=self._unit.clients.all(),
            bookings=self._unit.bookings.between(self._first, self._last),
        )

    def _basis(self, found: Demand) -> Basis:
        return Basis(
            calls=dict(Counter(call.service_id for call in self._calls)),
            days=(self._last - self._first).days + 1,
            first=self._first,
            last=self._last,
            doors=len(self._doors.measured),
            dispersion=self._dispersion(found),
        )

    def _dispersion(self, found: Demand) -> float | None:
        """Return Pearson's X² of the ordinary days' numbers of single calls, over its degrees of freedom."""
        means = {
            day: fsum(
                found.mean(key, where, day) * (1 - one.repeating.share)
                for key, one in found.services.items()
                for where in one.per_day
            )
            for day in self._period.ordinary
        }
        numbers = Counter(call.when.day for call in self._calls if call.single)
        squared = fsum((numbers[day] - mean) ** 2 / mean for day, mean in means.items() if mean > 0)
        # What was fitted to the days: a number for each day of a week, and one for each month but one.
        free = (
            sum(mean > 0 for mean in means.values()) - sum(days > 0 for days in self._weighed) - len(self._months) + 1
        )
        return squared / free if free > 0 else None


def _hours(calls: Iterable[Asked]) -> Mapping[int, float]:
    return tally(calls, lambda call: ANY_HOUR if call.when.hour is None else call.when.hour)


def _widths(calls: Iterable[Asked]) -> Mapping[int, float]:
    return tally(calls, lambda call: ANY_WIDTH_MIN if call.when.width_min is None else call.when.width_min)


def _leads(calls: Iterable[Asked]) -> Mapping[int, float]:
    return tally(calls, lambda call: call.when.lead_days)


def _known(calls: Sequence[Asked]) -> float:
    """Return the share of calls whose client has called before, as far as these calls tell."""
    return 1 - len({call.client_id for call in calls}) / len(calls)


def _doors(own: Sequence[Asked], ratio: Lognormal) -> Doors:
    usual = Doors(ratio=ratio)
    return Doors(
        planned_min=chances(tally(own, lambda call: call.planned_min)) or usual.planned_min,
        ratio=ratio,
        help_levels=chances(tally(own, lambda call: call.help_level)) or usual.help_levels,
    )


def _way_back(own: Sequence[Asked]) -> WayBack:
    usual = WayBack()
    stays = [log(call.home.stay_min) for call in own if call.home.stay_min is not None and call.home.stay_min > 0]
    widths = [call.home.width_min for call in own if call.home.width_min is not None]
    return WayBack(
        kinds=chances(tally(own, lambda call: call.home.back)) or usual.kinds,
        stay_min=lognormal(stays, None, log(usual.stay_min.median)) if stays else usual.stay_min,
        width_min=round(sum(widths) / len(widths)) if widths else usual.width_min,
    )


def _repeating(own: Sequence[Asked]) -> Repeating:
    series = [call for call in own if not call.single]
    usual = Repeating()
    return Repeating(
        share=fsum(call.weight for call in series) / fsum(call.weight for call in own),
        per_week=chances(tally(series, lambda call: call.per_week)) or usual.per_week,
        weeks=chances(tally(series, lambda call: call.weeks)) or usual.weeks,
    )

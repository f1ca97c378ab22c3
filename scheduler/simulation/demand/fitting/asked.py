"""What a town has been asked for: each call once, whatever became of it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.booking import Booking
from scheduler.domain.capacity.calls import Back
from scheduler.domain.capacity.demand import OUTSIDE
from scheduler.domain.capacity.parts import Destination
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Client, Mobility
from scheduler.domain.ids import ClientId, DistrictId, RequestId, SeriesId, ServiceId
from scheduler.domain.request import Delivery, Request, Ride
from scheduler.domain.series import Series, series_of
from scheduler.domain.time import TimeWindow, elapsed
from scheduler.services.ports import UnitOfWork

_MINUTE = timedelta(minutes=1)
_ENDLESS_WEEKS = 52
"""A series until further notice is taken to go on for a year."""
_MOST_WEEKS = 104
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class When:
    """When something is wanted.

    Attributes
    ----------
    day : date
        The day that suits best; of a series its first.
    rang : datetime or None
        By the town's clock; None: it was imported, or is a series.
    hour, width_min : int or None
        Of the wanted window; None: any time will do.
    """

    day: date
    rang: datetime | None = None
    hour: int | None = None
    width_min: int | None = None

    @property
    def lead_days(self) -> int | None:
        """How many days ahead somebody called."""
        return None if self.rang is None else max(0, (self.day - self.rang.date()).days)


@dataclass(frozen=True, kw_only=True)
class Home:
    """How somebody came back: how long after the appointment, and within how wide a window, in minutes."""

    back: Back = Back.NONE
    stay_min: float | None = None
    width_min: float | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call.

    Attributes
    ----------
    district_id : DistrictId or None
        None: nobody knows any more where the client lived.
    planned_min : int
        What was agreed upon for the door; 0: nothing.
    per_week, weeks : int
        Of a series; 0: it is none.
    weight : float
        How many calls of these days it stands for: of a series, what part of it lies in them.
    """

    service_id: ServiceId
    district_id: DistrictId | None
    client_id: ClientId
    mobility: Mobility | None
    when: When
    home: Home
    planned_min: int
    carers: int
    place: Destination | None
    help_level: HelpLevel | None
    per_week: int = 0
    weeks: int = 0
    weight: float = 1.0

    @property
    def single(self) -> bool:
        """Whether it is no series."""
        return not self.per_week


def tally[K: Hashable](calls: Iterable[Asked], of: Callable[[Asked], K | None]) -> dict[K, float]:
    """Return how many calls there are of each kind, by weight; of None there is none."""
    found: dict[K, float] = {}
    for call in calls:
        key = of(call)
        if key is not None:
            found[key] = found.get(key, 0.0) + call.weight
    return found


class Reading:
    """Reads what was asked for in some days.

    Parameters
    ----------
    ahead_days : int
        Nobody calls earlier than so many days ahead.
    """

    def __init__(self, unit: UnitOfWork, zone: ZoneInfo, ahead_days: int) -> None:
        self._unit, self._zone, self._ahead = unit, zone, timedelta(days=ahead_days)
        # Asked for all at once: a database answers one question sooner than thousands.
        self._clients, self._places, self._repeating = unit.clients.all(), unit.places.all(), unit.series.all()

    def between(self, first: date, last: date) -> list[Asked]:
        """Return the calls that wanted days from a first to a last one."""
        bookings = self._unit.bookings.between(first, last)
        return [*self._enquiries(first, last, bookings), *self._imported(bookings), *self._series(first, last)]

    def _enquiries(self, first: date, last: date, bookings: Mapping[RequestId, Booking]) -> Iterator[Asked]:
        open_homes = {one.enquiry_id: one for one in bookings.values() if one.open_return and one.enquiry_id}
        for key, enquiry in self._unit.enquiries.between(first - self._ahead, last).items():
            if first <= enquiry.days[0] <= last and not self._is_occurrence(enquiry.requests[0].id):
                rang = enquiry.received_at.astimezone(self._zone)
                yield self._asked(enquiry.requests, enquiry.days[0], rang, open_homes.get(key))

    def _imported(self, bookings: Mapping[RequestId, Booking]) -> Iterator[Asked]:
        """Yield what is booked without a call that anybody wrote down."""
        homes = _homes(bookings)
        for key, one in bookings.items():
            request = one.request
            is_first = not isinstance(request, Ride) or request.leg == 1
            if one.enquiry_id is None and is_first and not one.open_return and not self._is_occurrence(key):
                later = homes.get((request.journey or "", request.day), ()) if isinstance(request, Ride) else ()
                yield self._asked([request, *later], request.day, None, None)

    def _is_occurrence(self, key: RequestId) -> bool:
        found = series_of(key)
        return found is not None and found in self._repeating

    def _series(self, first: date, last: date) -> Iterator[Asked]:
        """Yield the series that run on some days, those that began before, too.

        As many begin in these days, on average, as there are lengths of series in them (Little, A Proof for the Queuing
        Formula L = λW, 1961). So each counts as the part of it that lies in these days: it does not matter when the
        office began to write series down, and long ones do not count more often than they begin.
        """
        after = {one.follows: one for one in self._repeating.values() if one.follows is not None}
        for one in self._repeating.values():
            if one.follows is not None:
                continue
            weeks = _weeks(one, after)
            until = one.first + timedelta(weeks=weeks) - _DAY
            inside = (min(last, until) - max(first, one.first)).days + 1
            if inside > 0:
                home = Home(back=Back.AT if len(one.legs) > 1 else Back.NONE)
                call = self._of(one.legs[0].request, _when(one, max(first, one.first)), home)
                part = inside / (7 * weeks)
                yield replace(call, per_week=per_week(one), weeks=weeks, weight=part)

    def _asked(self, legs: Sequence[Request], day: date, rang: datetime | None, home: Booking | None) -> Asked:
        window = legs[0].windows[0] if legs[0].windows else None
        hour = None if window is None else window.start.astimezone(self._zone).hour
        width = None if window is None else round(window.length / _MINUTE)
        return self._of(legs[0], When(day=day, rang=rang, hour=hour, width_min=width), _home(legs, window, home))

    def _of(self, request: Request, when: When, home: Home) -> Asked:
        client = self._clients.get(request.party.client_ids[0])
        return Asked(
            service_id=request.service_id,
            district_id=self._district(client),
            client_id=request.party.client_ids[0],
            mobility=client.mobility if client else None,
            when=when,
            home=home,
            planned_min=round(request.service_time / _MINUTE) if request.service_time else 0,
            carers=request.party.carers,
            place=_place(request, client),
            help_level=request.help_level if isinstance(request, Ride) else None,
        )

    def _district(self, client: Client | None) -> DistrictId | None:
        home = self._places.get(client.home) if client else None
        return None if home is None else home.district_id or OUTSIDE


def per_week(series: Series) -> int:
    """Return on how many days of a week a series is wanted, 1 to 7."""
    parts = dict(part.split("=", 1) for part in series.rule.split(";") if "=" in part)
    named = len(parts["BYDAY"].split(",")) if "BYDAY" in parts else 7 if parts.get("FREQ") == "DAILY" else 1
    every = int(parts.get("INTERVAL", "1"))
    return min(7, max(1, round((series.times_per_week or named) / every)))


def _weeks(series: Series, after: Mapping[SeriesId, Series]) -> int:
    """Return for how many weeks a series is wanted, with all that it was changed into."""
    end, seen = series, {series.id}
    while (later := after.get(end.id)) is not None and later.id not in seen:
        end = later
        seen.add(end.id)
    if end.until is None:
        return _ENDLESS_WEEKS
    return min(_MOST_WEEKS, max(1, -(-((end.until - series.first).days + 1) // 7)))


def _when(series: Series, begun: date) -> When:
    """Return when a series is wanted; one that began before the days in question, on its day of their first week."""
    day = begun + timedelta(days=(series.first - begun).days % 7)
    spans = series.legs[0].windows
    if not spans:
        return When(day=day)
    return When(day=day, hour=spans[0].start.hour, width_min=_clock_min(spans[0].start, spans[0].end))


def _home(legs: Sequence[Request], window: TimeWindow | None, home: Booking | None) -> Home:
    if home is not None:
        called = None if home.called_at is None or window is None else elapsed(window.end, home.called_at) / _MINUTE
        return Home(back=Back.OPEN, stay_min=called)
    if len(legs) < 2 or not isinstance(legs[-1], Ride):
        return Home()
    after = legs[-1].windows[0] if legs[-1].windows else None
    if after is None or window is None:
        return Home(back=Back.AT)
    return Home(back=Back.AT, stay_min=elapsed(window.end, after.start) / _MINUTE, width_min=after.length / _MINUTE)


def _homes(bookings: Mapping[RequestId, Booking]) -> Mapping[tuple[str, date], Sequence[Ride]]:
    """Return the later legs of every journey, in their order."""
    found: dict[tuple[str, date], list[Ride]] = {}
    for one in bookings.values():
        ride = one.request
        if isinstance(ride, Ride) and ride.journey is not None and ride.leg > 1:
            found.setdefault((ride.journey, ride.day), []).append(ride)
    for rides in found.values():
        rides.sort(key=lambda ride: ride.leg)
    return found


def _place(request: Request, client: Client | None) -> Destination | None:
    if isinstance(request, Delivery):
        return Destination(place_id=request.source.place_id)
    if not isinstance(request, Ride):
        return None
    # A ride that only brings somebody home, from a hospital, say, tells where people have to go, too.
    is_home = client is not None and request.destination.place_id == client.home
    door = request.origin if is_home else request.destination
    return Destination(place_id=door.place_id, purpose_id=request.purpose_id)


def _clock_min(start: time, end: time) -> int:
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return minutes % (24 * 60)

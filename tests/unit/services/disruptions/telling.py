"""Disruptions of a made-up town's day, told in a few words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from fixtures.moments import SERVICE_DAY, moment
from scheduler.domain.ids import DisruptionId, DistrictId, RequestId, ShiftId, UserId
from scheduler.domain.live_day import Begun, Breakdown, Disruption, LiveDay, RoadClosed, Snow
from scheduler.domain.place import GeoPoint
from scheduler.domain.roster import Aboard, StartState
from scheduler.domain.town import Town
from scheduler.services.disruptions.town import with_live_day

ROADSIDE = GeoPoint(lat=51.03, lon=21.07)


def at(text: str) -> datetime:
    """Return an instant of the service day: "10:20"."""
    return moment(SERVICE_DAY, text)


def told(since: datetime | str, until: datetime | str | None = None, *, key: str = "D-1", **what: Any) -> Disruption:
    """Return a disruption; without another word it is snow at half speed in the whole town."""
    begin, end = (at(one) if isinstance(one, str) else one for one in (since, until))
    assert begin is not None
    facts = what or {"snow": Snow(permille=500)}
    return Disruption(id=DisruptionId(key), since=begin, until=end, by=UserId("anna"), reported_at=begin, **facts)


def snow(
    permille: int, *districts: str, since: datetime | str = "00:00", until: datetime | str | None = None
) -> Disruption:
    """Return snow."""
    return told(since, until, snow=Snow(permille=permille, districts=frozenset(map(DistrictId, districts))))


def closed(*line: GeoPoint, detour_min: float = 7, radius_m: int = 0) -> Disruption:
    """Return a closed road, all day."""
    return told("00:00", road=RoadClosed(line=line, radius_m=radius_m, detour=timedelta(minutes=detour_min)))


def broken(shift: str, since: str = "10:20", until: str | None = None, *, aboard: Iterable[str] = ()) -> Disruption:
    """Return a breakdown at the roadside."""
    riders = tuple(map(RequestId, aboard))
    return told(since, until, breakdown=Breakdown(shift_id=ShiftId(shift), point=ROADSIDE, aboard=riders))


def begun(shift: str, free_at: str = "10:12", *, aboard: Iterable[str] = (), **fields: Any) -> Begun:
    """Return a shift that has begun, with people aboard for half an hour."""
    free = at(free_at)
    riders = tuple(Aboard(request_id=RequestId(one), since=free - timedelta(minutes=30)) for one in aboard)
    return Begun(shift_id=ShiftId(shift), state=StartState(point=ROADSIDE, free_at=free, aboard=riders, **fields))


def running(town: Town, *disruptions: Disruption, begun: Iterable[Begun] = (), as_of: datetime | str = "10:30") -> Town:
    """Return a town as its day runs."""
    now = at(as_of) if isinstance(as_of, str) else as_of
    live = LiveDay(day=town.shifts[0].day, as_of=now, begun=tuple(begun), disruptions=disruptions)
    return with_live_day(town, live)

"""Who calls: people of the town's register, each for one service a day, or people invented like those."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from scheduler.domain.capacity.demand import OUTSIDE, Demand
from scheduler.domain.client import Client, Mobility, Wheelchair
from scheduler.domain.ids import ClientId, DistrictId, PlaceId, ServiceId
from scheduler.domain.place import District, Entrance, GeoPoint, Place
from scheduler.domain.town import Town
from scheduler.simulation.demand.streams import Stream

_TRIES = 64
"""A district fills more than a tenth of the box around it; so many points in vain mean that it has no inside."""


@dataclass(frozen=True, kw_only=True)
class People:
    """The callers of one drawing."""

    demand: Demand
    town: Town
    stream: Stream

    def caller(self, service_id: ServiceId, district_id: DistrictId, day: date, call: Stream, turn: int) -> Client:
        """Return who makes a call.

        Parameters
        ----------
        call : Stream
            The call's own.
        turn : int
            How many people of the register have called for the service from this district for this day before.
        """
        known = self._free(district_id, day).get(service_id, ())
        return known[turn] if turn < len(known) else self.invented(district_id, call)

    def is_known(self, call: Stream) -> bool:
        """Return whether somebody of the register calls, if anybody is left."""
        return call.uniform("known") < self.demand.known

    def invented(self, district_id: DistrictId, call: Stream) -> Client:
        """Return somebody like those of a district: living where one of them does, mobile as the mix says."""
        mobility = self.demand.mobility.pick(call.uniform("mobility"))
        return Client(
            id=ClientId(f"new~{call.last}"),
            name=call.last,
            home=self._home(district_id, call),
            mobility=mobility,
            wheelchair=Wheelchair() if mobility is Mobility.WHEELCHAIR else None,
            needs_lift=mobility is Mobility.WHEELCHAIR,
        )

    def place(self, client: Client, district_id: DistrictId, call: Stream) -> Place:
        """Return where somebody lives."""
        known = self.town.places.get(client.home)
        return known or _new_place(client.home, district_id, self._point(district_id, call))

    def _home(self, district_id: DistrictId, call: Stream) -> PlaceId:
        homes = [client.home for client in self._residents.get(district_id, ())]
        if homes:
            return homes[int(call.uniform("home") * len(homes))]
        return PlaceId(f"home~{call.last}")

    def _point(self, district_id: DistrictId, call: Stream) -> GeoPoint:
        district = self.town.districts.get(district_id)
        return self.town.centre if district is None else _inside(district, call) or self.town.centre

    @cached_property
    def _residents(self) -> Mapping[DistrictId, Sequence[Client]]:
        found: dict[DistrictId, list[Client]] = {}
        for key in sorted(self.town.clients):
            client = self.town.clients[key]
            home = self.town.places.get(client.home)
            if home is not None:
                found.setdefault(home.district_id or OUTSIDE, []).append(client)
        return found

    @cached_property
    def _kept(self) -> dict[tuple[DistrictId, date], Mapping[ServiceId, Sequence[Client]]]:
        return {}

    def _free(self, district_id: DistrictId, day: date) -> Mapping[ServiceId, Sequence[Client]]:
        """Return who of a district may call for what, so that nobody wants two services on one day.

        Each client draws a service by the services' usual numbers of calls. What has grown does not count: it moves
        nobody from one service to another.
        """
        key = (district_id, day)
        if key not in self._kept:
            self._kept[key] = self._dealt(district_id, day)
        return self._kept[key]

    def _dealt(self, district_id: DistrictId, day: date) -> Mapping[ServiceId, Sequence[Client]]:
        weights = {
            name: means[day.weekday()]
            for name in sorted(self.demand.services)
            if (means := self.demand.services[name].per_day.get(district_id)) and means[day.weekday()] > 0
        }
        dealt: dict[ServiceId, list[tuple[float, Client]]] = {name: [] for name in weights}
        for client in self._residents.get(district_id, ()) if weights else ():
            own = self.stream.of("who", day.isoformat(), client.id)
            # The first of independent clocks, each running at the service's rate, chooses by the rates.
            service_id = min(weights, key=lambda name: own.exponential(name) / weights[name])
            dealt[service_id].append((own.uniform("turn"), client))
        return {name: [client for _, client in sorted(some, key=lambda it: it[0])] for name, some in dealt.items()}


def _new_place(place_id: PlaceId, district_id: DistrictId, point: GeoPoint) -> Place:
    return Place(
        id=place_id,
        name=place_id,
        address="",
        entrances=(Entrance(name="", point=point),),
        district_id=district_id or None,
    )


def _inside(district: District, call: Stream) -> GeoPoint | None:
    """Return a point of a district, any as likely as any other; None: it has no inside."""
    south, west, north, east = _box(district.rings)
    for k in range(_TRIES):
        lat = south + (north - south) * call.uniform("lat", k)
        point = GeoPoint(lat=lat, lon=west + (east - west) * call.uniform("lon", k))
        if district.contains(point):
            return point
    return None


@lru_cache(maxsize=256)
def _box(rings: tuple[tuple[GeoPoint, ...], ...]) -> tuple[float, float, float, float]:
    points = [point for ring in rings for point in ring]
    lats, lons = [point.lat for point in points], [point.lon for point in points]
    return min(lats), min(lons), max(lats), max(lons)

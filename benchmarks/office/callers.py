"""Callers nobody has heard of, at addresses nobody has been to, with wishes like those of a town's day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from fixtures.names import client_name, draw_sex
from scheduler.domain.place import Place
from scheduler.domain.request import Request, Ride, Visit
from scheduler.domain.town import Town

type Json = dict[str, Any]

NEAR = 0.004
"""Degrees between a new address and that of somebody like the caller, at most."""


@dataclass(frozen=True)
class Caller:
    """A caller as the API is told of them: their home, themselves, what they wish for."""

    home: Json
    client: Json
    wish: Json

    def enquiry(self, client_id: str, day: date) -> Json:
        """Return the enquiry of this caller, who has an id by now."""
        return {"requests": [{**self.wish, "party": {"client_ids": [client_id]}}], "days": [day.isoformat()]}


def callers(town: Town, day: date, rng: Random) -> Iterator[Caller]:
    """Yield callers without end, drawn from the visits and the rides from home of a day."""
    models = like(town.requests_on(day))
    while True:
        model = rng.choice(models)
        yield _caller(town.places[_home(model).place_id], _wish(model), rng)


def like(requests: Sequence[Request]) -> list[Visit | Ride]:
    """Return the requests that one caller could make alone, from home."""
    visits = [one for one in requests if isinstance(one, Visit) and one.workers == 1]
    return [*visits, *(one for one in requests if isinstance(one, Ride) and one.leg == 1)]


def _home(model: Visit | Ride) -> Any:
    return model.door if isinstance(model, Visit) else model.origin


def _wish(model: Visit | Ride) -> Json:
    windows = [{"start": one.start.isoformat(), "end": one.end.isoformat()} for one in model.windows]
    wish: Json = {"service_id": model.service_id, "windows": windows, "priority": model.priority}
    if isinstance(model, Visit):
        return wish | {"kind": "visit"}
    return wish | {
        "kind": "ride",
        "destination": {"place_id": model.destination.place_id, "entrance": model.destination.entrance},
        "arrive_by": model.arrive_by,
    }


def _caller(near: Place, wish: Json, rng: Random) -> Caller:
    at = near.entrances[0].point
    lat, lon = (round(value + rng.uniform(-NEAR, NEAR), 6) for value in (at.lat, at.lon))
    home = {"name": "dom", "address": "", "entrances": [{"lat": lat, "lon": lon}], "district_id": near.district_id}
    return Caller(home=home, client={"name": client_name(rng, draw_sex(rng))}, wish=wish)

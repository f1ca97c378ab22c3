"""The desk without HTTP: calls, moves on the board, residents looked up.

Each call is for a resident whose address nobody has been to, at a desk that has just seen another desk change the day:
reading what has changed, the travel row and column of the new address and the answer are all measured.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from benchmarks.offers import SHIFTS_PER_REQUEST, quantiles
from fixtures.metropolis import metropolis
from fixtures.names import client_name, draw_sex
from scheduler.bootstrap import travel_for
from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId, PlaceId, RequestId, TownId, UserId
from scheduler.domain.place import Door, Entrance, GeoPoint, Place
from scheduler.domain.request import Party, Request, Visit
from scheduler.domain.town import Town
from scheduler.services.booking import Answer, BookingDesk, Call, OpenDays
from scheduler.services.comparing import placed
from scheduler.services.dispatching import Move, check_move
from scheduler.services.keeping import keep_town
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.tentative import ensure_tentative, improve
from scheduler.services.ports import Store
from scheduler.services.searching import NameIndex
from scheduler.store.memory import MemoryStore
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of

RESIDENTS = 5_000
TYPED = ("ko", "kow", "kowal", "ma", "an ko", "kol 1", "lw", "lwow an", "5012", "an a", "nowak ma", "li", "o'l")


class _Clock:
    """Stands still on the day before the service day."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


class City:
    """A kept city with two desks, as two processes would have them."""

    def __init__(self, store: Store, town: Town, seconds: float, seed: int) -> None:
        self.store, self.town, self.rng = store, town, Random(seed)
        self.id, self.day = TownId(town.id), min(request.day for request in town.requests.values())
        clock = _Clock(datetime.combine(self.day - timedelta(days=2), datetime.min.time(), tzinfo=UTC))
        with store.writing(self.id) as unit:
            keep_town(unit, town, clock.now())
        travel = travel_for(town)
        ensure_tentative(store, self.id, self.day, travel, clock.now())
        effort = Effort(clock=time.monotonic, seconds=seconds, seed=seed, workers=2)
        improve(store, self.id, self.day, travel, effort, now=clock.now)
        numbers = count(1)
        self.desks = [BookingDesk(store, OpenDays(travel_for), clock, lambda p: f"{p}-{next(numbers)}") for _ in "ab"]
        self.call = Call(town_id=self.id, by=UserId("anna"))
        self._new = count(1)

    def wish(self) -> Request:
        """Write down a new resident at an address that nobody has been to, and return what they wish for."""
        number = next(self._new)
        model = self.rng.choice([one for one in self.town.requests.values() if isinstance(one, Visit)])
        at = self.town.places[model.door.place_id].entrances[0].point
        point = GeoPoint(lat=at.lat + self.rng.uniform(-0.004, 0.004), lon=at.lon + self.rng.uniform(-0.004, 0.004))
        home = Place(
            id=PlaceId(f"new-{number}"), name="dom", address="", entrances=(Entrance(name="", point=point),),
            district_id=self.town.places[model.door.place_id].district_id,
        )  # fmt: skip
        client = Client(id=ClientId(f"new-{number}"), name=client_name(self.rng, draw_sex(self.rng)), home=home.id)
        with self.store.writing(self.id) as unit:
            unit.places.put(home)
            unit.clients.put(client)
        return replace(
            model, id=RequestId(f"new-{number}"), party=Party(client_ids=(client.id,)), door=Door(place_id=home.id),
            group=None, after=(), preferred=(), programme_id=None, same_staff_as=None, other_staff_than=None,
        )  # fmt: skip

    def book(self, desk: BookingDesk) -> bool:
        """Let a desk book somebody, so that the day is another one; False: it had nothing to offer."""
        answer = desk.ask(self.call, [self.wish()], [self.day])
        if answer.offers:
            desk.accept(self.call, answer.enquiry.id, answer.offers[0])
        return bool(answer.offers)


def milliseconds(do: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    do()
    return 1e3 * (time.perf_counter() - began)


def calls(city: City, asks: int) -> Iterator[tuple[float, Answer]]:
    """Yield how long each call took that found an offer, and the answer."""
    here, there = city.desks
    here.ask(city.call, [city.wish()], [city.day])
    for _ in range(asks):
        city.book(there)
        wish, answers = city.wish(), list[Answer]()
        took = milliseconds(lambda wish=wish, into=answers: into.append(here.ask(city.call, [wish], [city.day])))  # type: ignore[misc]
        if answers[0].offers:
            yield took, answers[0]


def moves(city: City, asks: int) -> Iterator[float]:
    """Yield how long each look takes at what moving a request to another shift would do, possible or not."""
    desk, rng = city.desks[0], Random(2)
    with city.store.reading(city.id) as unit:
        opened = desk.days.get(unit, city.day)
        where = placed(unit.plans.get(city.day, opened.state.plan or 0))
    single = [one for one in where if sum(r.source_id == one for r in opened.problem.requests) == 1]
    for _ in range(asks):
        key, shift = rng.choice(single), rng.choice(opened.town.shifts_on(city.day)).id
        tasks = next(len(r.tasks) for r in opened.problem.requests if r.source_id == key)
        wanted = Move(request_id=key, shift_id=shift, at=(0,) * tasks)
        yield milliseconds(lambda wanted=wanted: check_move(opened, wanted, tell=False))  # type: ignore[misc]


def keystrokes(seed: int) -> Iterator[float]:
    """Yield how long looking up each beginning takes among `RESIDENTS`."""
    store, town, rng = MemoryStore(), TownId("town"), Random(seed)
    with store.writing(town) as unit:
        for number in range(RESIDENTS):
            name = client_name(rng, draw_sex(rng))
            phone = str(rng.randrange(10**8, 10**9))
            unit.clients.put(Client(id=ClientId(f"K-{number}"), name=name, home=PlaceId("dom"), phone=phone))
    index = NameIndex()
    with store.reading(town) as unit:
        index.update(unit)
    for text in TYPED * 20:
        yield milliseconds(lambda text=text: index.find(text))  # type: ignore[misc]


def measured(requests: int, asks: int, seconds: float, seed: int) -> dict[str, object]:
    """Return what is printed: milliseconds."""
    town = metropolis(requests, round(requests * SHIFTS_PER_REQUEST), seed=seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"sqlite:///{Path(folder) / 'city.sqlite'}", ring_of(MasterKey.fresh())) as store,
    ):
        city = City(store, town, seconds, seed)
        answered = list(calls(city, asks))
        return {
            "requests": requests,
            "day": _planned(city.store, city.id, city.day),
            "calls": len(answered),
            "offers_ms": quantiles([took for took, _ in answered]),
            "move_ms": quantiles(list(moves(city, asks * 5))),
            "keystroke_ms": quantiles(list(keystrokes(seed))),
        }


def _planned(store: Store, town_id: TownId, day: date) -> int:
    with store.reading(town_id) as unit:
        return len(unit.bookings.between(day, day))

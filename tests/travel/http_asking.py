"""What the tests of engines on servers have in common: points, settings without patience, a clock that stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from scheduler.domain.place import GeoPoint
from scheduler.services.ports import TravelPoint
from scheduler.travel.http.server import Server, open_client
from scheduler.travel.http.settings import HttpSettings, Ticker
from tests.travel.local_servers import HandTime

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


class StandingClock:
    """It is always noon, unless somebody moves it."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        """Return its moment."""
        return self.moment


def at(lat: float, lon: float, name: str = "") -> TravelPoint:
    """Return a point."""
    return TravelPoint(point=GeoPoint(lat=lat, lon=lon), name=name)


def along(count: int) -> list[TravelPoint]:
    """Return different points on a line."""
    return [at(50 + index / 1000, 20) for index in range(count)]


def ticker(time: HandTime) -> Ticker:
    """Return the hand-moved time as an engine wants it."""
    return Ticker(monotonic=time.monotonic, wait=time.wait)


@contextmanager
def asking(url: str, settings: HttpSettings | None = None, ticks: Ticker | None = None) -> Iterator[Server]:
    """Give a `Server` for a URL, called `test`, whose time is moved by waiting alone."""
    settings = settings or HttpSettings()
    ticks = ticks or ticker(HandTime())
    with open_client(settings) as client:
        yield Server(engine="test", url=url, client=client, settings=settings, clock=StandingClock(), ticker=ticks)

"""Roads of OSRM servers (`osrm-routed`), one for each profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx

from scheduler.domain.errors import TravelError
from scheduler.domain.time import Clock
from scheduler.services.ports import Line, TravelPoint
from scheduler.travel.engine import Legs, Profile
from scheduler.travel.http.answers import Reader
from scheduler.travel.http.blocks import Block, ask_all, cut
from scheduler.travel.http.errors import RefusedError, TooBigError
from scheduler.travel.http.osrm import MOST_POINTS, Table, data_version, read_route, read_table, route_path, table_path
from scheduler.travel.http.parts import joined, meeting, refuse_far
from scheduler.travel.http.server import Server, open_client
from scheduler.travel.http.settings import Deadline, HttpSettings, Ticker
from scheduler.travel.http.versions import Versions

_TICKER = Ticker()


@dataclass(frozen=True, kw_only=True)
class OsrmHttpSettings:
    """Which servers, and what they allow.

    Attributes
    ----------
    urls : mapping of Profile to str
        Base URL by profile: what stands before /table/v1 ("http://localhost:5000"). One osrm-routed serves one profile.
    table_limit : int
        The servers' --max-table-size: a table has at most its square of legs.
    route_limit : int
        The servers' --max-viaroute-size: so many points in a route.
    within_m : int
        How near a road has to be.
    version : str or None
        Name of the servers' map, if they shall not be asked for it.
    """

    urls: Mapping[Profile, str]
    table_limit: int = 100
    route_limit: int = 100
    within_m: int = 500
    version: str | None = None
    http: HttpSettings = field(default_factory=HttpSettings)

    def __post_init__(self) -> None:
        if self.table_limit < 1 or self.route_limit < 2 or self.within_m < 1:
            msg = "table_limit and within_m must be at least 1, route_limit at least 2"
            raise ValueError(msg)


class OsrmHttp:
    """The `RoadEngine` of OSRM over HTTP; safe to share between threads; to be closed.

    Parameters
    ----------
    clock : Clock
        For the date of a map without a version, and for servers that name a date to come back at.
    ticker : Ticker
        For waiting.

    Raises
    ------
    InputError
        If an address cannot be asked.
    """

    def __init__(self, settings: OsrmHttpSettings, *, clock: Clock, ticker: Ticker = _TICKER) -> None:
        self._settings = settings
        self._client = open_client(settings.http)
        self._servers = {
            profile: Server(
                engine=self.name, url=url, client=self._client, settings=settings.http, clock=clock, ticker=ticker
            )
            for profile, url in settings.urls.items()
        }
        self._versions = Versions(fixed=settings.version, keep_s=settings.http.version_s, clock=clock, ticker=ticker)

    @property
    def name(self) -> str:
        """`osrm_http`."""
        return "osrm_http"

    def version(self, profile: Profile) -> str:
        """Return the server's data version with its address, or the date where it has none.

        OSRM has one only if its map was made with `osrm-extract --data_version`.
        """
        server = self._server(profile)

        def ask() -> str | None:
            with server.question() as deadline:
                # Anywhere will do: the nearest road of all is sought.
                return server.ask("/nearest/v1/driving/0,0?radiuses=unlimited", data_version, deadline)

        return self._versions.of(profile, server.address, ask)

    def legs(self, origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], profile: Profile) -> Legs:
        """Return the legs from all `origins` to all `destinations`; see `RoadEngine`.

        The server says how far it moved each point to a road; it moves them any distance, unless it is told a radius,
        and then it names only the first point that has no road within.
        """
        server = self._server(profile)
        if not origins or not destinations:
            return joined([], origins, destinations)
        most_pairs = self._settings.table_limit**2
        blocks = cut(len(origins), len(destinations), most_pairs=most_pairs, most_points=MOST_POINTS)
        with server.question() as deadline:

            def ask(block: Block) -> Table:
                points = origins[block.rows], destinations[block.columns]
                path = table_path(*points, profile)
                return _asked(server, path, read_table(*points), deadline)

            tables = ask_all(blocks, ask, threads=self._settings.http.threads, deadline=deadline)
            away_m = {point: away for _, table in tables for point, away in table.away_m.items()}
            refuse_far(away_m, [*origins, *destinations], self._settings.within_m)
        return joined([(block, table.part) for block, table in tables], origins, destinations)

    def lines(self, points: Sequence[TravelPoint], profile: Profile) -> tuple[Line, ...]:
        """Return the ways between consecutive points; see `RoadEngine`."""
        server = self._server(profile)
        found: list[Line] = []
        with server.question() as deadline:
            for first in range(0, len(points) - 1, self._settings.route_limit - 1):
                stretch = points[first : first + self._settings.route_limit]
                found += server.ask(route_path(stretch, profile), read_route(len(stretch) - 1), deadline)
        return meeting(self.name, points, found, self._settings.within_m)

    @property
    def connections(self) -> httpx.Client:
        """The connections, for whoever closes them without holding on to the engine."""
        return self._client

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _server(self, profile: Profile) -> Server:
        if profile not in self._servers:
            msg = f"{self.name}: no server is set for {profile}"
            raise TravelError(msg)
        return self._servers[profile]


def _asked[T](server: Server, path: str, read: Reader[T], deadline: Deadline) -> T:
    try:
        return server.ask(path, read, deadline)
    except RefusedError as refused:
        if refused.code("code") == "TooBig":
            raise TooBigError(str(refused), refused.said) from None
        raise

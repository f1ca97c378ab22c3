"""Roads of a Valhalla server, which serves all profiles."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx

from scheduler.domain.time import Clock
from scheduler.services.ports import Line, TravelPoint
from scheduler.travel.engine import Legs, Profile
from scheduler.travel.http.blocks import Block, ask_all, cut
from scheduler.travel.http.errors import RefusedError, TooBigError
from scheduler.travel.http.parts import Part, joined, meeting, no_way, refuse_far
from scheduler.travel.http.server import Server, open_client
from scheduler.travel.http.settings import Deadline, HttpSettings, Ticker
from scheduler.travel.http.valhalla import (
    MOST_LOCATED,
    TOO_MANY,
    UNCONNECTED,
    locate_body,
    matrix_body,
    read_away_m,
    read_matrix,
    read_route,
    read_version,
    route_body,
)
from scheduler.travel.http.versions import Versions

_TICKER = Ticker()


@dataclass(frozen=True, kw_only=True)
class ValhallaHttpSettings:
    """Which server, and what it allows.

    Attributes
    ----------
    url : str
        Base URL: what stands before /sources_to_targets ("http://localhost:8002").
    table_limit : int
        The server's service_limits.*.max_matrix_location_pairs.
    route_limit : int
        The server's smallest service_limits.*.max_locations: so many points in a route.
    within_m : int
        How near a road has to be.
    version : str or None
        Name of the server's map, if it shall not be asked for it.
    """

    url: str
    table_limit: int = 2500
    route_limit: int = 20
    within_m: int = 500
    version: str | None = None
    http: HttpSettings = field(default_factory=HttpSettings)

    def __post_init__(self) -> None:
        if self.table_limit < 1 or self.route_limit < 2 or self.within_m < 1:
            msg = "table_limit and within_m must be at least 1, route_limit at least 2"
            raise ValueError(msg)


class ValhallaHttp:
    """The `RoadEngine` of Valhalla over HTTP; safe to share between threads; to be closed.

    Parameters
    ----------
    clock : Clock
        For the date of a map without a version, and for servers that name a date to come back at.
    ticker : Ticker
        For waiting.

    Raises
    ------
    InputError
        If the address cannot be asked.
    """

    def __init__(self, settings: ValhallaHttpSettings, *, clock: Clock, ticker: Ticker = _TICKER) -> None:
        self._settings = settings
        self._client = open_client(settings.http)
        self._server = Server(
            engine=self.name, url=settings.url, client=self._client, settings=settings.http, clock=clock, ticker=ticker
        )
        self._versions = Versions(fixed=settings.version, keep_s=settings.http.version_s, clock=clock, ticker=ticker)

    @property
    def name(self) -> str:
        """`valhalla_http`."""
        return "valhalla_http"

    def version(self, profile: Profile) -> str:
        """Return the program's version, when its tiles were made, and the server's address."""

        def ask() -> str | None:
            with self._server.question() as deadline:
                return self._server.ask("/status", read_version, deadline)

        return self._versions.of(profile, self._server.address, ask)

    def legs(self, origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], profile: Profile) -> Legs:
        """Return the legs from all `origins` to all `destinations`; see `RoadEngine`.

        The points are located first: a matrix does not say how far it moved them, and to give it a `search_cutoff`
        would change which roads it may choose from, and with them its times.
        """
        if not origins or not destinations:
            return joined([], origins, destinations)
        blocks = cut(len(origins), len(destinations), most_pairs=self._settings.table_limit)
        with self._server.question() as deadline:
            self._refuse_far([*origins, *destinations], profile, deadline)

            def ask(block: Block) -> Part:
                return self._part(origins[block.rows], destinations[block.columns], profile, deadline)

            parts = ask_all(blocks, ask, threads=self._settings.http.threads, deadline=deadline)
        return joined(parts, origins, destinations)

    def lines(self, points: Sequence[TravelPoint], profile: Profile) -> tuple[Line, ...]:
        """Return the ways between consecutive points; see `RoadEngine`."""
        found: list[Line] = []
        with self._server.question() as deadline:
            for first in range(0, len(points) - 1, self._settings.route_limit - 1):
                stretch = points[first : first + self._settings.route_limit]
                read = read_route(len(stretch) - 1)
                found += self._server.ask("/route", read, deadline, route_body(stretch, profile))
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

    def _refuse_far(self, points: Sequence[TravelPoint], profile: Profile, deadline: Deadline) -> None:
        each = list(dict.fromkeys(points))
        away_m: dict[TravelPoint, float | None] = {}
        for first in range(0, len(each), MOST_LOCATED):
            some = each[first : first + MOST_LOCATED]
            found = self._server.ask("/locate", read_away_m(some), deadline, locate_body(some, profile))
            away_m |= dict(zip(some, found, strict=True))
        refuse_far(away_m, each, self._settings.within_m)

    def _part(
        self, origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], profile: Profile, deadline: Deadline
    ) -> Part:
        read = read_matrix(len(origins), len(destinations))
        try:
            return self._server.ask("/sources_to_targets", read, deadline, matrix_body(origins, destinations, profile))
        except RefusedError as refused:
            code = refused.code("error_code")
            if code == UNCONNECTED and len(origins) == len(destinations) == 1:
                return no_way()
            if code in {TOO_MANY, UNCONNECTED}:
                # One place on an island makes the server refuse all others with it: halving finds it.
                raise TooBigError(str(refused), refused.said) from None
            raise

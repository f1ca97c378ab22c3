"""Which travel engines are asked, and in which order."""

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.bootstrap.clock import SystemClock
from scheduler.domain.errors import InputError, InputProblem, TravelError
from scheduler.domain.plan import Plan, TravelSource
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.domain.town import TownHead
from scheduler.services.disruptions.travel import undisturbed
from scheduler.services.ports import TravelTimes
from scheduler.settings import Settings, TravelEngine, load_settings
from scheduler.travel.by_mode import TravelByMode
from scheduler.travel.cached import CachedEngine
from scheduler.travel.chain import Link, TravelChain
from scheduler.travel.detours import TownDetours
from scheduler.travel.engine import Profile, RoadEngine
from scheduler.travel.legs_cache import LegsCache
from scheduler.travel.network.installed import Roads, is_version
from scheduler.travel.notes import no_roads
from scheduler.travel.osrm import OsrmEngine
from scheduler.travel.roads import RoadTravel
from scheduler.travel.straight import StraightTravel

if TYPE_CHECKING:  # imported late: whoever asks no server need not load a client
    from scheduler.travel.http.settings import HttpSettings
    from scheduler.travel.osrm_http import OsrmHttp
    from scheduler.travel.valhalla_http import ValhallaHttp


def travel_for(town: TownHead, home: Path | None = None) -> TravelTimes:
    """Return the travel engines for a town, the preferred one first.

    Parameters
    ----------
    town : TownHead
        Its policy says how times are read.
    home : Path, optional
        The town's folder, or its workbook; without it only the calibrated great circle is asked.

    Raises
    ------
    InputError
        If the settings cannot be used.
    TravelError
        If an engine is asked for that is not set up.
    """
    if home is None:
        return StraightTravel(town.policy)
    settings, folder = load_settings(), home if home.is_dir() else home.parent
    names = settings.travel or tuple(_there(settings, folder))
    links = [Link(name=name, travel=_travel(name, town, folder, settings)) for name in names]
    alone = not settings.travel and names == (TravelEngine.STRAIGHT,)
    return TravelChain(links, [no_roads()] if alone else [])


def travel_of(plan: Plan, town: TownHead, home: Path) -> TravelTimes:
    """Return the travel engines that a plan was made with, each with the map it had then; nobody stands in for them.

    Raises
    ------
    InputError
        If the settings cannot be used, or the plan names an engine that there is not.
    """
    settings, folder = load_settings(), home if home.is_dir() else home.parent
    made: dict[TravelSource, TravelTimes] = {}
    for source in plan.travel:
        bare = _bare(source)
        if source.engine not in set(TravelEngine) or source.mode not in set(TravelMode):
            right = f"verify it with the program it was made with; here are {', '.join(TravelEngine)}"
            wrong = "is unknown here"
            raise InputError([InputProblem(file="plan", column="travel", value=source.label, wrong=wrong, right=right)])
        made.setdefault(bare, _travel(TravelEngine(source.engine), town, folder, settings, bare.version))
    by_mode = {TravelMode(source.mode): made[_bare(source)] for source in plan.travel}
    return TravelByMode(by_mode, StraightTravel(town.policy))


def _bare(source: TravelSource) -> TravelSource:
    """Return an engine and its map, for whatever mode, and whatever was in the way on that day."""
    return replace(source, mode="", version=undisturbed(source.version))


def travel_anywhere() -> TravelTimes:
    """Return the travel engine for problems that have no town: the calibrated great circle at the default speeds."""
    return StraightTravel(Policy())


def _there(settings: Settings, folder: Path) -> Iterator[TravelEngine]:
    """Yield the engines that are set up, servers first, as somebody chose them; the great circle is always there."""
    if settings.osrm_url is not None:
        yield TravelEngine.OSRM_HTTP
    if settings.valhalla_url is not None:
        yield TravelEngine.VALHALLA_HTTP
    if Roads(folder).exists:
        yield TravelEngine.OSRM
    yield TravelEngine.STRAIGHT


def _travel(
    name: TravelEngine, town: TownHead, folder: Path, settings: Settings, version: str | None = None
) -> TravelTimes:
    """Return one engine; with a version, as of that map."""
    if name is TravelEngine.STRAIGHT:
        return StraightTravel(town.policy, _detours(Roads(folder), version))
    cache = LegsCache(settings.data / "legs" / f"{town.id}.sqlite")
    engine = _engine(name, town.policy, folder, settings, version)
    return RoadTravel(CachedEngine(engine, cache, within_m=town.policy.roads.within_m, version=version), town.policy)


def _detours(roads: Roads, version: str | None) -> TownDetours | None:
    """Return the detours of the network in force, or of the one whose version begins a plan's."""
    network = roads.in_force() if version is None else version.partition(" ")[0]
    return TownDetours(roads.folder / network, network) if is_version(network) else None


def _engine(name: TravelEngine, policy: Policy, folder: Path, settings: Settings, version: str | None) -> RoadEngine:
    within_m = policy.roads.within_m
    if name is TravelEngine.OSRM_HTTP:
        return _osrm_http(settings, within_m)
    if name is TravelEngine.VALHALLA_HTTP:
        return _valhalla_http(settings, within_m)
    return OsrmEngine(folder, within_m=within_m, version=version)


def _osrm_http(settings: Settings, within_m: int) -> RoadEngine:
    from scheduler.travel.osrm_http import OsrmHttp, OsrmHttpSettings

    urls = {Profile.CAR: settings.osrm_url, Profile.FOOT: settings.osrm_url_foot}
    urls[Profile.BICYCLE] = settings.osrm_url_bicycle
    engine = OsrmHttp(
        OsrmHttpSettings(
            urls={profile: str(url) for profile, url in urls.items() if url is not None},
            table_limit=settings.osrm_table_limit,
            within_m=within_m,
            http=_http(settings),
        ),
        clock=SystemClock(),
    )
    return _closed_at_the_end(engine)


def _valhalla_http(settings: Settings, within_m: int) -> RoadEngine:
    from scheduler.travel.valhalla_http import ValhallaHttp, ValhallaHttpSettings

    if settings.valhalla_url is None:
        msg = "valhalla_http is wanted for travel times, but DOJAZD_VALHALLA_URL is not set"
        raise TravelError(msg)
    wish = ValhallaHttpSettings(url=str(settings.valhalla_url), within_m=within_m, http=_http(settings))
    return _closed_at_the_end(ValhallaHttp(wish, clock=SystemClock()))


def _http(settings: Settings) -> "HttpSettings":
    from scheduler.travel.http.settings import HttpSettings

    return HttpSettings(read_s=settings.http_timeout, connect_s=min(3.0, settings.http_timeout))


def _closed_at_the_end[T: "OsrmHttp | ValhallaHttp"](engine: T) -> T:
    """Close an engine's connections when nobody can ask it any more."""
    weakref.finalize(engine, engine.connections.close)
    return engine

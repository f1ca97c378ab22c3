"""The only place that chooses adapters: which travel engines, whose addresses, which clock."""

import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.errors import InputError, InputProblem, TravelError
from scheduler.domain.plan import Plan, TravelSource
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.domain.town import Town
from scheduler.services.geography import town_box
from scheduler.services.ports import AddressService, TravelTimes
from scheduler.settings import Geocoder, Settings, TravelEngine, load_settings
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
    from scheduler.geocoding.batch import BatchGeocoder
    from scheduler.travel.http.settings import HttpSettings
    from scheduler.travel.osrm_http import OsrmHttp
    from scheduler.travel.valhalla_http import ValhallaHttp


class SystemClock:
    """The computer's clock, as the domain's `Clock`."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


def travel_for(town: Town, home: Path | None = None) -> TravelTimes:
    """Return the travel engines for a town, the preferred one first.

    Parameters
    ----------
    town : Town
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


def travel_of(plan: Plan, town: Town, home: Path) -> TravelTimes:
    """Return the travel engines that a plan was made with, each with the map it had then; nobody stands in for them.

    Raises
    ------
    InputError
        If the settings cannot be used, or the plan names an engine that there is not.
    """
    settings, folder = load_settings(), home if home.is_dir() else home.parent
    made: dict[TravelSource, TravelTimes] = {}
    for source in plan.travel:
        bare = replace(source, mode="")
        if source.engine not in set(TravelEngine) or source.mode not in set(TravelMode):
            right = f"verify it with the program it was made with; here are {', '.join(TravelEngine)}"
            wrong = "is unknown here"
            raise InputError([InputProblem(file="plan", column="travel", value=source.label, wrong=wrong, right=right)])
        made.setdefault(bare, _travel(TravelEngine(source.engine), town, folder, settings, source.version))
    by_mode = {TravelMode(source.mode): made[replace(source, mode="")] for source in plan.travel}
    return TravelByMode(by_mode, StraightTravel(town.policy))


def register_file(home: Path) -> Path:
    """Return where a town keeps its own register of addresses."""
    return (home if home.is_dir() else home.parent) / "addresses.sqlite"


@contextmanager
def geocoder_for(town: Town, home: Path) -> Iterator["BatchGeocoder"]:
    """Give the geocoder of a town: its own register first, then the services that the settings name.

    Raises
    ------
    InputError
        If the settings cannot be used, or there is neither a register nor a service.
    GeocodingError
        If the register or the kept answers are damaged.
    """
    from scheduler.geocoding.batch import BatchGeocoder
    from scheduler.geocoding.cache import AnswerCache
    from scheduler.geocoding.districts import DistrictIndex
    from scheduler.geocoding.gazetteer import Gazetteer

    settings, file = load_settings(), register_file(home)
    services = tuple(_address_service(name, settings) for name in settings.geocoders)
    if not services and not file.exists():
        right = "load the town's addresses (dojazd addresses load), or name services in DOJAZD_GEOCODERS"
        raise InputError([InputProblem(file=str(file), wrong="is missing", right=right)])
    kept = _private(settings.data) / "addresses.sqlite"
    with ExitStack() as stack:
        yield BatchGeocoder(
            home=town.name,
            register=stack.enter_context(Gazetteer(file)) if file.exists() else None,
            services=services,
            answers=stack.enter_context(AnswerCache(kept)) if services else None,
            box=town_box(town),
            districts=DistrictIndex(town.districts.values()),
        )


def _private(folder: Path) -> Path:
    """Return a folder that is its owner's alone, made if need be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        right = "name a folder that can be written in DOJAZD_DATA"
        raise InputError([InputProblem(file=str(folder), wrong=f"cannot be made ({error})", right=right)]) from error
    return folder


def _address_service(name: Geocoder, settings: Settings) -> AddressService:
    from scheduler.geocoding.providers import ServiceName, address_service

    urls = {
        Geocoder.NOMINATIM: settings.nominatim_url,
        Geocoder.PHOTON: settings.photon_url,
        Geocoder.PELIAS: settings.pelias_url,
        Geocoder.GUGIK: settings.gugik_url,
    }
    url = urls[name]
    if not settings.geocoder_user_agent:
        column, right = "DOJAZD_GEOCODER_USER_AGENT", 'write who asks, such as "Dojazd (it@town.example)"'
        raise InputError(
            [InputProblem(file="settings", column=column, wrong=f"is empty, but {name} is asked", right=right)]
        )
    return address_service(
        ServiceName(name.value),
        user_agent=settings.geocoder_user_agent,
        url=None if url is None else str(url).rstrip("/"),
        api_key=settings.pelias_key.get_secret_value() or None,
    )


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
    name: TravelEngine, town: Town, folder: Path, settings: Settings, version: str | None = None
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

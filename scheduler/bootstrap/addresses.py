"""Whose addresses are asked."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.town import Town
from scheduler.services.geography import town_box
from scheduler.services.ports import AddressFinder, AddressService
from scheduler.settings import Geocoder, Settings, load_settings

if TYPE_CHECKING:  # imported late: whoever asks for no address need not load a geocoder
    from scheduler.geocoding.batch import BatchGeocoder


def register_file(home: Path) -> Path:
    """Return where a town keeps its own register of addresses."""
    return (home if home.is_dir() else home.parent) / "addresses.sqlite"


@contextmanager
def addresses_of(home: Path) -> Iterator[AddressFinder | None]:
    """Give a town's own register of addresses, which no network is asked for; None: it has none.

    Raises
    ------
    GeocodingError
        If it is damaged.
    """
    from scheduler.geocoding.gazetteer import Gazetteer

    file = register_file(home)
    if not file.exists():
        yield None
        return
    with Gazetteer(file) as register:
        yield register


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

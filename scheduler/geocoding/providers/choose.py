"""The services that can be asked, by name, with the public servers' usage policies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from geopy.geocoders import Nominatim, Pelias, Photon

from scheduler.domain.errors import InputError, InputProblem
from scheduler.geocoding.providers import answers
from scheduler.geocoding.providers.answers import Reader
from scheduler.geocoding.providers.gugik import GUGiK
from scheduler.geocoding.providers.lines import gugik_line, osm_line
from scheduler.geocoding.providers.manners import turnstile_of
from scheduler.geocoding.providers.service import Patience, PoliteService
from scheduler.geocoding.providers.transport import Transport

_MOST_ANSWERS = 5


class ServiceName(StrEnum):
    """Services that can be asked."""

    NOMINATIM = "nominatim"
    PHOTON = "photon"
    PELIAS = "pelias"
    GUGIK = "gugik"


PUBLIC: Mapping[ServiceName, str] = {
    ServiceName.NOMINATIM: "https://nominatim.openstreetmap.org",
    ServiceName.PHOTON: "https://photon.komoot.io",
    ServiceName.GUGIK: "https://services.gugik.gov.pl/uug",
}
"""Servers that anybody may ask a little; Pelias has none."""
PUBLIC_APART_S = 1.0
"""Seconds between requests that Nominatim's usage policy asks for at least; kept with all public servers."""
_GEOCODERS = {
    ServiceName.NOMINATIM: Nominatim,
    ServiceName.PHOTON: Photon,
    ServiceName.PELIAS: Pelias,
    ServiceName.GUGIK: GUGiK,
}
_READERS: Mapping[ServiceName, Reader] = {
    ServiceName.NOMINATIM: answers.read_nominatim,
    ServiceName.PHOTON: answers.read_photon,
    ServiceName.PELIAS: answers.read_pelias,
    ServiceName.GUGIK: answers.read_gugik,
}


@dataclass(frozen=True, kw_only=True)
class _Server:
    scheme: str
    domain: str
    host: str


def address_service(
    name: ServiceName,
    *,
    user_agent: str,
    url: str | None = None,
    apart_s: float | None = None,
    transport: Transport | None = None,
    patience: Patience | None = None,
    country: str = "pl",
    api_key: str | None = None,
) -> PoliteService:
    """Return an address service.

    Parameters
    ----------
    user_agent : str
        Who asks, with an address to complain to: "Dojazd (it@town.example)". The public servers' policies want it.
    url : str or None
        Of one's own server, with a path if it has one; None: the public one.
    apart_s : float or None
        Seconds between requests; never less than 1 with a public server. None: 1 there, 0 with one's own.
    country : str
        Code of the country that answers have to be in, where a service can be told.

    Raises
    ------
    InputError
        If the URL or the user agent cannot be used.
    """
    _check_agent(user_agent)
    server = _server(name, url)
    public = server.host in {urlsplit(each).hostname for each in PUBLIC.values()}
    least_s = PUBLIC_APART_S if public else 0.0
    options = _options(server, user_agent, transport or Transport())
    key = {"api_key": api_key} if api_key is not None and name is ServiceName.PELIAS else {}
    return PoliteService(
        name.value,
        ask_line=_asker(name, _GEOCODERS[name](**options, **key), country),
        line_of=gugik_line if name is ServiceName.GUGIK else osm_line,
        read=_READERS[name],
        turnstile=turnstile_of(server.host, max(least_s, apart_s or 0.0)),
        patience=patience or Patience(),
        address_of_server=server.domain,
    )


def _options(server: _Server, user_agent: str, way: Transport) -> dict[str, Any]:
    """Return what each of geopy's services is told."""
    return {
        "user_agent": user_agent,
        "timeout": way.timeout_s,
        "adapter_factory": way.adapter,
        "scheme": server.scheme,
        "domain": server.domain,
    }


def _check_agent(user_agent: str) -> None:
    if len(user_agent.strip()) < 5 or not user_agent.isascii() or not user_agent.isprintable():
        raise _wrong("user_agent", user_agent, "does not say who asks", 'write it as "Dojazd (it@town.example)"')


def _asker(name: ServiceName, geocoder: Any, country: str) -> Callable[[str], Sequence[Any] | None]:
    match name:
        case ServiceName.NOMINATIM:
            return partial(
                geocoder.geocode, exactly_one=False, limit=_MOST_ANSWERS, addressdetails=True, country_codes=country
            )
        case ServiceName.PHOTON:
            return partial(geocoder.geocode, exactly_one=False, limit=_MOST_ANSWERS)
        case ServiceName.PELIAS:
            return partial(geocoder.geocode, exactly_one=False, countries=[country])
        case ServiceName.GUGIK:
            return partial(geocoder.geocode, exactly_one=False)


def _server(name: ServiceName, url: str | None) -> _Server:
    text = url or PUBLIC.get(name, "")
    if not text:
        raise _wrong("url", "", f"is missing, and there is no public {name.value}", "give the URL of your server")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment or parts.username:
        raise _wrong("url", text, "is no URL of a server", "write it as https://geocoder.town.example/path")
    return _Server(scheme=parts.scheme, domain=f"{parts.netloc}{parts.path}".rstrip("/"), host=parts.netloc.casefold())


def _wrong(what: str, value: str, wrong: str, right: str) -> InputError:
    return InputError([InputProblem(file="address service", column=what, value=value[:60], wrong=wrong, right=right)])

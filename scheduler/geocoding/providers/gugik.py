"""The address service of Poland's Head Office of Geodesy and Cartography (GUGiK) as a geopy geocoder."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import shapely
from geopy.exc import GeocoderParseError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from pyproj import Transformer


class GUGiK(Geocoder):  # type: ignore[misc]
    """Geocoder of the national address service "UUG".

    It answers in EPSG:2180, x to the east and y to the north, with a dictionary of results whose keys are "1", "2"
    and so on; and it wants a comma behind the town: "Starachowice, Radomska 70".

    Parameters
    ----------
    domain : str
        Host and path, without a slash at its end.
    """

    def __init__(
        self,
        *,
        domain: str = "services.gugik.gov.pl/uug",
        scheme: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,
        proxies: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
        ssl_context: Any = DEFAULT_SENTINEL,
        adapter_factory: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(
            scheme=scheme,
            timeout=timeout,
            proxies=proxies,
            user_agent=user_agent,
            ssl_context=ssl_context,
            adapter_factory=adapter_factory,
        )
        self.domain = domain.strip("/")
        self.api = f"{self.scheme}://{self.domain}/"

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL) -> Any:
        """Return a location, a list of them if not `exactly_one`, or None.

        Parameters
        ----------
        query : str
            "Town, Street 12", or "Village 12" where there are no streets.
        """
        url = f"{self.api}?{urlencode({'request': 'GetAddress', 'address': query})}"
        return self._call_geocoder(url, partial(_locations, exactly_one=exactly_one), timeout=timeout)


def _locations(answer: object, *, exactly_one: bool) -> Location | list[Location] | None:
    if not isinstance(answer, Mapping):
        raise GeocoderParseError("the answer is not what GetAddress gives")
    results = answer.get("results")
    if not results:
        return None  # null, or an empty list, where nothing is found
    if not isinstance(results, Mapping):
        raise GeocoderParseError("the answer's results have no numbers")
    ordered = sorted(results.items(), key=lambda item: (len(str(item[0])), str(item[0])))
    found = [location for _, result in ordered if (location := _location(result, answer.get("type"))) is not None]
    if not found:
        return None
    return found[0] if exactly_one else found


def _location(result: object, kind: object) -> Location | None:
    if not isinstance(result, Mapping):
        raise GeocoderParseError("a result is no record")
    metres = _metres(result)
    if metres is None:
        return None
    lon, lat = Transformer.from_crs(2180, 4326, always_xy=True).transform(*metres)
    text = " ".join(str(result.get(key) or "") for key in ("city", "street", "number")).strip()
    try:
        return Location(text, (lat, lon), {**result, "type": kind})
    except ValueError:
        raise GeocoderParseError("a result lies nowhere on the globe") from None


def _metres(result: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the point of a result: its own, or of a street, whose line alone is given, a point of that line."""
    try:
        if result.get("x") and result.get("y"):
            return float(result["x"]), float(result["y"])
        if result.get("geometry_wkt"):
            point = shapely.from_wkt(result["geometry_wkt"]).representative_point()
            return point.x, point.y
    except (TypeError, ValueError, shapely.errors.ShapelyError):
        raise GeocoderParseError("a result has no coordinates") from None
    return None

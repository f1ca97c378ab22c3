"""Telegrams as orders: every flaw is named with its path, and nothing is guessed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from scheduler.domain.errors import NoSuchTimeError
from scheduler.domain.place import GeoPoint
from scheduler.domain.trips import TripFlaw, TripOrder, TripPlace, TripTime
from scheduler.formats.tds.moments import read_time
from scheduler.formats.tds.telegrams import Address, CustomerInfo, Telegram, TripRequest

LARGEST = 4 * 1024 * 1024
MOST_TELEGRAMS = 2_000
_OWN = frozenset({"purpose", "help", "rollators", "luggage"})
_TIMES = ("pickup_time", "pickup_window_start_time", "pickup_window_end_time", "dropoff_time", "appointment_time")
_FIELDS = ("leave", "window_start", "window_end", "arrive", "appointment")


class TelegramError(ValueError):
    """A file that cannot be used as a whole.

    Parameters
    ----------
    code : str
        empty, large, no_json, no_telegrams, telegrams.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_orders(content: bytes, zone: ZoneInfo) -> Sequence[TripOrder]:
    """Return what is ordered by a file: an array of telegrams, or one of them.

    Parameters
    ----------
    zone : ZoneInfo
        Whose clock is meant by times without an offset.

    Raises
    ------
    TelegramError
        If the file cannot be used.
    """
    if not content.strip():
        raise TelegramError("empty")
    if len(content) > LARGEST:
        raise TelegramError("large")
    try:
        document = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise TelegramError("no_json") from None
    telegrams = document if isinstance(document, list) else [document]
    if not telegrams or not isinstance(document, list | dict):
        raise TelegramError("no_telegrams")
    if len(telegrams) > MOST_TELEGRAMS:
        raise TelegramError("telegrams")
    return [_order(one, number, zone) for number, one in enumerate(telegrams, start=1)]


def _order(told: Any, number: int, zone: ZoneInfo) -> TripOrder:
    root = f"$[{number - 1}]"
    try:
        telegram = msgspec.convert(told, Telegram)
    except msgspec.ValidationError as error:
        said, _, at = str(error).partition(" - at `")
        path = root + at.rstrip("`").removeprefix("$")
        return TripOrder(number=number, path=root, flaws=(TripFlaw(path=path, code="telegram", said=said),))
    except RecursionError:
        return TripOrder(number=number, path=root, flaws=(TripFlaw(path=root, code="telegram", said="too deep"),))
    request = telegram.trip_request
    if request is None:
        return TripOrder(number=number, path=root, flaws=(TripFlaw(path=root, code="no_trip_request"),))
    flaws = []
    if telegram.trip_status_change is not None:
        flaws.append(TripFlaw(path=f"{root}.tripStatusChange", code="trip_ended"))
    return _of_request(request, number, f"{root}.tripRequest", zone, flaws)


def _of_request(told: TripRequest, number: int, path: str, zone: ZoneInfo, flaws: list[TripFlaw]) -> TripOrder:
    times: dict[str, TripTime | None] = {}
    for name, field in zip(_TIMES, _FIELDS, strict=True):
        try:
            times[field] = read_time(getattr(told, name), zone)
        except NoSuchTimeError:
            flaws.append(TripFlaw(path=f"{path}.{_camel(name)}", code="clocks"))
        except (OverflowError, ValueError):
            flaws.append(TripFlaw(path=f"{path}.{_camel(name)}", code="date"))
    who = told.customer_info or CustomerInfo()
    hard = told.hard_constraint_on_dropoff_time
    late = times.get("appointment") is not None or (bool(hard) and times.get("arrive") is not None)
    return TripOrder(
        number=number, path=path, flaws=tuple(flaws), ticket=told.trip_ticket_id, client_id=who.customer_id or "",
        name=" ".join(one.strip() for one in (who.first_legal_name, who.last_name) if one),
        phone=str(who.mobile_phone or who.phone or ""), service=(told.transport_services or [""])[0],
        origin=_place(told.pickup_address, told.detailed_pickup_location_description),
        destination=_place(told.dropoff_address, told.detailed_dropoff_location_description), **times,
        must_arrive=late and not (told.hard_constraint_on_pickup_time and not hard),
        others=told.num_other_reserved_passengers or 0, attributes=tuple(told.special_attributes or ()),
        purposes=tuple(told.trip_purpose or ()), note=told.notes_for_driver or who.notes_for_driver or "",
        own=_own(told.open_attribute or ""),
    )  # fmt: skip


def _place(told: Address | None, detail: str | None) -> TripPlace:
    if told is None:
        return TripPlace()
    at = GeoPoint(lat=told.lat, lon=told.long) if told.lat is not None and told.long is not None else None
    return TripPlace(name=told.address_name, street=told.street, entrance=told.street2 or detail or "", point=at)


def _own(text: str) -> Mapping[str, str]:
    """Return what we have written into the field for local use ourselves; what anybody else has is theirs."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    told = found.get("dojazd") if isinstance(found, dict) else None
    return {key: str(one) for key, one in told.items() if key in _OWN} if isinstance(told, dict) else {}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(one.capitalize() for one in others)

"""The feed: every row that it has, and where it comes from. `README.md` has the table of fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ServiceId
from scheduler.domain.ride_hours import PublicRides, RideHours
from scheduler.formats.gtfs.archive import Row, digest, packed, table
from scheduler.formats.gtfs.areas import Area, Districts, areas_of, group_stops, locations, stops
from scheduler.formats.gtfs.booking_rules import Notice, booking_rule, clock, notice_of
from scheduler.formats.gtfs.calendars import Days, calendar, calendar_dates, service_ids, told

_BUS, _PHONE, _NONE = 3, 2, 1
"""route_type of a bus; pickup_type and drop_off_type of what is arranged by phone, and of what there is not."""
_LANGUAGE = "pl"


@dataclass(frozen=True, kw_only=True)
class _Ids:
    """Ids of what rows refer to."""

    areas: Mapping[Districts, Area]
    days: Mapping[Days, str]
    rules: Mapping[Notice, str]
    notices: Mapping[ServiceId, Mapping[RideHours, Notice]]


def gtfs_feed(rides: PublicRides, *, url: str) -> bytes:
    """Return the feed as a ZIP archive; the same rides make the same bytes.

    Parameters
    ----------
    url : str
        Where the town tells of itself, which the format wants of an agency.

    Raises
    ------
    NotFoundError
        If the town has no rides to tell of, or no area and no public place where they are given.
    """
    if not rides.hours:
        raise NotFoundError(f"the rota of {rides.town_name} has no rides to publish")
    ids = _ids(rides)
    files = {name: table(rows) for name, rows in _tables(rides, ids, url).items() if rows}
    if rides.districts:
        files["locations.geojson"] = locations(rides, ids.areas.values())
    elif not rides.stops:
        raise NotFoundError(f"{rides.town_name} has neither districts nor public places to publish")
    files["feed_info.txt"] = table([_feed_info(rides, url, digest(files))])
    return packed(files)


def _ids(rides: PublicRides) -> _Ids:
    notices = {
        offer.id: {one: notice_of(offer, one) for one in rides.hours if one.service_id == offer.id}
        for offer in rides.offers
    }
    distinct = dict.fromkeys(one for of_offer in notices.values() for one in of_offer.values())
    rules = {one: f"call-{number}" for number, one in enumerate(distinct, start=1)}
    return _Ids(areas=areas_of(rides), days=service_ids(rides), rules=rules, notices=notices)


def _tables(rides: PublicRides, ids: _Ids, url: str) -> Mapping[str, Sequence[Row]]:
    shapeless = not rides.districts
    return {
        "agency.txt": [_agency(rides, url)],
        "routes.txt": _routes(rides),
        "trips.txt": [_trip(one, ids, number) for number, one in enumerate(rides.hours, start=1)],
        "stop_times.txt": [
            row for number, one in enumerate(rides.hours, start=1) for row in _stop_times(one, ids, number)
        ],
        "calendar.txt": calendar(rides, ids.days),
        "calendar_dates.txt": calendar_dates(rides, ids.days),
        "booking_rules.txt": [booking_rule(rides, one, key, url) for one, key in ids.rules.items()],
        "stops.txt": stops(rides) if shapeless else (),
        "location_groups.txt": _groups(ids) if shapeless else (),
        "location_group_stops.txt": group_stops(rides, ids.areas.values()) if shapeless else (),
    }


def _agency(rides: PublicRides, url: str) -> Row:
    return {
        "agency_id": rides.town_id,
        "agency_name": rides.operator,
        "agency_url": url,
        "agency_timezone": rides.zone,
        "agency_lang": _LANGUAGE,
        "agency_phone": rides.phone,
    }


def _routes(rides: PublicRides) -> Sequence[Row]:
    given = {one.service_id for one in rides.hours}
    return [
        {
            "route_id": one.id,
            "agency_id": rides.town_id,
            "route_long_name": one.name,
            "route_type": _BUS,
            "route_color": one.colour.removeprefix("#").upper(),
            "route_text_color": "FFFFFF" if one.colour and _dark(one.colour) else "000000" if one.colour else "",
        }
        for one in rides.offers
        if one.id in given
    ]


def _dark(colour: str) -> bool:
    """Return whether white is read better on a colour than black (relative luminance, WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179


def _trip(hours: RideHours, ids: _Ids, number: int) -> Row:
    return {
        "route_id": hours.service_id,
        "service_id": ids.days[hours.days],
        "trip_id": f"trip-{number}",
        "wheelchair_accessible": int(hours.wheelchairs),
    }


def _stop_times(hours: RideHours, ids: _Ids, number: int) -> Sequence[Row]:
    """Return a pickup anywhere in the area, and a drop-off anywhere in it, between the same hours."""
    area, rule = ids.areas[hours.districts], ids.rules[ids.notices[hours.service_id][hours]]
    return [
        {
            "trip_id": f"trip-{number}",
            area.column: area.id,
            "stop_sequence": sequence,
            "start_pickup_drop_off_window": clock(hours.start),
            "end_pickup_drop_off_window": clock(hours.end),
            "pickup_type": pickup,
            "drop_off_type": drop_off,
            "pickup_booking_rule_id": rule,
            "drop_off_booking_rule_id": rule,
        }
        for sequence, pickup, drop_off in ((1, _PHONE, _NONE), (2, _NONE, _PHONE))
    ]


def _groups(ids: _Ids) -> Sequence[Row]:
    return [{"location_group_id": one.id, "location_group_name": one.name} for one in ids.areas.values()]


def _feed_info(rides: PublicRides, url: str, version: str) -> Row:
    return {
        "feed_publisher_name": rides.operator,
        "feed_publisher_url": url,
        "feed_lang": _LANGUAGE,
        "feed_start_date": told(rides.first),
        "feed_end_date": told(rides.last),
        "feed_version": version,
        "feed_contact_url": url,
    }

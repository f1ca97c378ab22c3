"""How early one has to call, as booking_rules.txt tells it; where it cannot say what the policy says, a little more."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.domain.ride_hours import PublicRides, RideHours, RideOffer
from scheduler.formats.gtfs.archive import Row

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
REAL_TIME, SAME_DAY, DAYS_BEFORE = 0, 1, 2
"""Values of booking_type."""
MESSAGE = "Przejazd od drzwi do drzwi, dla mieszkańców objętych usługą. Termin ustala dyspozytor przez telefon."


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What has to be told of a notice.

    Attributes
    ----------
    last_day : int
        So many days before the ride is the last one on which one may call.
    last_time : timedelta
        And until then on that day.
    """

    booking_type: int
    minutes: int = 0
    last_day: int = 0
    last_time: timedelta = timedelta(0)


def notice_of(offer: RideOffer, hours: RideHours) -> Notice:
    """Return the notice of rides in given hours.

    A notice of a day and more is told by a day and a time of it, as the format wants; so that it holds for the first
    ride of the day, it asks a little more of later ones.
    """
    if offer.notice <= timedelta(0):
        return Notice(booking_type=REAL_TIME)
    if offer.notice < _DAY:
        return Notice(booking_type=SAME_DAY, minutes=-(-offer.notice // _MINUTE))
    latest = hours.start - offer.notice
    days = max(1, -(latest // _DAY))
    return Notice(booking_type=DAYS_BEFORE, last_day=days, last_time=max(timedelta(0), latest + days * _DAY))


def booking_rule(rides: PublicRides, notice: Notice, key: str, url: str) -> Row:
    """Return the row of a notice."""
    days_before, with_start = notice.booking_type == DAYS_BEFORE, notice.booking_type != REAL_TIME
    return {
        "booking_rule_id": key,
        "booking_type": notice.booking_type,
        "prior_notice_duration_min": notice.minutes if notice.booking_type == SAME_DAY else "",
        "prior_notice_last_day": notice.last_day if days_before else "",
        "prior_notice_last_time": clock(notice.last_time) if days_before else "",
        "prior_notice_start_day": max(rides.horizon_days, notice.last_day) if with_start else "",
        "prior_notice_start_time": clock(timedelta(0)) if with_start else "",
        "message": MESSAGE,
        "phone_number": rides.phone,
        "info_url": url,
    }


def clock(since_midnight: timedelta) -> str:
    """Return a time of a service day as GTFS writes it; hours go on counting after midnight."""
    minutes, seconds = divmod(int(since_midnight.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"

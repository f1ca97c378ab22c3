"""How the town books, in town.toml: horizon, notice, width of promises, holidays, contributions."""

from collections.abc import Mapping

from scheduler.domain.booking_policy import BookingPolicy, HolidayRule, ServiceBooking
from scheduler.formats.town.cell import YES_NO, Cell, CellError, choice
from scheduler.formats.town.column import Column, Sheet, optional, required
from scheduler.formats.town.compound import set_of
from scheduler.formats.town.moments import DATE
from scheduler.formats.town.numeric import minutes, whole, zloty
from scheduler.formats.town.problems import one_of
from scheduler.formats.town.sheets.common import PROGRAMME, SERVICE

_POLICY, _RULE = BookingPolicy(), ServiceBooking()
_PRICE = _RULE.contribution
_LONG = minutes(30 * 24 * 60)


def _regions() -> Mapping[str, list[str]]:
    import holidays  # slow to import, and nearly every town is in the default region

    return holidays.list_supported_countries(include_aliases=False)


def _read_region(cell: str) -> str:
    if cell == _POLICY.region:
        return cell
    known = _regions()
    country, dash, part = cell.partition("-")
    if country not in known:
        raise CellError("is not a country whose public holidays are known", "write a code such as PL or DE-SN")
    if dash and part not in known[country]:
        right = one_of(part, known[country]) if known[country] else f"write {country}"
        raise CellError(f"names a part of {country} that is not known", right)
    return cell


_REGION: Cell[str] = Cell(says="ISO 3166 code, PL or DE-SN", read=_read_region, write=str)

HORIZON = optional("horizon_days", whole(0, 366), _POLICY.horizon_days, "so many days ahead may be booked", "28")
STEP = optional("step_min", minutes(240, 1), _POLICY.step, "promised windows begin at multiples of it", "15")
MOST_OFFERS = optional("most_offers", whole(1, 50), _POLICY.most_offers, "so many offers are read out", "6")
REGION = optional("region", _REGION, _POLICY.region, "whose public holidays count", "PL")
DAYS_OFF = optional("days_off", set_of(DATE), _POLICY.days_off, "the town's own, beside public holidays", "2026-12-31")
BOOKING = Sheet(
    name="policy.booking", says="how the town books", columns=(HORIZON, STEP, MOST_OFFERS, REGION, DAYS_OFF)
)

OF_SERVICE = required("service", SERVICE, "the service; what is left out is as in default", "bus", refers="services")
NOTICE = optional("notice_min", _LONG, _RULE.notice, "from the call to the start of the window, at least", "1440")
PROMISE = optional("promise_min", minutes(), _RULE.promise, "how wide a promised window is", "30")
CANCEL = optional("cancel_until_min", _LONG, _RULE.cancel_until, "before the promised window; later is late", "120")
LATE_BACK = optional("late_gives_back", YES_NO, _RULE.late_gives_back,
                     "a late cancellation gives the entitlement back", "no")  # fmt: skip
NO_SHOW_WAIT = optional("no_show_wait_min", minutes(240), _RULE.no_show_wait,
                        "the crew waits so long before it may declare a no-show", "10")  # fmt: skip
NO_SHOW_BACK = optional("no_show_gives_back", YES_NO, _RULE.no_show_gives_back,
                        "a no-show gives the entitlement back", "no")  # fmt: skip
REFUSED_BACK = optional("refused_gives_back", YES_NO, _RULE.refused_gives_back,
                        "being sent away at the door gives the entitlement back", "no")  # fmt: skip
HOLIDAYS = optional("holidays", choice(HolidayRule), _RULE.holidays,
                    "on public holidays: not given, on the next working day, as ever", "keep")  # fmt: skip


def _price(name: str, default: int, meaning: str) -> Column[int]:
    return optional(name, zloty(10_000), default, meaning, "5")


PER_REQUEST = _price("per_request_zl", _PRICE.per_request_gr, "each client pays, once")
PER_HOUR = _price("per_hour_zl", _PRICE.per_hour_gr, "and per hour of planned service")
PER_KM = _price("per_km_zl", _PRICE.per_km_gr, "and per km of the direct way of a ride")
FREE = optional("free_programmes", set_of(PROGRAMME), _PRICE.free_programmes, "whose requests cost nothing", "cus")
CASH = optional("cash", YES_NO, _PRICE.cash, "the crew collects it at the door; no: it is invoiced", "yes")
RULES = (
    NOTICE, PROMISE, CANCEL, LATE_BACK, NO_SHOW_WAIT, NO_SHOW_BACK, REFUSED_BACK, HOLIDAYS, PER_REQUEST, PER_HOUR,
    PER_KM, FREE, CASH,
)  # fmt: skip
DEFAULT = Sheet(name="policy.booking.default", says="how services are booked that are not named below", columns=RULES)
SERVICES = Sheet(
    name="policy.booking.services",
    says="how one service is booked, where it is otherwise",
    columns=(OF_SERVICE, *RULES),
    key=OF_SERVICE,
)

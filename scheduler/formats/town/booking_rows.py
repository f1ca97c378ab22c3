"""What is made of the booking tables of town.toml, and how a booking policy is written."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from scheduler.domain.booking_policy import BookingPolicy, Contribution, ServiceBooking
from scheduler.domain.ids import ServiceId
from scheduler.formats.town import booking_tables as sheet
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import Line, line
from scheduler.formats.town.toml_table import TomlReader, toml_lines

_PATH, _DEFAULT, _SERVICES = "policy.booking", "policy.booking.default", "policy.booking.services"


def take_booking(policy: Mapping[str, Any], reader: TomlReader, draft: Draft) -> BookingPolicy:
    """Return the booking policy, and leave in `draft` what refers to services; if anything is wrong, the usual one."""
    table = reader.table(policy, "booking", _PATH)
    head = reader.row(table, sheet.BOOKING, _PATH, ("default", "services"))
    default = reader.table(table, "default", _DEFAULT)
    row = reader.row(default, sheet.DEFAULT, _DEFAULT)
    draft.later.append((row, sheet.DEFAULT))
    _check_notice(row, head)
    kept = {col.name: default[col.name] for col in sheet.DEFAULT if col.name in default and row.ok(col)}
    services = _services(table, kept, head, reader, draft)
    if not head.whole or not row.whole:
        return BookingPolicy()
    return BookingPolicy(
        horizon_days=head[sheet.HORIZON],
        step=head[sheet.STEP],
        most_offers=head[sheet.MOST_OFFERS],
        days_off=head[sheet.DAYS_OFF],
        region=head[sheet.REGION],
        default=_rule(row),
        services=services,
    )


def _services(
    table: Mapping[str, Any], default: Mapping[str, Any], head: Row, reader: TomlReader, draft: Draft
) -> Mapping[ServiceId, ServiceBooking]:
    found: dict[ServiceId, ServiceBooking] = {}
    for number, each in enumerate(reader.tables(table, "services", _SERVICES), start=1):
        row = reader.row({**default, **each}, sheet.SERVICES, f"{_SERVICES}[{number}]")
        draft.later.append((row, sheet.SERVICES))
        if sheet.NOTICE.name in each:
            _check_notice(row, head)
        if row.ok(sheet.OF_SERVICE):
            name = row[sheet.OF_SERVICE]
            if name in found:
                row.wrong(sheet.OF_SERVICE, f"says how {name} is booked a second time", "keep one of the two")
            found[name] = _rule(row) if row.whole else ServiceBooking()
    return found


def _check_notice(row: Row, head: Row) -> None:
    if row.ok(sheet.NOTICE) and head.ok(sheet.HORIZON) and row[sheet.NOTICE] > timedelta(days=head[sheet.HORIZON] + 1):
        row.wrong(sheet.NOTICE, "is longer than horizon_days, so nothing could be booked", "shorten it")


def _rule(row: Row) -> ServiceBooking:
    return ServiceBooking(
        notice=row[sheet.NOTICE],
        promise=row[sheet.PROMISE],
        cancel_until=row[sheet.CANCEL],
        late_gives_back=row[sheet.LATE_BACK],
        no_show_wait=row[sheet.NO_SHOW_WAIT],
        no_show_gives_back=row[sheet.NO_SHOW_BACK],
        refused_gives_back=row[sheet.REFUSED_BACK],
        holidays=row[sheet.HOLIDAYS],
        contribution=Contribution(
            per_request_gr=row[sheet.PER_REQUEST],
            per_hour_gr=row[sheet.PER_HOUR],
            per_km_gr=row[sheet.PER_KM],
            free_programmes=row[sheet.FREE],
            cash=row[sheet.CASH],
        ),
    )


def booking_lines(policy: BookingPolicy) -> Iterator[str]:
    """Yield the tables that say what `policy` holds; of a service what is otherwise than in the default."""
    head = line(
        sheet.HORIZON.full(policy.horizon_days),
        sheet.STEP.full(policy.step),
        sheet.MOST_OFFERS.full(policy.most_offers),
        sheet.REGION.full(policy.region),
        sheet.DAYS_OFF.full(policy.days_off),
    )
    yield from ["", f"[{_PATH}]", *toml_lines(head, sheet.BOOKING)]
    default = _line(policy.default)
    yield from ["", f"[{_DEFAULT}]", *toml_lines(default, sheet.DEFAULT)]
    for name, rule in policy.services.items():
        other = {column: text for column, text in _line(rule).items() if text != default[column]}
        cells = line(sheet.OF_SERVICE.of(name)) | other
        yield from ["", f"[[{_SERVICES}]]", *toml_lines(cells, sheet.SERVICES, explained=False)]


def _line(rule: ServiceBooking) -> Line:
    price = rule.contribution
    return line(
        sheet.NOTICE.full(rule.notice),
        sheet.PROMISE.full(rule.promise),
        sheet.CANCEL.full(rule.cancel_until),
        sheet.LATE_BACK.full(rule.late_gives_back),
        sheet.NO_SHOW_WAIT.full(rule.no_show_wait),
        sheet.NO_SHOW_BACK.full(rule.no_show_gives_back),
        sheet.REFUSED_BACK.full(rule.refused_gives_back),
        sheet.HOLIDAYS.full(rule.holidays),
        sheet.PER_REQUEST.full(price.per_request_gr),
        sheet.PER_HOUR.full(price.per_hour_gr),
        sheet.PER_KM.full(price.per_km_gr),
        sheet.FREE.full(price.free_programmes),
        sheet.CASH.full(price.cash),
    )

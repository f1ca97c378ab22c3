"""Entitlements: what a client may have in a period."""

from collections.abc import Iterator
from decimal import Decimal

from scheduler.domain.entitlement import Entitlement, EntitlementUnit
from scheduler.domain.ids import EntitlementId
from scheduler.domain.town import Town
from scheduler.formats.town.cell import choice, identifier
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.compound import set_of
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.moments import DATE
from scheduler.formats.town.numeric import decimal
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import CLIENT, PROGRAMME, SERVICE, Line, line

_AMOUNT = decimal(0, 100_000)

ID = required("id", identifier(EntitlementId), "the entitlement", "E-031")
CLIENT_ID = required("client", CLIENT, "whose", "C-017", refers="clients")
PROGRAMME_ID = maybe("programme", PROGRAMME, "counts requests of this programme; empty: of none", "asystent-2026")
SERVICES = required("services", set_of(SERVICE), "services it pays for", "assistant|respite", refers="services")
UNIT = required("unit", choice(EntitlementUnit), "what is counted", "hours")
AMOUNT = required("amount", _AMOUNT, "how much in the period", "30")
USED = optional("used", _AMOUNT, Decimal(0), "used before this day", "12.5")
START = required("period_start", DATE, "first day of the period", "2026-11-01")
END = required("period_end", DATE, "last day of the period", "2026-11-30")

SHEET = Sheet(
    name="entitlements",
    says="so many hours, visits or rides for one client in one period",
    columns=(ID, CLIENT_ID, PROGRAMME_ID, SERVICES, UNIT, AMOUNT, USED, START, END),
    key=ID,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for entitlement in town.entitlements:
        yield line(
            ID.of(entitlement.id),
            CLIENT_ID.of(entitlement.client_id),
            PROGRAMME_ID.of(entitlement.programme_id),
            SERVICES.of(entitlement.service_ids),
            UNIT.of(entitlement.unit),
            AMOUNT.of(entitlement.amount),
            USED.of(entitlement.used),
            START.of(entitlement.period_start),
            END.of(entitlement.period_end),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the entitlements into `draft`."""
    for row in rows:
        if row.ok(START, END) and row[END] < row[START]:
            row.wrong(END, f"is before the period starts ({row[START].isoformat()})", "put the earlier date first")
        if row.whole:
            draft.entitlements.append(_entitlement(row))


def _entitlement(row: Row) -> Entitlement:
    return Entitlement(
        id=row[ID],
        client_id=row[CLIENT_ID],
        programme_id=row[PROGRAMME_ID],
        service_ids=row[SERVICES],
        unit=row[UNIT],
        amount=row[AMOUNT],
        used=row[USED],
        period_start=row[START],
        period_end=row[END],
    )

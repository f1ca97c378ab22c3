"""Overrides: violations a dispatcher accepted."""

from collections.abc import Iterator

from scheduler.domain.plan import Override
from scheduler.domain.town import Town
from scheduler.formats.town.cell import identifier
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.numeric import whole
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import NAME, NOTE, REQUEST, SHIFT, Line, line

RULE = required("rule", identifier(str), "code of the rule", "longest_ride")
REQUEST_ID = maybe("request", REQUEST, "on which request; empty: the whole shift", "R-013", refers="requests")
SHIFT_ID = maybe("shift", SHIFT, "on which shift", "bus1-rano", refers="shifts")
AMOUNT = optional("amount", whole(0, 1_000_000), 0, "how much is accepted, in the rule's own unit", "600")
REASON = required("reason", NOTE, "why", "klientka zgodziła się przez telefon")
BY = optional("by", NAME, "", "by whom", "dyspozytor")

SHEET = Sheet(
    name="overrides",
    says="a violation that a dispatcher accepted",
    columns=(RULE, REQUEST_ID, SHIFT_ID, AMOUNT, REASON, BY),
    optional=True,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for override in town.overrides:
        yield line(
            RULE.of(override.rule),
            REQUEST_ID.of(override.request_id),
            SHIFT_ID.of(override.shift_id),
            AMOUNT.of(override.amount),
            REASON.of(override.reason),
            BY.of(override.by),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the overrides into `draft`."""
    for row in rows:
        if row.ok(REQUEST_ID, SHIFT_ID) and row[REQUEST_ID] is None and row[SHIFT_ID] is None:
            row.wrong(REQUEST_ID, "is empty, and so is shift", "say which request or which shift is meant")
        if row.whole:
            draft.overrides.append(
                Override(
                    rule=row[RULE],
                    request_id=row[REQUEST_ID],
                    shift_id=row[SHIFT_ID],
                    amount=row[AMOUNT],
                    reason=row[REASON],
                    by=row[BY],
                )
            )

"""What is made of the tables of town.toml about running days, and how such a policy is written."""

from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.domain.live_policy import LivePolicy, OpenReturnPolicy
from scheduler.formats.town import live_tables as sheet
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import line
from scheduler.formats.town.toml_table import TomlReader, toml_lines

_PATH, _OPEN = "policy.live", "policy.live.open_returns"


def take_live(policy: Mapping[str, Any], reader: TomlReader) -> LivePolicy:
    """Return how running days are watched; if anything is wrong, the usual way."""
    table = reader.table(policy, "live", _PATH)
    head = reader.row(table, sheet.LIVE, _PATH, ("open_returns",))
    row = reader.row(reader.table(table, "open_returns", _OPEN), sheet.OPEN_RETURNS, _OPEN)
    _check_hours(row)
    if not head.whole or not row.whole:
        return LivePolicy()
    return LivePolicy(
        late_after=head[sheet.LATE],
        missed_after=head[sheet.MISSED],
        unseen_before=head[sheet.UNSEEN],
        silent_after=head[sheet.SILENT],
        open_returns=OpenReturnPolicy(
            kept_free=row[sheet.KEPT_FREE],
            each=row[sheet.EACH],
            first_h=row[sheet.FIRST_H],
            last_h=row[sheet.LAST_H],
            call_by=row[sheet.CALL_BY],
        ),
    )


def _check_hours(row: Row) -> None:
    if row.ok(sheet.FIRST_H, sheet.LAST_H) and row[sheet.LAST_H] <= row[sheet.FIRST_H]:
        row.wrong(sheet.LAST_H, "is not after first_h", "keep at least one hour of the day")


def live_lines(policy: LivePolicy) -> Iterator[str]:
    """Yield the tables that say what `policy` holds, all values spelled out."""
    head = line(
        sheet.LATE.full(policy.late_after),
        sheet.MISSED.full(policy.missed_after),
        sheet.UNSEEN.full(policy.unseen_before),
        sheet.SILENT.full(policy.silent_after),
    )
    yield from ["", f"[{_PATH}]", *toml_lines(head, sheet.LIVE)]
    returns = policy.open_returns
    cells = line(
        sheet.KEPT_FREE.full(returns.kept_free),
        sheet.EACH.full(returns.each),
        sheet.FIRST_H.full(returns.first_h),
        sheet.LAST_H.full(returns.last_h),
        sheet.CALL_BY.of(returns.call_by),
    )
    yield from ["", f"[{_OPEN}]", *toml_lines(cells, sheet.OPEN_RETURNS)]

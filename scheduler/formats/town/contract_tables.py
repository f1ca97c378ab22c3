"""Contract types in town.toml, beside or in place of the statutory ones."""

from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.domain.ids import ContractTypeId
from scheduler.domain.labour import STATUTORY_CONTRACTS, BreakRule, ContractType
from scheduler.formats.town.cell import YES_NO, identifier
from scheduler.formats.town.column import Column, Sheet, maybe, optional, required
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.numeric import minutes, whole
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import ADDRESS, NAME, line
from scheduler.formats.town.toml_table import TomlReader, toml_lines

_WEEK = minutes(7 * 24 * 60)
_NONE = minutes().read("0")


def _article(name: str, what: str) -> Column[str]:
    return optional(name, ADDRESS, "", f"law or contract clause on the {what}", "Kodeks pracy, art. 132 § 1")


ID = required("id", identifier(ContractTypeId), "the contract type; a statutory one is replaced", "mandate-night")
CONTRACT_NAME = required("name", NAME, "name", "umowa zlecenie, noc")
DAILY_REST = optional("daily_rest_min", _WEEK, _NONE, "between two working days", "660")
DAILY_ARTICLE = _article("daily_rest_article", "daily rest")
WEEKLY_REST = optional("weekly_rest_min", _WEEK, _NONE, "once in seven days", "2100")
WEEKLY_ARTICLE = _article("weekly_rest_article", "weekly rest")
LONGEST_DAY = maybe("longest_day_min", minutes(), "working time in a day; empty: no limit", "420")
LONGEST_ARTICLE = _article("longest_day_article", "longest day")
LONGEST_DRIVING = maybe("longest_driving_min", minutes(), "at the wheel in a day; empty: no limit", "540")
OVERTIME = optional("overtime_allowed", YES_NO, True, "may work overtime", "no")
NIGHT = optional("night_allowed", YES_NO, True, "may work at night", "no")
NIGHT_START = optional("night_start_h", whole(0, 24), 21, "night from this hour", "21")
NIGHT_END = optional("night_end_h", whole(0, 24), 7, "night to this hour", "7")
CONTRACTS = Sheet(
    name="contracts",
    says="what the law or a contract gives one kind of worker",
    columns=(
        ID, CONTRACT_NAME, DAILY_REST, DAILY_ARTICLE, WEEKLY_REST, WEEKLY_ARTICLE, LONGEST_DAY, LONGEST_ARTICLE,
        LONGEST_DRIVING, OVERTIME, NIGHT, NIGHT_START, NIGHT_END,
    ),
    key=ID,
)  # fmt: skip

FROM_WORK = required("from_work_min", minutes(), "owed from this length of the working day", "360")
ABOVE = optional("strictly_above", YES_NO, False, "owed only above it", "yes")
DURATION = required("duration_min", minutes(), "uninterrupted", "15")
PAID = optional("counts_as_work", YES_NO, True, "paid, inside the working time", "yes")
EARLIEST = optional("earliest_start_min", minutes(), _NONE, "after the start of the shift", "60")
LATEST = maybe("latest_start_min", minutes(), "has begun by then; empty: any time", "360")
ARTICLE = required("article", ADDRESS, "law or contract clause", "Kodeks pracy, art. 134 § 1 pkt 1")
BREAKS = Sheet(
    name="contracts.breaks",
    says="a break of a contract type",
    columns=(FROM_WORK, ABOVE, DURATION, PAID, EARLIEST, LATEST, ARTICLE),
)


def contract_rows(toml: Mapping[str, Any], reader: TomlReader) -> list[tuple[Row, list[Row]]]:
    """Return each contract type's row with the rows of its breaks."""
    found = []
    for number, table in enumerate(reader.tables(toml, "contracts", "contracts"), start=1):
        path = f"contracts[{number}]"
        breaks = [
            reader.row(each, BREAKS, f"{path}.breaks[{order}]")
            for order, each in enumerate(reader.tables(table, "breaks", f"{path}.breaks"), start=1)
        ]
        found.append((reader.row(table, CONTRACTS, path, ("breaks",)), breaks))
    return found


def take_contracts(found: list[tuple[Row, list[Row]]], draft: Draft) -> None:
    """Put the contract types into `draft`, over the statutory ones."""
    draft.contracts.update({contract.id: contract for contract in STATUTORY_CONTRACTS})
    for row, breaks in found:
        for each in breaks:
            latest = each[LATEST] if each.ok(EARLIEST, LATEST) else None
            if latest is not None and latest < each[EARLIEST]:
                each.wrong(LATEST, "is before earliest_start_min", "swap the two or correct one")
        if row.whole and all(each.whole for each in breaks):
            draft.contracts[row[ID]] = _contract(row, breaks)


def _contract(row: Row, breaks: list[Row]) -> ContractType:
    return ContractType(
        id=row[ID],
        name=row[CONTRACT_NAME],
        breaks=tuple(map(_break, breaks)),
        daily_rest=row[DAILY_REST],
        daily_rest_article=row[DAILY_ARTICLE],
        weekly_rest=row[WEEKLY_REST],
        weekly_rest_article=row[WEEKLY_ARTICLE],
        longest_day=row[LONGEST_DAY],
        longest_day_article=row[LONGEST_ARTICLE],
        longest_driving=row[LONGEST_DRIVING],
        overtime_allowed=row[OVERTIME],
        night_allowed=row[NIGHT],
        night_start_h=row[NIGHT_START],
        night_end_h=row[NIGHT_END],
    )


def _break(row: Row) -> BreakRule:
    return BreakRule(
        from_work=row[FROM_WORK],
        strictly_above=row[ABOVE],
        duration=row[DURATION],
        counts_as_work=row[PAID],
        earliest_start=row[EARLIEST],
        latest_start=row[LATEST],
        article=row[ARTICLE],
    )


def contract_lines(contracts: Mapping[ContractTypeId, ContractType]) -> Iterator[str]:
    """Yield a table for each contract type that is not a statutory one as it stands."""
    for contract in contracts.values():
        if contract not in STATUTORY_CONTRACTS:
            cells = line(
                ID.of(contract.id),
                CONTRACT_NAME.of(contract.name),
                DAILY_REST.of(contract.daily_rest),
                DAILY_ARTICLE.of(contract.daily_rest_article),
                WEEKLY_REST.of(contract.weekly_rest),
                WEEKLY_ARTICLE.of(contract.weekly_rest_article),
                LONGEST_DAY.of(contract.longest_day),
                LONGEST_ARTICLE.of(contract.longest_day_article),
                LONGEST_DRIVING.of(contract.longest_driving),
                OVERTIME.of(contract.overtime_allowed),
                NIGHT.of(contract.night_allowed),
                NIGHT_START.of(contract.night_start_h),
                NIGHT_END.of(contract.night_end_h),
            )
            yield from ["", "[[contracts]]", *toml_lines(cells, CONTRACTS)]
            for each in contract.breaks:
                yield from ["", "[[contracts.breaks]]", *_break_lines(each)]


def _break_lines(rule: BreakRule) -> list[str]:
    cells = line(
        FROM_WORK.of(rule.from_work),
        ABOVE.of(rule.strictly_above),
        DURATION.of(rule.duration),
        PAID.of(rule.counts_as_work),
        EARLIEST.of(rule.earliest_start),
        LATEST.of(rule.latest_start),
        ARTICLE.of(rule.article),
    )
    return toml_lines(cells, BREAKS, explained=False)

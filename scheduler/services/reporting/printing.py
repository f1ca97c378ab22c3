"""Figures and months as tables that can be printed or opened in a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from scheduler.domain.figures import Definition, Figure, FigureTable, GrantSoFar
from scheduler.domain.months import Mileage, Month, Reached, ServiceCard, Settlement, StatisticsRow
from scheduler.domain.plan_actual import PlanActualTable
from scheduler.domain.report import Report, Sheet, Texts, Value
from scheduler.domain.town import TownHead
from scheduler.services.reporting import columns
from scheduler.services.reporting.plan_actual_sheets import plan_actual_sheets
from scheduler.services.reporting.settlement_sheets import settlement_sheet
from scheduler.services.reporting.words_of_reports import joined, lacks, same, word


class Printer:
    """Makes the tables of one town.

    Parameters
    ----------
    head : TownHead
        Whose they are.
    now : datetime
        When they are made.
    """

    def __init__(self, head: TownHead, now: datetime) -> None:
        self._head = head
        self._now = now

    def figures(self, table: FigureTable) -> Report:
        """Return figures with their definitions beside them, one line for each row and figure."""
        span = f"{table.first.isoformat()} – {table.last.isoformat()}"
        units = {one.key: one for one in table.definitions}
        lines = [_line(row.name or row.key, units[one.key], one) for row in table.rows for one in row.figures]
        lines += [_line(word("total"), units[one.key], one) for one in table.total.figures]
        sheet = Sheet(
            title=word("kpis"),
            subtitle=same(span),
            columns=columns.KPIS,
            rows=tuple(lines),
            notes=(*_grant(table.grant), *lacks(table.open_days)),
        )
        return self._report("kpis", f"kpis-{table.first}-{table.last}", [sheet, _definitions(table.definitions)])

    def plan_actual(self, table: PlanActualTable) -> Report:
        """Return plan against actual, with its spreads on a table of their own."""
        return self._report("plan_actual", f"plan-actual-{table.first}-{table.last}", plan_actual_sheets(table))

    def settlements(self, month: Month[Settlement]) -> Report:
        """Return a sheet for each provider, to be signed by both sides."""
        sheets = [settlement_sheet(one, month) for one in month.items]
        return self._report("settlements", f"settlements-{month.first:%Y-%m}", sheets, apart=True)

    def statistics(self, month: Month[StatisticsRow]) -> Report:
        """Return one table, the month beside the year so far."""
        return self._report("statistics", f"statistics-{month.first:%Y-%m}", [_statistics(month)])

    def service_cards(self, month: Month[ServiceCard]) -> Report:
        """Return a card for each client or worker, each on a page of its own."""
        sheets = [_card(one, month) for one in month.items]
        return self._report("service_cards", f"service-cards-{month.first:%Y-%m}", sheets, apart=True)

    def mileage(self, month: Month[Mileage]) -> Report:
        """Return a sheet for each car."""
        sheets = [_mileage(one, month) for one in month.items]
        return self._report("mileage", f"mileage-{month.first:%Y-%m}", sheets, apart=True)

    def _report(self, key: str, file: str, sheets: Sequence[Sheet], *, apart: bool = False) -> Report:
        return Report(
            file=file,
            title=word(key),
            town=self._head.name,
            zone=self._head.zone.key,
            made_at=self._now,
            sheets=tuple(sheets),
            apart=apart,
        )


def _line(name: Value, definition: Definition, one: Figure) -> tuple[Value, ...]:
    value = None if one.value is None else round(one.value, 3)
    return name, definition.name, value, word(definition.unit), one.numerator, one.denominator, definition.formula


def _definitions(definitions: Iterable[Definition]) -> Sheet:
    return Sheet(
        title=word("definitions"),
        subtitle=same(""),
        columns=columns.DEFINITIONS,
        rows=tuple((one.name, word(one.unit), one.says, one.formula) for one in definitions),
    )


def _grant(grant: GrantSoFar | None) -> tuple[Texts, ...]:
    """Return what the contracted share has come to, beside what the grant asks for."""
    if grant is None or grant.permille is None:
        return ()
    now, wanted = (f"{permille / 10:.1f}" for permille in (grant.permille, grant.target_permille))
    until = grant.through.isoformat()
    decimal = str.maketrans(".", ",")
    return (
        {
            "pl": f"Udział zlecany w okresie dotacji do {until}: "
            f"{now.translate(decimal)} % (wymagane {wanted.translate(decimal)} %).",
            "en": f"Contracted share of the grant period until {until}: {now} % ({wanted} % are asked for).",
        },
    )


def _statistics(month: Month[StatisticsRow]) -> Sheet:
    return Sheet(
        title=word("statistics"),
        subtitle=same(f"{month.first:%Y-%m}"),
        columns=columns.STATISTICS,
        rows=tuple((*_names(row), *_reached(row.month), *_reached(row.year)) for row in month.items),
        notes=(
            *lacks(month.open_days),
            {
                "pl": "Osoby liczone są w każdym wierszu raz; wierszy nie wolno sumować.",
                "en": "People are counted once in each row; rows cannot be added up.",
            },
            {
                "pl": "Koszt tego, co wykonano; bez godzin bez wykonanych usług, które są w rozliczeniach.",
                "en": "Cost of what was done; without hours without a service done, which are in the settlements.",
            },
        ),
    )


def _names(row: StatisticsRow) -> tuple[Value, Value]:
    by = word("by_service") if row.by == "service" else word(row.by)
    if row.by == "all":
        return by, None
    if not row.key:
        return by, word("unknown")
    return by, word(row.key) if row.by == "sex" else row.name


def _reached(one: Reached) -> tuple[Value, ...]:
    return one.persons, one.requests, one.rides, one.service_s, one.cost_gr


def _card(one: ServiceCard, month: Month[ServiceCard]) -> Sheet:
    client = one.client_id is not None
    planned = {"pl": "* czas z planu, niezgłoszony", "en": "* time of the plan, not reported"}
    rows = tuple(
        (line.day, line.start, line.end, line.service + ("" if line.reported else " *"), line.other, None)
        for line in one.entries
    )
    return Sheet(
        title=joined(word("client" if client else "worker"), same(one.name), by=": "),
        subtitle=same(f"{month.first:%Y-%m}"),
        columns=columns.service_card(client=client),
        rows=rows,
        notes=(
            *lacks(month.open_days),
            *([] if all(line.reported for line in one.entries) else [planned]),
            joined(word("hours"), same(f"{one.service_s // 3600}:{one.service_s % 3600 // 60:02d}"), by=": "),
        ),
        signatures=(word("signs_client" if client else "signs_worker"), word("signs_office")),
    )


def _mileage(one: Mileage, month: Month[Mileage]) -> Sheet:
    return Sheet(
        title=same(" · ".join(part for part in (one.name, one.registration) if part)),
        subtitle=same(f"{month.first:%Y-%m}"),
        columns=columns.MILEAGE,
        rows=tuple((row.day, row.shift, row.crew, None, None, row.planned_m, row.driven_m, None) for row in one.rows),
        total=(word("total"), None, None, None, None, one.planned_m, one.driven_m, None),
        notes=lacks(month.open_days),
        signatures=(word("signs_office"),),
    )

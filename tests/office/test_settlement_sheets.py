"""The sheet that a provider signs: hours, ways and rates from which its amounts follow, alike in every form."""

import csv
import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from api.schemas.months import SettlementShown, SettlementsShown, month_shown
from scheduler.domain.crew_parts import Rates
from scheduler.domain.months import Month, Settlement, SettlementLine, Sums
from scheduler.domain.report import Report
from scheduler.formats.sheets.report_files import report_csv, report_xlsx
from scheduler.formats.sheets.report_pdf import report_data, report_pdf
from scheduler.formats.sheets.words import LANGUAGES, Lang
from scheduler.services.reporting.months import settlements
from scheduler.services.reporting.months.definitions import SETTLED
from scheduler.services.reporting.printing import Printer
from scheduler.services.reporting.settlement_sheets import rates_text
from tests.office.calendars import DayBuilder
from tests.office.closing_day import close, published, reported
from tests.office.office import Office
from tests.office.test_several_crews import RATE_GR, two_providers

pytestmark = pytest.mark.ordinary_day

NO_RATE = {"pl": "nie ustalono stawki", "en": "no rate agreed"}
NUMBERS = slice(2, 13)
"""The columns of a line behind its service and its rates."""


@pytest.fixture(scope="module")
def here() -> Office:
    """The evening of a closed day of two providers: a visit for two, one for one, and a ride that nobody answered."""
    builder = two_providers(DayBuilder()).add_visit(window="09:00-09:30", length_min=60, workers=2)
    builder.add_visit("asystent", window="11:00-11:30", length_min=30, client=None)
    builder.add_staff("pro bono", cost_gr_per_h=0).add_shift("11:30-15:00", staff="pro bono")
    office = published(builder.add_visit("psycholog", window="12:00-12:30", length_min=30, client=None))
    reported(office)
    close(office)
    return office


def month_of(here: Office) -> Month[Settlement]:
    with here.store.reading(here.id) as unit:
        return settlements(unit, here.day)


def printed(here: Office) -> Report:
    return Printer(here.town, here.clock.now()).settlements(month_of(here))


def lines(here: Office) -> list[SettlementLine]:
    return [line for one in month_of(here).items for line in one.lines]


def test_an_amount_is_what_hours_ways_and_visits_cost(here: Office) -> None:
    """The provider would be shown an amount that nobody can work out again from its sheet."""
    for line in lines(here):
        sums, rates = line.sums, line.rates
        for count, time_s, way_m, gr in (
            (sums.ordered, sums.ordered_s, sums.ordered_m, sums.ordered_gr),
            (sums.delivered, sums.delivered_s, sums.delivered_m, sums.delivered_gr),
        ):
            made = rates.hour_gr * time_s / 3600 + rates.km_gr * way_m / 1000 + rates.request_gr * count
            assert gr == pytest.approx(made, abs=2 * (rates.hour_gr / 3600 + rates.km_gr / 1000) + 2)
    assert RATE_GR in {line.rates.request_gr for line in lines(here)}


def test_hours_and_ways_of_all_lines_are_those_of_the_shifts(here: Office) -> None:
    """An hour on the way would be paid twice, or stand on no sheet."""
    with here.store.reading(here.id) as unit:
        (closing,) = unit.closings.between(here.day, here.day).values()
    for name, whole in (
        ("delivered_s", sum(shift.working_s for shift in closing.shifts)),
        ("delivered_m", sum(shift.driven_m for shift in closing.shifts)),
        ("ordered_m", sum(shift.planned_m for shift in closing.shifts)),
    ):
        assert sum(getattr(line.sums, name) for line in lines(here)) == whole > 0


def test_where_no_rate_is_agreed_it_says_so() -> None:
    """A rate of 0,00 zł would be signed as a rate, by a provider who is still bargaining."""
    assert rates_text(Rates()) == NO_RATE
    assert rates_text(Rates(hour_gr=4250, request_gr=2500, km_gr=115)) == {
        "pl": "42,50 zł za godzinę, 25,00 zł za zlecenie, 1,15 zł za km",
        "en": "PLN 42.50 per hour, PLN 25.00 per request, PLN 1.15 per km",
    }
    assert rates_text(Rates(request_gr=5)) == {"pl": "0,05 zł za zlecenie", "en": "PLN 0.05 per request"}


def json_lines(here: Office) -> list[dict[str, Any]]:
    shown = month_shown(SettlementsShown, month_of(here), SettlementShown.of, SETTLED)
    return [line for one in shown.model_dump(mode="json")["items"] for line in one["lines"]]


def test_json_names_only_rates_that_are_agreed(here: Office) -> None:
    """A program would read a rate of nothing as a service that is free."""
    shown, known = json_lines(here), lines(here)
    assert [[rate["gr"] for rate in line["rates"]] for line in shown] == [
        [gr for gr in (one.rates.hour_gr, one.rates.request_gr, one.rates.km_gr) if gr] for one in known
    ]
    assert {rate["per"] for line in shown for rate in line["rates"]} == {"hour", "request", "km"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_says_the_same(here: Office, lang: Lang) -> None:
    """The accountant would book the spreadsheet's amount, and the provider sign another one."""
    report, shown = printed(here), json_lines(here)
    wanted = [
        [
            sums["ordered"], sums["ordered_s"] / 3600, sums["ordered_m"] / 1000, sums["ordered_gr"] / 100,
            sums["delivered"], sums["delivered_s"] / 3600, sums["delivered_m"] / 1000, sums["delivered_gr"] / 100,
            sums["in_vain"], sums["disputed"], sums["disputed_gr"] / 100,
        ]
        for sums in (line["sums"] for line in shown)
    ]  # fmt: skip
    said = [rates_text(line.rates)[lang] for line in lines(here)]
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report, lang=lang)))
    table = [[cell.value for cell in row] for page in book for row in page.iter_rows() if row[12].value is not None]
    text = report_csv(report, lang=lang).lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    plain = [row for row in csv.reader(io.StringIO(text), delimiter=";") if len(row) == 13]
    data: Any = report_data(report, lang)

    for rows in (table, plain):
        left = [row for row in rows if row[1] and row[1] != report.sheets[0].columns[1].name[lang]]
        assert [row[1] for row in left] == said
        assert [[number(cell) for cell in row[NUMBERS]] for row in left] == [
            pytest.approx(line, abs=0.0001) for line in wanted
        ]
    assert [row[1] for sheet in data["sheets"] for row in sheet["rows"]] == said
    for sheet, one in zip(data["sheets"], month_of(here).items, strict=True):
        assert sheet["columns"][1]["name"] == {"pl": "Stawki", "en": "Rates"}[lang]
        for row, line in zip(sheet["rows"], one.lines, strict=True):
            assert row[7] == f"{line.sums.delivered_s // 3600}:{line.sums.delivered_s % 3600 // 60:02d}"
    assert report_pdf(report, lang=lang).startswith(b"%PDF-")


def number(cell: Any) -> float:
    return float(cell.replace(",", ".")) if isinstance(cell, str) else float(cell)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_numbers_say_stands_below_them(here: Office, lang: Lang) -> None:
    """Somebody would sign hours without knowing whether the way there is in them."""
    for sheet in printed(here).sheets:
        notes = [note[lang] for note in sheet.notes]
        for one in SETTLED:
            assert f"{one.name[lang]}: {one.formula[lang]}" in notes
    shown = month_shown(SettlementsShown, month_of(here), SettlementShown.of, SETTLED)
    assert [one.formula for one in shown.definitions] == [one.formula for one in SETTLED]


def test_hours_for_nobody_have_a_line_of_their_own(here: Office) -> None:
    """A service without a name in the catalogue would be taken for idle hours."""
    nameless = SettlementLine(service_id=None, service="", rates=Rates(), sums=Sums(delivered_s=60))
    (one, *_) = month_of(here).items
    own = replace(one, lines=(nameless, replace(nameless, service_id=one.lines[0].service_id)))
    (sheet,) = Printer(here.town, here.clock.now()).settlements(replace(month_of(here), items=(own,))).sheets
    assert [row[0]["pl"] for row in sheet.rows if isinstance(row[0], dict)] == ["godziny bez wykonanych usług", ""]

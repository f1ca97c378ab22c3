"""A demand read from a short TOML file, of which `fixtures/towns/starachowice/demand.toml` is a whole example."""

import tomllib
from datetime import date
from pathlib import Path

from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.demand import Basis, Demand, Growth, ServiceDemand
from scheduler.domain.capacity.parts import Wishes
from scheduler.domain.client import Mobility
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import ServiceId
from scheduler.formats.capacity.rates import district_of, rates
from scheduler.formats.capacity.service_parts import MINUTES, back, doors, endings, places, repeating
from scheduler.formats.capacity.table import Table, whole_of, word_of
from scheduler.formats.town.files import UnreadableError, read_bytes
from scheduler.formats.town.problems import Problems

_LARGEST = 1024 * 1024
_HOURS = whole_of(0, 23, "an hour of the clock")


def read_demand(path: Path) -> Demand:
    """Return the demand of a file.

    Raises
    ------
    InputError
        With everything that is wrong, each with its key, its value and what would be right.
    """
    try:
        content = read_bytes(path, path.name, _LARGEST)
        text = content.decode("utf-8-sig")
    except UnreadableError as error:
        raise InputError([error.problem]) from error
    except UnicodeDecodeError as error:
        wrong, right = "is not UTF-8", "save it as UTF-8"
        raise InputError([InputProblem(file=path.name, wrong=wrong, right=right)]) from error
    return parse_demand(text, path.name)


def parse_demand(text: str, file: str) -> Demand:
    """Return the demand of a text.

    Raises
    ------
    InputError
        As `read_demand`.
    """
    problems = Problems()
    try:
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        wrong, right = f"is not TOML: {str(error)[:200]}", 'write key = value, text in "quotes"'
        raise InputError([InputProblem(file=file, wrong=wrong, right=right)]) from error
    found = _demand(Table(file=file, problems=problems, path="", content=content))
    problems.raise_if_any(file)
    return found


def _demand(top: Table) -> Demand:
    usual = Demand(services={})
    services = top.table("services")
    if not services.content:
        top.wrong("services", "has no service", "write a table such as [services.bus] for each")
    found = Demand(
        services={ServiceId(key): _service(services.table(key)) for key in services.content},
        months=top.table("months").weights(whole_of(1, 12, "the number of a month")),
        rings=top.chances("rings", _HOURS, usual.rings),
        mobility=top.chances("mobility", word_of(Mobility), usual.mobility),
        boarding_s=_boarding(top.table("boarding_s")),
        known=top.number("known", usual.known, high=1.0),
        growth=_growth(top.table("growth")),
        basis=_basis(top.table("basis")),
    )
    top.known()
    return found


def _boarding(table: Table) -> dict[Mobility, Lognormal]:
    table.asked |= set(Mobility)
    table.known()
    return {one: table.lognormal(one, Lognormal(median=1.0)) for one in Mobility if one in table.content}


def _growth(table: Table) -> Growth:
    cells = table.table("cells")
    found = Growth(
        districts=table.table("districts").weights(district_of),
        services=table.table("services").weights(ServiceId),
        cells={ServiceId(key): cells.table(key).weights(district_of) for key in cells.content},
    )
    table.known()
    return found


def _basis(table: Table) -> Basis:
    calls = table.table("calls")
    table.asked.add("dispersion")
    found = Basis(
        calls={ServiceId(key): calls.whole(key, 0) for key in calls.content},
        days=table.whole("days", 0),
        doors=table.whole("doors", 0),
        dispersion=table.number("dispersion", 1.0) if "dispersion" in table.content else None,
        first=_day(table, "first"),
        last=_day(table, "last"),
        sources=table.texts("sources"),
    )
    table.known()
    return found


def _day(table: Table, key: str) -> date | None:
    found = table.content.get(key)
    table.asked.add(key)
    # A date with a time is a date to Python, too.
    if found is None or type(found) is date:
        return found
    table.wrong(key, "is no date", "write 2026-11-23, without quotes")
    return None


def _service(table: Table) -> ServiceDemand:
    usual = Wishes(hours=Chances.only(9))
    hours = table.chances("hours", _HOURS, None)
    if hours is None:
        table.wrong("hours", "is missing", f"write [{table.name('hours')}] with a weight for each hour wanted")
    found = ServiceDemand(
        per_day=rates(table),
        wishes=Wishes(
            hours=hours or usual.hours,
            widths_min=table.chances("widths_min", MINUTES, usual.widths_min),
            lead_days=table.chances("lead_days", whole_of(0, 366, "a number of days"), usual.lead_days),
        ),
        holiday=table.number("holiday", 0.0),
        places=places(table),
        doors=doors(table),
        back=back(table.table("back")),
        repeating=repeating(table.table("series")),
        endings=endings(table.table("endings")),
        carers=table.chances("carers", whole_of(0, 9, "a number of people"), Chances.only(0)),
    )
    table.known()
    return found

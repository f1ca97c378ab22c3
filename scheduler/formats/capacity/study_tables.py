"""The tables of a study's file beside its changes: which keys each has."""

from decimal import Decimal

from scheduler.domain.capacity.kpis import KPIS, Unit
from scheduler.domain.capacity.scenarios import BASE
from scheduler.formats.town.cell import Cell, CellError, identifier
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.moments import DATE
from scheduler.formats.town.numeric import between, decimal, parse_number, plain, whole
from scheduler.formats.town.problems import one_of
from scheduler.formats.town.sheets.common import NAME, NOTE, SERVICE, VEHICLE

ANY_ID = identifier(str)


def _kpi(cell: str) -> str:
    if cell not in KPIS:
        raise CellError("is no figure of a study", one_of(cell, KPIS))
    return cell


def _part_of_one(low: int, high: int) -> Cell[float]:
    """Per cent in the file, a part of 1 in the program, as exact as it is written; neither bound itself."""

    def read(cell: str) -> float:
        number = between(parse_number(cell), Decimal(low), Decimal(high))
        if number == low:
            raise CellError("is nothing", f"use more than {low} and at most {high}")
        return float(number / 100)

    return Cell(
        says=f"per cent, above {low} to {high}",
        read=read,
        write=lambda part: plain(Decimal(repr(part)) * 100),
        bare=True,
    )


def _below_all(cell: str) -> float:
    found = _PERCENT.read(cell)
    if found >= 1:
        raise CellError("is certainty, which no number of replications gives", "use 95 or 90, say")
    return found


_PERCENT = _part_of_one(0, 100)
_SURE = Cell(says="per cent, above 0 and below 100", read=_below_all, write=_PERCENT.write, bare=True)

ID = required("id", ANY_ID, "the study", "second-bus")
STUDY_NAME = required("name", NAME, "name", "Drugi autobus")
TOWN = required("town", ANY_ID, "the town it was written for", "starachowice")
STUDY_NOTE = optional("note", NOTE, "", "what is asked, and why", "Ilu mieszkańcom odmówimy?")
FIRST = required("first_day", DATE, "first day that is played", "2027-01-11")
DAYS = optional("days", whole(1, 366), 5, "so many calendar days in a row are one replication", "5")
SEED = optional("seed", whole(0, 999_999_999), 1, "another number, other chance", "1")
REFERENCE = optional("compare_with", ANY_ID, BASE, "the scenario that others are compared with", "one-bus")
OF_SERVICE = maybe("service", SERVICE, "of which service it is asked; empty: of all together", "bus")
STUDY = Sheet(
    name="study",
    says="the question",
    columns=(ID, STUDY_NAME, TOWN, STUDY_NOTE, OF_SERVICE, FIRST, DAYS, SEED, REFERENCE),
)

KPI = optional(
    "kpi", Cell(says="a figure", read=_kpi, write=str), "served_share", "the figure that decides", "refused_share"
)
HALF_WIDTH = maybe(
    "half_width",
    decimal(0, 1_000_000_000),
    "replications are added until it is known so well to either side: in points of a share, in PLN, or in its own unit",
    "1.5",
)
LEAST = optional("least", whole(2, 10_000), 10, "replications", "10")
MOST = optional("most", whole(2, 10_000), 40, "replications", "40")
LEVEL = optional("confidence_percent", _SURE, 0.95, "of all intervals", "95")
REPLICATIONS = Sheet(
    name="replications", says="how often the days are played", columns=(KPI, HALF_WIDTH, LEAST, MOST, LEVEL)
)

SHARE = optional("percent", _PERCENT, 0.95, "of what is asked for is to be served", "95")
CONFIDENCE = optional("confidence_percent", _SURE, 0.9, "with which that is to be shown", "90")
SERVICE_LEVEL = Sheet(name="service_level", says="what the town wants to reach", columns=(SHARE, CONFIDENCE))

LIKE = required("like", VEHICLE, "of which vehicle there would have to be more", "BUS-1")
MOST_VEHICLES = optional("most", whole(1, 50), 4, "so many more are tried at most", "4")
FLEET = Sheet(name="fleet", says="how many more vehicles would be needed", columns=(LIKE, MOST_VEHICLES))

SAMPLES = maybe("samples", whole(1, 64), "so many combinations, spread evenly; empty: all", "12")
DESIGN = Sheet(name="design", says="which combinations of the factors are played", columns=(SAMPLES,))

PART_ID = required("id", ANY_ID, "id", "two-buses")
PART_NAME = required("name", NAME, "name", "Dwa autobusy")
PART = Sheet(name="part", says="a scenario, a factor or a level", columns=(PART_ID, PART_NAME))


def _number(cell: str) -> str:
    if cell not in VARIED:
        raise CellError("is no number of a change", one_of(cell, VARIED))
    return cell


VARIED = ("percent", "minutes", "zl", "zl_per_request")
"""Keys of changes that a factor may vary."""
VARIES = maybe(
    "varies", Cell(says="a key of the changes", read=_number, write=str), "the number that varies", "percent"
)
FROM = maybe("from", decimal(-1_000_000, 1_000_000), "its least value", "0")
TO = maybe("to", decimal(-1_000_000, 1_000_000), "its greatest value", "30")
STEP = maybe("step", decimal(0, 1_000_000), "from each value to the next", "10")
FACTOR = Sheet(name="factor", says="what is varied", columns=(PART_ID, PART_NAME, VARIES, FROM, TO, STEP))


def unit_of(kpi: str) -> Decimal:
    """Return what one of a half-width in the file is in the program: points of a share, PLN of grosze."""
    return {Unit.SHARE: Decimal("0.01"), Unit.GROSZE: Decimal(100)}.get(KPIS[kpi].unit, Decimal(1))

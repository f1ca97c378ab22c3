"""What a report rests on: the back-test or the assumption, the productivity others publish, and how it was made."""

from math import sqrt

from scheduler.domain.capacity.answers import Cell
from scheduler.formats.capacity.report.comparing import cells_of
from scheduler.formats.capacity.report.parts import Block, Part, Table
from scheduler.formats.capacity.report.spelling import DASH, Spelling

PUBLISHED = (1.5, 2.5)
"""Rides per vehicle-hour of door-to-door services, as their operators publish them."""
_ONE_IN_TWENTY = 1.645
"""So many standard deviations above the mean is one day in twenty."""
HARDLY = 0.05
"""Fewer refusals than this part of the requests: there is no want of vehicles."""


def basis(spell: Spelling) -> Part:
    """Return what the demand rests on, with the back-test if there was one."""
    words, ground = spell.words, spell.answer.ground
    told = [words("basis.assumed")]
    if ground.calls:
        told = [words("basis.fitted", calls=words.number(ground.calls), days=words.number(ground.days))]
        told += _tested(spell) if ground.tested else [words("basis.untested")]
        told += _spread(spell)
    if ground.sources:
        told.append(words("basis.sources"))
    return Part(
        id="basis", title=words("part.basis"), sentences=tuple(told), items=ground.sources, blocks=_test_table(spell)
    )


def _tested(spell: Spelling) -> list[str]:
    words, ground = spell.words, spell.answer.ground
    first, last = ground.tested_days[0], ground.tested_days[-1]
    missed = [spell.kpi(one.kpi) for one in ground.tested if not one.inside]
    told = words(
        "basis.tested",
        first=words.short_date(first),
        last=words.short_date(last),
        inside=words.number(len(ground.tested) - len(missed)),
        count=words.number(len(ground.tested)),
    )
    return [told, words("basis.outside", names=", ".join(missed))] if missed else [told]


def _spread(spell: Spelling) -> list[str]:
    """Say how real days differ from each other, beside simulated ones, which are drawn as if by chance alone.

    By chance alone the dispersion of so many days is above one and two standard deviations once in forty times, and as
    often below; a standard deviation is the root of two by their number less one.
    """
    ground, words = spell.answer.ground, spell.words
    found, freedom = ground.dispersion, ground.days - 1
    if found is None or freedom < 1:
        return [words("basis.spread_unknown")]
    far, times = 2 * sqrt(2 / freedom), words.number(found, 1)
    if abs(found - 1) <= far:
        return [words("basis.spread_usual")]
    usual = max(ground.calls / ground.days, 1.0)
    real, drawn = (words.number(usual + _ONE_IN_TWENTY * sqrt(one * usual)) for one in (found, 1.0))
    told = words("basis.calm" if found > 1 else "basis.spread_even", times=times)
    return [told, words("basis.busy", usual=words.number(usual), real=real, drawn=drawn)]


def _test_table(spell: Spelling) -> tuple[Block, ...]:
    words, tested = spell.words, spell.answer.ground.tested
    if not tested:
        return ()
    rows = tuple(
        (
            spell.kpi(one.kpi),
            spell.value(one.real, one.unit),
            spell.value(one.played.mean, one.unit),
            spell.interval(one.played, one.unit),
            words("verdict.inside" if one.inside else "verdict.outside"),
        )
        for one in tested
    )
    names = ("kpi", "real", "played", "expected", "inside")
    columns = tuple(words(f"column.{name}") for name in names)
    table = Table(caption=words("table.basis"), columns=columns, rows=rows, numbers=frozenset({1, 2, 3}))
    return (Block(table=table),)


def productivity(spell: Spelling) -> Part:
    """Return the rides per vehicle-hour of each scenario, and why they are not what is usual."""
    words = spell.words
    told = tuple(_productive(spell, one) for one in cells_of(spell, "rides_per_vehicle_hour"))
    return Part(
        id="productivity",
        title=words("part.productivity"),
        sentences=(words("productivity.lead"), *(told or (words("productivity.none"),))),
    )


def _productive(spell: Spelling, cell: Cell) -> str:
    def of(kpi: str) -> float:
        return next((one.own.mean for one in cells_of(spell, kpi) if one.scenario == cell.scenario), 0.0)

    low, high = PUBLISHED
    refused = of("refused_share")
    if cell.own.mean < low:
        code = "below_idle" if refused < HARDLY else "below_far"
    else:
        code = "inside" if cell.own.mean <= high else "above"
    served = of("served")
    return spell.words(
        f"productivity.{code}",
        name=spell.scenario(cell.scenario),
        value=spell.with_interval(cell.own, cell.unit),
        refused=spell.percent(refused),
        km=spell.words.number(of("km") / served, 1) if served else DASH,
    )


def sure(spell: Spelling) -> Part:
    """Return how sure the answer is, and what is needed to come to it again."""
    words, made = spell.words, spell.answer.made
    counts = ", ".join(f"{spell.scenario(name)}: {words.number(count)}" for name, count in made.replications.items())
    cells, of_what = cells_of(spell, made.deciding, made.service), spell.answer.services.get(made.service, made.service)
    unit = cells[0].unit if cells else ""
    widths = [one.own.half_width for one in cells if one.own.half_width is not None]
    dates = words(
        "sure.dates", count=len(made.days), first=words.short_date(made.days[0]), last=words.short_date(made.days[-1])
    )
    rows = (
        ("replications", counts),
        ("days", dates),
        ("level", spell.level),
        ("deciding", f"{spell.kpi(made.deciding)} ({of_what})" if made.service else spell.kpi(made.deciding)),
        ("width", _width(spell, unit)),
        ("widest", spell.change_value(max(widths), unit).lstrip("+") if widths else DASH),
        ("seed", str(made.seed)),
        ("effort", str(made.effort)),
        ("travel", made.travel),
        ("program", made.program),
    )
    table = Table(
        caption=words("table.sure"),
        columns=(words("column.what"), words("column.how")),
        rows=tuple((words(f"sure.{key}"), text) for key, text in rows),
    )
    return Part(id="sure", title=words("part.sure"), sentences=(words("sure.lead"),), blocks=(Block(table=table),))


def _width(spell: Spelling, unit: str) -> str:
    made = spell.answer.made
    if made.wanted is None:
        return spell.words("sure.no_width")
    width = spell.change_value(made.wanted, unit).lstrip("+")
    return spell.words("sure.reached" if made.reached else "sure.capped", width=width)

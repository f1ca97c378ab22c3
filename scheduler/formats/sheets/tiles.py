"""The day's figures at the top of the overview."""

from dataclasses import dataclass

from markupsafe import Markup

from scheduler.domain.itinerary import DayView
from scheduler.domain.kpi import DayKpis
from scheduler.formats.sheets.figures import meter
from scheduler.formats.sheets.words import NBSP, Words


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One figure at the top of the page."""

    name: str
    value: str
    of: str = ""
    mood: str = ""
    link: str = ""
    meter: Markup = Markup("")


def tiles(view: DayView, words: Words) -> list[Tile]:
    """Return the day's figures, the most asked for first."""
    missed = len(view.unassigned)
    return [
        _served(view.kpis, words),
        Tile(name=words("kpi.missed"), value=words.number(missed), mood="alert" if missed else "", link="#missed"),
        Tile(name=words("kpi.clients"), value=words.number(view.kpis.clients_served)),
        Tile(name=words("kpi.shifts"), value=words.number(len(view.itineraries)), link="#shifts"),
        Tile(name=words("kpi.calls"), value=words.number(view.kpis.calls)),
        Tile(name=words("kpi.cost"), value=words.money(view.kpis.cost_gr), link="#cost"),
        Tile(name=words("kpi.distance"), value=words.kilometres(view.kpis.distance_m)),
        Tile(name=words("kpi.driving"), value=words.duration(view.kpis.driving_s)),
        Tile(name=words("kpi.working"), value=words.duration(view.kpis.working_s)),
        Tile(name=words("kpi.overtime"), value=words.duration(view.kpis.overtime_s)),
        Tile(name=words("kpi.waiting"), value=words.duration(view.kpis.waiting_s)),
        *_contracted(view.kpis, words),
    ]


def _served(kpis: DayKpis, words: Words) -> Tile:
    return Tile(
        name=words("kpi.served"),
        value=words.number(kpis.served),
        of=words("kpi.served_of", count=words.number(kpis.requested)),
        mood="good",
        meter=meter(kpis.served, kpis.requested, "meter-part"),
    )


def _contracted(kpis: DayKpis, words: Words) -> list[Tile]:
    if kpis.contracted_permille is None:
        return []
    return [Tile(name=words("kpi.contracted"), value=f"{words.number(kpis.contracted_permille / 10, 1)}{NBSP}%")]

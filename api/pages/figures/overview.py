"""A period at a glance: the figures that a manager is asked for, each beside that of the time before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.pages.figures.numbers import Change, Numbers
from api.pages.figures.tables import Cell, Column, Line, Table
from scheduler.domain.figures import FigureTable, GrantSoFar
from scheduler.domain.plan_actual import PlanActual
from scheduler.domain.policy import ShareMeasure

TILES = (
    "served", "served_share", "denied", "on_time_pickup", "on_time_appointment", "no_show_share", "per_staff_hour",
    "per_vehicle_hour", "continuity", "distance", "cost_per_served",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One figure, large; what it says, and how far it is from that of the time before."""

    name: str
    value: str
    help: str
    change: Change | None


@dataclass(frozen=True, kw_only=True)
class Grant:
    """How far a grant's condition is met.

    Attributes
    ----------
    share, wanted : str
        As they are read.
    at, goal : float
        The same in percent, for the drawing.
    lacks : str
        How much is missing; empty: nothing.
    """

    share: str
    wanted: str
    at: float
    goal: float
    lacks: str
    contracted: str
    everything: str
    days: int


def tiles(now: FigureTable, before: FigureTable | None, numbers: Numbers) -> Iterator[Tile]:
    """Yield the figures of a period; `before` is None where the time before has none."""
    known = {one.key: one for one in now.definitions}
    then = {one.key: one.value for one in before.total.figures} if before else {}
    found = {one.key: one.value for one in now.total.figures}
    for key in TILES:
        one, value = known[key], found[key]
        yield Tile(
            name=numbers.words.said(one.name),
            value=numbers.told(value, one.unit),
            help=numbers.words.said(one.says),
            change=numbers.change(key, value, then.get(key), one.unit),
        )


def lateness(now: PlanActual, before: PlanActual, numbers: Numbers) -> Tile:
    """Return how late those were who were late, on average."""
    words, value = numbers.words, _mean_late_min(now)
    return Tile(
        name=words("figures.mean_late.name"),
        value=numbers.told(value, "minutes"),
        help=words("figures.mean_late.says"),
        change=numbers.change("mean_late", value, _mean_late_min(before), "minutes"),
    )


def _mean_late_min(one: PlanActual) -> float | None:
    late = one.timed - one.on_time
    return one.late_s / late / 60 if late else None


def grant(so_far: GrantSoFar | None, numbers: Numbers) -> Grant | None:
    """Return what the grant's condition has come to; None: no grant asks for anything, or there is no work yet."""
    if so_far is None or so_far.permille is None:
        return None
    lacks = so_far.target_permille - so_far.permille
    return Grant(
        share=numbers.told(so_far.permille, "permille"),
        wanted=numbers.told(so_far.target_permille, "permille"),
        at=min(100.0, so_far.permille / 10),
        goal=so_far.target_permille / 10,
        lacks=numbers.fixed(lacks / 10, 1) if lacks >= 0.5 else "",
        contracted=_amount(so_far.measure, float(so_far.contracted), numbers),
        everything=_amount(so_far.measure, float(so_far.everything), numbers),
        days=so_far.days,
    )


def _amount(measure: ShareMeasure, amount: float, numbers: Numbers) -> str:
    match measure:
        case ShareMeasure.VALUE:
            return numbers.told(amount / 100, "pln")
        case ShareMeasure.HOURS:
            return numbers.told(amount, "hours")
        case ShareMeasure.REQUESTS:
            return numbers.words.count("figures.requests", round(amount))


def denials(found: Mapping[str, int], numbers: Numbers) -> Table:
    """Return what stood in the way of who was denied, the most frequent first."""
    words, whole = numbers.words, sum(found.values())
    columns = (
        Column(key="count", name=words("figures.denials.count")),
        Column(key="share", name=words("figures.denials.share")),
    )

    def line(name: str, count: int) -> Line:
        share = 1000 * count / whole if whole else None
        cells = (
            Cell(value=count, text=numbers.told(count, "requests")),
            Cell(value=share, text=numbers.told(share, "permille")),
        )
        return Line(name=name, cells=cells)

    ranked: Sequence[tuple[str, int]] = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return Table(
        id="denials",
        caption=words("figures.denials.title"),
        first=words("figures.denials.reason"),
        columns=columns,
        rows=[line(words.named("figures.reason", key), count) for key, count in ranked],
        total=line(words("figures.total"), whole),
        drawn=("count",),
    )

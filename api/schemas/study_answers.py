"""What a study answers: sentences, figures with their bounds, and all that is needed to judge them."""

from datetime import date

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant
from scheduler.domain.capacity.answers import Answer, Bounds, Cell, Fleet, Ground, Made, Unlike


class BoundsShown(Document):
    """A mean, and between which bounds the truth lies."""

    mean: float = Field(description="In the figure's unit.")
    low: float | None = Field(description="null: one replication has none.")
    high: float | None = Field(description="null: one replication has none.")

    @classmethod
    def of(cls, one: Bounds) -> "BoundsShown":
        """Return it as the API shows it."""
        return cls.model_construct(mean=one.mean, low=one.low, high=one.high)


class CellShown(Document):
    """One figure of one scenario."""

    scenario: str
    kpi: str
    unit: str = Field(description="`count` (a day), `share` (of 1), `grosze`, `hours`, `km` or `per_hour`.")
    better: str = Field(description="`up`, `down` or `neither`.")
    district: str = Field(description="Empty: of all.")
    service: str = Field(description="Empty: of all.")
    own: BoundsShown
    change: BoundsShown | None = Field(
        description="How far it is above the reference, replication by replication; null: it is the reference."
    )

    @classmethod
    def of(cls, one: Cell) -> "CellShown":
        """Return it as the API shows it."""
        plain = {name: getattr(one, name) for name in ("scenario", "kpi", "unit", "better", "district", "service")}
        change = None if one.change is None else BoundsShown.of(one.change)
        return cls.model_construct(**plain, own=BoundsShown.of(one.own), change=change)


class UnlikeShown(Document):
    """How unlike the districts of a scenario are served."""

    scenario: str
    best: str = Field(description="Id of the district where the largest share is served.")
    worst: str
    gap: BoundsShown | None = Field(description="Share served in the best less that in the worst.")
    gini: BoundsShown = Field(description="0: all alike.")

    @classmethod
    def of(cls, one: Unlike) -> "UnlikeShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            scenario=one.scenario, best=one.best, worst=one.worst, gini=BoundsShown.of(one.gini),
            gap=None if one.gap is None else BoundsShown.of(one.gap),
        )  # fmt: skip


class TestedShown(Document):
    """One figure of closed days, beside the same days played."""

    kpi: str
    unit: str
    real: float = Field(description="A closed day's, on average; of shares, all days together.")
    played: BoundsShown = Field(description="Between which bounds it is to be expected of such days.")
    inside: bool = Field(description="Whether the real figure is one that the simulation could have come to.")


class GroundShown(Document):
    """What the simulated demand rests on."""

    calls: int = Field(description="Of the town's own, to which it was fitted; 0: it is assumed.")
    days: int = Field(description="Service days that those calls wanted.")
    dispersion: float | None = Field(description="How much days vary, in parts of what chance alone would make of it.")
    sources: list[str] = Field(description="Where assumed numbers come from.")
    tested: list[TestedShown] = Field(description="The back-test on closed days; empty: there was none.")
    tested_days: list[date] = Field(description="The first and the last of them, or nothing.")

    @classmethod
    def of(cls, one: Ground) -> "GroundShown":
        """Return it as the API shows it."""
        tested = [
            TestedShown.model_construct(
                kpi=each.kpi, unit=each.unit, real=each.real, played=BoundsShown.of(each.played), inside=each.inside
            )
            for each in one.tested
        ]
        return cls.model_construct(
            calls=one.calls, days=one.days, dispersion=one.dispersion, sources=list(one.sources), tested=tested,
            tested_days=list(one.tested_days),
        )  # fmt: skip


class SizeShown(Document):
    """A fleet that was looked at."""

    more: int = Field(description="Vehicles beside those of the reference.")
    verdict: str = Field(description="`enough`, `too_small`, or `undecided`: the cap came first.")
    served: BoundsShown


class FleetShown(Document):
    """The smallest fleet that serves enough."""

    like: str = Field(description="Name of the vehicle that more are like.")
    target: float = Field(description="Share of what is asked for, of 1.")
    confidence: float = Field(description="With which that is shown, of 1.")
    size: int | None = Field(description="How many more; null: none that was tried is shown to be enough.")
    looked: list[SizeShown]

    @classmethod
    def of(cls, one: Fleet) -> "FleetShown":
        """Return it as the API shows it."""
        looked = [
            SizeShown.model_construct(more=each.more, verdict=each.verdict, served=BoundsShown.of(each.served))
            for each in one.looked
        ]
        return cls.model_construct(
            like=one.like, target=one.target, confidence=one.confidence, size=one.size, looked=looked
        )


class MadeShown(Document):
    """How the answer was made."""

    replications: dict[str, int] = Field(description="By scenario.")
    days: list[date] = Field(description="That each replication plays.")
    level: float = Field(description="Of all intervals.")
    deciding: str = Field(description="The figure by which it was decided how many replications there are.")
    service: str = Field(description="Of which service; empty: of all together.")
    wanted: float | None = Field(description="Half-width that was asked for, in its unit; null: none was.")
    reached: bool
    seed: int = Field(description="Of all chance.")
    effort: int = Field(description="Of the planner, each simulated evening.")
    travel: str = Field(description="Where travel times come from.")
    program: str = Field(description="The mark of the program.")

    @classmethod
    def of(cls, one: Made) -> "MadeShown":
        """Return it as the API shows it."""
        return cls.model_construct(**{**vars(one), "days": list(one.days)})


class AnswerShown(Document):
    """What a study says."""

    study: str
    title: str
    note: str
    town: str
    zone: str
    made_at: Instant
    reference: str
    scenarios: dict[str, str] = Field(description="Names by id; the reference first.")
    districts: dict[str, str] = Field(description="Names by id.")
    services: dict[str, str] = Field(description="Names by id.")
    sentences: list[dict[str, str]] = Field(description="The answer in words, each by language.")
    cells: list[CellShown]
    unlike: list[UnlikeShown]
    fleet: FleetShown | None
    ground: GroundShown
    made: MadeShown

    @classmethod
    def of(cls, one: Answer) -> "AnswerShown":
        """Return an answer as the API shows it."""
        plain = ("study", "title", "note", "town", "zone", "made_at", "reference")
        return cls.model_construct(
            **{name: getattr(one, name) for name in plain},
            scenarios=dict(one.scenarios),
            districts=dict(one.districts),
            services=dict(one.services),
            sentences=[dict(each) for each in one.sentences],
            cells=[CellShown.of(each) for each in one.cells],
            unlike=[UnlikeShown.of(each) for each in one.unlike],
            fleet=None if one.fleet is None else FleetShown.of(one.fleet),
            ground=GroundShown.of(one.ground),
            made=MadeShown.of(one.made),
        )

"""What a study answers: sentences, figures with their bounds, and all that is needed to judge them.

The document itself is made by `scheduler.formats.capacity.answer_json`, as for `dojazd simulate --json`.
"""

from datetime import date

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant


class BoundsShown(Document):
    """A mean, and between which bounds the truth lies."""

    mean: float = Field(description="In the figure's unit.")
    low: float | None = Field(description="null: one replication has none.")
    high: float | None = Field(description="null: one replication has none.")


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


class UnlikeShown(Document):
    """How unlike the districts of a scenario are served."""

    scenario: str
    best: str = Field(description="Id of the district where the largest share is served.")
    worst: str
    gap: BoundsShown | None = Field(description="Share served in the best less that in the worst.")
    gini: BoundsShown = Field(description="0: all alike.")


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


class AnswerShown(Document):
    """What a study says."""

    shape: int = Field(alias="schema", description="Number of this shape; what is only added does not raise it.")
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

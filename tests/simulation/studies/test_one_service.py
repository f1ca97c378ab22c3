"""Studies of one service: what is asked of rides is not decided by physiotherapists."""

from dataclasses import replace
from datetime import date

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kpis import KPIS
from scheduler.domain.capacity.scenarios import Repetition, Study
from scheduler.domain.ids import ServiceId
from scheduler.simulation.statistics.columns import Played
from scheduler.simulation.studies.enough import Enough
from scheduler.simulation.studies.estimating import asked_of, each_share
from tests.simulation.statistics.played import figures

STUDY = Study(
    id="s", name="S", town="t", first_day=date(2026, 12, 7), service_id=ServiceId("bus"),
    repetition=Repetition(kpi="refused", half_width=0.5, least=4, most=40),
)  # fmt: skip


def rows() -> list[Figure]:
    """Return four replications in which rides are always alike, and everything else is not."""
    return [
        *figures("base", "refused", [[9.0], [0.0], [30.0], [4.0]]),
        *figures("base", "refused", [[2.0], [2.0], [2.0], [2.0]], service="bus"),
        *figures("base", "asked", [[40.0]] * 4),
        *figures("base", "asked", [[20.0]] * 4, service="bus"),
    ]


def test_the_service_decides_how_often_the_days_are_played() -> None:
    """A study of the bus would be played all night, until it is known how many wait for a handyman."""
    every = replace(STUDY, service_id=None)

    assert Enough(STUDY, ["base"])(rows()) == 0
    assert Enough(STUDY, ["base"]).reached(rows())
    assert Enough(every, ["base"])(rows()) == 4
    assert not Enough(every, ["base"]).reached(rows())


def test_the_level_is_that_of_the_service() -> None:
    """A third bus would be asked for because there is no physiotherapist."""
    played = Played.of(rows())

    assert each_share(played, "base", KPIS["served_share"], (0, 1, 2, 3), asked_of(STUDY)) == [0.9] * 4
    assert min(each_share(played, "base", KPIS["served_share"], (0, 1, 2, 3))) == 0.25

"""Figures of played days made into one value a replication."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.capacity.kpis import KPIS
from scheduler.simulation.statistics.columns import Of, Played
from scheduler.simulation.statistics.comparing import compare, shared_level
from scheduler.simulation.statistics.estimates import Interval, estimate
from tests.simulation.statistics.played import figures, town


def test_a_sum_is_told_per_day() -> None:
    """A study of ten days would seem to refuse twice as many as one of five."""
    played = Played.of(figures("base", "refused", [[2, 4], [0, 2]]))

    assert played.column("base", KPIS["refused"]) == [3, 1]
    assert played.column("elsewhere", KPIS["refused"]) is None


def test_who_declined_or_was_left_out_was_not_served() -> None:
    """A fleet that offers only impossible hours, or breaks its promises, would look good."""
    days = {"asked": [[100.0]], "refused": [[10.0]], "declined": [[6.0]], "not_served": [[4.0]], "served": [[75.0]]}

    assert Played.of(town("base", days)).column("base", KPIS["served_share"]) == [0.8]


def test_what_is_contracted_out_is_asked_for_served_and_paid() -> None:
    """Handing everything to a contractor would cost nothing and leave nobody to be counted."""
    days = {"asked": [[60.0]], "served": [[50.0]], "refused": [[9.0]], "cost_gr": [[40_000.0]]}
    more = {"contracted": [[30.0]], "contracted_served": [[30.0]], "contracted_gr": [[360_000.0]]}
    played = Played.of(town("third", {**days, **more}))

    assert played.column("third", KPIS["refused_share"]) == [0.1]
    assert played.column("third", KPIS["cost_per_served_gr"]) == [5_000]
    assert played.column("third", KPIS["cost_gr"]) == [400_000]


def test_a_share_of_each_day_is_weighed_by_its_hours() -> None:
    """A Saturday of one bus would count as much for the share of driving as a Monday of all crews."""
    played = Played.of(town("base", {"drive_share": [[0.2, 0.6]], "crew_hours": [[30.0, 10.0]]}))

    assert played.column("base", KPIS["drive_share"]) == pytest.approx([0.3])


def test_a_day_without_calls_from_a_district_counts_for_nought() -> None:
    """The figures of the days on which somebody called would be told as those of every day."""
    played = Played.of([*figures("base", "asked", [[5, 5, 5, 5]]), *figures("base", "asked", [[2]], district="lazy")])

    assert played.column("base", KPIS["asked"], Of(district="lazy")) == [0.5]
    assert played.districts == ("lazy",)


def test_the_order_in_which_replications_end_changes_nothing() -> None:
    """On two cores the report would differ from that on one in its last digit, and nobody could tell why."""
    dice = Random(1)
    rows = [*town("base", {kpi: [[dice.random() * 1e6 for _ in range(9)] for _ in range(8)] for kpi in
                           ("asked", "refused", "cost_gr", "served")})]  # fmt: skip
    shuffled = dice.sample(rows, len(rows))

    for kpi in ("asked", "refused_share", "cost_per_served_gr"):
        assert Played.of(rows).column("base", KPIS[kpi]) == Played.of(shuffled).column("base", KPIS[kpi])


def test_a_figure_with_two_values_is_refused() -> None:
    """A replication that is resumed wrongly would be mixed with another one."""
    with pytest.raises(ValueError, match="two values"):
        Played.of([*figures("base", "asked", [[5]]), *figures("base", "asked", [[6]])])
    assert Played.of([*figures("base", "asked", [[5]])] * 2).column("base", KPIS["asked"]) == [5]


def test_scenarios_are_compared_pair_by_pair() -> None:
    """What a second bus changes would drown in how busy the weeks were."""
    base = [[30.0], [10.0], [50.0], [20.0]]
    less = [[27.0], [8.0], [46.0], [18.0]]
    played = Played.of([*figures("base", "refused", base), *figures("two", "refused", less)])

    reference, two = compare(played, KPIS["refused"], ["base", "two"], "base")

    assert reference.change is None
    assert reference.own.mean == 27.5
    assert two.change is not None
    assert two.change.mean == -2.75
    assert two.change.sd == pytest.approx(0.957, abs=0.001)
    assert two.change.interval == estimate([-3.0, -2.0, -4.0, -2.0]).interval


def test_only_replications_of_both_are_compared() -> None:
    """A study that was ended in the middle would compare a calm week with a busy one."""
    played = Played.of([*figures("base", "refused", [[1], [2], [9]]), *figures("two", "refused", [[1], [1]])])

    (found,) = compare(played, KPIS["refused"], ["two"], "base")

    assert found.change is not None
    assert (found.change.count, found.change.mean) == (2, -0.5)


def test_many_differences_share_the_doubt() -> None:
    """Of twenty useless scenarios one would be shown as useful."""
    played = Played.of(one for name in ("base", "a", "b") for one in figures(name, "refused", [[len(name)], [2], [5]]))

    found = compare(played, KPIS["refused"], ["base", "a", "b"], "base", level=0.9)

    levels = [one.change.interval.level for one in found if one.change and one.change.interval]
    assert levels == pytest.approx([0.95, 0.95])
    assert [one.own.interval.level for one in found if one.own.interval] == [0.9] * 3


@given(level=st.floats(0.5, 0.99), intervals=st.integers(0, 50))
def test_all_intervals_together_keep_the_level(level: float, intervals: int) -> None:
    """The doubts of all would add up to more than was said."""
    assert (1 - shared_level(level, intervals)) * max(intervals, 1) == pytest.approx(1 - level)


def test_scenarios_without_calls_are_left_out() -> None:
    """A share of nobody would be told as 0 %."""
    played = Played.of(town("base", {"asked": [[0.0], [0.0]], "refused": [[0.0], [0.0]]}))

    assert compare(played, KPIS["refused_share"], ["base"], "base") == []


def test_simultaneous_differences_are_right_all_at_once() -> None:
    """Where nothing differs, a report of six scenarios would find a difference in every fourth study."""

    def alarm(seed: int) -> bool:
        dice = Random(seed)
        names = ["base", *"abcdef"]
        played = Played.of(
            one for name in names for one in figures(name, "refused", [[dice.gauss(9, 2)] for _ in range(8)])
        )
        return any(_apart(one.change.interval) for one in compare(played, KPIS["refused"], names, "base") if one.change)

    assert sum(map(alarm, range(200))) <= 16


def _apart(interval: Interval | None) -> bool:
    return interval is not None and 0.0 not in interval


def test_a_share_is_no_less_than_nothing_and_no_more_than_all() -> None:
    """After two replications the report would speak of refusals between −10% and 41%, and of a gap of 3,300 points."""
    days = {"asked": [[10.0], [10.0]], "refused": [[0.0], [3.0]]}
    played = Played.of([*town("base", days), *town("two", {**days, "refused": [[3.0], [0.0]]})])

    base, two = compare(played, KPIS["refused_share"], ["base", "two"], "base")

    assert base.own.interval == Interval(low=0.0, high=1.0)
    assert two.change is not None
    assert two.change.interval == Interval(low=-1.0, high=1.0)
    (late,) = compare(Played.of(figures("base", "late", [[0], [3]])), KPIS["late"], ["base"], "base")
    assert late.own.interval is not None
    assert late.own.interval.low == 0.0
    assert late.own.interval.high > 10

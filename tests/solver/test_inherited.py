"""What the past has made unavoidable: found, as small as can be, and enough to plan on."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations
from random import Random

from solver.admissible import refusal
from solver.facts.locks import Allowance, Lock, LockKind
from solver.facts.shifts import BreakFact, StartFact
from solver.facts.travel import SpeedBandFact
from solver.inherited import with_inherited
from solver.lowering import lowered
from solver.polish import polish
from solver.problem import Problem
from solver.rulekit.tiny import aboard, delivery, hm, member, ride, shift, timed_route, tiny, visit
from solver.rules import all_rules
from solver.schedule import schedule
from solver.search.drafting import Workshop
from solver.search.insertion import begun
from solver.solution import Solution
from solver.unavoidable import least_trouble, obligatory
from solver.verify import unaccepted, verify
from tests.solver.generate import make_problem

TIMES = ("time_window", "longest_ride", "shift_span")


def window(low: int, high: int) -> Mapping[str, object]:
    """Return the window of a task."""
    return {"windows_s": ((low, high),)}


def listed(problem: Problem) -> dict[tuple[str, str], int]:
    """Return the inherited allowances."""
    return {(a.rule, a.subject): a.amount for a in problem.allowances if a.inherited}


def late_bus() -> Problem:
    """Return a bus that is free at B at ten, with three aboard who were to be at C, D and E by now, and a ride more."""
    return tiny(
        requests=[
            aboard("P", "C", since_s=hm(9), dropoff=window(hm(9, 30), hm(10))),
            aboard("Q", "D", since_s=hm(9, 20), longest_ride_s=3600, dropoff=window(hm(9, 30), hm(10, 30))),
            aboard("R", "E", since_s=hm(9, 40), promise_s=(hm(10), hm(10, 15))),
            ride("S", "BC"),
        ],
        shifts=[shift(start="B", begun=StartFact(free_s=hm(10)))],
    )


def test_a_late_bus_with_three_aboard_is_planned_sensibly() -> None:
    """The board would say "impossible" while three people sit in the bus."""
    problem = with_inherited(late_bus())
    found = schedule(lowered(problem), {0: [0, 1, 2]})

    assert listed(problem) == {("time_window", "P-"): 600, ("longest_ride", "Q"): 60, ("promise", "R"): 1020}
    assert found is not None
    assert [stop.start_s for stop in found.routes[0].stops] == [hm(10, 10), hm(10, 21), hm(10, 32)]
    assert unaccepted(verify(problem, found)) == ()


def test_nobody_makes_it_worse() -> None:
    """A new booking would be squeezed in before somebody who is late already."""
    arrays = lowered(with_inherited(late_bus()))

    assert schedule(arrays, {0: [3, 0, 4, 1, 2]}) is None
    assert schedule(arrays, {0: [0, 1, 2, 3, 4]}) is not None


def test_doing_it_twice_changes_nothing() -> None:
    """Every replanning would allow a little more lateness."""
    once = with_inherited(late_bus())

    assert with_inherited(once) == once


def test_what_a_dispatcher_accepted_is_not_inherited() -> None:
    """The list for the manager would blame the past for what somebody decided."""
    override = Allowance(rule="time_window", subject="P-", amount=600, reason="agreed by phone")
    problem = with_inherited(replace(late_bus(), allowances=(override,)))

    assert ("time_window", "P-") not in listed(problem)


def test_a_day_that_has_not_begun_inherits_nothing() -> None:
    """Impossible wishes would be excused instead of refused."""
    problem = tiny(requests=[visit("V", "B", task=window(0, 1))])

    assert with_inherited(problem) is problem


def test_a_begun_day_on_time_inherits_nothing() -> None:
    """A bus on time would be shown as late."""
    problem = tiny(
        requests=[aboard("P", "C", since_s=hm(9, 55), dropoff=window(hm(10), hm(11)))],
        shifts=[shift(start="B", begun=StartFact(free_s=hm(10)))],
    )

    assert listed(with_inherited(problem)) == {}


def test_the_day_ends_later_if_it_must() -> None:
    """Nobody would bring the last passenger home because the shift is over."""
    problem = tiny(
        requests=[aboard("P", "D", since_s=hm(15, 50))], shifts=[shift(start="B", begun=StartFact(free_s=hm(15, 55)))]
    )

    assert listed(with_inherited(problem)) == {("shift_span", "bus"): hm(16, 46) - hm(16)}


def test_frozen_tasks_come_first() -> None:
    """The list would assume that the driver turns back from the door he stands at."""
    problem = tiny(
        requests=[aboard("P", "C", since_s=hm(9, 50), dropoff=window(hm(9), hm(10))), ride("R", "DE")],
        shifts=[shift(start="B", begun=StartFact(free_s=hm(10), prefix=(1,)))],
    )

    assert [stop.task for stop in least_trouble(lowered(problem), 0).stops] == [1, 0, 2]
    assert listed(with_inherited(problem)) == {("time_window", "P-"): 31 * 60}


def test_work_and_driving_go_on() -> None:
    """A worker who is over the hours would be told to leave the passenger at the roadside."""
    crew = (member(longest_work_s=3600, longest_driving_s=3600),)
    begun = StartFact(free_s=hm(10), worked_s=3000, driven_s=3000)
    problem = tiny(requests=[aboard("P", "C", since_s=hm(10))], shifts=[shift(start="B", members=crew, begun=begun)])
    problem = with_inherited(problem)

    assert listed(problem) == {("longest_work", "bus"): 1260, ("driving_limit", "bus"): 1200}
    assert schedule(lowered(problem), {0: [0]}) is not None


def test_driving_that_is_left_is_measured_at_the_times_that_are_planned() -> None:
    """In the rush the bus would be a second short of the way, and the passenger be stranded beside it."""
    crew = (member(longest_driving_s=60),)
    rush = SpeedBandFact(start_s=hm(9), end_s=hm(10) + 103, permille=300)
    problem = tiny(
        requests=[aboard("P", "C", since_s=hm(10))],
        shifts=[shift(start="B", members=crew, begun=StartFact(free_s=hm(10)))],
        speed_bands=(rush,),
    )
    problem = with_inherited(problem)
    found = schedule(lowered(problem), {0: [0]})

    assert found is not None
    assert unaccepted(verify(problem, polish(lowered(problem), found))) == ()


def test_a_way_home_that_is_longer_earlier_hides_nobody() -> None:
    """Whoever gets off second would be forgotten, because after the first the way home leads through the rush."""
    crew = (member(longest_driving_s=60),)
    problem = tiny(
        requests=[
            aboard("P", "C", since_s=hm(8), dropoff={"service_s": 60, **window(hm(8), hm(8, 59))}),
            aboard("Q", "C", since_s=hm(8), dropoff={"service_s": 1200}),
        ],
        shifts=[shift(start="B", members=crew, begun=StartFact(free_s=hm(8, 40)))],
        speed_bands=(SpeedBandFact(start_s=hm(7), end_s=hm(9), permille=550),),
    )
    arrays = lowered(with_inherited(problem))

    assert schedule(arrays, {0: [0]}) is None
    assert begun(Workshop(arrays)).orders == {0: (0, 1)}


def test_a_break_for_which_it_is_too_late_is_listed() -> None:
    """The plan would be impossible because of a break that was missed an hour ago."""
    breaks = (
        BreakFact(from_work_s=0, duration_s=900, latest_start_s=3600),
        BreakFact(from_work_s=0, duration_s=1200, earliest_s=hm(4)),
    )
    problem = tiny(
        requests=[aboard("P", "C", since_s=hm(9, 59))],
        shifts=[shift(start="B", members=(member(breaks=breaks),), begun=StartFact(free_s=hm(10)))],
    )
    problem = with_inherited(problem)
    found = schedule(lowered(problem), {0: [0]})

    assert listed(problem) == {("breaks", "bus"): 900}
    assert found is not None
    assert [rest.end_s - rest.start_s for rest in found.routes[0].breaks] == [1200]


def test_soup_that_is_cold_already_is_still_delivered() -> None:
    """Meals in the car would have to be thrown away for the plan to work."""
    load = {"service_s": 60}
    problem = tiny(
        requests=[delivery("M", "BD", load=load, longest_ride_s=600)],
        shifts=[shift(start="B", begun=StartFact(free_s=hm(11), prefix=(0,)))],
    )

    assert listed(with_inherited(problem)) == {("carry_time", "M"): 600}


def test_two_begun_shifts_tied_by_a_client() -> None:
    """A visit that waits for a client on a late bus would make the whole board impossible."""
    problem = tiny(
        requests=[
            aboard("P", "C", since_s=hm(9), dropoff=window(hm(9), hm(9, 30))),
            visit("V", "C", task=window(0, hm(10))),
        ],
        shifts=[
            shift("bus", start="B", begun=StartFact(free_s=hm(10))),
            shift("nurse", start="C", begun=StartFact(free_s=hm(9, 55), prefix=(1,))),
        ],
        locks=(Lock(kind=LockKind.PREFIX, tasks=(1,), shift=1),),
        engagements=(),
    )
    problem = with_inherited(problem)

    assert schedule(lowered(problem), {0: [0], 1: [1]}) is not None


def test_an_outbound_ride_under_way_does_not_hang_on_its_return() -> None:
    """A full evening bus would make the plan impossible for whom was already fetched in the morning."""
    problem = tiny(
        requests=[aboard("P", "C", since_s=hm(9, 55)), ride("Q", "CB", pickup=window(0, 1))],
        shifts=[shift(start="B", begun=StartFact(free_s=hm(10)))],
        groups=((0, 1),),
    )
    problem = with_inherited(problem)

    assert listed(problem) == {("all_or_none", "P"): 1}
    assert refusal(lowered(problem), {0: [0]}, complete=True) is None


def missed_s(problem: Problem, solution: Solution) -> int:
    """Return the seconds by which limits on time are missed."""
    rules = [rule for rule in all_rules() if rule.code in TIMES and rule.applies(problem)]
    return sum(found.amount for rule in rules for found in rule.check(problem, solution))


def test_two_people_do_not_wait_for_a_door_to_open() -> None:
    """Passengers would be driven home an hour late to spare one stop its early start."""
    problem = tiny(
        requests=[
            visit("V", "B", task=window(hm(11), hm(12))),
            aboard("P", "C", since_s=hm(9, 50), dropoff=window(hm(9), hm(10, 30))),
            aboard("Q", "D", since_s=hm(9, 50), dropoff=window(hm(9), hm(10, 30))),
        ],
        shifts=[shift(start="B", begun=StartFact(free_s=hm(10), prefix=(0,)))],
    )

    assert listed(with_inherited(problem)) == {
        ("time_window", "V"): 3600,
        ("time_window", "P-"): 600,
        ("time_window", "Q-"): 1260,
    }


def full_bus(seed: int, aboard_now: int) -> Problem:
    """Return a bus at A with people aboard for other places, each with a window or a longest ride that may be over."""
    rng = Random(seed)
    people = [
        aboard(
            f"P{n}",
            rng.choice("BCDEFGH"),
            since_s=hm(9) + rng.randrange(3600),
            longest_ride_s=rng.choice([None, rng.randrange(600, 5400)]),
            dropoff=window(low := hm(9) + rng.randrange(5400), low + rng.randrange(3600)) if rng.random() < 0.6 else {},
        )
        for n in range(aboard_now)
    ]
    return tiny(requests=people, shifts=[shift(begun=StartFact(free_s=hm(10)), end_s=hm(10) + rng.randrange(7200))])


def test_no_order_is_less_late() -> None:
    """Somebody would sit in the bus longer than needed, with the machine's blessing."""
    late = 0
    for seed in range(60):
        problem = full_bus(seed, 4)
        orders = permutations(obligatory(lowered(problem), 0))
        least = min(missed_s(problem, Solution(routes=(timed_route(problem, 0, order),))) for order in orders)
        best = missed_s(problem, Solution(routes=(least_trouble(lowered(problem), 0),)))
        late += best > 0

        assert best <= least, f"seed {seed}"

    assert late >= 30


def test_a_full_bus_is_sorted_out_at_once() -> None:
    """The dispatcher would wait for minutes while the bus stands at the kerb."""
    problem = full_bus(1, 9)

    assert len(least_trouble(lowered(problem), 0).stops) == 9


def test_begun_days_can_always_be_planned() -> None:
    """On the worst day of the year the program would answer with nothing."""
    planned = 0
    features = {"rides", "start", "ride_limits", "span", "wait", "breaks", "rest", "promises", "two_windows", "seats"}
    for seed in range(60):
        extra = {"bands"} if seed % 2 else {"relations", "crew"}
        problem = with_inherited(make_problem(seed, requests=4, shifts=2, features=features | extra))
        arrays = lowered(problem)
        route = least_trouble(arrays, 0)
        orders = {0: [stop.task for stop in route.stops]}
        found = schedule(arrays, orders)
        assert refusal(arrays, orders) is None, f"seed {seed}"
        assert found is not None, f"seed {seed}"
        assert unaccepted(verify(problem, polish(arrays, found))) == (), f"seed {seed}"
        planned += bool(listed(problem))

    assert planned >= 20

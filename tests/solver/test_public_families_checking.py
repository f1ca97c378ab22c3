"""The checker of answers: it finds every kind of wrong answer, and agrees with the solver's own law on times."""

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from benchmarks.checking import check
from benchmarks.families.instance import Family
from benchmarks.families.problem import as_problem
from benchmarks.families.reading import read
from solver.lowering import lowered
from solver.schedule import schedule
from tests.solver.public_files import TEXTS, written

GOOD = {"vrptw": [[5, 4], [2, 1], [3]], "pdptw": [[3, 5, 4, 6], [1, 2]], "darp": [[1, 2, 4, 5, 3, 6]]}


@pytest.mark.parametrize("family", list(TEXTS))
def test_a_right_answer_stands(family: str, tmp_path: Path) -> None:
    """Every answer would be called wrong, and the checker be switched off."""
    path = written(tmp_path, family)
    verdict = check(family, path, [*GOOD[family], []])

    assert verdict.wrong == ()
    assert verdict.vehicles == len(GOOD[family])


@pytest.mark.parametrize(
    ("family", "routes", "said"),
    [
        ("vrptw", [[5, 4], [2, 1]], "not visited: [3]"),
        ("vrptw", [[5, 4], [2, 1], [3, 4]], "visited twice: [4]"),
        ("vrptw", [[5, 4], [2, 1], [3], [6]], "no such stops: [6]"),
        ("vrptw", [[5, 4], [2, 0, 1], [3]], "no such stops: [0]"),
        ("vrptw", [[5], [4], [2, 1], [3]], "4 vehicles of 3"),
        ("vrptw", [[4, 5], [2, 1], [3]], "route 1: cannot be driven in time"),
        ("vrptw", [[5, 4, 3], [2, 1]], "route 1: 11 aboard after 5, of 10"),
        ("pdptw", [[3, 5, 4], [1, 2, 6]], "route 1: never delivered: [6]"),
        ("pdptw", [[3, 5, 4], [1, 2, 6]], "route 2: 6 is delivered before it is aboard"),
        ("pdptw", [[4, 3, 5, 6], [1, 2]], "route 1: 4 is delivered before it is aboard"),
        ("pdptw", [[3, 1, 5, 4, 6, 2]], "route 1: 7 aboard after 5, of 5"),
        ("darp", [[1, 2, 3, 4, 5, 6]], "route 1: 3 aboard after 3, of 2"),
    ],
)
def test_a_wrong_answer_is_found(family: str, routes: list[list[int]], said: str, tmp_path: Path) -> None:
    """A plan that nobody could drive would be printed as a record."""
    assert said in check(family, written(tmp_path, family), routes).wrong


def test_home_is_where_both_rows_of_the_depot_say(tmp_path: Path) -> None:
    """A vehicle would come home after the depot has closed."""
    text = TEXTS["darp"].replace("7   0.000   0.000  0   0   0  80", "7   0.000   0.000  0   0   0  40")

    assert check("darp", written(tmp_path, "darp", text), GOOD["darp"]).wrong


@pytest.mark.parametrize("head", ["2 3 70 2 9", "2 3 30 2 12"])
def test_rides_and_routes_may_not_be_too_long(head: str, tmp_path: Path) -> None:
    """The only family with people in it would be solved as if they were parcels."""
    path = written(tmp_path, "darp", TEXTS["darp"].replace("2 3 70 2 12", head))

    assert any("cannot be driven in time" in said for said in check("darp", path, GOOD["darp"]).wrong)


def _on_a_line(rng: Random) -> str:
    """Return a dial-a-ride file in which every distance is a whole number, so that no rounding matters."""
    rows = []
    windows = []
    for _ in range(6):
        opens = rng.randrange(40)
        windows.append((opens, opens + rng.choice([4, 15, 60])))
    for n, (opens, closes) in enumerate(windows, 1):
        rows.append(f"{n} {rng.randrange(-9, 10)} 0 {rng.randrange(3)} {1 if n < 4 else -1} {opens} {closes}")
    head = f"2 3 {rng.choice([40, 60])} 3 {rng.choice([6, 10, 16])}"
    return "\n".join([head, "0 0 0 0 0 0 90", *rows, "7 0 0 0 0 0 90"])


def test_checker_and_solver_agree_on_times(tmp_path: Path) -> None:
    """One of two readings of the family would be wrong, and which, nobody would know."""
    answers = []
    for seed in range(120):
        rng = Random(seed)
        path = written(tmp_path, "darp", _on_a_line(rng))
        problem = as_problem(read(Family.DARP, path))
        riders = rng.sample(range(3), rng.choice([1, 2, 3]))
        tasks = sorted((rng.random() + end * rng.choice([0.3, 1]), 2 * r + end) for r in riders for end in (0, 1))
        order = _in_order([task for _, task in tasks])
        nodes = [int(problem.locations[problem.tasks[task].location]) for task in order]
        possible = schedule(lowered(problem), {0: order}) is not None
        verdict = [said for said in check("darp", path, [nodes]).wrong if said.startswith("route")]
        assert possible == (not verdict), (seed, nodes, verdict)
        answers.append(possible)

    assert 20 < sum(answers) < 100


def _in_order(tasks: list[int]) -> list[int]:
    """Return the tasks with each pickup before its dropoff."""
    found = list(tasks)
    for first, second in pairwise(range(7)):
        if first % 2 == 0 and first in found and found.index(first) > found.index(second):
            a, b = found.index(first), found.index(second)
            found[a], found[b] = second, first
    return found

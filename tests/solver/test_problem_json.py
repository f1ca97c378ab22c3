"""Problems as JSON."""

from dataclasses import replace

import pytest

from solver.problem_json import problem_from_json, problem_to_json
from tests.solver.generate import make_problem


@pytest.mark.parametrize("seed", range(20))
def test_round_trip(seed: int) -> None:
    """A complaint about a day could not be replayed from its problem file."""
    problem = make_problem(seed)
    assert problem_from_json(problem_to_json(problem)) == problem


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"end_s":', '"endd_s":', "endd_s"),
        ('"schema":1', '"schema":2', "schema 1"),
        ('"driving":true', '"driving":1', "driving"),
        ('"locations":[', '"locations":[7,', "locations"),
    ],
)
def test_a_damaged_file_is_refused_by_name(old: str, new: str, named: str) -> None:
    """A damaged problem file would be replayed as a different day, silently."""
    text = problem_to_json(make_problem(1))
    damaged = text.replace(old, new, 1)
    assert damaged != text
    with pytest.raises(ValueError, match=named):
        problem_from_json(damaged)


def test_what_only_this_process_knows_of_roads_is_not_written() -> None:
    """No plan made at the desk could be handed on as a file."""
    problem = make_problem(1)
    marked = replace(problem, travel=tuple(replace(table, lineage=object()) for table in problem.travel))
    assert problem_to_json(marked) == problem_to_json(problem)
    with pytest.raises(ValueError, match="lineage"):
        problem_from_json(problem_to_json(problem).replace('"driving":', '"lineage":1,"driving":', 1))

"""How the suite is spread over the cores."""

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.spreading import MOST, spaced, spread_over


@pytest.mark.parametrize(("cores", "processes"), [(None, 0), (1, 0), (2, 2), (3, 3), (4, 4), (64, MOST)])
def test_the_suite_takes_the_cores_that_are_there(cores: int | None, processes: int) -> None:
    """A newcomer's large machine must not run out of memory, and a small one must not stand still on one core."""
    assert spread_over(cores) == processes


def a_file(name: str, count: int) -> list[Any]:
    """Return what pytest would have collected from a file."""
    return [SimpleNamespace(path=Path("/x/tests") / name, name=f"{name}:{number}") for number in range(count)]


def test_browsers_do_not_wait_for_each_other() -> None:
    """Two browsers with their servers on two cores would each take twice as long, and miss what they wait for."""
    browsers = [one for number in range(4) for one in a_file(f"e2e/office/test_{number}.py", 3)]
    others = [one for number in range(40) for one in a_file(f"unit/test_{number}.py", 10)]
    found = spaced([*others, *browsers])
    assert sorted(one.name for one in found) == sorted(one.name for one in [*others, *browsers])
    files = list(dict.fromkeys(one.path for one in found))
    places = [place for place, path in enumerate(files) if "e2e" in path.parts]
    gaps = [later - sooner for sooner, later in pairwise(places)]
    assert places[0] == 0
    assert min(gaps) >= 8
    assert places[-1] < len(files) - 8


def test_a_file_is_run_in_one_piece_and_in_its_order() -> None:
    """Tests of one file share a server, and follow each other."""
    found = spaced([*a_file("unit/a.py", 3), *a_file("unit/b.py", 5), *a_file("e2e/c.py", 2)])
    assert [one.name for one in found if one.path.name == "b.py"] == [f"unit/b.py:{number}" for number in range(5)]
    assert [path.name for path in dict.fromkeys(one.path for one in found)] == ["c.py", "b.py", "a.py"]

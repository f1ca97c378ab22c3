"""Every slip of the pen is named where it stands, once, with what would be right."""

from pathlib import Path

import pytest

from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.town_reader import read_town
from tests.formats.town.good import GOOD, changed, write_files
from tests.formats.town.slips import SLIPS, Slip


def problems_of(folder: Path) -> tuple[InputProblem, ...]:
    """Return what the reader has to say about a folder that it has to refuse."""
    with pytest.raises(InputError) as caught:
        read_town(folder)
    return caught.value.problems


def test_the_good_town_is_good(tmp_path: Path) -> None:
    """Every other test here would prove nothing if the town they break were broken already."""
    town = read_town(write_files(tmp_path, GOOD))

    assert set(town.requests) == {"Z-1", "Z-2", "Z-3", "Z-4"}


@pytest.mark.parametrize(
    "slip", SLIPS, ids=lambda slip: f"{slip.file}:{slip.row or ''}:{slip.column or ''}:{slip.says}"
)
def test_a_slip_is_named_where_it_stands_and_once(slip: Slip, tmp_path: Path) -> None:
    """A dispatcher would search five sheets for a misspelt word, or drown in what follows from it."""
    problems = problems_of(write_files(tmp_path, changed(slip.file, slip.old, slip.new)))

    assert [(problem.file, problem.row, problem.column) for problem in problems] == [(slip.file, slip.row, slip.column)]
    assert slip.says in f"{problems[0].wrong}; {problems[0].right}"
    assert problems[0].right

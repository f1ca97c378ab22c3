"""Finished replications outlast a crash, and nothing else is taken for one."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.errors import InputError
from scheduler.formats.capacity.kept import KeptInFiles

KEY, OTHER = "a" * 64, "b" * 64
FIGURES = (
    Figure(
        scenario='=1+1 "Łódź"\n', replication=3, day=date(2026, 11, 23), kpi="cost_gr", district="łazy", value=1 / 3
    ),
    Figure(scenario="base", replication=0, day=date(2026, 11, 23), kpi="km", service="bus", value=1e-300),
)


def test_what_is_kept_is_read_again_to_the_last_digit(tmp_path: Path) -> None:
    """A resumed study would tell another result than one that ran through."""
    KeptInFiles(tmp_path / "new").keep(KEY, FIGURES)
    assert KeptInFiles(tmp_path / "new").get(KEY) == FIGURES
    assert KeptInFiles(tmp_path / "new").get(OTHER) is None
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("size", range(0, 200, 20))
def test_a_torn_file_is_none(tmp_path: Path, size: int) -> None:
    """Half a replication would go into the mean after a power cut."""
    kept = KeptInFiles(tmp_path)
    kept.keep(KEY, FIGURES)
    (file,) = tmp_path.glob("*.json")
    whole = file.read_bytes()
    assert size < len(whole)
    file.write_bytes(whole[:size])
    assert kept.get(KEY) is None
    file.write_bytes(whole[:size] + b"\0" * (len(whole) - size))
    assert kept.get(KEY) is None
    kept.keep(KEY, FIGURES)
    assert kept.get(KEY) == FIGURES


def test_a_file_of_another_replication_is_none(tmp_path: Path) -> None:
    """A file that was copied to another name would count one replication twice."""
    kept = KeptInFiles(tmp_path)
    kept.keep(KEY, FIGURES)
    (file,) = tmp_path.glob("*.json")
    file.rename(file.with_name(f"{OTHER}.json"))
    assert kept.get(OTHER) is None


def test_a_file_with_another_number_is_none(tmp_path: Path) -> None:
    """Somebody could improve the result with an editor."""
    kept = KeptInFiles(tmp_path)
    kept.keep(KEY, FIGURES)
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(file.read_bytes().replace(b"0.333", b"0.334"))
    assert kept.get(KEY) is None


def test_no_number_is_never_kept(tmp_path: Path) -> None:
    """A division by nothing would lie in a file until somebody wonders about the report."""
    kept = KeptInFiles(tmp_path)
    figure = Figure(scenario="base", replication=0, day=date(2026, 11, 23), kpi="km", value=float("nan"))
    with pytest.raises(ValueError, match="JSON"):
        kept.keep(KEY, [figure])
    assert not list(tmp_path.iterdir())


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """The study would end with a page of program text."""
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        KeptInFiles(tmp_path / "file")

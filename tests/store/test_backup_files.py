"""Files of backups: whole, or not there; and nobody else's."""

from pathlib import Path

import pytest

from scheduler.domain.errors import StoreError
from scheduler.store.backup.files import written_whole


def test_a_folder_that_is_not_there_yet_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    """The first backup would fail for want of a folder, or lie open to every user of the computer."""
    path = tmp_path / "backups" / "monday.zip"
    with written_whole(path) as file:
        file.write(b"all of it")
    assert path.read_bytes() == b"all of it"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_where_no_folder_can_be_made_it_says_so(tmp_path: Path) -> None:
    """A slip in the path would end in a traceback."""
    (tmp_path / "backups").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written"), written_whole(tmp_path / "backups" / "monday.zip"):
        pass


def fail_half_way(path: Path) -> None:
    """Write half of a file."""
    with written_whole(path) as file:
        file.write(b"half")
        raise ZeroDivisionError


def test_an_error_in_the_middle_keeps_what_stood_there(tmp_path: Path) -> None:
    """A full disk would take the last good backup with it."""
    path = tmp_path / "monday.zip"
    path.write_bytes(b"sunday's")
    with pytest.raises(ZeroDivisionError):
        fail_half_way(path)
    assert path.read_bytes() == b"sunday's"
    assert [one.name for one in tmp_path.iterdir()] == ["monday.zip"]

"""The output folder: private, whole, and careful with what others put there."""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.errors import InputError
from scheduler.formats.plan_json import load_plan
from scheduler.formats.sheets import folder as folder_module
from scheduler.formats.sheets.folder import Output, write_day
from scheduler.formats.sheets.names import file_stems, slug
from scheduler.formats.sheets.private_files import MANIFEST, publish, write_private
from tests.formats.sheets.sample import sample_plan, sample_view

VIEW = sample_view()
PLAN = sample_plan(VIEW)
QUICK = (Output.PLAN, Output.PROBLEM, Output.STOPS, Output.CALENDARS, Output.MAPS)


def mode(path: Path) -> int:
    """Return the permission bits of a path itself."""
    return stat.S_IMODE(path.lstat().st_mode)


def names(folder: Path) -> set[str]:
    """Return all files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(params=[0o022, 0o000, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run under another umask."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_everything_is_written_and_told(tmp_path: Path) -> None:
    """A driver would have no sheet although the program said it was done."""
    out = tmp_path / "new" / "out"
    written = write_day(out, PLAN, VIEW, problem_json='{"a": 1}')
    assert names(out) == {path.relative_to(out).as_posix() for path in written} | {MANIFEST}
    assert names(out) >= {
        "plan.json", "problem.json", "overview.html", "stops.csv", "sheets/a-autobus-1-rano.pdf",
        "sheets/e-zlota-raczka.pdf", "calendars/a-autobus-1-rano.ics", "maps/j-opieka-nocna.geojson",
    }  # fmt: skip
    assert len(written) == 4 + 3 * 9
    assert load_plan((out / "plan.json").read_text(encoding="utf-8")) == (PLAN, VIEW)
    assert (out / "problem.json").read_text(encoding="utf-8") == '{"a": 1}'


@pytest.mark.usefixtures("umask")
def test_only_the_owner_can_read(tmp_path: Path) -> None:
    """Every user of the office's computer could read who is ill and where the keys are."""
    out = tmp_path / "out"
    for _ in range(2):
        write_day(out, PLAN, VIEW, only=QUICK)
        assert mode(out) == 0o700
        for path in out.rglob("*"):
            assert mode(path) == (0o700 if path.is_dir() else 0o600), path


def test_a_file_is_private_from_its_first_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody quick could open a sheet between its making and its closing."""
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    before = os.umask(0)
    try:
        write_private(tmp_path / "sheet", b"x")
    finally:
        os.umask(before)
    assert mode(tmp_path / "sheet") == 0o600


def test_an_older_open_folder_is_closed(tmp_path: Path) -> None:
    """An empty folder made beforehand would stay open to everybody."""
    out = tmp_path / "out"
    out.mkdir(mode=0o755)
    write_day(out, PLAN, VIEW, only=[Output.STOPS])
    assert mode(out) == 0o700


def test_writing_again_takes_away_what_is_outdated(tmp_path: Path) -> None:
    """A driver would be handed yesterday's sheet of a shift that no longer exists."""
    out = tmp_path / "out"
    write_day(out, PLAN, VIEW, problem_json="{}", only=QUICK)
    fewer = replace(VIEW, itineraries=VIEW.itineraries[:1])
    write_day(out, PLAN, fewer, only=QUICK)
    assert names(out) == {
        MANIFEST, "plan.json", "stops.csv", "calendars/a-autobus-1-rano.ics", "maps/a-autobus-1-rano.geojson",
    }  # fmt: skip


def test_writing_a_part_leaves_the_rest(tmp_path: Path) -> None:
    """Printing the sheets once more would delete the plan."""
    out = tmp_path / "out"
    write_day(out, PLAN, VIEW, only=QUICK)
    before = names(out)
    fewer = replace(VIEW, itineraries=VIEW.itineraries[:1])
    write_day(out, PLAN, fewer, only=[Output.MAPS])
    assert before - names(out) == {name for name in before if name.startswith("maps/") and "autobus-1" not in name}


def test_things_of_others_are_left_alone(tmp_path: Path) -> None:
    """--out ~/Documents would wipe a home folder, or lock others out of a shared one."""
    tmp_path.chmod(0o755)
    (tmp_path / "letter.odt").write_text("dear mayor", encoding="utf-8")
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "town.png").write_text("x", encoding="utf-8")
    write_day(tmp_path, PLAN, VIEW, only=QUICK)
    write_day(tmp_path, PLAN, replace(VIEW, itineraries=()), only=QUICK)
    assert (tmp_path / "letter.odt").read_text(encoding="utf-8") == "dear mayor"
    assert names(tmp_path / "maps") == {"town.png"}
    assert not (tmp_path / "calendars").exists()
    assert mode(tmp_path) == 0o755


def test_a_foreign_file_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    """Somebody's own plan.json would be gone for good."""
    (tmp_path / "plan.json").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="did not write it"):
        write_day(tmp_path, PLAN, VIEW, only=QUICK)
    assert names(tmp_path) == {"plan.json"}
    assert (tmp_path / "plan.json").read_text(encoding="utf-8") == "mine"


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    """--out plan.json would end in a traceback."""
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="is a file"):
        write_day(tmp_path / "out", PLAN, VIEW, only=QUICK)
    with pytest.raises(InputError, match="cannot be written"):
        write_day(tmp_path / "out" / "deeper", PLAN, VIEW, only=QUICK)


def test_links_do_not_lead_the_files_elsewhere(tmp_path: Path) -> None:
    """Another user could have the sheets written into a folder of their own."""
    trap, out = tmp_path / "trap", tmp_path / "out"
    trap.mkdir()
    out.mkdir()
    (out / "maps").symlink_to(trap)
    with pytest.raises(InputError, match="no folder of this program"):
        write_day(out, PLAN, VIEW, only=[Output.MAPS])
    (out / "plan.json").symlink_to(trap / "stolen")
    with pytest.raises(InputError, match="did not write it"):
        write_day(out, PLAN, VIEW, only=[Output.PLAN])
    with pytest.raises(FileExistsError):
        write_private(out / "plan.json", b"x")
    assert not list(trap.iterdir())


def test_a_forged_list_of_our_files_deletes_nothing_outside(tmp_path: Path) -> None:
    """A folder from somebody else could make the next run delete the user's files."""
    victim, out = tmp_path / "victim", tmp_path / "out"
    victim.write_text("dear", encoding="utf-8")
    write_day(out, PLAN, VIEW, only=[Output.STOPS])
    forged: list[Any] = [[str(victim), "../victim", "maps/../../victim", "a/b/c", "..\\victim", 7, ""], "x", {}, None]
    for listed in forged:
        (out / MANIFEST).write_text(json.dumps({"files": listed}), encoding="utf-8")
        (out / "stops.csv").unlink(missing_ok=True)
        publish(out, {"stops.csv": b"x"}, replaces=lambda _: True)
        assert victim.read_text(encoding="utf-8") == "dear"


def test_a_failure_halfway_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the sheets would be of the new plan, half of the old one."""
    out = tmp_path / "out"
    write_day(out, PLAN, VIEW, only=QUICK)
    before = {name: (out / name).read_bytes() for name in names(out)}

    def fail(*_: object, **__: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(folder_module, "stops_csv", fail)
    with pytest.raises(RuntimeError):
        write_day(out, PLAN, replace(VIEW, version=9), only=QUICK)
    with pytest.raises(RuntimeError):
        write_day(tmp_path / "never", PLAN, VIEW, only=QUICK)
    assert {name: (out / name).read_bytes() for name in names(out)} == before
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_a_new_plan_clears_the_sheets_of_the_old_one(tmp_path: Path) -> None:
    """A driver would be handed a sheet of a plan that no longer holds."""
    write_day(tmp_path / "out", PLAN, VIEW, problem_json="{}", only=QUICK)
    write_day(tmp_path / "out", PLAN, VIEW, only=[Output.STOPS])
    assert "problem.json" in names(tmp_path / "out")
    write_day(tmp_path / "out", PLAN, VIEW, only=[Output.PLAN], clear=True)
    assert names(tmp_path / "out") == {"plan.json", MANIFEST}


def test_a_full_disk_leaves_no_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a plan would lie about, readable or not, and look like a whole one."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scheduler.formats.sheets.private_files.write_private", full)
    with pytest.raises(InputError, match="No space left"):
        publish(tmp_path / "out", {"a": b"x"}, replaces=lambda _: True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Złota rączka: naprawy", "zlota-raczka-naprawy"), ("../../etc/passwd", "etc-passwd"), ("", ""), ("💡", ""),
        ("a\x00b\nc", "a-b-c"), ("Łódź ĄĘŚĆŻŹŃÓ", "lodz-aesczzno"), ("x" * 300, "x" * 48), ("C:\\nul", "c-nul"),
    ],
)  # fmt: skip
def test_file_names_are_readable_and_harmless(name: str, expected: str) -> None:
    """A shift's name could write outside the folder, or make files that Windows cannot open."""
    assert slug(name) == expected


def test_no_two_shifts_share_a_file() -> None:
    """Two crews called "Bus" would overwrite each other's sheet."""
    shifts = [("A", "Bus"), ("B", "BUS"), ("C", "Büs"), ("D", "CON"), ("E", ""), ("AA", "Bus")]
    stems = file_stems(shifts)
    assert len({stem.casefold() for stem in stems}) == len(shifts)
    assert stems == ["0a-bus", "0b-bus", "0c-bus", "0d-con", "0e-x", "aa-bus"]
    assert stems == sorted(stems)

"""`dojazd solve --format vroom`: another program's problems and clients, on this command line."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from solver.kernel import CacheError
from tests.cli.conftest import Run

type Json = dict[str, Any]

QUICK = ("--format", "vroom", "--effort", "2", "--threads", "1")


def written(folder: Path, data: Any) -> Path:
    path = folder / "in.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def van(**fields: Any) -> Json:
    return {"id": 1, "description": "van", "start_index": 0, "end_index": 0, "capacity": [3], "skills": [1], **fields}


def asked(*jobs: Json, **fields: Any) -> Json:
    matrices = {"car": {"durations": [[0, 600, 700], [600, 0, 500], [700, 500, 0]]}}
    return {"vehicles": [van(time_window=[28800, 36000])], "jobs": jobs, "matrices": matrices, **fields}


def near(number: int, **fields: Any) -> Json:
    return {"id": number, "location_index": 1, **fields}


def test_a_solution_comes_on_standard_output(dojazd: Run, tmp_path: Path) -> None:
    """A client that reads a pipe would find something else than JSON."""
    done = dojazd("solve", written(tmp_path, asked(near(1), near(2, location_index=2))), *QUICK)
    told = json.loads(done.stdout)

    assert done.returncode == 0
    assert "in.json" not in done.stderr  # there is nothing to be said about it
    assert (told["code"], told["summary"]["cost"], told["unassigned"]) == (0, 1800, [])
    assert told["summary"]["computing_times"].keys() == {"loading", "solving", "routing"}
    assert [step["type"] for step in told["routes"][0]["steps"]] == ["start", "job", "job", "end"]


def test_a_solution_is_written_to_a_file(dojazd: Run, tmp_path: Path) -> None:
    """Somebody's addresses would be readable for everybody, or the file be empty."""
    out = tmp_path / "out.json"
    done = dojazd("solve", written(tmp_path, asked(near(1))), *QUICK, "-o", out)

    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["code"] == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


REASONS = {
    "a skill": (near(1, skills=[7]), "job 1 needs the qualification 7; van has none"),
    "room": (near(1, delivery=[5]), "van: at the very start there is not a place for everything (missing: 2)"),
    "time": (near(1, time_windows=[[0, 100]]), "before the shift begins at 08:00"),
    "room for both ways": (near(1, delivery=[1], pickup=[5]), "there is not a place for everybody (missing: 2)"),
}


@pytest.mark.parametrize("kind", REASONS)
def test_the_unassigned_come_with_a_reason(dojazd: Run, tmp_path: Path, kind: str) -> None:
    """VROOM's users are left to guess why a job is not done."""
    work, reason = REASONS[kind]
    told = json.loads(dojazd("solve", written(tmp_path, asked(work, near(2))), *QUICK).stdout)

    assert [one["id"] for one in told["unassigned"]] == [1]
    assert reason in told["unassigned"][0]["reason"]


def test_no_price_is_spoken_of(dojazd: Run, tmp_path: Path) -> None:
    """A client would read that a job costs millions of złoty; prices only rank what is left out."""
    work = [near(number, delivery=[2]) for number in (1, 2, 3)]
    told = json.loads(dojazd("solve", written(tmp_path, asked(*work)), *QUICK).stdout)

    assert len(told["unassigned"]) == 2
    assert all("zł" not in one["reason"] for one in told["unassigned"])


MISTAKES: dict[str, tuple[Any, str]] = {
    "a key": (asked(near(1, serivce=5)), "jobs[0].serivce is not known; did you mean service?"),
    "plan mode": (asked(near(1), vehicles=[van(steps=[])]), "plan mode is not supported"),
    "no JSON": ("{", "is not JSON"),
    "deep JSON": ("[" * 100_000, "is not JSON"),
    "no object": ([], "is an array, not an object"),
    "a profile": (
        {"jobs": [{"id": 1, "location": [20, 51]}], "vehicles": [{"id": 1, "start": [20, 51], "profile": "boat"}]},
        "vehicles[0].profile is 'boat', without matrices",
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_answered_as_vroom_does(dojazd: Run, tmp_path: Path, kind: str) -> None:
    """A client that waits for code and error would get a traceback, or nothing."""
    data, wrong = MISTAKES[kind]
    out = tmp_path / "out.json"
    done = dojazd("solve", written(tmp_path, data), *QUICK)
    filed = dojazd("solve", written(tmp_path, data), *QUICK, "-o", out)
    told = json.loads(done.stdout)

    assert (done.returncode, filed.returncode, told["code"]) == (2, 2, 2)
    assert wrong in told["error"]
    assert wrong.split(" ", 1)[1] in done.stderr
    assert json.loads(out.read_text(encoding="utf-8")) == told
    assert "Traceback" not in done.stderr


def test_a_missing_file_and_folder_are_told(dojazd: Run, tmp_path: Path) -> None:
    """A mistyped path would end in a traceback."""
    missing = dojazd("solve", tmp_path / "none.json", *QUICK)
    nowhere = dojazd("solve", written(tmp_path, asked(near(1))), *QUICK, "-o", tmp_path / "no" / "out.json")

    assert (missing.returncode, json.loads(missing.stdout)["code"]) == (2, 2)
    assert "VROOM" in missing.stderr
    assert (nowhere.returncode, "Traceback" in nowhere.stderr) == (2, False)


def test_an_engine_that_does_not_start_is_told_as_an_internal_error(
    dojazd: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client would take the computer's trouble for its own mistake."""

    def broken(*_: object, **__: object) -> None:
        raise CacheError("no room for compiled code")

    monkeypatch.setattr("scheduler.services.solving.warm", broken)
    done = dojazd("solve", written(tmp_path, asked(near(1))), *QUICK)

    assert (done.returncode, json.loads(done.stdout)) == (2, {"code": 1, "error": "no room for compiled code"})


def test_coordinates_without_matrices_are_estimated_and_said_so(dojazd: Run, tmp_path: Path) -> None:
    """Straight lines would be taken for roads: 150 m + 1290 m a km, 40 s + 118 s a km."""
    data = {
        "vehicles": [{"id": 1, "start": [20.0, 51.0]}],
        "jobs": [{"id": 1, "location": [20.0, 51.0 + 0.999 / 111.1951], "description": "a km to the north"}],
    }
    done = dojazd("solve", written(tmp_path, data), *QUICK)
    told = json.loads(done.stdout)

    assert (told["summary"]["duration"], told["summary"]["distance"]) == (158, 1439)
    assert "straight lines" in told["notes"][0]
    assert "straight lines" in done.stderr
    assert told["routes"][0]["steps"][1]["location"] == data["jobs"][0]["location"]


def test_the_same_seed_and_effort_give_the_same_plan(dojazd: Run, tmp_path: Path) -> None:
    """A complaint about a plan could not be looked into."""
    path = written(tmp_path, asked(*(near(n, delivery=[1]) for n in range(1, 6))))
    first, second = (json.loads(dojazd("solve", path, *QUICK, "--seed", 3).stdout) for _ in range(2))

    assert first["routes"] == second["routes"]
    assert first["unassigned"] == second["unassigned"]

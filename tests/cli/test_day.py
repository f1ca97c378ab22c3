"""The main job, as a dispatcher types it."""

import json
import shutil
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import psutil

from scheduler.domain.time import ServiceDay
from scheduler.formats.plan_json import load_plan
from scheduler.services.horizon import solution_of
from scheduler.services.solving import signature
from solver.problem_json import problem_from_json
from tests.cli.conftest import DAY, ROOT, TOWN, Run, environment


def test_the_output_folder_holds_a_printable_day(planned: Path) -> None:
    """A driver would come to work and find no itinerary."""
    names = {path.name for path in planned.rglob("*")}
    assert {"plan.json", "problem.json", "overview.html", "stops.csv"} <= names
    routes = json.loads((planned / "plan.json").read_text(encoding="utf-8"))["plan"]["routes"]
    for ending in (".pdf", ".ics", ".geojson"):
        assert sum(name.endswith(ending) for name in names) == len(routes) > 5


def test_the_output_folder_is_private(planned: Path) -> None:
    """Names, addresses and door codes would be readable to everybody on the computer."""
    assert stat.S_IMODE(planned.stat().st_mode) == 0o700
    assert all(not path.stat().st_mode & 0o077 for path in planned.rglob("*"))


def test_a_fresh_plan_verifies(dojazd: Run, planned: Path) -> None:
    """A plan that breaks a rule would go out to drivers."""
    done = dojazd("verify", TOWN, planned, "--lang", "en")
    assert done.returncode == 0, done.stdout
    assert "breaks no rule" in done.stdout


def test_a_plan_somebody_changed_is_caught(dojazd: Run, planned: Path, tmp_path: Path) -> None:
    """A stop moved by hand in the file would make a promise nobody can keep, unnoticed."""
    document = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    route = max(document["plan"]["routes"], key=lambda r: len(r["stops"]))
    route["stops"][0], route["stops"][1] = route["stops"][1], route["stops"][0]
    (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    done = dojazd("verify", TOWN, tmp_path, "--lang", "en")
    assert done.returncode == 1
    assert "broken: travel" in done.stdout


def test_the_same_seed_and_effort_give_the_same_plan(dojazd: Run, planned: Path, tmp_path: Path) -> None:
    """A complaint about a plan could not be looked into, because the plan would come out differently."""
    again = dojazd("plan", TOWN, "--date", DAY, "--effort", 1, "--seed", 1, "--out", tmp_path / "again")
    assert again.returncode == 0, again.stderr
    first, second = (
        json.loads((out / "plan.json").read_text(encoding="utf-8"))["plan"] for out in (planned, tmp_path / "again")
    )
    assert {**first, "made_at": ""} == {**second, "made_at": ""}


def test_a_kept_problem_replays_to_the_same_plan(dojazd: Run, planned: Path) -> None:
    """The problem file would not be the one the plan was made from."""
    problem = problem_from_json((planned / "problem.json").read_text(encoding="utf-8"))
    plan, _ = load_plan((planned / "plan.json").read_text(encoding="utf-8"))
    day = ServiceDay(date=plan.day, zone=ZoneInfo("Europe/Warsaw"))
    done = dojazd("replay", planned / "problem.json", "--effort", 1, "--seed", 1, "--json")
    assert done.returncode == 0, done.stderr
    replayed = json.loads(done.stdout)
    assert replayed["terms_gr"] == plan.terms
    assert replayed["signature"] == signature(solution_of(problem, day, plan))


def test_sheets_are_printed_again_from_the_plan_alone(dojazd: Run, planned: Path, tmp_path: Path) -> None:
    """A lost sheet could not be printed again without the town's files."""
    done = dojazd("sheets", planned, "--out", tmp_path / "sheets", "--lang", "pl")
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "sheets").rglob("*.pdf"))


def test_printing_sheets_again_keeps_plan_and_problem(dojazd: Run, planned: Path, tmp_path: Path) -> None:
    """After printing in another language nobody could find out any more why a plan came out as it did."""
    out = shutil.copytree(planned, tmp_path / "out")
    before = [(out / name).read_bytes() for name in ("plan.json", "problem.json")]
    assert dojazd("sheets", out, "--lang", "pl").returncode == 0
    assert [(out / name).read_bytes() for name in ("plan.json", "problem.json")] == before
    assert dojazd("replay", out / "problem.json", "--effort", 1).returncode == 0


def test_a_problem_of_another_plan_does_not_stay(dojazd: Run, planned: Path, tmp_path: Path) -> None:
    """A replay of the folder would solve another day than its plan.json shows."""
    out, empty = tmp_path / "out", tmp_path / "empty"
    assert dojazd("plan", TOWN, "--date", "2026-12-24", "--seconds", 1, "--out", out).returncode == 0
    assert dojazd("plan", TOWN, "--date", "2026-12-24", "--seconds", 1, "--out", empty).returncode == 0
    assert dojazd("sheets", planned, "--out", out).returncode == 0
    assert not (out / "problem.json").exists()
    assert dojazd("sheets", empty / "plan.json").returncode == 0
    assert (empty / "problem.json").exists()


def test_the_plan_lands_before_its_sheets(dojazd: Run, planned: Path, tmp_path: Path) -> None:
    """A second Ctrl-C while sheets are drawn would lose the plan, or leave it beside the sheets of another."""
    out = shutil.copytree(planned, tmp_path / "out")
    words = ("plan", TOWN, "--date", "2026-12-24", "--seconds", 1, "--lang", "en", "--out", out)
    with patch("scheduler.formats.sheets.folder.overview_html", side_effect=KeyboardInterrupt):
        done = dojazd(*words)
    assert done.returncode == 130
    assert "0 of 0" in done.stdout
    assert {path.name for path in out.iterdir()} == {"plan.json", "problem.json", ".dojazd.json"}
    assert dojazd("sheets", out).returncode == 0
    assert (out / "overview.html").exists()


def test_json_is_one_document_and_nothing_else(dojazd: Run) -> None:
    """A program that reads our output would choke on a progress bar."""
    done = dojazd("plan", TOWN, "--date", DAY, "--effort", 1, "--json", "--strict")
    told = json.loads(done.stdout)
    assert told["requested"] == 70
    assert done.returncode == told["exit_code"] == int(told["served"] < told["requested"])


def test_a_day_without_requests_is_an_empty_plan(dojazd: Run) -> None:
    """A holiday would crash the planner."""
    done = dojazd("plan", TOWN, "--date", "2026-12-24", "--seconds", "1", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "0 of 0" in done.stdout


def worked(process: "subprocess.Popen[str]", seconds: float) -> None:
    """Wait until a process is well in its search: by what it has worked, however busy the computer is."""
    seen = psutil.Process(process.pid)
    while process.poll() is None and seen.cpu_times().user < seconds:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)


def test_ctrl_c_gives_the_best_plan_so_far(tmp_path: Path) -> None:
    """A dispatcher in a hurry would lose the plan by stopping the search."""
    command = [sys.executable, "-m", "scheduler.cli", "plan", str(TOWN), "--date", DAY, "--seconds", "600"]
    with subprocess.Popen(
        [*command, "--out", str(tmp_path / "out")], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    ) as running:
        worked(running, seconds=8)
        running.send_signal(signal.SIGINT)
        told, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "best plan so far" in told
    assert (tmp_path / "out" / "plan.json").exists()


def test_the_demo_runs_in_a_new_folder(dojazd: Run, elsewhere: Path) -> None:
    """The first line of the README would not work for a newcomer."""
    done = dojazd("demo", "--seconds", "2", "--no-open")
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "dojazd-demo" / "plan" / "overview.html").exists()
    again = dojazd("check", elsewhere / "dojazd-demo" / "town")
    assert again.returncode == 0, again.stderr

"""Bad input gets a sentence and exit code 2, never a traceback."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.bootstrap import SystemClock
from scheduler.cli.options import today
from scheduler.domain.errors import PlanRejectedError
from tests.cli.conftest import DAY, ROOT, TOWN, Run


def empty_requests(town: Path) -> None:
    (town / "requests.csv").write_bytes(b"")


def binary_clients(town: Path) -> None:
    (town / "clients.csv").write_bytes(bytes(range(256)) * 20)


def no_town_file(town: Path) -> None:
    (town / "town.toml").unlink()


def broken_toml(town: Path) -> None:
    (town / "town.toml").write_text("name = [", encoding="utf-8")


def broken_geojson(town: Path) -> None:
    (town / "districts.geojson").write_text('{"type": "FeatureCollection", "features": [{}]}', encoding="utf-8")


def unknown_client(town: Path) -> None:
    path = town / "requests.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("K-08", "K-80808"), encoding="utf-8")


@pytest.mark.parametrize(
    "damage", [empty_requests, binary_clients, no_town_file, broken_toml, broken_geojson, unknown_client]
)
def test_a_damaged_town_is_refused_whole(dojazd: Run, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Half a town would be planned, or a dispatcher would face a page of Python."""
    town = shutil.copytree(TOWN, tmp_path / "town")
    damage(town)
    done = dojazd("plan", town, "--date", DAY, "--seconds", "1", "--out", tmp_path / "out")
    assert done.returncode == 2, done.stdout
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("plan", TOWN, "--date", "tomorrow"),
        ("plan", TOWN, "--date", "2026-02-30"),
        ("plan", TOWN),
        ("plan", TOWN, "--date", DAY, "--seconds", "-1"),
        ("plan", TOWN, "--date", DAY, "--seconds", "nan"),
        ("plan", TOWN, "--date", DAY, "--seed", "x"),
        ("plan", "nowhere", "--date", DAY),
        ("check", ROOT / "README.md"),
        ("verify", TOWN, "nowhere"),
        ("verify", TOWN, ROOT / "README.md"),
        ("sheets", ROOT / "pyproject.toml"),
        ("replay", ROOT / "README.md"),
        ("fly",),
        ("plan", TOWN, "--date", DAY, "--lang", "de"),
        ("worker",),
        ("worker", "somewhere"),
        ("worker", "tcp://127.0.0.1:1", "--threads", "0"),
    ],
)
def test_bad_words_are_refused(dojazd: Run, words: tuple[str | Path, ...]) -> None:
    """A slip on the command line would look like a crash."""
    done = dojazd(*words)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text", ["", "{}", "[" * 100_000, '{"schema": 1}', '{"schema": 99}', "\x00", '{"schema": NaN}']
)
def test_a_damaged_plan_is_refused(dojazd: Run, tmp_path: Path, text: str) -> None:
    """A truncated file would be printed as half a day."""
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    done = dojazd("sheets", tmp_path)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr


def test_an_unknown_request_is_named(dojazd: Run, planned: Path) -> None:
    """A dispatcher with a typing error would be told nonsense."""
    done = dojazd("explain", TOWN, planned, "R-999")
    assert done.returncode == 2
    assert "R-999" in done.stderr


def test_a_rejected_plan_is_no_bad_input(dojazd: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dispatcher would look for a mistake in files that are right, while the program itself is wrong."""

    def reject(*_: object, **__: object) -> None:
        raise PlanRejectedError("Bus 1: 9 people, 8 places")

    monkeypatch.setattr("scheduler.cli.day.plan_day", reject)
    done = dojazd("plan", TOWN, "--date", DAY)
    assert done.returncode == 1
    assert "9 people" in done.stderr


@pytest.mark.parametrize(("instant", "expected"), [("2026-11-22T23:30", 23), ("2026-11-22T22:30", 22)])
def test_today_is_the_town_s_date(monkeypatch: pytest.MonkeyPatch, instant: str, expected: int) -> None:
    """Shortly after midnight, or on a server in UTC, the demo would plan yesterday."""
    now = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    monkeypatch.setattr(SystemClock, "now", lambda _: now)
    assert today(ZoneInfo("Europe/Warsaw")).day == expected


def test_the_version_is_told_without_a_command(dojazd: Run) -> None:
    """Whoever reports a fault could not say which release they have."""
    done = dojazd("--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("dojazd 0.")

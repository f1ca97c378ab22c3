"""The measurements of travel engines are of what they say."""

import os
from pathlib import Path

import pytest

from benchmarks.travel import cached_rows, error_rows, matrix_row, road_points
from scheduler.travel.network.build import BuildReport
from scheduler.travel.osrm import OsrmEngine
from tests.travel.extracts import helsinki_extract
from tests.travel.fakes import spots


def test_a_measurement_that_crashes_is_told(tmp_path: Path) -> None:
    """The nightly measurements would hang for ever, and nobody would learn of the crash."""
    with pytest.raises(ChildProcessError, match="measuring osrm ended with code 1"):
        matrix_row("osrm", tmp_path, spots(2), repeat=1)  # there is no network


def test_judges_are_not_doors(helsinki_home: Path) -> None:
    """The great circle would be judged on the very points that it was fitted to, and look better than it is."""
    engine, extract = OsrmEngine(helsinki_home), helsinki_extract()
    doors = {point.point for point in road_points(extract, engine, 60, seed=12)}

    judges = {point.point for point in road_points(extract, engine, 60, seed=12, exclude=doors)}

    assert len(judges) >= 60 * 0.9
    assert not doors & judges


def test_errors_are_measured_on_judges_alone(
    helsinki: BuildReport, copied_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures of the handbook would be those of doors that the great circle knows by heart."""
    drawn: list[set[object]] = []

    def noting(*given: object, **options: object) -> object:
        found = road_points(*given, **options)  # type: ignore[arg-type]
        drawn.append({point.point for point in found})
        return found

    monkeypatch.setattr("benchmarks.travel.road_points", noting)
    report = BuildReport(
        network=helsinki.network,
        folder=copied_home / "roads" / helsinki.network.version,
        seconds=helsinki.seconds,
        profiles=helsinki.profiles,
    )

    rows = list(error_rows(helsinki_extract(), copied_home, report))

    assert [row["straight"] for row in rows] == ["rates", "rates and detours"]
    assert not drawn[0] & drawn[1]


def test_known_legs_are_measured_as_a_user_asks_for_them(helsinki_home: Path) -> None:
    """The figure of a re-plan would leave out what a user waits for, or be that of the great circle."""
    points = road_points(helsinki_extract(), OsrmEngine(helsinki_home), 30, seed=1)
    before = dict(os.environ)

    rows = list(cached_rows(helsinki_home, points, repeat=1))

    assert [row["through"] for row in rows] == ["osrm", "travel_for"]
    assert {row["places"] for row in rows} == {len(points) - 1}
    assert dict(os.environ) == before

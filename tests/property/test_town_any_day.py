"""Demo towns on any date: leap days, turns of the year, and the nights when the clocks change."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixtures.demo.index import DEMO_TOWNS, build_town
from scheduler.formats.town_reader import read_town
from scheduler.formats.town_writer import write_town

DATES = st.dates(min_value=date(2024, 1, 1), max_value=date(2035, 12, 31))


@given(name=st.sampled_from(sorted(DEMO_TOWNS)), day=DATES, seed=st.integers(min_value=0, max_value=10**6))
@settings(max_examples=15)
@example(name="starachowice", day=date(2027, 3, 28), seed=1)
@example(name="starachowice", day=date(2026, 10, 25), seed=1)
@example(name="starachowice", day=date(2026, 10, 24), seed=1)
@example(name="starachowice", day=date(2027, 3, 27), seed=1)
@example(name="chelm", day=date(2027, 3, 27), seed=1)
@example(name="chelm", day=date(2028, 12, 31), seed=1)
@example(name="kalisz", day=date(2028, 2, 29), seed=1)
def test_a_demo_town_can_be_built_read_and_written_on_any_date(name: str, day: date, seed: int) -> None:
    """The demo would not start on somebody's Sunday, or on the night of the clocks."""
    town = build_town(name, seed=seed, service_day=day)
    assert len(town.requests_on(day)) == len(build_town(name).requests_on(date(2026, 11, 23)))
    with TemporaryDirectory() as folder:
        write_town(town, Path(folder))
        assert read_town(Path(folder)) == town

"""What holds on a running day alone: a disruption is one thing, ends after it begins, and slows nobody backwards."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.domain.errors import NaiveTimeError
from scheduler.domain.ids import DisruptionId, RequestId, ShiftId, UserId
from scheduler.domain.live_day import (
    Breakdown,
    Disruption,
    DisruptionKind,
    LiveDay,
    Overrun,
    RoadClosed,
    Snow,
    overrun_until,
    overruns,
)
from scheduler.domain.place import GeoPoint

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE = GeoPoint(lat=51.0, lon=21.0)
SNOW = Snow(permille=600)
ROAD = RoadClosed(line=(HERE,), radius_m=100, detour=timedelta(minutes=5))
BROKEN = Breakdown(shift_id=ShiftId("Z-01"), point=HERE, aboard=(RequestId("A"),))
LONGER = Overrun(task_id="R-7#2:visit")


def told(key: str = "D-1", **fields: Any) -> Disruption:
    """Return a disruption from noon on."""
    made: dict[str, Any] = {"id": DisruptionId(key), "since": NOON, "by": UserId("anna"), "reported_at": NOON}
    return Disruption(**(made | fields))


def test_a_disruption_is_one_thing() -> None:
    """A breakdown that is also snow would be taken back with it, or nothing at all be kept as something."""
    kinds = [told(snow=SNOW), told(road=ROAD), told(breakdown=BROKEN), told(overrun=LONGER, until=NOON + HOUR)]
    assert [one.kind for one in kinds] == list(DisruptionKind)
    assert [sorted(one.request_ids) for one in kinds] == [[], [], ["A"], ["R-7"]]
    several: list[dict[str, Any]] = [{}, {"snow": SNOW, "road": ROAD}]
    for wrong in several:
        with pytest.raises(ValueError, match="one thing"):
            told(**wrong)


def test_a_disruption_ends_after_it_begins_and_knows_its_time() -> None:
    """Snow that is over before it falls would slow nobody, and a visit overrun for ever."""
    for until in (NOON, NOON - HOUR):
        with pytest.raises(ValueError, match="ends after"):
            told(snow=SNOW, until=until)
    with pytest.raises(ValueError, match="until when"):
        told(overrun=LONGER)
    with pytest.raises(NaiveTimeError):
        told(snow=SNOW, since=NOON.replace(tzinfo=None))


@pytest.mark.parametrize("permille", [0, -1, 1000, 5000])
def test_snow_is_slower(permille: int) -> None:
    """A factor of nothing would make every way endless, and one above a thousand make buses fly."""
    with pytest.raises(ValueError, match="1 to 999"):
        Snow(permille=permille)


@pytest.mark.parametrize(
    ("line", "radius_m", "detour"),
    [
        ((), 0, HOUR),
        ((HERE,), 0, HOUR),
        ((HERE,), -5, HOUR),
        ((HERE, HERE), 100, HOUR),
        ((HERE, HERE), 0, timedelta(0)),
        ((HERE, HERE), 0, -HOUR),
    ],
)
def test_a_closed_road_is_a_line_or_a_circle_and_costs_time(
    line: tuple[GeoPoint, ...], radius_m: int, detour: timedelta
) -> None:
    """A detour that saves time would send every bus across the closed bridge."""
    with pytest.raises(ValueError, match=r"line|longer"):
        RoadClosed(line=line, radius_m=radius_m, detour=detour)


def test_what_is_over_or_taken_back_is_not_in_force() -> None:
    """The morning's snow would slow the evening, or a slip of the keyboard the whole day."""
    over, later = told("over", snow=SNOW, until=NOON + HOUR), told("later", snow=SNOW, since=NOON + 9 * HOUR)
    open_end, gone = told("open", road=ROAD), told("gone", snow=SNOW, taken_back_at=NOON)
    day = LiveDay(day=NOON.date(), as_of=NOON + HOUR, disruptions=(over, later, open_end, gone))
    assert day.in_force == (later, open_end)


def test_the_last_word_on_a_task_counts() -> None:
    """A crew that stays until noon after all would be expected at the next door at eleven."""
    first, second = (told(f"D-{k}", overrun=LONGER, until=NOON + k * HOUR) for k in (1, 2))
    gone = told("D-3", overrun=LONGER, until=NOON + 3 * HOUR, taken_back_at=NOON)
    known = (first, second, gone, told("D-4", snow=SNOW))
    assert overrun_until(known, LONGER.task_id) == NOON + 2 * HOUR
    assert overrun_until(known, "R-8:visit") is None
    assert overruns(known) == {LONGER.task_id: NOON + 2 * HOUR}

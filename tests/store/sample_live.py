"""A running day on which everything happens at once."""

from datetime import timedelta
from typing import Any

from scheduler.domain import ids
from scheduler.domain.live_day import Begun, Breakdown, Disruption, LiveDay, Overrun, RoadClosed, Snow
from scheduler.domain.roster import Aboard, StartState
from tests.store.sample_days import DAY, NAME, NOW, POINT, TWICE

_LATER = TWICE + timedelta(hours=3)


def disruption(key: str = "D-1", **fields: Any) -> Disruption:
    """Return snow in a part of the town, or whatever else is told, in the hour that comes twice."""
    made: dict[str, Any] = {"id": ids.DisruptionId(key), "since": TWICE, "by": ids.UserId("U-1"), "reported_at": NOW}
    if not fields.keys() & {"snow", "road", "breakdown", "overrun"}:
        made["snow"] = Snow(permille=600, districts=frozenset({ids.DistrictId("północ")}))
    return Disruption(**(made | fields))


def live_day(**fields: Any) -> LiveDay:
    """Return a running day with one disruption of each kind."""
    rider = ids.RequestId("R-02")
    state = StartState(
        point=POINT,
        free_at=TWICE,
        aboard=(Aboard(request_id=rider, since=TWICE),),
        done=frozenset({ids.RequestId("R-01")}),
        prefix=("R-02:dropoff",),
        driven=timedelta(minutes=5, microseconds=1),
    )
    broken = Breakdown(shift_id=ids.ShiftId("S-1"), point=POINT, aboard=(rider,))
    closed = RoadClosed(line=(POINT,), radius_m=120, detour=timedelta(minutes=7))
    made: dict[str, Any] = {
        "day": DAY,
        "as_of": TWICE,
        "begun": (Begun(shift_id=ids.ShiftId("S-1"), state=state),),
        "disruptions": (
            disruption(),
            disruption("D-2", road=closed, until=_LATER),
            disruption("D-3", breakdown=broken, note=f"{NAME} czeka"),
            disruption("D-4", overrun=Overrun(task_id="R-01:visit"), until=_LATER),
        ),
    }
    return LiveDay(**(made | fields))

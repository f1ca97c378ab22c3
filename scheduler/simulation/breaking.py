"""A vehicle that breaks down on the way, with everybody aboard."""

from datetime import datetime

from scheduler.domain.ids import DisruptionId, ShiftId
from scheduler.domain.live_day import Breakdown, Disruption, live_key
from scheduler.services.dispatching import Hand
from scheduler.services.disruptions.reporting import report_disruption
from scheduler.services.live.refreshing import refresh
from scheduler.services.ports import TravelTimes
from scheduler.simulation.crews import Crews
from scheduler.simulation.evening import OLA


def break_down(crews: Crews, travel: TravelTimes, bus: ShiftId, *, key: DisruptionId, until: datetime) -> Disruption:
    """Let a crew's vehicle break down where it is by what crews have told, and tell the office.

    Returns
    -------
    Disruption
        As it is kept: with who was aboard.
    """
    at = crews.acted
    with crews.store.writing(crews.town_id) as unit:
        refresh(unit, crews.day, at, asked=True)
        point = unit.live.get(live_key(crews.day)).states[bus].point
        broken = Breakdown(shift_id=bus, point=point)
        told = Disruption(id=key, since=at, until=until, by=OLA, reported_at=at, breakdown=broken)
        kept, _ = report_disruption(unit, travel, crews.day, told, Hand(by=OLA, at=at))
    crews.gone.add(bus)
    return kept

"""What nobody knows when the telephone rings: how long it will take at the door, and how the booking will end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.parts import Endings
from scheduler.domain.catalogue import HelpLevel, Service, ServiceKind
from scheduler.domain.client import Client
from scheduler.domain.learning import LearnedTimes, Where
from scheduler.domain.time import elapsed
from scheduler.domain.town import Town
from scheduler.services.door_times import taught
from scheduler.simulation.demand.streams import Stream

_WHERE = {ServiceKind.VISIT: Where.VISIT, ServiceKind.RIDE: Where.PICKUP, ServiceKind.DELIVERY: Where.DROP}


@dataclass(frozen=True, kw_only=True)
class Door:
    """What is asked for at a door, and how long it truly takes there."""

    planned: timedelta | None
    help_level: HelpLevel
    service_time: timedelta
    boarding: timedelta


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a booking ends; as `Call` has it."""

    cancels_before: timedelta | None = None
    no_show: bool = False


@dataclass(frozen=True, kw_only=True)
class AtDoor:
    """A service at a client's."""

    demand: Demand
    town: Town
    service: Service
    client: Client

    def door(self, call: Stream, chance: Stream) -> Door:
        """Return what is asked for, and what happens.

        Parameters
        ----------
        call, chance : Stream
            Of what is asked for, which all occurrences of a series share, and of what happens on the day.
        """
        service, client, own = self.service, self.client, self.demand.services[self.service.id].doors
        minutes = own.planned_min.pick(call.uniform("planned"))
        planned = timedelta(minutes=minutes) if minutes else None
        help_level = own.help_levels.pick(call.uniform("help"))
        usual = planned if planned is not None else client.service_times.get(service.id, service.service_time)
        if service.kind is ServiceKind.RIDE:
            usual += service.help_times.get(help_level, timedelta(0))
        learned = self.town.learned if planned is None and service.id not in client.service_times else None
        truly = self._taught(learned, usual).total_seconds() * own.ratio.pick(chance.uniform("door"))
        return Door(
            planned=planned,
            help_level=help_level,
            service_time=timedelta(seconds=round(truly)),
            boarding=self._boarding(learned, chance),
        )

    def _boarding(self, learned: LearnedTimes | None, chance: Stream) -> timedelta:
        if self.service.kind is not ServiceKind.RIDE:
            return timedelta(0)
        truly = self.demand.boarding_s.get(self.client.mobility)
        if truly is not None:
            return timedelta(seconds=round(truly.pick(chance.uniform("boarding"))))
        planned = self.town.policy.boarding_by_mobility.get(self.client.mobility, timedelta(0))
        return self._taught(learned, planned)

    def _taught(self, learned: LearnedTimes | None, planned: timedelta) -> timedelta:
        if learned is None:
            return planned
        return taught(planned, learned.permille(self.client.id, self.service.id, _WHERE[self.service.kind]))


def ending(endings: Endings, rings: datetime, wanted: datetime, deadline: timedelta, chance: Stream) -> Ending:
    """Return how a booking ends that begins at a wanted instant.

    Parameters
    ----------
    deadline : timedelta
        Before the promised window; what is called off later is late.

    Whoever calls later than the deadline can only call it off late.
    """
    fate = chance.uniform("fate")
    if endings.cancelled <= fate < endings.cancelled + endings.no_show:
        return Ending(no_show=True)
    if fate >= endings.cancelled:
        return Ending()
    known = elapsed(rings, wanted)
    late = chance.uniform("late") < endings.late or known <= deadline
    shortest, longest = (timedelta(0), min(deadline, known)) if late else (deadline, known)
    before = shortest + (longest - shortest) * (1 - chance.uniform("notice"))
    return Ending(cancels_before=timedelta(seconds=int(before.total_seconds())))

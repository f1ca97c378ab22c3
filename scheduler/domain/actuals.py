"""What happened, as it was seen or written down."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.place import Door
from scheduler.domain.roster import TravelMode
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class Drive(Instants):
    """One drive from door to door, without a stop on the way."""

    origin: Door
    destination: Door
    left: datetime
    arrived: datetime
    mode: TravelMode = TravelMode.CAR

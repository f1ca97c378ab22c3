"""Feeds of rides that anybody may ask for: of the towns that an administrator names, and built once in a while only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import TownId
from scheduler.domain.time import Clock
from scheduler.formats.gtfs import gtfs_feed
from scheduler.services.facts import town_head
from scheduler.services.ports import Store
from scheduler.services.public_rides import kept_public_rides
from scheduler.settings import Settings

KEPT = timedelta(minutes=10)
"""Whoever asks a thousand times a minute costs one look at the rota in ten minutes; it changes less often."""


@dataclass
class RideFeeds:
    """The feeds of the towns that publish their rides.

    Parameters
    ----------
    settings : Settings
        Which towns those are, and where they are on the web.
    """

    settings: Settings
    store: Store
    clock: Clock
    _made: dict[TownId, tuple[datetime, bytes | None]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def feed(self, town_id: str) -> bytes:
        """Return the feed of a town, from its today on.

        Raises
        ------
        NotFoundError
            If the town publishes none, has no rides now, or there is no such town.
        """
        wanted = TownId(town_id)
        if wanted not in self.settings.public_rides or wanted not in self.store.towns():
            raise NotFoundError("there is no such feed")
        with self._lock:
            now = self.clock.now()
            made = self._made.get(wanted)
            if made is None or not timedelta(0) <= now - made[0] < KEPT:
                made = self._made[wanted] = (now, self._build(wanted, now))
        if made[1] is None:
            raise NotFoundError("there is no such feed")
        return made[1]

    def _build(self, town_id: TownId, now: datetime) -> bytes | None:
        """Return the feed; None where there are no rides to tell of."""
        with self.store.reading(town_id) as unit:
            rides = kept_public_rides(unit, now.astimezone(town_head(unit).zone).date())
        try:
            return gtfs_feed(rides, url=str(self.settings.public_url))
        except NotFoundError:
            return None

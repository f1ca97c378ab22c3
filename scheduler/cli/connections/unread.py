"""Who asks and does not read the answer."""

import asyncio
from weakref import WeakKeyDictionary

from scheduler.cli.connections.patience import Patience
from scheduler.cli.connections.places import Place, Places

LOOKS = 8
"""So often somebody is looked at before it is said that they do not read."""
AT_LEAST = 64 * 1024
"""Bytes of a long answer that are to be read in the time of a body; 17 kbit/s where that is 30 s."""


class Unread:
    """Lets go whoever does not read what is sent, or next to nothing of it.

    What the system has taken over does not count, so small answers to somebody without a signal never do.
    """

    def __init__(self, patience: Patience, places: Places) -> None:
        self._body_s, self._places = patience.body_s, places
        self._since: WeakKeyDictionary[Place, tuple[int, float]] = WeakKeyDictionary()

    async def watch(self) -> None:
        """Look again and again."""
        while True:
            await asyncio.sleep(self._body_s / LOOKS)
            now_s = asyncio.get_running_loop().time()
            for place in self._places.all():
                self._look(place, now_s)

    def _look(self, place: Place, now_s: float) -> None:
        if not place.unread:
            self._since.pop(place, None)
            return
        read = place.answered - place.unread
        before, since_s = self._since.setdefault(place, (read, now_s))
        if read >= before + AT_LEAST:
            self._since[place] = read, now_s
        elif now_s - since_s >= self._body_s:
            place.drop()

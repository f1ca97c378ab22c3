"""The places that connections take, and who has to give one up."""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Callable
from enum import Enum, auto
from ipaddress import ip_network

from scheduler.cli.connections.patience import Patience
from scheduler.services.signing_in.slowing import network_of, read_address

NOTED_EVERY_S = 60.0
"""So often at most it is written down that people are turned away."""
_log = logging.getLogger("dojazd.connections")


class Standing(Enum):
    """How far a connection is."""

    NEW = auto()
    """Nothing whole has come yet."""
    BETWEEN = auto()
    """What was asked is answered; of the next request, or of a body that nobody read, something is missing."""
    UNFINISHED = auto()
    """Something is asked for, its body is not whole, and no answer to it has begun."""
    BUSY = auto()
    """A whole request is worked on, or its answer is on the way."""
    TURNED_AWAY = auto()
    """There is no place for it; it is being told so."""


class Place:
    """What one connection takes, from its first byte to its last.

    Parameters
    ----------
    transport : asyncio.Transport
        Of the bare connection, below any encryption.
    network : str or None
        Whose share it counts for; none: nobody's.

    Attributes
    ----------
    answered : int
        Bytes of answers that were given out to be sent.
    last_word : callable
        Says to whoever has to go for somebody else that it was not whole; nothing waits for it to be heard.
    """

    def __init__(self, places: "Places", transport: asyncio.Transport, network: str | None, standing: Standing) -> None:
        self._places, self.transport, self.network, self._standing = places, transport, network, standing
        self.answered = 0
        self.last_word: Callable[[], None] = _silent

    @property
    def standing(self) -> Standing:
        """How far its connection is."""
        return self._standing

    @property
    def is_idle(self) -> bool:
        """Whether it can be given to somebody else without anything being lost."""
        return self._standing in _IDLE and not self.unread

    @property
    def unread(self) -> int:
        """Bytes that wait for the system to take them over, as the other side does not read."""
        return self.transport.get_write_buffer_size()

    def stand(self, standing: Standing) -> None:
        """Note how far its connection is; who changes is the youngest there."""
        if standing is not self._standing:
            self._places.move(self, standing)
            self._standing = standing

    def leave(self) -> None:
        """Free it; twice does no harm."""
        self._places.free(self)

    def drop(self) -> None:
        """Close its connection at once, and free it."""
        self.leave()
        self.transport.abort()


def _silent() -> None:
    """Say nothing: no request has begun to which it would be an answer."""


_IDLE = (Standing.NEW, Standing.BETWEEN, Standing.UNFINISHED)
"""Who has to go for others, in this order."""


class Places:
    """The places of one process."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._proxies = [ip_network(one, strict=False) for one in patience.proxies]
        self._taken: dict[Standing, OrderedDict[Place, None]] = {one: OrderedDict() for one in Standing}
        self._of_network: Counter[str] = Counter()
        self._closed = False
        self._noted_until_s = 0.0

    def take(self, transport: asyncio.Transport) -> Place | None:
        """Find a place for a new connection, whoever has to go for it.

        Returns
        -------
        Place or None
            `TURNED_AWAY` if there is none; None if it is closed already, as there are too many even of those.
        """
        network = self._counted(transport)
        if not self._closed:
            if self._make_room(network):
                return self._put(Place(self, transport, network, Standing.NEW))
            self._note_that_all_are_taken()
            if len(self._taken[Standing.TURNED_AWAY]) < self._patience.told:
                return self._put(Place(self, transport, None, Standing.TURNED_AWAY))
        transport.abort()
        return None

    def close(self) -> None:
        """Let nobody in any more, and everybody go who has not asked for anything yet."""
        self._closed = True
        for place in list(self._taken[Standing.NEW]):
            place.drop()

    def all(self) -> list[Place]:
        """Return everybody's."""
        return [place for places in self._taken.values() for place in places]

    def move(self, place: Place, standing: Standing) -> None:
        """Put a place among those of another standing, unless it is free already."""
        if place in self._taken[place.standing]:
            del self._taken[place.standing][place]
            self._taken[standing][place] = None

    def free(self, place: Place) -> None:
        """Let somebody else have it."""
        if place not in self._taken[place.standing]:
            return
        del self._taken[place.standing][place]
        if place.network is not None:
            self._of_network[place.network] -= 1
            if not self._of_network[place.network]:
                del self._of_network[place.network]

    def _put(self, place: Place) -> Place:
        self._taken[place.standing][place] = None
        if place.network is not None:
            self._of_network[place.network] += 1
        return place

    def _counted(self, transport: asyncio.Transport) -> str | None:
        """Return for whose share a connection counts; a proxy's is everybody's."""
        peer = transport.get_extra_info("peername")
        if not peer:  # it is gone already
            return None
        address = read_address(peer[0])
        if any(address in proxies for proxies in self._proxies):
            return None
        return network_of(peer[0])

    def _make_room(self, network: str | None) -> bool:
        if network is not None and self._of_network[network] >= self._patience.share:
            return self._drop_oldest(lambda place: place.network == network)
        if sum(len(self._taken[one]) for one in (*_IDLE, Standing.BUSY)) >= self._patience.most:
            return self._drop_oldest(lambda _: True)
        return True

    def _drop_oldest(self, may_go: Callable[[Place], bool]) -> bool:
        for standing in _IDLE:
            for place in self._taken[standing]:
                if place.is_idle and may_go(place):
                    if standing is Standing.UNFINISHED:
                        place.last_word()
                    place.drop()
                    return True
        return False

    def _note_that_all_are_taken(self) -> None:
        now_s = asyncio.get_running_loop().time()
        if now_s >= self._noted_until_s:
            self._noted_until_s = now_s + NOTED_EVERY_S
            _log.warning("All places for connections are taken, and somebody is turned away")

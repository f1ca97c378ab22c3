"""How a unit gets its town's key ring."""

from collections.abc import Callable
from typing import Protocol

from scheduler.domain.ids import TownId
from scheduler.store.sealing import KeyCache, Keyring, MasterKey, Seals, SubjectKeys


class TownSeals(Seals, Protocol):
    """`Seals` that know whether the master key is the right one."""

    def prove(self) -> bool:
        """Return whether the town has keys at all; raise `MasterKeyError` if they are another master key's."""
        ...

    def renew(self) -> None:
        """Change the token, so that every process forgets what it knows of the town."""
        ...

    def state(self) -> bytes | None:
        """Return a token that each erasure changes; None: the town has no keys yet."""
        ...


type Ring = Callable[[SubjectKeys, TownId], TownSeals]
"""Makes the ring of a town over the wrapped keys of one transaction."""


def ring_of(master: MasterKey) -> Ring:
    """Return what makes key rings under a master key; they share the keys that this process has unwrapped."""
    cache = KeyCache()

    def made(keys: SubjectKeys, town_id: TownId) -> TownSeals:
        return Keyring(master, keys, town_id, cache=cache)

    return made

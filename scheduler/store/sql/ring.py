"""How a unit gets its town's key ring."""

from collections.abc import Callable

from scheduler.domain.ids import TownId
from scheduler.store.sealing import KeyCache, Keyring, MasterKey, Seals, SubjectKeys

type Ring = Callable[[SubjectKeys, TownId], Seals]
"""Makes the ring of a town over the wrapped keys of one transaction."""


def ring_of(master: MasterKey) -> Ring:
    """Return what makes key rings under a master key; they share the keys that this process has unwrapped."""
    cache = KeyCache()

    def made(keys: SubjectKeys, town_id: TownId) -> Seals:
        return Keyring(master, keys, town_id, cache=cache)

    return made

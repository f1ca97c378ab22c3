"""Data keys that this process has unwrapped, so that it need not ask the database for each text."""

from collections import OrderedDict
from threading import Lock

from scheduler.store.sealing.data_key import DataKey

MOST_KEYS = 30_000


class KeyCache:
    """Keys by town and subjects, the least lately used forgotten first; shared by all units of a process.

    Keys are told apart by the state of the town's key ring, a token that each erasure changes, whichever process does
    it: a unit that sees another token than the one before forgets all keys of the town.

    Parameters
    ----------
    most : int
        How many keys are kept.
    """

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._keys: OrderedDict[tuple[str, tuple[str, ...]], DataKey] = OrderedDict()
        self._tokens: dict[str, bytes] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, town_id: str, token: bytes, subjects: tuple[str, ...]) -> DataKey | None:
        """Return the key of some subjects under one state of the ring, if it is known."""
        with self._lock:
            if self._tokens.get(town_id) != token:
                return None
            found = self._keys.get((town_id, subjects))
            if found is not None:
                self._keys.move_to_end((town_id, subjects))
            return found

    def keep(self, town_id: str, token: bytes, subjects: tuple[str, ...], key: DataKey) -> None:
        """Keep a key that a unit has read under one state of the ring."""
        with self._lock:
            if self._tokens.get(town_id) != token:
                self._forget(town_id)
                self._tokens[town_id] = token
            self._keys[town_id, subjects] = key
            if len(self._keys) > self._most:
                self._keys.popitem(last=False)

    def forget(self, town_id: str) -> None:
        """Forget all keys of a town."""
        with self._lock:
            self._forget(town_id)

    def _forget(self, town_id: str) -> None:
        self._tokens.pop(town_id, None)
        for known in [known for known in self._keys if known[0] == town_id]:
            del self._keys[known]

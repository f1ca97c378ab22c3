"""A town's key ring, as one unit of work uses it."""

import hmac
import secrets
from collections.abc import Mapping, Sequence

from scheduler.domain.errors import MasterKeyError, StoreError
from scheduler.store.sealing.cache import KeyCache
from scheduler.store.sealing.data_key import DATA_KEY_BYTES, DataKey, bound, place_of
from scheduler.store.sealing.master import MasterKey
from scheduler.store.sealing.ports import SubjectKeys

STATE = ".ring"
"""Reserved subject: the master key's check value (16 bytes), and a token that each erasure changes (16 bytes)."""
INDEX = ".index"
"""Reserved subject: the data key of blind indexes and of bindings."""
_CHECK_BYTES = 16
_FEW = 8
"""So many keys are asked for one by one; whoever needs more gets all in one go."""


class Keyring:
    """`Seals` over the wrapped keys of one town.

    Parameters
    ----------
    master : MasterKey
        What they are wrapped with.
    keys : SubjectKeys
        In the unit's own transaction.
    town_id : str
        Whose they are.
    cache : KeyCache, optional
        Of the process; without it keys are remembered by this ring alone.
    """

    def __init__(self, master: MasterKey, keys: SubjectKeys, town_id: str, *, cache: KeyCache | None = None) -> None:
        self._master, self._keys, self._town = master, keys, town_id
        self._cache = KeyCache() if cache is None else cache
        self._state: bytes | None = None
        self._changed = False
        self._unwrapped: dict[str, bytes] = {}  # what this unit has read or made; others see it when it has ended
        self._own: dict[tuple[str, ...], DataKey] = {}
        self._all: dict[str, bytes] | None = None
        self._asked = 0

    def prove(self) -> bool:
        """Return whether the town has keys at all, after making sure that they are this master key's.

        Raises
        ------
        MasterKeyError
            If they are another one's.
        """
        return self._token(make=False) is not None

    def state(self) -> bytes | None:
        """Return a token that each erasure changes, whichever process does it; None: the town has no keys yet.

        Raises
        ------
        MasterKeyError
            If its keys are another master key's.
        """
        return self._token(make=False)

    def seal(self, subjects: Sequence[str], plain: bytes, *, where: str) -> bytes:
        """Return a text sealed under the keys of all `subjects`."""
        names = _names(subjects)
        self._token(make=True)
        key = self._find(names) or self._make(names)
        return key.seal(plain, place_of(self._town, names, where))

    def open(self, subjects: Sequence[str], sealed: bytes, *, where: str) -> bytes | None:
        """Return the plain text; None: its key has been destroyed."""
        names = _names(subjects)
        if self._token(make=False) is None:
            raise StoreError(f"there are no keys for the town {self._town}; restore its key ring (dojazd keys import)")
        place, key = place_of(self._town, names, where), self._find(names)
        if not bound(sealed, place, self._index() if key is None else key.binding):
            raise StoreError(f"what is kept at {where} was changed, or belongs elsewhere")
        try:
            return None if key is None else key.open(sealed, place)
        except StoreError as error:
            raise StoreError(f"what is kept at {where} was changed") from error

    def destroy(self, subject: str) -> None:
        """Destroy a subject's key, and make every process forget the keys it knows."""
        if subject.startswith("."):
            raise ValueError(f"{subject} is no subject")
        known = self._token(make=False) is not None
        self._keys.destroy(subject)
        if known:
            self.renew()
        self._cache.forget(self._town)
        self._changed = True
        if self._all is not None:
            self._all.pop(subject, None)
        self._unwrapped.pop(subject, None)
        self._own = {names: key for names, key in self._own.items() if subject not in names}

    def renew(self) -> None:
        """Make every process forget what it knows of the town; one that has no keys stays as it is."""
        if self._token(make=False) is not None:
            self._keys.destroy(STATE)
            self._keys.keep(STATE, self._master.check + secrets.token_bytes(16))

    def blind(self, text: str, *, what: str) -> bytes:
        """Return the keyed index of a text: HMAC-SHA256 under a key that no rotation of the master key changes."""
        self._token(make=True)
        key = hmac.digest(self._index(), b"blind " + what.encode(), "sha256")
        return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")

    def _token(self, *, make: bool) -> bytes | None:
        """Return the state of the ring; None: there is none yet."""
        if self._state is None:
            self._state = self._keys.wrapped(STATE)
            if self._state is None and make:
                self._keys.keep(STATE, self._master.check + secrets.token_bytes(16))
                self._new_key(INDEX)
                self._state = self._keys.wrapped(STATE)
            if self._state is not None and not hmac.compare_digest(self._state[:_CHECK_BYTES], self._master.check):
                self._state = None
                raise other_key(self._town, self._master)
        return self._state

    def _index(self) -> bytes:
        key = self._data_key(INDEX)
        if key is None:
            raise StoreError(f"the town {self._town} has lost the key of its indexes; restore its key ring")
        return key

    def _find(self, names: tuple[str, ...]) -> DataKey | None:
        """Return the key of some subjects; None: one of them has none."""
        if names in self._own:
            return self._own[names]
        if not self._changed and self._state is not None:
            known = self._cache.find(self._town, self._state, names)
            if known is not None:
                return known
        parts = {name: self._data_key(name) for name in names}
        if None in parts.values():
            return None
        return self._remember(names, {name: part for name, part in parts.items() if part is not None})

    def _remember(self, names: tuple[str, ...], parts: Mapping[str, bytes]) -> DataKey:
        key = self._own[names] = DataKey.of(parts, self._index())
        if not self._changed and self._state is not None:
            self._cache.keep(self._town, self._state, names, key)
        return key

    def _make(self, names: tuple[str, ...]) -> DataKey:
        return self._remember(names, {name: self._data_key(name) or self._new_key(name) for name in names})

    def _new_key(self, name: str) -> bytes:
        """Return the key of a subject that had none; nobody else may learn of it before the unit has ended."""
        self._changed = True
        self._keys.keep(name, self._master.wrap(secrets.token_bytes(DATA_KEY_BYTES), self._name(name)))
        kept, state = self._keys.wrapped(name), self._keys.wrapped(STATE)
        if kept is None:
            raise StoreError(f"the key of {name} was not kept")
        if state is not None and state[:_CHECK_BYTES] != self._master.check:  # the master key was changed meanwhile
            raise other_key(self._town, self._master)
        if self._all is not None:
            self._all[name] = kept
        key = self._unwrapped[name] = self._master.unwrap(kept, self._name(name))
        return key

    def _data_key(self, name: str) -> bytes | None:
        if name not in self._unwrapped:
            wrapped = self._wrapped(name)
            if wrapped is None:
                return None
            self._unwrapped[name] = self._master.unwrap(wrapped, self._name(name))
        return self._unwrapped[name]

    def _wrapped(self, name: str) -> bytes | None:
        self._asked += 1
        if self._all is None and self._asked > _FEW:
            self._all = dict(self._keys.all())
        return self._keys.wrapped(name) if self._all is None else self._all.get(name)

    def _name(self, subject: str) -> str:
        return f"{self._town}/{subject}"


def _names(subjects: Sequence[str]) -> tuple[str, ...]:
    names = tuple(sorted(set(subjects)))
    if not names or any(not name or name.startswith(".") for name in names):
        raise ValueError(f"{list(subjects)} are no subjects")
    return names


def other_key(town_id: str, master: MasterKey) -> MasterKeyError:
    """Return what to say of a town whose keys are not this master key's."""
    return MasterKeyError(
        f"the data of the town {town_id} are sealed with another master key than this one ({master.fingerprint}); "
        "give the right one in DOJAZD_MASTER_KEY or DOJAZD_MASTER_KEY_FILE, or type in the recovery sheet "
        "(dojazd keys init --typed)"
    )

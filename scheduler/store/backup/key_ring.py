"""The key ring file: the wrapped keys of all subjects of a database, kept beside its backups."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from scheduler.domain.errors import ConflictError, MasterKeyError, StoreError
from scheduler.store.backup.files import written_whole
from scheduler.store.sealing import MasterKey
from scheduler.store.sealing.keyring import INDEX, STATE, other_key
from scheduler.store.sql.failures import told
from scheduler.store.sql.tables import SubjectKeyRow, TownRow

FILE = "dojazd.keyring"
FORMAT = 1
_MOST_BYTES = 500_000_000
_BATCH = 1_000


class KeyRing(msgspec.Struct, frozen=True, kw_only=True):
    """Wrapped keys by town and subject.

    Attributes
    ----------
    made_at : str
        RFC 3339.
    fingerprint : str
        Of the master key that they are wrapped with.
    sha256 : str
        Over the towns.
    """

    format: int = FORMAT
    made_at: str
    fingerprint: str
    towns: dict[str, dict[str, bytes]]
    sha256: str

    def check(self, master: MasterKey) -> None:
        """Make sure that a master key opens the ring.

        Raises
        ------
        MasterKeyError
            If it is another one.
        """
        for keys in self.towns.values():
            if STATE in keys and keys[STATE][:16] != master.check:
                raise MasterKeyError(
                    f"the key ring of {self.made_at} belongs to the master key {self.fingerprint}, not to this one "
                    f"({master.fingerprint}); give that one"
                )


def key_ring_schema() -> dict[str, Any]:
    """Return the JSON Schema of the file."""
    return msgspec.json.schema(KeyRing)


def ring_beside(path: Path) -> Path:
    """Return the key ring file that belongs to a backup."""
    return path.with_name(FILE)


def ring_from(connection: Connection, master: MasterKey, now: datetime) -> KeyRing:
    """Return the keys of a database as one transaction sees them.

    Raises
    ------
    MasterKeyError
        If they are another master key's.
    """
    towns: dict[str, dict[str, bytes]] = {}
    columns = SubjectKeyRow.town_id, SubjectKeyRow.subject, SubjectKeyRow.wrapped
    with told():
        for row in connection.execute(select(*columns).order_by(*columns[:2])):
            towns.setdefault(row.town_id, {})[row.subject] = row.wrapped
    for town, keys in towns.items():
        if STATE in keys and keys[STATE][:16] != master.check:
            raise other_key(town, master)
    return KeyRing(made_at=now.isoformat(), fingerprint=master.fingerprint, towns=towns, sha256=_sum(towns))


def ring_into(connection: Connection, ring: KeyRing) -> int:
    """Put the keys of the towns that a database has into it, in a transaction that the caller ends; return how many.

    Raises
    ------
    ConflictError
        If a town has keys already: those of erased clients would come back.
    """
    with told():
        known = set(connection.execute(select(TownRow.id)).scalars())
        taken = set(connection.execute(select(SubjectKeyRow.town_id).distinct()).scalars())
    if taken & ring.towns.keys():
        raise ConflictError(f"the town {min(taken & ring.towns.keys())} has keys already; nothing was imported")
    rows = [
        {"town_id": town, "subject": subject, "wrapped": wrapped}
        for town in sorted(known & ring.towns.keys())
        for subject, wrapped in ring.towns[town].items()
    ]
    with told():
        for first in range(0, len(rows), _BATCH):
            connection.execute(insert(SubjectKeyRow), rows[first : first + _BATCH])
    return len(rows)


def write_key_ring(path: Path, ring: KeyRing, master: MasterKey) -> None:
    """Write a key ring in the place of the one of before.

    Raises
    ------
    ConflictError
        If another database's ring stands there: its backups could not be read any more.
    StoreError
        If it cannot be written.
    """
    if path.exists():
        _check_same(path, read_key_ring(path), ring, master)
    with written_whole(path) as file:
        file.write(msgspec.json.encode(ring))


def read_key_ring(path: Path) -> KeyRing:
    """Return the ring of a file.

    Raises
    ------
    StoreError
        If there is none, or it was changed.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise StoreError(f"{path} is too large for a key ring")
        ring = msgspec.json.decode(path.read_bytes(), type=KeyRing)
    except OSError as error:
        raise StoreError(
            f"the key ring {path} cannot be read ({error.strerror}); a backup cannot be opened without it"
        ) from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise StoreError(f"{path} is no key ring, or was cut") from error
    if ring.format != FORMAT or ring.sha256 != _sum(ring.towns):
        raise StoreError(f"the key ring {path} was changed; take another copy of it")
    return ring


def _check_same(path: Path, old: KeyRing, new: KeyRing, master: MasterKey) -> None:
    other = sorted(old.towns.keys() - new.towns.keys())
    for town in old.towns.keys() & new.towns.keys():
        before, after = old.towns[town], new.towns[town]
        same_master = before.get(STATE, b"")[:16] == master.check
        if same_master and INDEX in before and INDEX in after:
            name = f"{town}/{INDEX}"
            if master.unwrap(before[INDEX], name) != master.unwrap(after[INDEX], name):
                other.append(town)
    if other:
        raise ConflictError(
            f"{path} is the key ring of another database (town {other[0]}); keep backups of each in a folder of its own"
        )


def _sum(towns: dict[str, dict[str, bytes]]) -> str:
    ordered = {town: dict(sorted(keys.items())) for town, keys in sorted(towns.items())}
    return hashlib.sha256(msgspec.json.encode(ordered)).hexdigest()

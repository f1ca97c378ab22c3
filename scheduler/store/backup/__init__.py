"""Backups of a database: a file that can be restored into either kind of database, and the key ring beside it.

**The keys of residents are not in a backup.** They are wrapped in the key ring file, which each backup writes anew
beside itself, in the place of the one before: a client who is erased later is missing in it, and cannot be read in any
older backup of that folder either. A restore takes the newest key ring, and the master key opens it. So three things
are needed: a backup, the key ring of its folder, the master key or its recovery sheet; keep copies of the key ring only
where the next backup replaces them.
"""

from scheduler.store.backup.carrying import Carried, CarriedTown
from scheduler.store.backup.format import Manifest, TableSum
from scheduler.store.backup.key_ring import KeyRing, read_key_ring, ring_beside, ring_from, ring_into, write_key_ring
from scheduler.store.backup.known import ErasedSince
from scheduler.store.backup.restoring import Restored, Restoring, restore
from scheduler.store.backup.rotating import rotate
from scheduler.store.backup.writing import backup

__all__ = [
    "Carried",
    "CarriedTown",
    "ErasedSince",
    "KeyRing",
    "Manifest",
    "Restored",
    "Restoring",
    "TableSum",
    "backup",
    "read_key_ring",
    "restore",
    "ring_beside",
    "ring_from",
    "ring_into",
    "rotate",
    "write_key_ring",
]

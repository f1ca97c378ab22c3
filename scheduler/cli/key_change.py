"""Changing the master key so that at every moment some file holds the key that the database has."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.bootstrap import master_file, office_master
from scheduler.domain.errors import MasterKeyError
from scheduler.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from scheduler.store.sealing import MasterKey


@dataclass(frozen=True, kw_only=True)
class KeyChange:
    """What became of a change.

    Attributes
    ----------
    keys : int
        So many were wrapped anew; 0: a change that was interrupted was only finished.
    by_hand : Path or None
        Where the new key lies, if somebody must put it where the program gets its key from.
    """

    master: "MasterKey"
    keys: int
    by_hand: Path | None


def change_master(engine: "Engine", settings: Settings) -> KeyChange:
    """Change the master key, or finish a change that was interrupted.

    The new key is written beside the old one first, then the database changes, then the new key takes the old one's
    place, which is kept under another name: a process killed anywhere leaves both, and no key is ever deleted that
    could be the only copy.

    Raises
    ------
    MasterKeyError
        If the present key does not open the database, or what waits to be the next one does not: it may be another
        database's.
    """
    from scheduler.store.backup import rotate
    from scheduler.store.sealing import MasterKey
    from scheduler.store.sealing.master_file import keep_master_file, read_master_file

    own, draft = master_file(settings), next_file(settings)
    if draft.exists():
        waiting = read_master_file(draft)
        if opens(engine, waiting):
            return KeyChange(master=waiting, keys=0, by_hand=_settle(settings, own, draft, waiting))
        raise _not_this_one(own, draft)
    old, new = office_master(settings), MasterKey.fresh()
    if keep_master_file(draft, new) != new:  # another process began a change this moment
        raise _not_this_one(own, draft)
    try:
        keys = rotate(engine, old, new)
    except BaseException:
        if not opens(engine, new):
            draft.unlink()  # made above, and nothing was sealed with it
        raise
    return KeyChange(master=new, keys=keys, by_hand=_settle(settings, own, draft, new))


def next_file(settings: Settings) -> Path:
    """Return where a new key lies until it has taken the old one's place."""
    own = master_file(settings)
    return own.with_name(f"{own.name}.next")


def former_file(settings: Settings) -> Path:
    """Return where the key that was replaced lies: older backups need it."""
    own = master_file(settings)
    return own.with_name(f"{own.name}.old")


def opens(engine: "Engine", master: "MasterKey") -> bool:
    """Return whether a key is the one of all that is sealed in a database."""
    from datetime import UTC, datetime

    from scheduler.store.backup import ring_from

    try:
        with engine.connect() as connection:
            return bool(ring_from(connection, master, datetime.now(UTC)).towns)
    except MasterKeyError:
        return False


def _settle(settings: Settings, own: Path, draft: Path, new: "MasterKey") -> Path | None:
    from scheduler.store.sealing.master_file import read_master_file, replace_master_file

    if settings.master_key.get_secret_value() or settings.master_key_file is not None:
        return draft  # a vault's file or a variable is not ours to change
    if own.exists() and (former := read_master_file(own)) != new:
        replace_master_file(former_file(settings), former)
    replace_master_file(own, new)
    draft.unlink()
    return None


def _not_this_one(own: Path, draft: Path) -> MasterKeyError:
    return MasterKeyError(
        f"{draft} holds a key that does not open this database: it is of a change that was begun and not done, or of "
        f"another database. Check DOJAZD_DATABASE_URL; if {own} is the key of this one and the other is nobody's, "
        f"move {draft.name} away and run this again"
    )

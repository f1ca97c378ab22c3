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
    place: a process killed anywhere leaves both.

    Raises
    ------
    MasterKeyError
        If neither key opens the database.
    """
    from scheduler.store.backup import rotate
    from scheduler.store.sealing import MasterKey
    from scheduler.store.sealing.master_file import keep_master_file, read_master_file

    own, draft = master_file(settings), next_file(settings)
    if draft.exists():
        waiting = read_master_file(draft)
        if opens(engine, waiting):
            return KeyChange(master=waiting, keys=0, by_hand=_settle(settings, own, draft, waiting))
        draft.unlink()
    old, new = office_master(settings), MasterKey.fresh()
    keep_master_file(draft, new)
    try:
        keys = rotate(engine, old, new)
    except BaseException:
        if not opens(engine, new):
            draft.unlink()
        raise
    return KeyChange(master=new, keys=keys, by_hand=_settle(settings, own, draft, new))


def next_file(settings: Settings) -> Path:
    """Return where a new key lies until it has taken the old one's place."""
    own = master_file(settings)
    return own.with_name(f"{own.name}.next")


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
    from scheduler.store.sealing.master_file import replace_master_file

    if settings.master_key.get_secret_value() or settings.master_key_file is not None:
        return draft  # a vault's file or a variable is not ours to change
    replace_master_file(own, new)
    draft.unlink()
    return None

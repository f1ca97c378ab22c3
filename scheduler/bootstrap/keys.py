"""Where the master key comes from: the environment, a file, or the first run."""

from collections.abc import Callable
from pathlib import Path

from scheduler.domain.errors import InputError, InputProblem, MasterKeyError
from scheduler.settings import Settings
from scheduler.store.sealing import MasterKey
from scheduler.store.sealing.master_file import keep_master_file, read_master_file

MASTER_FILE = "master.key"

Told = Callable[[MasterKey, Path], None]
"""What is done when a key has been made, before anything is sealed with it: a recovery sheet is printed."""


def master_file(settings: Settings) -> Path:
    """Return the file that holds the master key, if no variable does."""
    return settings.master_key_file or settings.data / MASTER_FILE


def known_master(settings: Settings) -> MasterKey | None:
    """Return the master key of an installation; None: it has none yet.

    Raises
    ------
    InputError
        If it is given twice.
    MasterKeyError
        If what is given is no key.
    """
    text = settings.master_key.get_secret_value()
    if text and settings.master_key_file is not None:
        wrong, right = "is given, and DOJAZD_MASTER_KEY_FILE too", "give one of the two"
        raise InputError([InputProblem(file="settings", column="DOJAZD_MASTER_KEY", wrong=wrong, right=right)])
    if text:
        try:
            return MasterKey.from_text(text)
        except MasterKeyError as error:
            raise MasterKeyError(f"DOJAZD_MASTER_KEY: {error}") from error
    path = master_file(settings)
    return read_master_file(path) if settings.master_key_file is not None or path.exists() else None


def office_master(settings: Settings, *, told: Told | None = None) -> MasterKey:
    """Return the master key of an installation.

    Parameters
    ----------
    told : callable, optional
        Given where a first run may make a key, because nothing was ever sealed: called with the key and its file.

    Raises
    ------
    InputError
        If it is given twice.
    MasterKeyError
        If there is none and none may be made, or it cannot be read or kept.
    """
    known = known_master(settings)
    if known is not None:
        return known
    path = master_file(settings)
    if told is None:
        raise MasterKeyError(
            f"there is no master key in DOJAZD_MASTER_KEY, DOJAZD_MASTER_KEY_FILE or {path}; give the one that the "
            "data were sealed with, or type in its recovery sheet (dojazd keys init --typed); if nothing was ever "
            "sealed, make one: dojazd keys init"
        )
    fresh = MasterKey.fresh()
    kept = keep_master_file(path, fresh)
    if kept == fresh:
        told(kept, path)
    return kept

"""The file that holds the master key where nobody gives it in the environment."""

import os
import secrets
from pathlib import Path

from scheduler.domain.errors import MasterKeyError
from scheduler.store.sealing.master import MasterKey

_MOST_BYTES = 1_000


def read_master_file(path: Path) -> MasterKey:
    """Return the key of a file.

    Raises
    ------
    MasterKeyError
        If there is none, or what stands there is no key.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("ascii", "replace")
    except OSError as error:
        raise MasterKeyError(f"the master key {path} cannot be read ({error.strerror})") from error
    try:
        return MasterKey.from_text(text)
    except MasterKeyError as error:
        raise MasterKeyError(f"{path}: {error}") from error


def keep_master_file(path: Path, master: MasterKey) -> MasterKey:
    """Write a key into a file of its owner alone that does not exist yet, and return the key that stands there then.

    The file appears whole or not at all; if another process was quicker, its key is returned.

    Raises
    ------
    MasterKeyError
        If it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(draft, f"{master.text}\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            return read_master_file(path)
        finally:
            draft.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise MasterKeyError(f"the master key cannot be kept in {path} ({error.strerror})") from error
    return master


def replace_master_file(path: Path, master: MasterKey) -> None:
    """Write another key into the file.

    Raises
    ------
    MasterKeyError
        If it cannot be written; the former key stands there then.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write(draft, f"{master.text}\n")
        draft.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise MasterKeyError(f"the master key cannot be kept in {path} ({error.strerror})") from error


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

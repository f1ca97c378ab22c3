"""Files that only their owner can read, put in place all at once."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from scheduler.domain.errors import InputError, InputProblem

MANIFEST = ".dojazd.json"
"""Lists the files that this program wrote into a folder; only those are ever replaced or removed."""
STAGING = ".dojazd-new-"


def publish(folder: Path, files: Mapping[str, bytes], *, replaces: Callable[[str], bool]) -> tuple[Path, ...]:
    """Put files into a folder, each readable by its owner alone, none of them half written.

    A new folder appears complete or not at all. In an existing one each file is replaced in one step, files that an
    earlier call wrote and `replaces` names are removed, and everything else is left alone.

    Parameters
    ----------
    folder : Path
        Made if it is missing.
    files : mapping of str to bytes
        Content by path inside the folder, with "/".
    replaces : callable
        Whether a path of an earlier call is outdated by this one.

    Returns
    -------
    tuple of Path
        What was written.

    Raises
    ------
    InputError
        If the folder cannot be used, or holds somebody else's file of the same name.
    """
    try:
        if not os.path.lexists(folder):
            _publish_new(folder, files)
        else:
            _publish_into(folder, files, replaces)
    except OSError as error:
        wrong = f"cannot be written ({error.strerror or error})"
        raise _problem(folder, wrong, "choose a folder that you may write to, with room on its disk") from error
    return tuple(folder / name for name in files)


def _problem(path: Path, wrong: str, right: str) -> InputError:
    return InputError([InputProblem(file=str(path), wrong=wrong, right=right)])


@dataclass(frozen=True, kw_only=True)
class _Manifest:
    """What earlier calls left in a folder: whether it is ours alone, and which files are."""

    own: bool
    files: frozenset[str]

    def encoded(self) -> bytes:
        return (json.dumps({"own": self.own, "files": sorted(self.files)}, indent=1) + "\n").encode("utf-8")


def _publish_new(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _staging(folder.parent, f".{folder.name}-") as staged:
        _write_all(staged, {**files, MANIFEST: _Manifest(own=True, files=frozenset(files)).encoded()})
        staged.rename(folder)


def _publish_into(folder: Path, files: Mapping[str, bytes], replaces: Callable[[str], bool]) -> None:
    if not folder.is_dir():
        raise _problem(folder, "is a file", "name a folder, or a path where nothing is yet")
    before = _read_manifest(folder)
    _check_foreign(folder, files, before.files)
    if before.own:
        folder.chmod(0o700)  # never a folder that was there before us, with things of others in it
    outdated = {name for name in before.files if replaces(name) and name not in files}
    with _staging(folder, STAGING) as staged:
        _write_all(staged, files)
        # Told before it happens: whatever is interrupted halfway is still known to be ours.
        after = replace(before, files=before.files | files.keys())
        _put(staged, folder, MANIFEST, after.encoded())
        for name in files:
            _private_parent(folder / name)
            (staged / name).replace(folder / name)
        for name in outdated:
            (folder / name).unlink(missing_ok=True)
        _put(staged, folder, MANIFEST, replace(after, files=after.files - outdated).encoded())
    _remove_empty(folder, outdated)


def _check_foreign(folder: Path, files: Mapping[str, bytes], mine: Collection[str]) -> None:
    """Refuse to write over what others put there, and through links to somewhere else."""
    for name in files:
        path = folder / name
        if (
            path.parent != folder
            and os.path.lexists(path.parent)
            and (path.parent.is_symlink() or not path.parent.is_dir())
        ):
            raise _problem(path.parent, "is no folder of this program", "choose an empty folder")
        if os.path.lexists(path) and name not in mine:
            raise _problem(path, "was there already, and this program did not write it", "choose an empty folder")


def _read_manifest(folder: Path) -> _Manifest:
    """Return what earlier calls noted; names that lead out of the folder are not believed."""
    try:
        noted = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        names = frozenset(name for name in noted["files"] if isinstance(name, str) and _is_inside(name))
        return _Manifest(own=noted.get("own") is True, files=names)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return _Manifest(own=not any(folder.iterdir()), files=frozenset())


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and 0 < len(path.parts) <= 2


@contextmanager
def _staging(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a new folder that nobody else can enter, and clear it away."""
    staged = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        staged.chmod(0o700)  # an odd umask may have taken rights from ourselves
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _write_all(root: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        _private_parent(root / name)
        write_private(root / name, content)


def _private_parent(path: Path) -> None:
    """Make the folder of a file if it is missing; one that is there keeps its rights, it may be somebody else's."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700)
        path.parent.chmod(0o700)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that is private from its first byte on.

    Raises
    ------
    FileExistsError
        If something of that name is there, a link included.
    """
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(file, "wb") as out:
        path.chmod(0o600)
        out.write(content)


def _put(staged: Path, folder: Path, name: str, content: bytes) -> None:
    write_private(staged / name, content)
    (staged / name).replace(folder / name)


def _remove_empty(folder: Path, names: set[str]) -> None:
    for parent in {(folder / name).parent for name in names} - {folder}:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()

"""Two releases: today's, and one whose tables are of the version before."""

import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.operations.page import Block

ROOT = Path(__file__).parents[2]
_MIGRATIONS = "scheduler/store/migrations/versions"
_WHOLE = Path(__file__).with_name("whole.py")
_LOOKED_AT = 20


def commit_with_older_tables() -> str:
    """Return the last whole release before the commit that brought the newest migration.

    Raises
    ------
    LookupError
        If none of the commits before it is whole.
    """
    newest = max((ROOT / _MIGRATIONS).glob("r*.py")).relative_to(ROOT)
    added = _git("log", "--diff-filter=A", "--format=%H", "-1", "--", str(newest)).decode().strip()
    for commit in _git("rev-list", "--first-parent", f"--max-count={_LOOKED_AT}", f"{added}^").decode().split():
        with TemporaryDirectory() as folder:
            _unpack(commit, Path(folder))
            asked = subprocess.run([sys.executable, "-I", _WHOLE], cwd=folder, check=False, capture_output=True)
        if asked.returncode == 0:
            return commit
    raise LookupError(f"none of the {_LOOKED_AT} commits before {added[:7]} is a whole release; name one by --before")


def make_release(blocks: list[Block], into: Path, *, commit: str = "") -> Path:
    """Make a release as the page says, of a commit or of this checkout, and return its folder.

    The files of `deploy/` are today's in both: they are what is tried out.
    """
    names = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").decode().split("\0")
    into.mkdir(parents=True)
    if commit:
        _unpack(commit, into)
        names = [name for name in names if name.startswith("deploy/")]
    for name in filter(None, names):
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes((ROOT / name).read_bytes())
        (into / name).chmod((ROOT / name).stat().st_mode)
    for block in blocks:
        subprocess.run(["bash", "-euo", "pipefail", "-c", block.text], cwd=into, check=True, env=_of_a_person())
    return into / "release"


def _of_a_person() -> dict[str, str]:
    """Return the environment without the virtual one that this runs in: it has no uv, which the person has."""
    inside = str(Path(sys.prefix) / "bin")
    path = os.pathsep.join(one for one in os.environ["PATH"].split(os.pathsep) if one != inside)
    return {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"} | {"PATH": path}


def _unpack(commit: str, into: Path) -> None:
    with tarfile.open(fileobj=BytesIO(_git("archive", commit))) as archive:
        archive.extractall(into, filter="data")


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout

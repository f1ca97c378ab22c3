"""Two releases: today's, and one whose tables are of the version before."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from benchmarks.operations.page import Block

ROOT = Path(__file__).parents[2]
_MIGRATIONS = "scheduler/store/migrations/versions"


def commit_before_the_newest_tables() -> str:
    """Return the commit before the one that brought the newest migration."""
    newest = max((ROOT / _MIGRATIONS).glob("r*.py")).relative_to(ROOT)
    added = _git("log", "--diff-filter=A", "--format=%H", "-1", "--", str(newest)).decode().strip()
    return _git("rev-parse", f"{added}^").decode().strip()


def make_release(blocks: list[Block], into: Path, *, commit: str = "") -> Path:
    """Make a release as the page says, of a commit or of this checkout, and return its folder.

    The files of `deploy/` are today's in both: they are what is tried out.
    """
    names = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").decode().split("\0")
    into.mkdir(parents=True)
    if commit:
        with tarfile.open(fileobj=BytesIO(_git("archive", commit))) as archive:
            archive.extractall(into, filter="data")
        names = [name for name in names if name.startswith("deploy/")]
    for name in filter(None, names):
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes((ROOT / name).read_bytes())
        (into / name).chmod((ROOT / name).stat().st_mode)
    for block in blocks:
        subprocess.run(["bash", "-euo", "pipefail", "-c", block.text], cwd=into, check=True)
    return into / "release"


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout

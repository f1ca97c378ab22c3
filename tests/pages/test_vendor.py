"""Other people's work is here as it was published."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_files_are_those_that_were_looked_at() -> None:
    """Somebody could change a library that every page runs, and nobody would notice."""
    subprocess.run([sys.executable, str(ROOT / ".ci" / "vendor"), "--check"], check=True)

"""`python -m benchmarks operations`: follows OPERATIONS.md word by word on machines made of clean Debian roots."""

import argparse
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.operations.follow import DATABASES, DiffersError, Follower
from benchmarks.operations.page import PAGE, Block, read_page
from benchmarks.operations.releases import commit_with_older_tables, make_release
from benchmarks.operations.roots import clean_root, missing_tools


def main() -> int:
    """Follow the page with each database; return 1 where something differs, 2 where it cannot be tried."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks operations", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one; both otherwise")
    parser.add_argument("--before", default="", help="commit of the old release; otherwise the last with older tables")
    parser.add_argument("--roots", type=Path, help="folder for the roots, where the clean one is kept for next time")
    asked = parser.parse_args()
    if os.geteuid() != 0 or missing_tools():
        print("it needs root, and Debian's packages:", *(missing_tools() or ["(all there)"]), file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was booted is switched off all the same
    if asked.roots:
        asked.roots.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix="dojazd-operations-", dir=asked.roots))
    blocks, before = read_page(PAGE.read_text(encoding="utf-8")), asked.before or commit_with_older_tables()
    begun = time.monotonic()
    clean = clean_root(asked.roots or folder)
    print(f"{time.monotonic() - begun:7.1f} s  a clean root of Debian")
    try:
        right = [_tried(database, blocks, folder / database, clean, before) for database in asked.database or DATABASES]
    finally:
        shutil.rmtree(folder)
    return 0 if all(right) else 1


def _tried(database: str, blocks: tuple[Block, ...], folder: Path, clean: Path, before: str) -> bool:
    """Follow the page with one database; return whether all was as it says."""
    begun, made = time.monotonic(), folder / "releases"
    recipe = [block for block in blocks if "checkout" in block.marks]
    releases = {
        "2026-11": make_release(recipe, made / "2026-11", commit=before),
        "2026-12": make_release(recipe, made / "2026-12"),
    }
    print(f"{database}: from {before[:7]} to this checkout")
    follower = Follower(blocks, folder, clean, lambda line: print(line, flush=True))
    try:
        follower.follow(database, releases)
    except DiffersError as error:
        print(f"DIFFERS: {error}")
        return False
    finally:
        follower.close()
    print(f"{database}: as the page says, in {(time.monotonic() - begun) / 60:.1f} min")
    return True

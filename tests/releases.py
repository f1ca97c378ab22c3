"""The last release: what it promised, and what the changelog says of promises that hold no more."""

import re
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).parents[1]
RELEASES = ROOT / "fixtures" / "releases"


def last_release() -> Path:
    """Return the folder of the last release."""
    return max((one for one in RELEASES.iterdir() if one.is_dir()), key=lambda one: Version(one.name))


def told_as_breaking(name: str, changelog: str, version: str) -> bool:
    """Return whether the changelog names something as broken since a version."""
    since = changelog.partition(f"\n## [{version}]")[0]
    return any("**Breaking**" in line and name in line for line in re.split(r"\n- ", since))


def changelog() -> str:
    """Return the changelog."""
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

"""The name of a version of compiled code: sources, compiler, settings, processor, and nothing else."""

import os
import shutil
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from solver.kernel.caching.stamp import SETTINGS, stamp


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of two modules."""
    (tmp_path / "a" / "timing").mkdir(parents=True)
    (tmp_path / "a" / "cost.py").write_text("x = 1")
    (tmp_path / "a" / "timing" / "late.py").write_text("y = 1")
    return tmp_path / "a"


def test_any_edit_gives_another_name(sources: Path) -> None:
    """Code of yesterday's sources would be run."""
    names = [stamp(sources)]
    for file in ("cost.py", "timing/late.py", "new.py"):
        (sources / file).write_text("x = 2")
        names.append(stamp(sources))
    (sources / "new.py").rename(sources / "newer.py")
    names.append(stamp(sources))
    (sources / "newer.py").unlink()
    names.append(stamp(sources))

    assert len(set(names)) == 5
    assert names[-1] == names[2]


def test_a_copy_has_the_same_name(sources: Path, tmp_path: Path) -> None:
    """What an image or a package brings would be compiled again where it is installed."""
    shutil.copytree(sources, tmp_path / "b")
    (tmp_path / "b" / "__pycache__").mkdir()
    (tmp_path / "b" / "__pycache__" / "cost.cpython-312.pyc").write_text("")
    (tmp_path / "b" / ".#cost.py").symlink_to("nobody@nowhere")  # an editor's mark
    for path in (tmp_path / "b").rglob("*.py"):
        os.utime(path, (0, 0), follow_symlinks=False)

    assert stamp(tmp_path / "b") == stamp(sources)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_the_compiler_count(sources: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A search for a defect with bounds checks on would run the code without, and find nothing."""
    before = stamp(sources)
    monkeypatch.setattr(numba.config, name, "other")

    assert stamp(sources) != before


def test_versions_count(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update of a library would run code that was made for its last version."""
    before = stamp(sources)
    for library in (numba, np, sys.modules["llvmlite"]):
        with monkeypatch.context() as patched:
            patched.setattr(library, "__version__", "0.0.0")
            assert stamp(sources) != before


def test_sources_that_cannot_be_read_have_no_name(tmp_path: Path) -> None:
    """In an archive all versions would share one name, and run each other's code."""
    assert stamp(tmp_path) is None
    assert stamp(tmp_path / "package.zip" / "kernel") is None

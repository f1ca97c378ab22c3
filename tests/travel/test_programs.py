"""What a program of the road engine is said to have held."""

import os
from pathlib import Path

import pytest

from scheduler.travel.network.programs import Osrm

OURS = 1_000_000_000


@pytest.mark.parametrize(("told", "held"), [(OURS + 1, OURS + 1), (OURS, 0), (1_000, 0)])
def test_what_we_held_is_not_called_the_programs(
    told: int, held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A town would order memory for a small map by what our own process had happened to hold."""
    program = tmp_path / "bin" / "osrm-extract"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho 'RAM: peak bytes used: {told}'\n", encoding="utf-8")
    program.chmod(0o755)
    osrm = Osrm()
    monkeypatch.setattr(osrm, "_home", tmp_path)
    high_water = "scheduler.travel.network.programs._high_water"
    monkeypatch.setattr(high_water, lambda pid: OURS if pid == os.getpid() else 0)

    assert osrm.run("osrm-extract", folder=tmp_path).peak_bytes == held

"""Peers beside ours: they are asked the same question, judged by the same checker, and a table tells what came out."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import benchmarks.__main__
import benchmarks.compare
import benchmarks.peer
from benchmarks.compare import chosen, command, outcome
from benchmarks.families.instance import Family
from benchmarks.peers.registry import PEERS
from benchmarks.peers.table import OURS, Cell, best_known, table
from benchmarks.solve import Run
from tests.solver.public_files import TEXTS, best_plan, written


def _run(path: Path, family: Family = Family.DARP, *, vehicles_first: bool = False, seconds: float = 0.3) -> Run:
    return Run(path=path, family=family, vehicles_first=vehicles_first, seconds=seconds, threads=1, seed=1)


def _printed(monkeypatch: pytest.MonkeyPatch, capsys: Any, words: list[str]) -> Any:
    monkeypatch.setattr(sys, "argv", ["peer", *words])
    code = benchmarks.peer.main()
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


@pytest.mark.parametrize(
    ("peer", "family", "objective"),
    [
        ("ortools-gls", "vrptw", "distance"),
        ("ortools-gls", "pdptw", "distance"),
        ("ortools-ils", "pdptw", "vehicles"),
        ("ortools-ils", "darp", "distance"),
    ],
)
def test_a_peer_is_asked_the_same_question(
    peer: str, family: str, objective: str, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    """We would win against somebody who was given another task, or a harder one."""
    path = written(tmp_path, family)
    words = ["--peer", peer, "--family", family, "--objective", objective, "--seconds", "0.5", str(path)]

    code, (line,), err = _printed(monkeypatch, capsys, words)

    vehicles, cost = best_plan(family, path, vehicles_first=objective == "vehicles")
    assert (code, err) == (0, "")
    assert (line["vehicles"], line["cost"]) == (vehicles, pytest.approx(cost, abs=1e-3))


def test_what_a_peer_cannot_model_is_said(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """A peer without a longest ride would be shown as the best of all."""
    path = written(tmp_path, "darp")
    code, lines, err = _printed(monkeypatch, capsys, ["--peer", "pyvrp", "--family", "darp", str(path)])

    assert (code, lines, err) == (2, [], "pyvrp knows no longest ride\n")
    assert outcome("pyvroom", _run(path)).wrong == "knows no longest ride"


def test_a_peer_that_is_not_installed_is_asked_for(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """Whoever forgets the group would read a traceback, or a table without the peer."""
    monkeypatch.setattr("benchmarks.peers.registry.find_spec", lambda _: None)
    path = str(written(tmp_path, "vrptw"))
    code, lines, err = _printed(monkeypatch, capsys, ["--peer", "pyvroom", "--family", "vrptw", path])

    assert (code, lines) == (2, [])
    assert "pyvroom is not installed: python3 -m uv run --group bench" in err
    monkeypatch.setattr(sys, "argv", ["compare", "--peers", "pyvrp", "--family", "vrptw", path])
    assert benchmarks.compare.main() == 2
    assert "not installed: pyvrp" in capsys.readouterr().err


def test_peers_are_chosen_by_library_or_by_name() -> None:
    """A misspelt peer would quietly be left out."""
    assert chosen("ortools") == [OURS, "ortools-gls", "ortools-ils"]
    assert chosen("pyvroom,ortools-ils") == [OURS, "ortools-ils", "pyvroom"]
    with pytest.raises(argparse.ArgumentTypeError, match="ortoolz: no such peer"):
        chosen("ortoolz")


def _saying(script: str) -> Any:
    return lambda *_: [sys.executable, "-c", script]


def test_every_answer_is_judged_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer's claim of a low cost, or of an answer that is none, would go into the table."""
    run = _run(written(tmp_path, "darp"))
    line = '{"cost": 1, "seconds": 0.1, "routes": [%s]}'
    monkeypatch.setattr(benchmarks.compare, "command", _saying(f"print('{line % '[1, 2, 4, 5, 3, 6]'}')"))
    assert outcome(OURS, run).cost == pytest.approx(best_plan("darp", run.path)[1])
    monkeypatch.setattr(benchmarks.compare, "command", _saying(f"print('{line % '[1, 4]'}')"))
    assert outcome(OURS, run).is_failure
    monkeypatch.setattr(benchmarks.compare, "command", _saying("raise SystemExit('out of memory')"))
    assert outcome(OURS, run) == Cell(wrong="out of memory")
    monkeypatch.setattr(benchmarks.compare, "command", _saying("import time; time.sleep(60)"))
    monkeypatch.setattr(benchmarks.compare, "GRACE_S", 0)
    assert outcome(OURS, run) == Cell(wrong="no answer in time")


@pytest.mark.parametrize("solver", [OURS, *PEERS])
def test_everybody_gets_the_same_settings(solver: str, tmp_path: Path) -> None:
    """Ours would be given more time, or another objective, than the others."""
    words = command(solver, _run(tmp_path / "lr104.txt", Family.PDPTW, vehicles_first=True, seconds=7))
    settings = words[words.index("--family") :]

    assert settings == [
        *("--family", "pdptw", "--objective", "vehicles", "--seconds", "7", "--threads", "1", "--seed", "1"),
        str(tmp_path / "lr104.txt"),
    ]


def test_the_table_tells_gaps_and_ratios(tmp_path: Path) -> None:
    """The figures that we publish would be of something else."""
    known = tmp_path / "bks.csv"
    known.write_text("family,instance,objective,vehicles\nvrptw,R101,1600,19\n", encoding="utf-8")
    a, b = Path("R101.txt"), Path("R102.txt")
    told = argparse.Namespace(family=Family.VRPTW, files=[a, b], peers=[OURS, "pyvrp"], seconds=10.0, threads=2, seed=1)
    cells = {
        (a, OURS): Cell(cost=1616, vehicles=20), (a, "pyvrp"): Cell(cost=1600, vehicles=19),
        (b, OURS): Cell(cost=1000, vehicles=18), (b, "pyvrp"): Cell(wrong="no answer in time"),
    }  # fmt: skip

    assert table(told, cells, best_known(known)).splitlines() == [
        "vrptw, 10 s, 2 cores, seed 1; distance (vehicles), gap to the best known, ratio to ours",
        "",
        "| instance | best known | dojazd | pyvrp |",
        "| --- | --- | --- | --- |",
        "| R101 | 1600.00 (19) | 1616.00 (20), +1.00 % | 1600.00 (19), +0.00 %, x0.9901 |",
        "| R102 |  | 1000.00 (18) | no answer in time |",
        "| mean |  | 2 of 2, +1.00 %, x1.0000, 38 vehicles | 1 of 2, +0.00 %, x0.9901, 19 vehicles |",
    ]


def test_the_list_of_benchmarks_is_complete(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """A benchmark that the list does not name would never be run again."""
    monkeypatch.setattr(sys, "argv", ["benchmarks"])
    assert benchmarks.__main__.main() == 2
    said = capsys.readouterr().out
    folder = Path(benchmarks.__main__.__file__).parent
    modules = {p.stem: p for p in folder.glob("*.py")} | {p.parent.name: p for p in folder.glob("*/__init__.py")}
    runnable = {name for name, path in modules.items() if "\ndef main" in path.read_text("utf-8")}

    assert runnable - {"__main__"} == set(benchmarks.__main__.BENCHMARKS)
    assert all(f"  {name}" in said for name in benchmarks.__main__.BENCHMARKS)
    assert TEXTS.keys() == set(Family)

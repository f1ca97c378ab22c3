"""A plan file that somebody changed is told from one that nobody did."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import TOWN, Run

REASON: dict[str, Any] = {"rule": "", "summary": {}, "alone": {}, "per_shift": {}, "change": {}}

type Change = Callable[[Any], object]


def later(card: dict[str, Any], name: str) -> None:
    card[name] = (datetime.fromisoformat(card[name]) + timedelta(minutes=5)).isoformat()


def first_stop(document: Any, part: str) -> Any:
    routes = document["plan"]["routes"] if part == "plan" else document["view"]["itineraries"]
    return routes[0]["stops"][0]


def add(holder: dict[str, Any], name: str) -> None:
    holder[name] += 7


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda d: later(first_stop(d, "view"), "arrival"), "view.itineraries[0].stops[0].arrival"),
        (lambda d: first_stop(d, "view").update(address="ul. Inna 1"), "view.itineraries[0].stops[0].address"),
        (lambda d: d["view"]["itineraries"].pop(), "view.itineraries"),
        (lambda d: add(d["view"]["kpis"], "served"), "view.kpis.served"),
        (lambda d: add(d["plan"]["routes"][0], "distance_m"), "plan.routes[0].distance_m"),
        (lambda d: add(d["plan"]["routes"][0], "driving_s"), "plan.routes[0].driving_s"),
        (lambda d: add(first_stop(d, "plan"), "travel_m"), "plan.routes[0].stops[0].travel_m"),
        (lambda d: first_stop(d, "plan").update(location_id="nowhere/"), "plan.routes[0].stops[0].location_id"),
        (lambda d: d["plan"]["unassigned"].append({**REASON, "request_id": "R-012"}), "plan.unassigned"),
    ],
)
def test_a_changed_file_is_caught(dojazd: Run, planned: Path, tmp_path: Path, change: Change, where: str) -> None:
    """A driver's sheet would send them at another hour than the plan that was checked."""
    document = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    change(document)
    (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    done = dojazd("verify", TOWN, tmp_path, "--json")
    assert done.returncode == 1, done.stdout
    found = {(one["rule"], one["subject"], one["status"]) for one in json.loads(done.stdout)["findings"]}
    assert ("claim", where, "broken") in found


def test_a_request_left_out_in_silence_is_caught(dojazd: Run, planned: Path, tmp_path: Path) -> None:
    """A resident would wait for a visit that is neither planned nor on the list of those to be phoned."""
    document = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    routes = document["plan"]["routes"]
    routes.remove(next(r for r in routes if {t["kind"] for s in r["stops"] for t in s["tasks"]} == {"visit"}))
    (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    done = dojazd("verify", TOWN, tmp_path, "--json")
    assert done.returncode == 1
    assert "plan.unassigned" in {one["subject"] for one in json.loads(done.stdout)["findings"]}


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_either_language_verifies(dojazd: Run, tmp_path: Path, lang: str) -> None:
    """An office that works in English could not check a plan made in Polish."""
    out = tmp_path / "out"
    made = dojazd("plan", TOWN, "--date", "2026-11-23", "--effort", 1, "--lang", lang, "--out", out)
    assert made.returncode == 0, made.stderr
    assert dojazd("verify", TOWN, out, "--lang", "pl").returncode == 0
    assert dojazd("verify", TOWN, out, "--lang", "en").returncode == 0

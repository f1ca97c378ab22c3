"""Whether the agreement between kernel and law would notice if the kernel misread one primitive."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from solver import searcher
from solver.arrays import FAR, Arrays
from solver.kernel.world import World, world_of
from solver.rules import all_rules
from tests.rules.agreement import DisagreementError, tally
from tests.solver.kernel_agreement import tally_insertions

SEEDS = range(60)
BY_CODE = {rule.code: rule for rule in all_rules()}

type Defect = Callable[[World], World]


def _with(world: World, table: str, array: Any) -> World:
    return world._replace(**{table: array})


def _field(table: str, name: str, change: Callable[[Any], Any]) -> Defect:
    """Change a field of some records."""

    def defect(world: World) -> World:
        records = getattr(world, table).copy()
        records[name] = change(records[name])
        return _with(world, table, records)

    return defect


def _table(table: str, change: Callable[[Any], Any]) -> Defect:
    """Change a table as a whole."""
    return lambda world: _with(world, table, np.ascontiguousarray(change(getattr(world, table).copy())))


def _both(*defects: Defect) -> Defect:
    def defect(world: World) -> World:
        for one in defects:
            world = one(world)
        return world

    return defect


def _empty(table: str, name: str) -> Defect:
    """Let every record's part of a table end where it begins."""

    def defect(world: World) -> World:
        records = getattr(world, table).copy()
        records[f"{name}_to"] = records[f"{name}_from"]
        return _with(world, table, records)

    return defect


def _alone(world: World) -> World:
    """Let every bundle hold its request alone."""
    requests = world.requests.copy()
    requests["bundle_from"] = np.arange(len(requests))
    requests["bundle_to"] = requests["bundle_from"] + 1
    return world._replace(requests=requests, bundles=np.arange(len(requests)))


def _wider(world: World) -> World:
    tasks, windows = world.tasks.copy(), world.windows.copy()
    tasks["closes_s"] = np.minimum(FAR, tasks["closes_s"] + 3600)
    windows[:, 1] += 3600
    return world._replace(tasks=tasks, windows=windows)


def _later(by_s: int) -> Callable[[Any], Any]:
    return lambda limit_s: np.minimum(FAR, limit_s + by_s)


def _all_but_first(bits: Any) -> Any:
    return bits & (np.arange(bits.shape[1]) > 0)


DEFECTS: dict[str, tuple[str, Defect]] = {
    "windows an hour longer": ("time_window", _wider),
    "only the first opening and the last closing": ("time_window", _empty("tasks", "window")),
    "windows that close at once": ("time_window", _field("tasks", "closes_s", lambda s: np.minimum(s, 36_000))),
    "places further away than they are": ("time_window", _field("tasks", "near_s", lambda s: s + 7200)),
    "two more boxes": ("seats", _table("layouts", lambda rows: rows + np.array([0, 0, 2]))),
    "one seat less": ("seats", _table("layouts", lambda rows: np.maximum(0, rows - 1))),
    "loads for nothing": ("seats", _field("shifts", "limited", lambda limited: limited * 0)),
    "nothing is loaded at the base": ("seats", _field("tasks", "held", lambda held: held * 0)),
    "what is brought home is not": ("seats", _field("requests", "carried", lambda carried: carried * (carried == 1))),
    "anybody may go to the south": ("district", _table("compatible", lambda bits: bits | True)),
    "nobody may go on the first shift": ("skill", _table("compatible", _all_but_first)),
    "strangers ride together": ("pooling", _field("requests", "picky", lambda picky: picky * 0)),
    "nobody rides together": ("pooling", _both(
        _field("requests", "picky", lambda picky: picky * 0 + 1),
        _table("together", lambda bits: np.eye(len(bits), dtype=np.bool_)),
    )),
    "pinned orders are forgotten": ("pinned_order", _empty("tasks", "lock")),
    "the frozen beginning is forgotten": ("pinned_prefix", _empty("shifts", "prefix")),
    "one visit more than the programme pays": ("entitlement", _field("caps", "limit", lambda limit: limit + 1)),
    "one visit less than the programme pays": ("entitlement", _field("caps", "limit", lambda limit: limit - 1)),
    "hard caps are priced": ("entitlement", _field("caps", "price_gr", lambda gr: gr * 0 + 1)),
    "repairs without inspections": ("needs", _empty("requests", "needed")),
    "halves of groups": ("all_or_none", _alone),
    "one's own second opinion": ("staff_link", _empty("requests", "different")),
    "another face": ("staff_link", _empty("requests", "same")),
    "rides two minutes longer": ("longest_ride", _table("ride_max_s", _later(120))),
    "rides two minutes shorter": ("ride_detour", _table("ride_max_s", lambda longest: longest - 120)),
    "standing as long as one likes": ("wait_aboard", lambda world: world._replace(wait_max_s=FAR)),
    "no standing": ("wait_aboard", lambda world: world._replace(wait_max_s=0)),
    "working on for ten minutes": ("longest_work", _field("shifts", "work_max_s", _later(600))),
    "coming home a quarter of an hour late": ("shift_span", _field("shifts", "latest_s", _later(900))),
    "leaving before the rest is over": ("rest", _field("shifts", "begin_s", lambda s: s - 3600)),
    "driving on for ten minutes": ("driving_limit", _field("shifts", "driving_max_s", _later(600))),
    "breaks half as long": ("breaks", _field("breaks", "duration_s", lambda s: s // 2)),
    "breaks whenever one likes": ("breaks", _field("breaks", "latest_start_s", lambda s: s * 0 + FAR)),
    "bounds decide alone": ("longest_ride", lambda world: world._replace(bounds_decide=True)),
    "nothing is tied": ("same_start", _both(_empty("tasks", "partner"), lambda world: world._replace(tied=False))),
    "a repair ten minutes too soon": ("gap", _field("differences", "low_s", lambda s: s - 600)),
    "a client in two places": ("client_in_one_place", _empty("tasks", "pair")),
    "away for ever": ("client_in_one_place", _field("pairs", "open_a", lambda is_open: is_open * 0 + 1)),
    "a return never counts": ("client_in_one_place", _field("pairs", "open_a", lambda is_open: is_open * 0)),
}  # fmt: skip


@pytest.mark.parametrize(("code", "defect"), DEFECTS.values(), ids=DEFECTS)
def test_a_planted_defect_is_found(code: str, defect: Defect, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel could misread the rules, and every plan of the morning be thrown away by the judge."""

    def wrong(arrays: Arrays) -> World:
        return defect(world_of(arrays))

    monkeypatch.setattr(searcher, "world_of", wrong)

    with pytest.raises(DisagreementError):
        tally_insertions(BY_CODE[code], SEEDS, enough=len(SEEDS) * 100)


TIMED = (
    "windows an hour longer", "only the first opening and the last closing", "rides two minutes longer",
    "rides two minutes shorter", "no standing", "working on for ten minutes", "coming home a quarter of an hour late",
    "breaks half as long", "a client in two places",
)  # fmt: skip


@pytest.mark.parametrize("name", TIMED)
def test_a_planted_defect_is_found_in_orders_as_they_stand(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dispatcher's own plan, from which the search begins, would be called impossible, or believed in wrongly."""
    code, defect = DEFECTS[name]

    def wrong(arrays: Arrays) -> World:
        return defect(world_of(arrays))

    monkeypatch.setattr(searcher, "world_of", wrong)

    with pytest.raises(DisagreementError):
        tally(BY_CODE[code], SEEDS, enough=len(SEEDS) * 100)

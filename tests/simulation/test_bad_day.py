"""The bad day of the demo town, played with the least effort, which tells the same story on every computer."""

import json
import os
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fixtures.demo.index import build_town
from fixtures.scenarios import bad_day
from scheduler.cli.bad_day import bad_day_script
from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.audit import first_broken
from scheduler.domain.ids import RequestId, TownId
from scheduler.services.keeping import keep_town
from scheduler.services.planning.searching import Effort
from scheduler.simulation.bad_day import BadDay, Story, prepare
from scheduler.store.memory import MemoryStore
from scheduler.travel.straight import StraightTravel

DAY = date(2026, 11, 23)
TOLD = Path(__file__).with_name("bad_day.json")
FRIENDS = tuple(RequestId(f"R-90{k}") for k in (1, 2, 3))


def effort() -> Effort:
    return Effort(clock=lambda: 0.0, effort=1, workers=0)


def published() -> BadDay:
    """Return the bad day before it begins: planned, published, and nobody on the way."""
    town = bad_day(build_town("starachowice", service_day=DAY), DAY)
    script = bad_day_script(town, DAY)
    store = MemoryStore()
    with store.writing(TownId(town.id)) as unit:
        keep_town(unit, town, script.begins)
    ids = iter(range(1, 10**9))
    day = BadDay(
        store=store, town_id=TownId(town.id), travel=StraightTravel(town.policy), script=script,
        set_clock=lambda _now: None, effort=effort, new_id=lambda prefix: f"{prefix}-{next(ids)}",
    )  # fmt: skip
    prepare(day, effort())
    return day


@cache
def played() -> tuple[BadDay, Story]:
    day = published()
    return day, day.play()


def recorded(day: BadDay, story: Story) -> dict[str, Any]:
    with day.store.reading(day.town_id) as unit:
        outcomes = Counter(one.outcome.value for one in unit.actuals.all().values())
    return {
        "chapters": [
            {
                "what": one.what.value,
                "aboard": one.aboard,
                "calls": one.calls,
                "moved": one.moved,
                "late_min": {key: late_s // 60 for key, late_s in sorted(one.late_s.items())},
                "left_out": list(one.left_out),
            }
            for one in story.chapters
        ],
        "no_shows": sorted(story.no_shows),
        "missing": story.missing,
        "ways_home_written_down": story.stranded,
        "outcomes": dict(sorted(outcomes.items())),
    }


def test_the_bad_day_goes_as_it_was_written_down() -> None:
    """A change would make the worst day of a town worse, and nobody would have looked."""
    told = recorded(*played())
    if os.environ.get("DOJAZD_REWRITE"):
        TOLD.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert told == json.loads(TOLD.read_text(encoding="utf-8")), "DOJAZD_REWRITE=1 writes it anew; read the diff"


def test_whoever_was_in_the_broken_bus_is_fetched_within_the_hour() -> None:
    """Three old women would stand at the roadside in November."""
    day, story = played()
    assert story.chapters[0].aboard == len(FRIENDS)
    with day.store.reading(day.town_id) as unit:
        fetched = {
            one.request_id: one.at
            for one in unit.events.all().values()
            if one.task_id.endswith(":pickup") and one.kind == "aboard" and one.shift_id != day.script.bus
        }
        outcomes = [unit.actuals.get(key).outcome for key in FRIENDS]
    assert outcomes == [FinalOutcome.SERVED] * len(FRIENDS)
    assert max((fetched[key] - day.script.breaks_at).total_seconds() for key in FRIENDS) < 3600


def test_the_day_ends_with_everybody_accounted_for() -> None:
    """Somebody would be missing on the next morning."""
    day, story = played()
    with day.store.reading(day.town_id) as unit:
        state, audit = unit.days.get(DAY), unit.audit.entries(limit=100_000)
        checks = unit.checks.between(DAY, DAY).values()
    assert state.closed
    assert first_broken(audit) is None
    assert len(story.no_shows) == day.script.no_answers == len(checks)
    assert all(one.outcome is not None for one in checks)

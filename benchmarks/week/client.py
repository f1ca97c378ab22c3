"""One client of a soak as a process of its own: `python -m benchmarks.week.client ROLE FOLDER`."""

import json
import sys
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.week.asking import Client
from benchmarks.week.clock import WeekClock
from benchmarks.week.desk import Desk
from benchmarks.week.field import Crews
from benchmarks.week.ledger import Ledger
from benchmarks.week.office import Told
from benchmarks.week.readers import Manager, receive

CHIEF, HOOKS = "chief", "hooks"
ROLES = (HOOKS, "crews", "desk", "manager", CHIEF)
CLOCK, TOLD, LEDGER = "clock", "told.json", "ledger"


def main() -> None:
    """Be a client until its work is done, or nobody answers it any more."""
    role, folder = sys.argv[1], Path(sys.argv[2])
    facts = json.loads((folder / TOLD).read_text(encoding="utf-8"))
    ledger, clock = Ledger(folder / LEDGER / f"{role}.jsonl"), WeekClock(folder / CLOCK)
    told = Told.read(facts["told"])
    if role == HOOKS:
        receive(facts["hook_port"], ledger, lambda: told.hook_secret)
    first, last = date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"])
    rng = Random(f"{facts['seed']} {role}")
    client = Client(bases=tuple(facts["bases"][:: 1 if role in {"crews", "desk"} else -1]), token=told.token,
                    ledger=ledger, rng=rng)  # fmt: skip
    if role == "crews":
        Crews(client=client, clock=clock, last=last).run()
    elif role == "manager":
        Manager(client=client, feeds=told.feeds, clock=clock, last=last).run()
    else:
        desk = Desk(client=client, told=told, clock=clock, chief=role == CHIEF, first=first, last=last)
        if desk.chief:
            desk.first_day()
        desk.run()
    ledger.note("over", role=role)


if __name__ == "__main__":
    main()

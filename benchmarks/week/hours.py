"""The hours of a soak: each with a kill, a clock that is set, a comparison, and a line of figures."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from benchmarks.week.client import LEDGER
from benchmarks.week.clock import WeekClock
from benchmarks.week.comparing import lost, promises, unfinished
from benchmarks.week.ledger import Noted
from benchmarks.week.memory import Lived, grows
from benchmarks.week.office import Told
from benchmarks.week.servers import Server
from fixtures.moments import ZONE
from scheduler.bootstrap import Office

STEPS_S = (-8.0, 8.0)
"""By so many seconds a server's clock is wrong, from one hour to the next."""


@dataclass
class Hours:
    """What happens to the servers, and what is seen of it.

    Attributes
    ----------
    first, lives : date, int
        The first day, and for how many days a server lives before it is the one that is killed.
    watching : Connection
        Of the soak's own, to count the others.
    """

    office: Office
    told: Told
    servers: list[Server]
    clock: WeekClock
    folder: Path
    first: date
    lives: int
    watching: "psycopg.Connection[Any]"
    kills: int = 0
    most_connections: int = 0
    wrong: list[str] = field(default_factory=list)
    memory: list[Lived] = field(default_factory=list)
    rng: Random = field(default_factory=lambda: Random(7))

    def pass_by(self, every: timedelta, over: Callable[[], bool]) -> None:
        """Let hours pass until it is over, or something is lost."""
        due, step = self.clock.now() + every, every / 30
        while not over() and not self.wrong:
            self.clock.sleep(step)
            self.most_connections = max(self.most_connections, self._connections())
            if self.clock.now() >= due:
                self._hour()
                due = max(due + every, self.clock.now() + every / 2)

    def _hour(self) -> None:
        victim, survivor = self._turn()
        own, beside = survivor.memory_mb()
        now = self.clock.now()
        self.memory.append(Lived(server=survivor.name, at=now.astimezone(ZONE), own=own, beside=beside))
        victim.kill()
        self.kills += 1
        self.wrong = lost(self.office, self.told.town_id, Noted.of(self.folder / LEDGER))
        for one in self.servers:
            one.clock.set_ahead(self.rng.uniform(*STEPS_S))
        victim.start()
        self._tell(now.astimezone(ZONE).isoformat(timespec="minutes"), victim, survivor, own, beside)

    def _turn(self) -> tuple[Server, Server]:
        """Return who is killed today, and who lives."""
        turn = (self.clock.now().astimezone(ZONE).date() - self.first).days // self.lives % 2
        return self.servers[turn], self.servers[1 - turn]

    def _tell(self, at: str, victim: Server, survivor: Server, own: float, beside: float) -> None:
        noted = Noted.of(self.folder / LEDGER)
        line = {
            "at": at, "killed": victim.name, "back_s": round(victim.started_s[-1], 1), "lives": survivor.name,
            "own_mb": round(own, 1), "beside_mb": round(beside, 1), "connections": self._connections(),
            "booked": len(noted.all("booked")), "events": len({one["id"] for one in noted.all("told")}),
            "odd": len(noted.all("odd")), "wrong": self.wrong,
        }  # fmt: skip
        print(json.dumps(line, ensure_ascii=False), flush=True)

    def _connections(self) -> int:
        found = self.watching.execute("select count(*) from pg_stat_activity where backend_type = 'client backend'")
        row = found.fetchone()
        return int(row[0]) if row else 0

    def finish(self, days: list[date]) -> list[str]:
        """Compare for the last time; tell the figures of all, and return what is wrong."""
        noted, town_id = Noted.of(self.folder / LEDGER), self.told.town_id
        # What nobody was told may not be done either: a client that gave up has waited for minutes.
        odd = [f"{one['path']}: {one['status']} {one['said'][:300]}" for one in noted.all("odd")]
        grown, means = grows(self.memory)
        self.wrong += [*lost(self.office, town_id, noted), *unfinished(self.office, town_id, noted, days), *odd, *grown]
        started = sorted(second for one in self.servers for second in one.started_s)
        told = {
            "days": [str(day) for day in days], "speed": self.clock.speed, "kills": self.kills,
            "booked": len(noted.all("booked")), "cancelled": len(noted.all("cancelled")),
            "enquiries": len(noted.all("asked")), "refused": len(noted.all("refused")),
            "events_sent": len(noted.all("sent")), "events": len({one["id"] for one in noted.all("sent")}),
            "events_refused": len({one["id"] for one in noted.all("told") if one["outcome"] == "refused"}),
            "searches": len(noted.all("search")), "hooks_taken": len([1 for one in noted.all("hook") if one["taken"]]),
            "promises": promises(self.office, town_id, days), "slowest_s": max(
                (one["seconds"] for one in noted.all("slowest")), default=0.0
            ), "start_s": [started[0], started[len(started) // 2], started[-1]] if started else [],
            "most_connections": self.most_connections, "memory_mb": means, "findings": len(self.wrong),
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False), flush=True)
        return self.wrong

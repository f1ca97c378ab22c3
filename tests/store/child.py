"""A server process for tests: it books the same day again and again, and says so after each booking.

`python -m tests.store.child URL NAME COUNT` prints a line for each booking that was answered.
"""

import sys
from dataclasses import replace

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import StaleError
from scheduler.services.ports import Store
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
from tests.store.samples import DAY, NOW, TOWN, booking, client, plan, plan_head, visit

KEY = MasterKey(bytes(range(32)))


def book(store: Store, name: str) -> bool:
    """Take the day's next place: client, booking, plan, day and audit entry together; False: somebody was faster."""
    with store.reading(TOWN) as unit:
        seen = unit.days.get(DAY).version
    try:
        with store.writing(TOWN) as unit:
            unit.clients.put(client(name), seen=0)
            unit.bookings.put(booking(visit(name, clients=(name,))), seen=0)
            state = unit.days.lock(DAY)
            unit.days.put(replace(state, version=seen + 1, plan=seen + 1))
            unit.plans.add(replace(plan(), version=seen + 1), plan_head(seen + 1))
            unit.audit.append(AuditEvent(at=NOW, action="booking.accepted", subject=f"booking:{name}"))
    except StaleError:
        return False
    return True


def main(url: str, name: str, count: int) -> None:
    """Book so many places."""
    with open_store(url, ring_of(KEY)) as store:
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()
        for number in range(count):
            while not book(store, f"{name}-{number}"):
                pass
            print(f"{name}-{number}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

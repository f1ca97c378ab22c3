"""Attempts in a database, counted by all servers on it together."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from scheduler.domain.accounts import ThrottleRule
from scheduler.store.sql.accounts.work import Work, instant, us
from scheduler.store.sql.tables import AttemptRow
from scheduler.store.sql.upsert import insert_or_leave

_ATTEMPTS = select(AttemptRow.__table__)


class SqlThrottle:
    """Attempts, each counted under the lock of its row."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def attempt(self, key: str, at: datetime, rule: ThrottleRule) -> timedelta:
        """Count an attempt, or return how long it has to wait."""
        mine, none = AttemptRow.key == key, {"key": key, "tries": 0, "last_us": 0, "free_us": 0}
        with self._work.writing() as connection:
            connection.execute(insert_or_leave(connection, AttemptRow.__table__), none)
            row = connection.execute(_ATTEMPTS.where(mine).with_for_update()).one()
            if us(at) < row.free_us:
                return instant(row.free_us) - at
            tries = row.tries + 1 if at - instant(row.last_us) < rule.memory else 1
            counted = update(AttemptRow).where(mine)
            connection.execute(counted.values(tries=tries, last_us=us(at), free_us=us(at + rule.delay(tries))))
        return timedelta(0)

    def forgive(self, key: str, *, whole: bool) -> None:
        """Take one attempt back, or all."""
        mine = AttemptRow.key == key
        # An empty row stays until it is swept up: whoever has just made sure of it wants to lock it.
        nothing = update(AttemptRow).where(mine).values(tries=0, last_us=0, free_us=0)
        less = update(AttemptRow).where(mine, AttemptRow.tries > 0)
        fewer = less.values(tries=AttemptRow.tries - 1, free_us=AttemptRow.last_us)
        with self._work.writing() as connection:
            connection.execute(nothing if whole else fewer)

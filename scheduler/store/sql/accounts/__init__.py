"""Accounts in a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from scheduler.domain.ids import TownId
from scheduler.services.ports import UnitOfWork
from scheduler.store.sql.accounts.answers import SqlAnswers
from scheduler.store.sql.accounts.sessions import SqlPhoneLinks, SqlSessions
from scheduler.store.sql.accounts.throttle import SqlThrottle
from scheduler.store.sql.accounts.tokens import SqlTokens
from scheduler.store.sql.accounts.users import SqlUsers
from scheduler.store.sql.accounts.work import Work, us
from scheduler.store.sql.store import SqlStore
from scheduler.store.sql.tables import AnswerRow, AttemptRow, PhoneLinkRow, SessionRow

__all__ = ["SqlAccounts"]

_DAY = timedelta(days=1)


class SqlAct:
    """An act, in the transaction of a unit."""

    def __init__(self, work: Work, unit: UnitOfWork) -> None:
        self.unit = unit
        self.users = SqlUsers(work)
        self.sessions = SqlSessions(work)
        self.tokens = SqlTokens(work)
        self.phone_links = SqlPhoneLinks(work)


class SqlAccounts:
    """All accounts of an installation, in the database of its store.

    Parameters
    ----------
    store : SqlStore
        Whose connections and key rings are used; it stays open as long as these are needed.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._work = Work(store.engine, store.ring)
        self.users = SqlUsers(self._work)
        self.sessions = SqlSessions(self._work)
        self.tokens = SqlTokens(self._work)
        self.phone_links = SqlPhoneLinks(self._work)
        self.throttle = SqlThrottle(self._work)
        self.answers = SqlAnswers(self._work)

    @contextmanager
    def acting(self, town_id: TownId) -> Iterator[SqlAct]:
        """Open an act."""
        with self._store.writing_beside(town_id) as (connection, unit):
            yield SqlAct(Work(self._store.engine, self._store.ring, connection), unit)

    def sweep(self, now: datetime) -> int:
        """Forget what is over."""
        at, old = us(now), us(now - _DAY)
        over = (
            delete(SessionRow).where(or_(SessionRow.ends_us <= at, SessionRow.seen_us + SessionRow.idle_us <= at)),
            delete(PhoneLinkRow).where(PhoneLinkRow.ends_us <= at),
            delete(AttemptRow).where(AttemptRow.last_us <= old, AttemptRow.free_us <= at),
            delete(AnswerRow).where(AnswerRow.at_us <= old),
        )
        with self._work.writing() as connection:
            return sum(connection.execute(one).rowcount for one in over)

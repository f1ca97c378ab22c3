"""Accounts in a database."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

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


class SqlAccounts:
    """All accounts of an installation, in the database of its store.

    Parameters
    ----------
    store : SqlStore
        Whose connections and key rings are used; it stays open as long as these are needed.
    """

    def __init__(self, store: SqlStore) -> None:
        self._work = Work(store.engine, store.ring)
        self.users = SqlUsers(self._work)
        self.sessions = SqlSessions(self._work)
        self.tokens = SqlTokens(self._work)
        self.phone_links = SqlPhoneLinks(self._work)
        self.throttle = SqlThrottle(self._work)
        self.answers = SqlAnswers(self._work)

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

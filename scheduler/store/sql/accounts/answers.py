"""Answers to creations in a database."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, update

from scheduler.domain.accounts import KeptAnswer
from scheduler.domain.ids import TownId
from scheduler.store.sql.accounts.work import Work, instant, us
from scheduler.store.sql.tables import AnswerRow
from scheduler.store.sql.upsert import insert_or_leave, insert_or_update


class SqlAnswers:
    """Kept answers; bodies hold names, so they are sealed.

    Of what was asked a keyed digest is kept: it may hold a password, which could be guessed from a plain one.
    """

    def __init__(self, work: Work) -> None:
        self._work = work

    def begin(self, answer: KeptAnswer, *, stale: datetime) -> KeptAnswer | None:
        """Take a key, or return what is kept under it."""
        mine = _key(answer.owner, answer.key)
        with self._work.writing() as connection:
            values = self._values(connection, answer)
            if connection.execute(insert_or_leave(connection, AnswerRow.__table__), values).rowcount == 1:
                return None
            lost = update(AnswerRow).where(mine, AnswerRow.status == 0, AnswerRow.at_us < us(stale))
            if connection.execute(lost.values(values)).rowcount == 1:
                return None
            row = connection.execute(select(AnswerRow.__table__).where(mine)).one_or_none()
            if row is None:
                return answer  # given up this moment: it is asked again
            known = self._answer(connection, row)
            return replace(known, asked=answer.asked) if row.asked == values["asked"] else known

    def renew(self, owner: str, key: str, at: datetime) -> None:
        """Say that a question is still worked on."""
        with self._work.writing() as connection:
            still = update(AnswerRow).where(_key(owner, key), AnswerRow.status == 0)
            connection.execute(still.values(at_us=us(at)))

    def finish(self, answer: KeptAnswer) -> None:
        """Keep the answer."""
        with self._work.writing() as connection:
            values = self._values(connection, answer)
            connection.execute(insert_or_update(connection, AnswerRow.__table__), values)

    def give_up(self, owner: str, key: str) -> None:
        """Forget a key."""
        with self._work.writing() as connection:
            connection.execute(delete(AnswerRow).where(_key(owner, key)))

    def forget_town(self, town_id: TownId) -> int:
        """Forget all answers of a town."""
        with self._work.writing() as connection:
            mine = delete(AnswerRow).where(AnswerRow.town_id == town_id, AnswerRow.status != 0)
            return connection.execute(mine).rowcount

    def _values(self, connection: Connection, answer: KeptAnswer) -> Mapping[str, Any]:
        where = _where(answer.owner, answer.key)
        sealed = self._work.seal(connection, answer.town_id, answer.body, where)
        return {
            "owner": answer.owner, "key": answer.key, "town_id": answer.town_id,
            "asked": self._work.blind(connection, answer.town_id, answer.asked, "asked").hex(),
            "at_us": us(answer.at), "status": answer.status, "headers": json.dumps(answer.headers), "sealed": sealed,
        }  # fmt: skip

    def _answer(self, connection: Connection, row: Row[Any]) -> KeptAnswer:
        town_id = TownId(row.town_id)
        return KeptAnswer(
            owner=row.owner, key=row.key, town_id=town_id, asked=row.asked, at=instant(row.at_us), status=row.status,
            headers=tuple((name, value) for name, value in json.loads(row.headers)),
            body=self._work.open(connection, town_id, row.sealed, _where(row.owner, row.key)),
        )  # fmt: skip


def _key(owner: str, key: str) -> ColumnElement[bool]:
    return and_(AnswerRow.owner == owner, AnswerRow.key == key)


def _where(owner: str, key: str) -> str:
    return f"answers/sealed/{owner}/{key}"

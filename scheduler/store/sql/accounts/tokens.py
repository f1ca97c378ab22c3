"""Machines' tokens in a database."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from scheduler.domain.accounts import ApiToken
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import TokenId, TownId, UserId
from scheduler.store.sql.accounts.work import Work, instant, us
from scheduler.store.sql.tables import TokenRow
from scheduler.store.sql.tables.towns import TownRow
from scheduler.store.sql.upsert import insert_or_leave

_TOKENS = select(TokenRow.__table__)


class SqlTokens:
    """Tokens."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, token: ApiToken) -> None:
        """Keep a new token."""
        values = {
            "digest": token.digest, "id": token.id, "town_id": token.town_id, "name": token.name,
            "scopes": json.dumps(sorted(token.scopes)), "created_by": token.created_by,
            "created_us": us(token.created_at), "ends_us": us(token.ends_at),
            "revoked_us": None if token.revoked_at is None else us(token.revoked_at),
        }  # fmt: skip
        town = {"id": token.town_id, "stamp": 0, "seq": 0, "zone": None}
        with self._work.writing() as connection:
            connection.execute(insert_or_leave(connection, TownRow.__table__), town)
            connection.execute(insert(TokenRow), values)

    def find(self, digest: str) -> ApiToken | None:
        """Return a token."""
        with self._work.reading() as connection:
            row = connection.execute(_TOKENS.where(TokenRow.digest == digest)).one_or_none()
        return None if row is None else _token(row)

    def all(self, town_id: TownId) -> Sequence[ApiToken]:
        """Return the tokens of a town."""
        with self._work.reading() as connection:
            rows = connection.execute(_TOKENS.where(TokenRow.town_id == town_id)).all()
        return sorted((_token(row) for row in rows), key=lambda token: (token.created_at, token.id))

    def revoke(self, town_id: TownId, token_id: TokenId, at: datetime) -> None:
        """Shut a token out."""
        mine = update(TokenRow).where(TokenRow.town_id == town_id, TokenRow.id == token_id)
        with self._work.writing() as connection:
            marked = mine.values(revoked_us=func.coalesce(TokenRow.revoked_us, us(at)))
            if connection.execute(marked).rowcount != 1:
                raise NotFoundError(f"there is no token {token_id}")


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        id=TokenId(row.id), town_id=TownId(row.town_id), name=row.name, digest=row.digest,
        scopes=frozenset(json.loads(row.scopes)), created_by=UserId(row.created_by), created_at=instant(row.created_us),
        ends_at=instant(row.ends_us), revoked_at=None if row.revoked_us is None else instant(row.revoked_us),
    )  # fmt: skip

"""What address services said, kept in a file, so that nobody is asked twice."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from scheduler.domain.errors import GeocodingError
from scheduler.geocoding.answer_json import answers_from_json, answers_to_json
from scheduler.geocoding.numbers import number_key
from scheduler.geocoding.text import fold
from scheduler.services.ports import Address, AddressMatch, StoredAnswer, StreetKind

_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
    service TEXT NOT NULL,
    question TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    matches TEXT NOT NULL,
    PRIMARY KEY (service, question)
) WITHOUT ROWID
"""
_BUSY_S = 10.0


def _now() -> datetime:
    return datetime.now(UTC)


class AnswerCache:
    """The `AnswerStore` port in a SQLite file that only its owner may read.

    Questions are kept as checksums of the folded address; answers hold no flat and no name.

    Parameters
    ----------
    path : Path
        Made if it does not exist.
    found_for, nothing_for : timedelta
        How long an answer is believed, and how long it is believed that there is none: new houses are built.
    now : callable
        The clock; for tests.

    Raises
    ------
    GeocodingError
        Here or later: if the file cannot be used.
    """

    def __init__(
        self,
        path: Path,
        *,
        found_for: timedelta = timedelta(days=365),
        nothing_for: timedelta = timedelta(days=14),
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._path = path
        self._found_for = found_for
        self._nothing_for = nothing_for
        self._now = now
        self._lock = Lock()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made private before anything is in it; SQLite gives its journal the same mode.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            path.chmod(0o600)
            self._store = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            self._store.execute(_TABLE)
        except sqlite3.Error as error:
            self._store.close()
            raise self._unusable(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._store.close()

    def get(self, service: str, address: Address) -> StoredAnswer | None:
        """Return a service's answer that is still fresh enough, with the flat of `address`; or None."""
        query = "SELECT answered_at, matches FROM answer WHERE service = ? AND question = ?"
        try:
            with self._lock:
                row = self._store.execute(query, (service, _question(address))).fetchone()
            if row is None:
                return None
            answered_at = datetime.fromisoformat(row[0])
            matches = answers_from_json(row[1])
        except (sqlite3.Error, ValueError, LookupError, TypeError) as error:
            raise self._unusable(error) from error
        if not timedelta() <= self._now() - answered_at < (self._found_for if matches else self._nothing_for):
            return None
        return StoredAnswer(matches=_with_flat(matches, address.flat), answered_at=answered_at)

    def put(self, service: str, address: Address, matches: Sequence[AddressMatch]) -> StoredAnswer:
        """Keep an answer with the present date, and return it as it is kept."""
        answered_at = self._now().astimezone(UTC)
        row = (service, _question(address), answered_at.isoformat(), answers_to_json(matches))
        try:
            with self._lock:
                self._store.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return StoredAnswer(matches=_with_flat(matches, address.flat), answered_at=answered_at)

    def _unusable(self, error: Exception) -> GeocodingError:
        return GeocodingError(
            f"the address cache {self._path.name} cannot be used ({error}); delete it to start afresh"
        )


def _with_flat(matches: Sequence[AddressMatch], flat: str) -> tuple[AddressMatch, ...]:
    if not flat:
        return tuple(matches)
    return tuple(replace(match, address=replace(match.address, flat=flat)) for match in matches)


def _question(address: Address) -> str:
    """Return the checksum under which the answer for an address is kept."""
    kind = "" if address.kind in {None, StreetKind.STREET} else str(address.kind)  # "ul." is often left out
    parts = (kind, fold(address.street), number_key(address.house), address.postcode, fold(address.town))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()

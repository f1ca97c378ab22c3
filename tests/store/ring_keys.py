"""Wrapped keys in a dictionary, as a unit of work in memory would keep them."""

from collections.abc import Mapping


class KeysInMemory:
    """`SubjectKeys` of one town, counting how often it is asked."""

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}
        self.asked = 0

    def wrapped(self, subject: str) -> bytes | None:
        self.asked += 1
        return self.rows.get(subject)

    def all(self) -> Mapping[str, bytes]:
        self.asked += 1
        return dict(self.rows)

    def keep(self, subject: str, wrapped: bytes) -> None:
        self.rows.setdefault(subject, wrapped)

    def destroy(self, subject: str) -> None:
        self.rows.pop(subject, None)

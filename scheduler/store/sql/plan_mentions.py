"""What a stored plan speaks of: whose requests it plans, and which words stand in it; nothing else of it is decoded."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scheduler.store.sql.documents import Document


@dataclass(frozen=True)
class _Named:
    request_id: str | None = None


@dataclass(frozen=True)
class _Stop:
    tasks: tuple[_Named, ...]


@dataclass(frozen=True)
class _Route:
    stops: tuple[_Stop, ...]


@dataclass(frozen=True)
class _Requests:
    """What of a plan's document names a request."""

    routes: tuple[_Route, ...]
    unassigned: tuple[_Named, ...]
    overrides: tuple[_Named, ...] = ()

    def __iter__(self) -> Iterator[_Named]:
        for route in self.routes:
            for stop in route.stops:
                yield from stop.tasks
        yield from self.unassigned
        yield from self.overrides


REQUESTS = Document(_Requests)


def mentioned(plain: bytes, where: str, requests: Collection[str], words: Collection[str]) -> frozenset[str]:
    """Return which of some requests a plan's document names, and which of some words stand in it, in any case.

    Raises
    ------
    StoreError
        If it is no plan's.
    """
    planned = {one.request_id for one in REQUESTS.read(plain, where, None)} if requests else set()
    text = plain.decode().casefold() if words else ""
    said = {word for word in words if json.dumps(word.casefold(), ensure_ascii=False)[1:-1] in text}
    return frozenset(said.union(one for one in requests if one in planned))

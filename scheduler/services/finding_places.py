"""Places by their names: a few letters, or one after another.

A store opens each place once and remembers it, so that a search opens only those that have changed since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import PlaceId
from scheduler.domain.place import Place
from scheduler.domain.text import folded
from scheduler.services.access import Principal
from scheduler.services.ports import Store, UnitOfWork

LISTED = "homes.listed"


@dataclass(frozen=True, kw_only=True)
class PlacesListed:
    """Some of the places, and the id and stamp of the one after which the next ones come; None: there are none."""

    items: Sequence[Place]
    after: tuple[PlaceId, int] | None


def find_places(unit: UnitOfWork, text: str, *, limit: int) -> Sequence[Place]:
    """Return places that have words beginning with the words of a text, by name."""
    wanted = folded(text).split()
    return [one for (name, _), one in _by_name(unit).items() if _has(name, wanted)][:limit]


def list_places(unit: UnitOfWork, *, after: tuple[PlaceId, int] | None, limit: int) -> PlacesListed:
    """Return some of the places by name.

    Parameters
    ----------
    after : pair of PlaceId and int, optional
        The last one of the page before, with its stamp.

    Raises
    ------
    InputError
        If that one was changed since, or is gone: with another name the next ones would be others.
    """
    places = _by_name(unit)
    rest = list(places.values())
    if after is not None:
        where = next((k for k, one in enumerate(rest) if one.id == after[0]), None)
        if where is None or unit.places.stamp_of(after[0]) != after[1]:
            wrong, right = "stands for a place that was changed meanwhile", "begin the list again"
            raise InputError([InputProblem(file="query.cursor", wrong=wrong, right=right)])
        rest = rest[where + 1 :]
    last = rest[limit - 1].id if len(rest) > limit else None
    return PlacesListed(items=rest[:limit], after=None if last is None else (last, unit.places.stamp_of(last)))


def note_homes(store: Store, who: Principal, places: Iterable[Place], now: datetime) -> None:
    """Note that a list was read on which people's homes are, and how many; where nobody lives is no secret."""
    count = sum(not place.public for place in places)
    if count:
        with store.writing(who.town_id) as unit:
            subject, told = f"town:{who.town_id}", (f"count={count}",)
            unit.audit.append(AuditEvent(at=now, by=who.user_id, action=LISTED, subject=subject, fields=told))


def _by_name(unit: UnitOfWork) -> Mapping[tuple[str, PlaceId], Place]:
    return dict(sorted(((folded(one.name), key), one) for key, one in unit.places.all().items()))


def _has(name: str, wanted: Sequence[str]) -> bool:
    words = name.split()
    return all(any(word.startswith(one) for word in words) for one in wanted)

"""The office's registers of clients and places: reading, adding, correcting; all of it audited."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.client import Client, Notes
from scheduler.domain.errors import ConflictError, InputError, InputProblem
from scheduler.domain.ids import ClientId, UserId
from scheduler.domain.place import Place
from scheduler.domain.text import tidy
from scheduler.services.access import Principal
from scheduler.services.auditing import READ, client_subject, note_read, quarter_of
from scheduler.services.ports import Store, UnitOfWork


def read_client(store: Store, who: Principal, client_id: ClientId, now: datetime) -> tuple[Client, int]:
    """Return a client and their stamp, and note that they were looked at.

    Raises
    ------
    NotFoundError
        If the town has no such client.
    """
    with store.reading(who.town_id) as unit:
        client, stamp = unit.clients.get(client_id), unit.clients.stamp_of(client_id)
        known = _noted(unit, who.user_id, client_id, now)
    if not known:
        with store.writing(who.town_id) as unit:
            note_read(unit, who.user_id, client_id, now, [field.name for field in fields(client)])
    return client, stamp


def add_client(store: Store, who: Principal, client: Client, now: datetime) -> int:
    """Keep a new client, and return the stamp; one who is kept already exactly like that stays.

    Raises
    ------
    ConflictError
        If another client has this id.
    InputError
        If the home, a worker or a service is none of the town's, or a text holds what nobody sees.
    """
    client = tidy(client, "body", lines=Notes)
    with store.writing(who.town_id) as unit:
        stamp, known = unit.clients.stamp_of(client.id), unit.clients.find(client.id)
        if known is not None and known != client.moved_from(known):
            raise ConflictError(f"there is another client {client.id} already")
        if known is None:
            _check_client(unit, client)
            unit.clients.put(client, seen=0)
            _note(unit, who, now, ("client.added", f"client:{client.id}"))
    return stamp if known else unit.written_stamp


def change_client(store: Store, who: Principal, client: Client, *, seen: int, now: datetime) -> int:
    """Keep another state of a client, and return its stamp.

    Raises
    ------
    NotFoundError
        If there is no such client.
    StaleError
        If the client was changed since `seen`.
    InputError
        If the home, a worker or a service is none of the town's, or a text holds what nobody sees.
    """
    client = tidy(client, "body", lines=Notes)
    with store.writing(who.town_id) as unit:
        before = unit.clients.get(client.id)
        client = client.moved_from(before)
        _check_client(unit, client)
        unit.clients.put(client, seen=seen)
        if told := _changed(before, client):
            _note(unit, who, now, ("client.changed", f"client:{client.id}"), told)
    return unit.written_stamp


def add_place(store: Store, who: Principal, place: Place, now: datetime) -> int:
    """Keep a new place, and return the stamp; one that is kept already exactly like that stays.

    Raises
    ------
    ConflictError
        If another place has this id.
    InputError
        If the district is none of the town's, or a text holds what nobody sees.
    """
    place = tidy(place, "body", lines=Notes)
    with store.writing(who.town_id) as unit:
        stamp, known = unit.places.stamp_of(place.id), unit.places.find(place.id)
        if known is not None and known != place:
            raise ConflictError(f"there is another place {place.id} already")
        if known is None:
            _check_place(unit, place)
            unit.places.put(place, seen=0)
            _note(unit, who, now, ("place.added", f"place:{place.id}"))
    return stamp if known else unit.written_stamp


def change_place(store: Store, who: Principal, place: Place, *, seen: int, now: datetime) -> int:
    """Keep another state of a place, and return its stamp.

    Raises
    ------
    NotFoundError, StaleError, InputError
        As `change_client`.
    """
    place = tidy(place, "body", lines=Notes)
    with store.writing(who.town_id) as unit:
        before = unit.places.get(place.id)
        _check_place(unit, place)
        unit.places.put(place, seen=seen)
        if told := _changed(before, place):
            _note(unit, who, now, ("place.changed", f"place:{place.id}"), told)
    return unit.written_stamp


def _noted(unit: UnitOfWork, user: UserId, client_id: ClientId, now: datetime) -> bool:
    """Return whether this user's look at this client is noted for this quarter of an hour."""
    return any(
        entry.event.by == user and entry.event.action == READ and quarter_of(entry.event.at) == quarter_of(now)
        for entry in unit.audit.about(client_subject(client_id))
    )


def _note(unit: UnitOfWork, who: Principal, now: datetime, what: tuple[str, str], told: tuple[str, ...] = ()) -> None:
    action, subject = what
    unit.audit.append(AuditEvent(at=now, by=who.user_id, action=action, subject=subject, fields=told))


def _changed(before: Client | Place, after: Client | Place) -> tuple[str, ...]:
    return tuple(one.name for one in fields(after) if getattr(before, one.name) != getattr(after, one.name))


def _check_client(unit: UnitOfWork, client: Client) -> None:
    home = unit.places.find(client.home)
    wrong = [] if home else [_unknown("home", client.home, "a place of the town")]
    if home and client.home_entrance and client.home_entrance not in {door.name for door in home.entrances}:
        wrong.append(_unknown("home_entrance", client.home_entrance, "an entrance of that place"))
    for name in ("preferred", "backup", "excluded"):
        wrong += [_unknown(name, one, "one of the staff") for one in getattr(client, name) if not unit.staff.find(one)]
    wrong += [
        _unknown("service_times_s", one, "a service") for one in client.service_times if not unit.services.find(one)
    ]
    _refuse(wrong)


def _check_place(unit: UnitOfWork, place: Place) -> None:
    known = place.district_id is None or unit.districts.find(place.district_id)
    _refuse([] if known else [_unknown("district_id", str(place.district_id), "a district, or null")])


def _unknown(column: str, value: str, right: str) -> InputProblem:
    return InputProblem(file="body", column=column, value=value[:60], wrong="is not known", right=f"name {right}")


def _refuse(problems: Iterable[InputProblem]) -> None:
    if wrong := list(problems):
        raise InputError(wrong)

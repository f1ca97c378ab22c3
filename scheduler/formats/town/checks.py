"""What only several rows together can get wrong: groups, journeys, circles."""

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from scheduler.domain.ids import ProgrammeId
from scheduler.formats.town.booking_tables import FREE
from scheduler.formats.town.column import Column
from scheduler.formats.town.problems import nearest
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets import entitlements
from scheduler.formats.town.sheets import requests as sheet


def check_requests(rows: list[Row]) -> None:
    """Report what is wrong with how requests are tied together."""
    _check_groups(rows)
    _check_journeys(rows)
    _check_order(rows)


def check_programmes(rows: list[Row], entitlement_rows: list[Row], booking_rows: Iterable[Row]) -> None:
    """Report a programme that no entitlement knows but one almost does.

    A programme without entitlements limits nothing and is fine; one misspelt would quietly lift the limit, or let
    people pay for what is free.
    """
    column = entitlements.PROGRAMME_ID
    known = {name for row in entitlement_rows if row.ok(column) and (name := row[column]) is not None}
    for row in rows:
        name = row[sheet.PROGRAMME_ID] if row.ok(sheet.PROGRAMME_ID) else None
        if name is not None:
            _check_programme(row, sheet.PROGRAMME_ID, "is", name, known)
    seen: set[str] = set()
    for row in booking_rows:
        # What services take over from the default is not reported again.
        free: frozenset[ProgrammeId] = row[FREE] if row.ok(FREE) else frozenset()
        for name in sorted(free - seen):
            _check_programme(row, FREE, f"names {name}, which is", name, known)
        seen |= free


def _check_programme(row: Row, column: Column[Any], said: str, name: str, known: Collection[str]) -> None:
    near = None if name in known else nearest(name, known, likeness=0.85)
    if near is not None:
        row.wrong(column, f"{said} a programme that no entitlement names", f"did you mean {near}?")


def _by(column: Column[str | None], rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        name = row[column] if row.ok(column) else None
        if name is not None:
            found.setdefault(name, []).append(row)
    return found


def _check_groups(rows: list[Row]) -> None:
    unsure = not all(row.ok(sheet.GROUP) for row in rows)
    for name, members in _by(sheet.GROUP, rows).items():
        if len(members) == 1 and not unsure:
            right = "give the others the same group, or empty the cell"
            members[0].wrong(sheet.GROUP, f"is a group of one: no other request is in {name}", right)
        _check_one_day(members, sheet.GROUP)


def _check_one_day(members: list[Row], column: Column[str | None]) -> None:
    days = [row[sheet.DAY] for row in members if row.ok(sheet.DAY)]
    for row in members:
        if row.ok(sheet.DAY) and row[sheet.DAY] != days[0]:
            right = "keep what belongs together on one day"
            row.wrong(column, f"has requests on {days[0].isoformat()} and {row[sheet.DAY].isoformat()}", right)


def _check_journeys(rows: list[Row]) -> None:
    for row in rows:
        if row.ok(sheet.JOURNEY, sheet.LEG) and row[sheet.JOURNEY] is None and row[sheet.LEG] != 1:
            row.wrong(sheet.LEG, "belongs to no journey", "name the journey, or empty the cell")
    unsure = not all(row.ok(sheet.JOURNEY) for row in rows)
    for members in _by(sheet.JOURNEY, rows).values():
        _check_one_day(members, sheet.JOURNEY)
        if not unsure and all(row.ok(sheet.LEG) for row in members):
            _check_legs(members)


def _check_legs(members: list[Row]) -> None:
    taken: set[int] = set()
    for row in sorted(members, key=lambda row: row[sheet.LEG]):
        leg, expected = row[sheet.LEG], len(taken) + 1
        if leg in taken:
            row.wrong(sheet.LEG, f"is a leg that journey {row[sheet.JOURNEY]} already has", "number the legs 1, 2, 3")
        elif leg != expected:
            row.wrong(
                sheet.LEG, f"leaves out leg {expected} of journey {row[sheet.JOURNEY]}", "number the legs 1, 2, 3"
            )
        taken.add(leg)


def _check_order(rows: list[Row]) -> None:
    by_id = {row[sheet.ID]: row for row in rows if row.ok(sheet.ID)}
    before = {
        name: {each.request_id for each in row[sheet.AFTER_THESE]}
        for name, row in by_id.items()
        if row.ok(sheet.AFTER_THESE)
    }
    for name, row in by_id.items():
        for column in (sheet.SAME_STAFF, sheet.OTHER_STAFF):
            if row.ok(column) and row[column] == name:
                row.wrong(column, "names the request itself", "name another request")
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = error.args[1]
        row = by_id[circle[0]]
        right = "take one of them out of after"
        row.wrong(sheet.AFTER_THESE, f"goes round in a circle: {' after '.join(reversed(circle))}", right)

"""Two days that have nothing to do with each other as one, and what arrays say whatever their places are called."""

from dataclasses import fields, replace
from functools import partial
from typing import Any

import numpy as np

from solver.arrays import Arrays
from solver.facts.locks import Lock
from solver.facts.requests import Request, Task
from solver.facts.shifts import Member, Shift, SkillFact
from solver.facts.ties import Engagement
from solver.facts.travel import TravelTable
from solver.problem import Problem

GEOMETRY = frozenset("location start_location end_location seconds metres".split())


def side_by_side(a: Problem, b: Problem) -> tuple[Problem, Problem, Problem]:
    """Return two days as one, and each alone as it is in it.

    They have the same modes, end, bands and patience, those of the first; each has its own people, vehicles, places and
    clients, and everybody asks for a skill that only those of her own day have. Shares are left out.
    """
    b = replace(b, speed_bands=a.speed_bands, longest_wait_aboard_s=a.longest_wait_aboard_s, end_s=a.end_s)
    left, right = _marked(a, "left"), _marked(b, "right")
    return _joined(left, _renumbered(right, left)), left, right


def _marked(day: Problem, mark: str) -> Problem:
    """Return a day whose names begin with a mark, which is also a skill that everybody has and asks for."""
    named = partial(_named, mark)
    return replace(
        day,
        tasks=tuple(replace(one, id=named(one.id)) for one in day.tasks),
        requests=tuple(_asked(one, mark) for one in day.requests),
        shifts=tuple(_rostered(one, mark) for one in day.shifts),
        engagements=tuple(Engagement(client=named(one.client), requests=one.requests) for one in day.engagements),
        caps=tuple(replace(one, id=named(one.id)) for one in day.caps),
        allowances=tuple(replace(one, subject=named(one.subject)) for one in day.allowances),
        share=None,
        workload_gr_per_h=0,
    )


def _named(mark: str, name: str) -> str:
    return f"{mark} {name}"


def _asked(one: Request, mark: str) -> Request:
    named = partial(_named, mark)
    lists = ("clients", "excluded_staff", "preferred_staff", "backup_staff")
    own: dict[str, Any] = {name: tuple(map(named, getattr(one, name))) for name in lists}
    return replace(one, id=named(one.id), source_id=named(one.source_id), skills=(*one.skills, mark), **own)


def _rostered(one: Shift, mark: str) -> Shift:
    def known(member: Member) -> Member:
        return replace(member, id=_named(mark, member.id), skills=(*member.skills, SkillFact(code=mark)))

    vehicle = one.vehicle and _named(mark, one.vehicle)
    return replace(one, id=_named(mark, one.id), vehicle=vehicle, members=tuple(map(known, one.members)))


def _renumbered(day: Problem, behind: Problem) -> Problem:
    """Return a day whose tasks, requests, shifts and places are numbered behind those of another."""
    t, r, s, p = len(behind.tasks), len(behind.requests), len(behind.shifts), len(behind.locations)
    return replace(
        day,
        tasks=tuple(_task(one, r, p) for one in day.tasks),
        requests=tuple(_request(one, t, s) for one in day.requests),
        shifts=tuple(_shift(one, t, p) for one in day.shifts),
        groups=tuple(_plus(group, r) for group in day.groups),
        gaps=tuple(replace(one, before=one.before + r, after=one.after + r) for one in day.gaps),
        same_starts=tuple((x + r, y + r) for x, y in day.same_starts),
        staff_links=tuple(replace(one, a=one.a + r, b=one.b + r) for one in day.staff_links),
        engagements=tuple(replace(one, requests=_plus(one.requests, r)) for one in day.engagements),
        caps=tuple(replace(one, weights=tuple((x + r, w) for x, w in one.weights)) for one in day.caps),
        locks=tuple(_lock(one, t, s) for one in day.locks),
    )


def _plus(numbers: tuple[int, ...], by: int) -> tuple[int, ...]:
    return tuple(number + by for number in numbers)


def _task(one: Task, r: int, p: int) -> Task:
    return replace(one, request=one.request + r, location=one.location + p)


def _request(one: Request, t: int, s: int) -> Request:
    aboard = one.aboard and replace(one.aboard, shift=one.aboard.shift + s)
    published = one.published and replace(one.published, shift=one.published.shift + s)
    tasks = _plus(one.tasks, t)
    return replace(one, tasks=tasks, timed_task=one.timed_task + t, aboard=aboard, published=published)


def _shift(one: Shift, t: int, p: int) -> Shift:
    start = one.start and replace(one.start, prefix=_plus(one.start.prefix, t))
    return replace(one, start=start, start_location=one.start_location + p, end_location=one.end_location + p)


def _lock(one: Lock, t: int, s: int) -> Lock:
    return replace(one, tasks=_plus(one.tasks, t), shift=None if one.shift is None else one.shift + s)


def _joined(a: Problem, b: Problem) -> Problem:
    """Return one day of two that are numbered one behind the other; an hour from any place of one to the other's."""
    names = "locations tasks requests shifts groups gaps same_starts staff_links engagements caps locks allowances"
    both: dict[str, Any] = {name: getattr(a, name) + getattr(b, name) for name in names.split()}
    return replace(a, travel=tuple(map(_table, a.travel, b.travel)), **both)


def _table(a: TravelTable, b: TravelTable) -> TravelTable:
    n, m = len(a.seconds), len(b.seconds)
    seconds, metres = np.full((n + m, n + m), 3600, dtype=np.int32), np.full((n + m, n + m), 30_000, dtype=np.int32)
    seconds[:n, :n], seconds[n:, n:] = a.seconds, b.seconds
    metres[:n, :n], metres[n:, n:] = a.metres, b.metres
    return replace(a, seconds=seconds, metres=metres)


def differing(a: Arrays, b: Arrays) -> list[str]:
    """Return the names of the fields that differ, whatever the places are called."""
    told, other = _told(a), _told(b)
    return [name for name in told if not same(told[name], other[name])]


def same(a: object, b: object) -> bool:
    """Return whether two values of a field are the same, in type as well."""
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        both = np.asarray(a), np.asarray(b)
        return both[0].dtype == both[1].dtype and bool(np.array_equal(*both))
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return a == b


def _told(arrays: Arrays) -> dict[str, object]:
    """Return all fields, with the way from each task and each end to each other instead of places."""
    told = {one.name: getattr(arrays, one.name) for one in fields(Arrays) if one.name not in GEOMETRY}
    ends = np.concatenate([arrays.location, arrays.start_location, arrays.end_location])
    for name in ("seconds", "metres"):
        told[name] = tuple(table[np.ix_(ends, ends)] for table in getattr(arrays, name))
    told["halts"] = ends[:, None] == ends[None, :]
    return told

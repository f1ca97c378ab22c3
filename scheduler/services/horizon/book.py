"""A day's requests and tasks in their order, and the pages of the day before a change, which need not be written again.

A caller on the phone changes one request of a day. What all others come to is known, if everything that it follows from
is the same: a page says what that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.domain.town import Town
from scheduler.services.horizon.frame import Frame
from scheduler.services.horizon.requests import At, Facts, Share, facts_of
from scheduler.services.ports import TravelPoint
from solver.facts.requests import AboardFact, Task
from solver.facts.requests import Request as RequestFact


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one crew's part of a request came to.

    Attributes
    ----------
    follows_from : tuple
        What differs between the requests of one frame, but for whom it is about.
    about : frozenset of str
        Ids of its clients and places, of which it follows, too.
    places : tuple
        Id and point of each task's location.
    """

    follows_from: tuple[object, ...]
    about: frozenset[str]
    places: tuple[tuple[str, TravelPoint], ...]
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class Before:
    """Pages of an earlier book whose frame says the same of purposes, services and policy.

    Attributes
    ----------
    changed : frozenset of str
        Ids of clients and places that are others than then.
    """

    pages: Mapping[str, Page] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()


def pages_before(pages: Mapping[str, Page], then: Town, now: Town) -> Before:
    """Return the pages of an earlier state of a town."""
    changed = _others(then.clients, now.clients) | _others(then.places, now.places) | _learned_anew(then, now)
    return Before(pages=pages, changed=changed)


def _learned_anew(then: Town, now: Town) -> frozenset[str]:
    """Return the clients of whom something else was learned; equal numbers will do, for they come anew every night."""
    if then.learned is now.learned:
        return frozenset()
    before, after = (town.learned.clients if town.learned else {} for town in (then, now))
    return frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def _others(then: Mapping[Any, object], now: Mapping[Any, object]) -> frozenset[str]:
    if then is now:
        return frozenset()
    return frozenset(key for key, one in now.items() if then.get(key) is not one) | (then.keys() - now.keys())


@dataclass(kw_only=True)
class Book:
    """Requests and tasks as they are collected, and which solver requests a domain request became."""

    tasks: list[Task] = field(default_factory=list)
    requests: list[RequestFact] = field(default_factory=list)
    of: dict[str, tuple[int, ...]] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    known: Before


_ALONE = (Share(part=0, crews=1),)
"""Of one crew: of hundreds of requests it is the same."""


def collect(frame: Frame, aboard: Mapping[str, AboardFact], done: frozenset[str], known: Before | None = None) -> Book:
    """Return all requests of the frame's day that are still to be served, with their tasks."""
    book = Book(known=known or Before())
    for request in frame.requests:
        if request.id in done:
            continue
        crews = request.workers if isinstance(request, Visit) else 1
        shares = _ALONE if crews == 1 else [Share(part=part, crews=crews) for part in range(crews)]
        book.of[request.id] = tuple([_add(frame, book, request, share, aboard.get(request.id)) for share in shares])
    return book


def _add(frame: Frame, book: Book, request: Request, share: Share, aboard: AboardFact | None) -> int:
    number, first = len(book.requests), len(book.tasks)
    follows_from = _follows_from(frame, request, share, aboard)
    key = f"{request.id}#{share.part}"
    page = book.known.pages.get(key)
    if page and _same(page.follows_from, follows_from) and page.about.isdisjoint(book.known.changed):
        page = _moved(frame, page, number, first)
    else:
        made = facts_of(frame, request, share, aboard, At(request=number, task=first))
        page = Page(
            follows_from=follows_from, about=_about(request), facts=made,
            places=tuple(frame.place(task.location) for task in made.tasks),
        )  # fmt: skip
    book.pages[key] = page
    book.tasks.extend(page.facts.tasks)
    book.requests.append(page.facts.request)
    return number


def _follows_from(frame: Frame, request: Request, share: Share, aboard: AboardFact | None) -> tuple[object, ...]:
    town = frame.town
    told = town.published.get(request.id)
    crew = told and frame.shift_numbers.get(told.shift_id)
    return request, share.crews, aboard, town.promises.get(request.id), told, crew


def _about(request: Request) -> frozenset[str]:
    return frozenset((*request.party.client_ids, *(door.place_id for door in _doors(request))))


def _same(then: tuple[object, ...], now: tuple[object, ...]) -> bool:
    """Return whether two tuples hold the same things; of numbers and small facts equal ones will do."""
    for a, b in zip(then, now, strict=True):  # asked so often that a generator is felt
        if a is not b and not (isinstance(a, int | AboardFact) and a == b):
            return False
    return True


def _doors(request: Request) -> tuple[Door, ...]:
    match request:
        case Visit():
            return (request.door,)
        case Ride():
            return request.origin, request.destination
        case Delivery():
            return request.source, request.door
        case _:
            raise TypeError(f"{type(request).__name__} is no request")


def _moved(frame: Frame, page: Page, number: int, first: int) -> Page:
    """Return a page with other numbers: requests before it are gone or new, or its doors are others' too."""
    request = page.facts.request
    locations = [frame.add(name, point) for name, point in page.places]
    further = first - request.tasks[0]
    same = page.facts.tasks[0].request == number and not further
    if same and locations == [task.location for task in page.facts.tasks]:
        return page
    tasks = tuple(
        replace(task, request=number, location=location)
        for task, location in zip(page.facts.tasks, locations, strict=True)
    )
    if further:
        numbers: dict[str, Any] = {"tasks": tuple(task + further for task in request.tasks)}
        request = replace(request, **numbers, timed_task=request.timed_task + further)
    return replace(page, facts=Facts(tasks=tasks, request=request))

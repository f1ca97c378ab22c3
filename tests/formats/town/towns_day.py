"""Drawn shifts and requests, and what was told and pinned."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from scheduler.domain.catalogue import HelpLevel, Service, ServiceKind
from scheduler.domain.place import Place
from scheduler.domain.plan import LockKind, Override, Pin, Published
from scheduler.domain.promise import Promise
from scheduler.domain.request import After, Delivery, Party, Request, Ride, Visit
from scheduler.domain.roster import Aboard, Shift, StartState, TravelMode
from scheduler.domain.rota import WeeklyPattern
from tests.formats.town.towns import (
    DATES,
    DAYS,
    FLAGS,
    GROSZE,
    IDS,
    NAMES,
    NOTES,
    SMALL,
    Maker,
    durations,
    maybe,
    whole,
)


def request(maker: Maker, name: Any, service: Service, places: Mapping[Any, Place], earlier: list[Any]) -> Request:
    """Draw a request; `earlier` are the requests it may come after."""
    draw, day = maker.draw, maker.draw(st.sampled_from(DAYS))
    others = [None, *earlier]
    common: dict[str, Any] = {
        "id": name,
        "day": day,
        "service_id": service.id,
        "party": _party(maker),
        "windows": tuple(maker.window(day) for _ in range(draw(st.integers(0, 3)))),
        "wish": maker.instant(day) if draw(FLAGS) else None,
        "priority": draw(st.integers(1, 5)),
        "must": draw(maybe(FLAGS)),
        "programme_id": maker.one_or_none("programmes"),
        "group": None,
        "after": tuple(_after(maker, other) for other in draw(st.lists(st.sampled_from(earlier or [""]), unique=True)))
        if earlier
        else (),
        "same_staff_as": draw(st.sampled_from(others)),
        "other_staff_than": draw(st.sampled_from(others)),
        "preferred": maker.several("staff"),
        "service_time": draw(maybe(durations())),
        "notes": maker.notes(),
    }
    door, other = maker.door(places), maker.door(places)
    if service.kind is ServiceKind.VISIT:
        return whole(Visit, **common, door=door, workers=draw(st.integers(1, 3)))
    if service.kind is ServiceKind.DELIVERY:
        carry = draw(maybe(durations()))
        return whole(Delivery, **common, source=other, door=door, portions=draw(st.integers(1, 9)), longest_carry=carry)
    return _ride(maker, {**common, "origin": door, "destination": other})


def _party(maker: Maker) -> Party:
    carers, rollators, luggage = (maker.draw(SMALL) for _ in range(3))
    return whole(Party, client_ids=maker.several("clients", 1), carers=carers, rollators=rollators, luggage=luggage)


def _after(maker: Maker, other: Any) -> After:
    gap = maker.draw(durations())
    latest = maker.draw(st.sampled_from([None, gap, gap + maker.draw(durations())]))
    return whole(After, request_id=other, earliest_gap=gap, latest_gap=latest)


def _ride(maker: Maker, common: dict[str, Any]) -> Ride:
    draw = maker.draw
    shortest = draw(maybe(durations(600)))
    return whole(
        Ride,
        **common,
        arrive_by=draw(FLAGS),
        purpose_id=maker.one_or_none("purposes"),
        help_level=draw(st.sampled_from(HelpLevel)),
        attendant=draw(FLAGS),
        longest_ride=draw(maybe(durations())),
        journey=draw(maybe(IDS.map(lambda name: f"{name}-{common['id']}"))),
        leg=1,
        shortest_stay=shortest,
        longest_stay=draw(st.sampled_from([None, (shortest or draw(durations(600))) * 2])),
    )


def shift(maker: Maker, name: Any, places: Mapping[Any, Place], aboard: list[Any], modes: list[TravelMode]) -> Shift:
    """Draw a shift; `aboard` are requests that nobody else has aboard."""
    draw, day = maker.draw, maker.draw(st.sampled_from(DAYS))
    start = maker.instant(day)
    return whole(
        Shift,
        id=name,
        day=day,
        name=draw(NAMES),
        staff_ids=maker.several("staff", 1),
        vehicle_id=maker.one_or_none("vehicles"),
        mode=draw(st.sampled_from(modes)),
        start=start,
        end=maker.instant(day, start, 24 * 3600),
        start_door=maker.door(places),
        end_door=maker.door(places),
        overtime=draw(durations()),
        districts=frozenset(maker.several_or_none("districts")),
        hand_over=draw(durations()),
        contract_gr_per_request=draw(GROSZE),
        start_state=_start_state(maker, day, aboard) if draw(FLAGS) else None,
    )


def pattern(maker: Maker, name: Any, places: Mapping[Any, Place], modes: list[TravelMode]) -> WeeklyPattern:
    """Draw a weekly pattern."""
    draw = maker.draw
    first, last = sorted(draw(st.tuples(DATES, DATES)))
    clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
    return whole(
        WeeklyPattern,
        id=name,
        name=draw(NAMES),
        weekdays=frozenset(draw(st.sets(st.integers(1, 7), min_size=1))),
        every=draw(st.integers(1, 520)),
        start=draw(clocks),
        end=draw(clocks),
        valid_from=first,
        valid_until=draw(st.sampled_from((None, last))),
        on_holidays=draw(FLAGS),
        staff_ids=maker.several("staff", 1),
        vehicle_id=maker.one_or_none("vehicles"),
        mode=draw(st.sampled_from(modes)),
        start_door=maker.door(places),
        end_door=maker.door(places),
        overtime=draw(durations()),
        districts=frozenset(maker.several_or_none("districts")),
        hand_over=draw(durations()),
        contract_gr_per_request=draw(GROSZE),
    )


def _start_state(maker: Maker, day: date, aboard: list[Any]) -> StartState:
    draw = maker.draw
    done = frozenset(maker.several("requests")) - set(aboard)
    tasks = [
        f"{name}{number}:{kind}"
        for name in maker.ids["requests"]
        for number in ("", "#2")
        for kind in ("visit", "dropoff")
    ]
    return whole(
        StartState,
        point=maker.point(),
        free_at=maker.instant(day),
        aboard=tuple(whole(Aboard, request_id=each, since=maker.instant(day)) for each in aboard),
        done=done,
        prefix=tuple(draw(st.lists(st.sampled_from(tasks), unique=True, max_size=3))),
        driven=draw(durations()),
        worked=draw(durations()),
        breaks_taken=draw(SMALL),
    )


def told(maker: Maker, requests: Mapping[Any, Request], shifts: list[Shift]) -> dict[str, Any]:
    """Draw promises, pins, overrides and what was published; what holds on a running day alone is in no file."""
    draw = maker.draw
    return {
        "promises": {name: _promise(maker, requests[name]) for name in maker.several("requests")},
        "published": {name: _published(maker, requests[name], shifts) for name in maker.several("requests")},
        "pins": tuple(pin for name in maker.several("requests") for pin in _pins(maker, requests[name], shifts)),
        "disruptions": (),
        "stranded": {},
        "learned": None,
        "overrides": tuple(_override(maker) for _ in range(draw(st.integers(0, 2)))),
    }


def _promise(maker: Maker, promised: Request) -> Promise:
    made_at = maker.instant(maker.draw(st.sampled_from(DAYS))) if maker.draw(FLAGS) else None
    return whole(
        Promise,
        request_id=promised.id,
        window=maker.window(promised.day),
        pickup=maker.window(promised.day) if maker.draw(FLAGS) else None,
        made_at=made_at,
        made_by=maker.draw(NOTES),
    )


def _published(maker: Maker, shown: Request, shifts: list[Shift]) -> Published:
    chosen = maker.draw(st.sampled_from(shifts))
    return whole(Published, request_id=shown.id, shift_id=chosen.id, start=maker.instant(shown.day))


def _pins(maker: Maker, pinned: Request, shifts: list[Shift]) -> list[Pin]:
    pins = [whole(Pin, kind=LockKind.START, request_ids=(pinned.id,), shift_id=None, start=maker.instant(pinned.day))]
    for each in shifts:
        if each.day == pinned.day:
            kind = maker.draw(st.sampled_from((LockKind.SHIFT, LockKind.ORDER, LockKind.PREFIX)))
            pins.append(Pin(kind=kind, request_ids=(pinned.id,), shift_id=each.id))
    return pins


def _override(maker: Maker) -> Override:
    draw = maker.draw
    return whole(
        Override,
        rule=draw(IDS),
        request_id=maker.one_or_none("requests"),
        shift_id=maker.one("shifts"),
        amount=draw(st.integers(0, 10_000)),
        reason=draw(NAMES),
        by=draw(NOTES),
    )

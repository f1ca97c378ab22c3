"""Shifts and their crews as the solver's facts, with the labour law of each member's contract."""

from datetime import date, timedelta
from itertools import pairwise

from scheduler.domain.fleet import Layout, Vehicle
from scheduler.domain.labour import BreakRule, ContractType
from scheduler.domain.roster import Shift, Staff, TravelMode
from scheduler.services.horizon.frame import Frame, seconds_up
from scheduler.services.horizon.requests import LOAD_KINDS
from solver.facts import requests as request_facts
from solver.facts import shifts as shift_facts

type _Span = tuple[int, int]
"""A time from and until, in seconds of the frame."""


def used_modes(frame: Frame) -> tuple[TravelMode, ...]:
    """Return the travel modes of the day's shifts; a client's own way (by car) is always among them."""
    modes = {shift.mode for shift in frame.shifts} | {TravelMode.CAR}
    return tuple(mode for mode in TravelMode if mode in modes)


def bases(frame: Frame) -> None:
    """Make known where the day's shifts begin and end."""
    for shift in frame.shifts:
        _start(frame, shift)
        frame.door(shift.end_door)


def shift_fact(frame: Frame, shift: Shift, modes: tuple[TravelMode, ...], prefix: tuple[int, ...]) -> shift_facts.Shift:
    """Return one shift as facts."""
    town, prices = frame.town, frame.town.policy.prices
    crew = tuple(town.staff[s] for s in shift.staff_ids)
    vehicle = town.vehicles[shift.vehicle_id] if shift.vehicle_id is not None else None
    provider = town.provider_of(shift)
    hourly = sum(worker.cost_gr_per_h for worker in crew)
    return shift_facts.Shift(
        id=shift.id,
        name=shift.name,
        kind="+".join(sorted({skill for worker in crew for skill in worker.skills})),
        members=tuple(member_fact(frame, shift, worker) for worker in crew),
        vehicle=shift.vehicle_id,
        mode=modes.index(shift.mode),
        start_s=frame.earliest(shift.start),
        end_s=frame.latest(shift.end),
        overtime_s=seconds_up(shift.overtime),
        start_location=_start(frame, shift),
        end_location=frame.door(shift.end_door),
        layouts=_layouts(vehicle, len(crew)),
        lift_kg=vehicle.lift_max_kg if vehicle else 0,
        districts=tuple(sorted(shift.districts)),
        out_of_town=town.policy.out_of_district,
        hand_over_s=seconds_up(shift.hand_over),
        provider=provider.id if provider else "",
        contracted=provider is not None and not provider.own,
        work_gr_per_h=hourly,
        overtime_gr_per_h=-(-hourly * max(0, prices.overtime_permille - 1000) // 1000),
        km_gr=vehicle.cost_gr_per_km if vehicle else 0,
        request_gr=shift.contract_gr_per_request,
        unfamiliar_gr=prices.unfamiliar_district if any(worker.familiar for worker in crew) else 0,
        start=_start_fact(frame, shift, prefix),
    )


def member_fact(frame: Frame, shift: Shift, worker: Staff) -> shift_facts.Member:
    """Return one worker of a crew, with what the contract asks of this day."""
    contract = frame.town.contracts[worker.contract_id]
    rest_from, rest_until = rest_bounds(frame, shift, worker, contract)
    return shift_facts.Member(
        id=worker.id,
        skills=tuple(_skill(frame, code, until) for code, until in sorted(worker.skills.items())),
        familiar=tuple(sorted(worker.familiar)),
        breaks=tuple(_break(rule) for rule in contract.breaks),
        rest_from_s=rest_from,
        rest_until_s=rest_until,
        rest_article="; ".join(a for a in (contract.daily_rest_article, contract.weekly_rest_article) if a),
        night_s=() if contract.night_allowed else _nights(frame, contract),
        longest_work_s=None if contract.longest_day is None else seconds_up(contract.longest_day),
        longest_work_article=contract.longest_day_article,
        longest_driving_s=None if contract.longest_driving is None else seconds_up(contract.longest_driving),
        overtime_allowed=contract.overtime_allowed,
    )


def rest_bounds(frame: Frame, shift: Shift, worker: Staff, contract: ContractType) -> tuple[int | None, int | None]:
    """Return before which second the worker may not start, and after which not end, for the sake of rest.

    Daily rest is kept to the neighbouring service days' shifts. Weekly rest asks for one long gap in the calendar week
    (Monday to Sunday): where the other shifts leave none, this shift has to leave it before its start or after its end,
    unless a later one of the week could. Only one gives way, or a shift that is added on Sunday would take the crews of
    all that was promised before it.
    """
    spans = sorted(
        (frame.earliest(s.start), frame.latest(s.end))
        for s in frame.town.shifts
        if worker.id in s.staff_ids and s.day != shift.day
    )
    start, end = frame.earliest(shift.start), frame.latest(shift.end)
    daily = seconds_up(contract.daily_rest)
    before = [b for _, b in spans if b <= start]
    after = [a for a, _ in spans if a >= end]
    low = max(before) + daily if before else None
    high = min(after) - daily if after else None
    return _with_weekly_rest(frame, spans, (start, end), seconds_up(contract.weekly_rest), (low, high))


def _with_weekly_rest(
    frame: Frame,
    spans: list[_Span],
    own: _Span,
    rest: int,
    bounds: tuple[int | None, int | None],
) -> tuple[int | None, int | None]:
    low, high = bounds
    monday = frame.day.date - timedelta(days=frame.day.date.weekday())
    week = (_midnight(frame, monday), _midnight(frame, monday + timedelta(days=7)))
    inside = [s for s in spans if s[1] > week[0] and s[0] < week[1]]
    free = _gaps(inside, week, rest)
    holding = [gap for gap in free if gap[0] <= own[0] and own[1] <= gap[1]]
    if not free or free != holding or _another_gives_way(inside, own, week, rest):
        # Some other gap is long enough, or can be; or none could be, and then this shift is not what breaks the rest.
        return low, high
    free_from, free_until = holding[0]
    if own[0] - free_from >= free_until - own[1]:
        return max(low if low is not None else free_from, free_from + rest), high
    return low, min(high if high is not None else free_until, free_until - rest)


def _another_gives_way(inside: list[_Span], own: _Span, week: _Span, rest: int) -> bool:
    """Return whether the week would have its rest without a shift that is later than one's own."""
    later = [one for one in inside if one[0] > own[0]]
    return any(_gaps(sorted([own, *(s for s in inside if s != one)]), week, rest) for one in later)


def _gaps(spans: list[_Span], week: _Span, rest: int) -> list[_Span]:
    """Return the times without work in a week that are long enough to rest."""
    edges = [(week[0], week[0]), *spans, (week[1], week[1])]
    return [(a, b) for (_, a), (b, _) in pairwise(edges) if b - a >= rest]


def _midnight(frame: Frame, day: date) -> int:
    return frame.hour(24 * (day - frame.day.date).days)


def _skill(frame: Frame, code: str, until: date | None) -> shift_facts.SkillFact:
    end = None if until is None else _midnight(frame, until + timedelta(days=1)) - 1
    return shift_facts.SkillFact(code=code, valid_until_s=end)


def _break(rule: BreakRule) -> shift_facts.BreakFact:
    return shift_facts.BreakFact(
        from_work_s=seconds_up(rule.from_work),
        strictly_above=rule.strictly_above,
        duration_s=seconds_up(rule.duration),
        earliest_s=seconds_up(rule.earliest_start),
        latest_start_s=None if rule.latest_start is None else seconds_up(rule.latest_start),
        paid=rule.counts_as_work,
        article=rule.article,
    )


def _nights(frame: Frame, contract: ContractType) -> tuple[request_facts.Span, ...]:
    return (
        (frame.hour(contract.night_start_h - 24), frame.hour(contract.night_end_h)),
        (frame.hour(contract.night_start_h), frame.hour(contract.night_end_h + 24)),
    )


def _layouts(vehicle: Vehicle | None, crew: int) -> tuple[tuple[int, ...], ...]:
    if vehicle is None:
        return ()
    # The driver's seat is not in the layout; everybody else of the crew rides along and takes one that is.
    return tuple(_places(layout, crew - 1) for layout in vehicle.layouts if layout.seats >= crew - 1)


def _places(layout: Layout, taken: int) -> tuple[int, ...]:
    places = {kind: getattr(layout, kind) for kind in LOAD_KINDS}
    return tuple(places[kind] - (taken if kind == "seats" else 0) for kind in LOAD_KINDS)


def _start(frame: Frame, shift: Shift) -> int:
    if shift.start_state is None:
        return frame.door(shift.start_door)
    return frame.point(f"@{shift.id}", shift.start_state.point)


def _start_fact(frame: Frame, shift: Shift, prefix: tuple[int, ...]) -> shift_facts.StartFact | None:
    state = shift.start_state
    if state is None:
        return None
    return shift_facts.StartFact(
        free_s=frame.earliest(state.free_at),
        prefix=prefix,
        driven_s=seconds_up(state.driven),
        worked_s=seconds_up(state.worked),
        breaks_taken=state.breaks_taken,
    )

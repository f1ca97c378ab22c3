"""How one service is booked, and what its clients pay, as somebody changes it."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking_policy import Contribution, ServiceBooking
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import ServiceId
from scheduler.domain.town import TownHead
from scheduler.services.dispatching import Hand
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork

MOST_GR = 1_000_000
"""So much of a contribution at most, in each of its parts."""
LONGEST_NOTICE, LONGEST_PROMISE, LONGEST_WAIT = timedelta(days=30), timedelta(days=1), timedelta(hours=4)
_NONE = timedelta(0)


def change_terms(unit: UnitOfWork, service_id: ServiceId, terms: ServiceBooking, hand: Hand, seen: int) -> TownHead:
    """Keep other terms of a service: calls are answered by them from now on, and promises stay as they are.

    Parameters
    ----------
    seen : int
        The stamp of the town's head when they were read.

    Raises
    ------
    NotFoundError
        If there is no such service.
    StaleError
        Here or at the end of the unit, if the town's rules were changed since.
    InputError
        Naming each value out of range.
    """
    unit.services.get(service_id)
    if wrong := list(_slips(terms)):
        raise InputError(wrong)
    head = town_head(unit)
    booking = head.policy.booking
    before = booking.of(service_id)
    services = {**booking.services, service_id: terms}
    after = replace(head, policy=replace(head.policy, booking=replace(booking, services=services)))
    unit.head.put(after, seen=seen)
    if told := tuple(_changed(before, terms)):
        event = AuditEvent(
            at=hand.at, by=hand.by, action="policy.terms-changed", subject=f"service:{service_id}", fields=told
        )
        unit.audit.append(event)
    return after


def _changed(before: ServiceBooking, after: ServiceBooking) -> Iterator[str]:
    for one in fields(ServiceBooking):
        if one.name != "contribution" and getattr(before, one.name) != getattr(after, one.name):
            yield one.name
    for one in fields(Contribution):
        if getattr(before.contribution, one.name) != getattr(after.contribution, one.name):
            yield f"contribution.{one.name}"


def _slips(terms: ServiceBooking) -> Iterator[InputProblem]:
    for name, value, longest in (
        ("notice_s", terms.notice, LONGEST_NOTICE),
        ("cancel_until_s", terms.cancel_until, LONGEST_NOTICE),
        ("promise_s", terms.promise, LONGEST_PROMISE),
        ("no_show_wait_s", terms.no_show_wait, LONGEST_WAIT),
    ):
        if not _NONE <= value <= longest:
            most = int(longest.total_seconds())
            yield _slip(name, f"is not between 0 and {most}", f"use whole seconds from 0 to {most}")
    pays = terms.contribution
    for name in ("per_request_gr", "per_hour_gr", "per_km_gr"):
        if not 0 <= getattr(pays, name) <= MOST_GR:
            yield _slip(f"contribution.{name}", f"is not between 0 and {MOST_GR}", f"use grosze from 0 to {MOST_GR}")


def _slip(column: str, wrong: str, right: str) -> InputProblem:
    return InputProblem(file="body", column=column, wrong=wrong, right=right)

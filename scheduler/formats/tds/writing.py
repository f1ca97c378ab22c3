"""Rides as telegrams: what was asked for, and what has become of it."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import msgspec

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.booking import BookingStatus
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Client
from scheduler.domain.phone import phone_key
from scheduler.domain.time import elapsed
from scheduler.domain.town import TownHead
from scheduler.domain.trips import TripPlace, TripTold
from scheduler.formats.tds.moments import time_told
from scheduler.formats.tds.telegrams import (
    Address,
    CanceledBy,
    CustomerInfo,
    StatusChange,
    Telegram,
    TripRequest,
    TripRequestResponse,
    TripStatus,
    TripStatusChange,
    TripTaskCompletion,
    TripTaskConfirmation,
)
from scheduler.formats.tds.vocabulary import attributes_of, purpose_code

_UNKNOWN = "-"
"""Where the specification wants a word that a Polish office does not keep: its state, its postal code."""
_ENDED = {
    BookingStatus.CANCELLED: CanceledBy.RIDER,
    BookingStatus.CANCELLED_LATE: CanceledBy.RIDER,
    BookingStatus.WITHDRAWN: CanceledBy.PROVIDER,
}
_IN_VAIN = {BookingStatus.NO_SHOW: TripStatus.NO_SHOW, BookingStatus.REFUSED: TripStatus.NO_PICKUP}


def written(trips: Iterable[TripTold], head: TownHead) -> bytes:
    """Return rides as a file of telegrams, one for each ride."""
    text = json.dumps([msgspec.to_builtins(_telegram(one, head)) for one in trips], ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def _telegram(told: TripTold, head: TownHead) -> Telegram:
    return Telegram(
        trip_request=_request(told, head), trip_request_response=_response(told, head),
        trip_status_change=_status_change(told), trip_task_confirmation=_confirmation(told, head),
        trip_task_completion=_completion(told, head),
    )  # fmt: skip


def _request(told: TripTold, head: TownHead) -> TripRequest:
    ride, window = told.ride, told.ride.windows[0]
    wish = time_told(ride.wish, head.zone) if ride.wish else None
    times: dict[str, Any] = (
        {
            "dropoff_time": wish,
            "appointment_time": time_told(window.end, head.zone, elapsed(window.start, window.end)),
        }
        if ride.arrive_by
        else {
            "pickup_time": wish,
            "pickup_window_start_time": time_told(window.start, head.zone),
            "pickup_window_end_time": time_told(window.end, head.zone),
        }
    )
    promise = told.booking.promise
    promised = promise.pickup or (None if ride.arrive_by else promise.window) if promise else None
    return TripRequest(
        trip_ticket_id=ride.id, pickup_address=_address(told.origin, head),
        dropoff_address=_address(told.destination, head), **times,
        negotiated_pickup_time=(
            time_told(promised.start, head.zone, elapsed(promised.start, promised.end)) if promised else None
        ),
        detours_permissible=told.pooled, hard_constraint_on_pickup_time=not ride.arrive_by,
        hard_constraint_on_dropoff_time=ride.arrive_by,
        customer_info=_customer(told.clients[0]) if told.clients else None,
        special_attributes=attributes_of(ride, told.clients), transport_services=[ride.service_id],
        num_other_reserved_passengers=ride.party.carers + len(ride.party.client_ids) - 1,
        open_attribute=_own(told), trip_purpose=[purpose_code(told.purpose)] if told.purpose else None,
        notes_for_driver=ride.notes.driver or None,
    )  # fmt: skip


def _own(told: TripTold) -> str | None:
    """Return what the specification has no words for, in the field that it keeps for local use."""
    ride = told.ride
    found = {
        "purpose": ride.purpose_id,
        "help": "kerb" if ride.help_level is HelpLevel.KERB else None,
        "rollators": ride.party.rollators or None,
        "luggage": ride.party.luggage or None,
    }
    kept = {key: one for key, one in found.items() if one is not None}
    return json.dumps({"dojazd": kept}, ensure_ascii=False) if kept else None


def _customer(client: Client) -> CustomerInfo:
    """Return whom a crew needs to know; year of birth, sex and household are not for other systems."""
    given, _, surname = client.name.rpartition(" ")
    digits = phone_key(client.phone)
    return CustomerInfo(
        customer_id=client.id, first_legal_name=given or None, last_name=surname,
        phone=int(digits) if digits and not digits.startswith("0") else None,
    )  # fmt: skip


def _address(place: TripPlace, head: TownHead) -> Address:
    return Address(
        address_name=place.name or place.street, street=place.street or place.name, street2=place.entrance or None,
        city=head.name, state=_UNKNOWN, postal_code=_UNKNOWN, country=head.policy.booking.region.partition("-")[0],
        lat=place.point.lat if place.point else None, long=place.point.lon if place.point else None,
    )  # fmt: skip


def _response(told: TripTold, head: TownHead) -> TripRequestResponse:
    held = told.booking.held
    at = told.pickup_at if held else None
    return TripRequestResponse(
        trip_ticket_id=told.ride.id, trip_available=held and (at is not None or told.booking.promise is not None),
        scheduled_pickup_time=time_told(at, head.zone) if at else None,
        scheduled_pickup_point=_address(told.origin, head) if at else None,
        scheduled_dropoff_point=_address(told.destination, head) if at else None,
    )  # fmt: skip


def _status_change(told: TripTold) -> TripStatusChange | None:
    by = _ENDED.get(told.booking.status)
    if by is None:
        return None
    return TripStatusChange(
        trip_ticket_id=told.ride.id, status=StatusChange.CANCEL, canceled_by=by,
        reason_description=told.booking.reason or None,
    )  # fmt: skip


def _confirmation(told: TripTold, head: TownHead) -> TripTaskConfirmation | None:
    begin = told.actual.begin if told.actual else None
    served = told.actual is not None and told.actual.outcome is FinalOutcome.SERVED
    status = TripStatus.PERFORMED if served else _IN_VAIN.get(told.booking.status)
    if status is None:
        return None
    at = begin.arrived_at if begin else None
    return TripTaskConfirmation(
        trip_ticket_id=told.ride.id, trip_status=status,
        node_performed_time=time_told(at, head.zone) if at else None,
        vehicle_number=told.actual.vehicle_id if told.actual else None,
    )  # fmt: skip


def _completion(told: TripTold, head: TownHead) -> TripTaskCompletion | None:
    if told.actual is None or told.actual.outcome is not FinalOutcome.SERVED:
        return None
    left = told.actual.begin.ended_at if told.actual.begin else None
    there = told.actual.end.arrived_at if told.actual.end else None
    aboard = None if told.actual.ride_s is None else timedelta(seconds=told.actual.ride_s)
    return TripTaskCompletion(
        trip_ticket_id=told.ride.id, performed_pickup_point=_address(told.origin, head),
        performed_pickup_time=time_told(left, head.zone) if left else None,
        performed_dropoff_point=_address(told.destination, head),
        performed_dropoff_time=time_told(there, head.zone) if there else None,
        performed_duration_in_minutes=None if aboard is None else round(aboard / timedelta(minutes=1)),
        special_attributes=attributes_of(told.ride, told.clients), transport_services=[told.ride.service_id],
    )  # fmt: skip

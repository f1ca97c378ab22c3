"""An office with two service days, for machines: what is promised already, and what may be wished for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from fixtures.builder import TownBuilder
from scheduler.domain.booking_policy import BookingPolicy, ServiceBooking
from scheduler.domain.ids import RequestId, ServiceId
from scheduler.domain.request import Request
from scheduler.domain.town import Town
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.ports import Store
from tests.office.office import Office

CANCEL_UNTIL = timedelta(hours=70)
"""Before a visit: soon after the days begin some are cancelled too late, and their entitlements are not given back."""


@dataclass(frozen=True, kw_only=True)
class TwoDays:
    """A town of files, and apart from it what its clients may wish for.

    Attributes
    ----------
    groups : tuple of tuple of RequestId
        What is wished, booked and ended together: first the wishes, then what is booked from the beginning.
    """

    town: Town
    wishes: dict[str, Request]
    groups: tuple[tuple[RequestId, ...], ...]
    days: tuple[date, date]

    def office(self, store: Store) -> Office:
        """Return an office that keeps it in a store, each day with a plan."""
        first, second = self.days
        here = Office(town=self.town, day=first, wishes=dict(self.wishes), store=store)
        ensure_tentative(store, here.id, second, here.travel, here.clock.now())
        return here


def two_days() -> TwoDays:
    """Return two days with workers and buses, promises to hold, a must, and wishes of which some are rationed."""
    builder = TownBuilder(seed=3)
    visits = ServiceBooking(cancel_until=CANCEL_UNTIL, refused_gives_back=True, no_show_gives_back=True)
    rides = ServiceBooking(notice=timedelta(minutes=30), no_show_gives_back=True)
    builder.with_policy(booking=BookingPolicy(services={ServiceId("fizjoterapia"): visits, ServiceId("bus"): rides}))
    first = builder.day
    _rostered(builder)
    booked = [*_booked(builder)]
    wished = [*_wished(builder)]
    apart = {key for group in wished for key in group}
    second = first + timedelta(days=1)
    builder.on_day(second)
    builder.add_shift("08:00-13:00", staff="P-01").add_shift("08:00-15:00", staff="P-03", vehicle="BUS-1")
    builder.add_visit(window="09:00-12:00", length_min=40).promise("10:00-10:30")
    booked.append((builder.request_id,))
    town = builder.build()
    wishes = {str(key): one for key, one in town.requests.items() if key in apart}
    known = {key: one for key, one in town.requests.items() if key not in apart}
    groups = (*wished, *booked)
    return TwoDays(town=replace(town, requests=known), wishes=wishes, groups=groups, days=(first, second))


def _rostered(builder: TownBuilder) -> None:
    builder.add_provider("cus", "Centrum Usług")
    builder.add_staff().add_shift("08:00-13:00").add_staff().add_shift("09:00-15:00").add_bus("08:00-15:00")
    builder.add_provider("spol", "Spółdzielnia", own=False).add_vehicle()
    builder.add_staff(contract_id="driver").add_shift("09:00-14:00", vehicle="BUS-2", contract_gr_per_request=2500)
    builder.base()


def _booked(builder: TownBuilder) -> list[tuple[RequestId, ...]]:
    """Add promises, a way there and back that is rationed, and a must that nobody has promised."""
    builder.add_visit(window="09:00-12:00", length_min=50).promise("09:30-10:00")
    builder.add_ride("10:00-10:30", to="baza").promise("10:00-10:30")
    builder.add_client().add_entitlement(5, "fizjoterapia", unit="visits")
    builder.add_visit(window="08:00-14:00", length_min=30, must=True)
    alone = list(builder.requests)
    builder.add_client().add_entitlement(4, "bus", unit="rides")
    builder.add_return_pair("09:00-09:30", "11:00-12:00", to="baza")
    pair = tuple(key for key in builder.requests if key not in alone)
    return [*((key,) for key in alone), pair]


def _wished(builder: TownBuilder) -> list[tuple[RequestId, ...]]:
    """Add visits, some of clients with two visits or an hour and a half left, and ways there and back."""
    groups = [_visit(builder, window, 45, excluded=("P-02",)) for window in ("08:00-12:00", "09:00-10:00")]
    client = builder.add_client().add_entitlement(3, "fizjoterapia", unit="visits", used=1).client_id
    groups += [_visit(builder, window, 25, client) for window in ("10:00-14:00", "12:00-14:30", "08:00-11:00")]
    client = builder.add_client().add_entitlement(1.5, "fizjoterapia").client_id
    groups += [_visit(builder, "09:00-13:00", 50, client), _visit(builder, "08:00-15:00", 45, client)]
    for there, back in (("09:00-09:30", "10:00-12:00"), ("11:00-11:20", "12:00-14:00")):
        before = set(builder.requests)
        builder.add_return_pair(there, back, to="baza")
        groups.append(tuple(key for key in builder.requests if key not in before))
    return groups


def _visit(
    builder: TownBuilder, window: str, length_min: int, client: str | None = None, **of_client: Any
) -> tuple[RequestId, ...]:
    if client is None:
        client = builder.add_client(**of_client).client_id
    return (builder.add_visit(window=window, length_min=length_min, client=client).request_id,)

"""A file of telegrams as this program writes it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.ids import RequestId
from scheduler.domain.place import Door
from scheduler.domain.request import Party, Ride
from scheduler.domain.time import TimeWindow
from scheduler.domain.trips import TripPlace, TripTold
from scheduler.formats.tds import written
from scheduler.formats.town_reader import read_town

TOWN = Path(__file__).parents[3] / "fixtures" / "towns" / "starachowice"


def some_telegrams() -> bytes:
    """Return two rides of the demo town, one of them cancelled."""
    town = read_town(TOWN)
    client = next(iter(town.clients.values()))
    service = next(one for one in town.services.values() if one.kind is ServiceKind.RIDE)
    start = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    home, other = town.places[client.home], next(one for one in town.places.values() if one.public)
    told = []
    for number, status in enumerate((BookingStatus.HELD, BookingStatus.WITHDRAWN), start=1):
        ride = Ride(
            id=RequestId(f"R-{number:03}"), day=date(2026, 11, 25), service_id=service.id,
            party=Party(client_ids=(client.id,), carers=1, rollators=1), origin=Door(place_id=home.id),
            destination=Door(place_id=other.id), arrive_by=number == 1, wish=start,
            windows=(TimeWindow(start=start, end=start + timedelta(minutes=30)),),
        )  # fmt: skip
        why = "mróz" if status is BookingStatus.WITHDRAWN else ""
        places = [TripPlace(name=one.name, street=one.address, point=one.entrances[0].point) for one in (home, other)]
        told.append(
            TripTold(
                booking=Booking(request=ride, status=status, reason=why), ride=ride,
                clients=(client,), origin=places[0], destination=places[1], pickup_at=start,
            )
        )  # fmt: skip
    return written(told, town)

"""A made-up city kept in a database, with everybody who may sign in, signed in already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.office.servers import Installation
from scheduler.bootstrap import Office, SystemClock, travel_for
from scheduler.domain.accounts import Role, User
from scheduler.domain.ids import RequestId, ShiftId, StaffId, TownId, UserId
from scheduler.domain.town import Town
from scheduler.services.dispatching import Hand
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.keeping import keep_town
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.publishing import publish
from scheduler.settings import load_settings
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import SqlStore, open_store, ring_of
from scheduler.store.sql.accounts import SqlAccounts


@dataclass(frozen=True)
class Kept:
    """A town that is kept, and the office that keeps it."""

    office: Office
    town: Town

    @property
    def id(self) -> TownId:
        """The town's id."""
        return TownId(self.town.id)

    def plan(self, day: date) -> None:
        """Give a day its first plan."""
        ensure_tentative(self.office.store, self.id, day, travel_for(self.town), datetime.now(UTC))

    def publish(self, day: date) -> None:
        """Publish a day's plan."""
        with self.office.store.writing(self.id) as unit:
            hand = Hand(by=UserId("U-anna"), at=datetime.now(UTC), seen=unit.days.get(day).version)
            publish(unit, travel_for(self.town), day, hand, self.office.new_id)

    def dispatchers(self, count: int) -> list[str]:
        """Return the session tokens of so many new dispatchers."""
        users = [self._user(f"dispatcher-{number}", Role.DISPATCHER) for number in range(count)]
        return [self.office.desk.open(user).token for user in users]

    def phones(self, staff: Iterable[StaffId]) -> list[str]:
        """Return the session tokens of workers' phones, each signed in by its own code from its own address."""
        tokens = []
        for number, one in enumerate(staff):
            user = self._user(f"worker-{number}", Role.WORKER, one)
            code, _ = self.office.phones.link(user, by=UserId("U-anna"))
            address = f"10.0.{number // 250}.{number % 250}"
            tokens.append(self.office.phones.sign_in(code, address=address).token)
        return tokens

    def _user(self, name: str, role: Role, staff: StaffId | None = None) -> User:
        user = User(
            id=UserId(f"U-{name}"), town_id=self.id, sign_in=name, name=name, role=role, staff_id=staff,
            created_at=datetime.now(UTC),
        )  # fmt: skip
        self.office.accounts.users.add(user)
        return user


def opened(installation: Installation) -> SqlStore:
    """Return the store of an installation's database; close it afterwards."""
    return open_store(installation.url, ring_of(MasterKey.from_text(installation.master_key)))


def keep(installation: Installation, town: Town) -> Kept:
    """Keep a town in the database of an installation; close its office afterwards."""
    store = opened(installation)
    settings = load_settings().model_copy(update={"data": Path(installation.data)})
    office = Office(store=store, accounts=SqlAccounts(store), settings=settings, clock=SystemClock(), close=store.close)
    with store.writing(TownId(town.id)) as unit:
        keep_town(unit, town, datetime.now(UTC))
    return Kept(office, town)


def working_days(town: Town, count: int, *, ahead: int = 1) -> list[date]:
    """Return the next working days of a town, from so many days ahead."""
    calendar = HolidayCalendar(town.policy.booking)
    today = datetime.now(town.zone).date()
    days = (today + timedelta(days=k) for k in range(ahead, ahead + 7 * count + 14))
    return [day for day in days if calendar.works(day)][:count]


def thinned(town: Town, requests: int, shifts: int, name: str) -> Town:
    """Return a day with so many of a town's requests and shifts, spread evenly over them, under other ids."""
    kept, every = list(town.requests.values()), max(1, len(town.requests) // requests)
    alone = [replace(one, id=RequestId(f"{one.id}-{name}")) for one in kept if one.group is None][:: max(1, every // 2)]
    step = len(town.shifts) / shifts
    rota = [town.shifts[int(k * step)] for k in range(shifts)]
    return replace(
        town, requests={one.id: one for one in alone[:requests]},
        shifts=tuple(replace(one, id=ShiftId(f"{one.id}-{name}")) for one in rota),
    )  # fmt: skip


def together(towns: Sequence[Town]) -> Town:
    """Return one town with the days of several, which have the same people and places."""
    return replace(
        towns[0],
        requests={key: one for town in towns for key, one in town.requests.items()},
        shifts=tuple(one for town in towns for one in town.shifts),
    )

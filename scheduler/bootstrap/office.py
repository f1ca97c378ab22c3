"""An office that is open: its store, its accounts, its clock, and the desks where people and machines sign in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.bootstrap.addresses import addresses_of
from scheduler.bootstrap.clock import SystemClock, clock_of
from scheduler.bootstrap.keys import Told
from scheduler.bootstrap.new_ids import new_id
from scheduler.bootstrap.store import open_office
from scheduler.bootstrap.travel import travel_for
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.domain.time import Clock
from scheduler.domain.town import TownHead
from scheduler.services.directory import Directory
from scheduler.services.looking import Looks
from scheduler.services.ports import AccountStore, AddressFinder, Store, TravelTimes
from scheduler.services.signing_in import (
    Argon2,
    PasswordHasher,
    PhoneDesk,
    SecondFactor,
    SignInDesk,
    SignInRules,
    TokenDesk,
    UserDesk,
)
from scheduler.settings import Settings

if TYPE_CHECKING:
    from scheduler.bootstrap.packs import Packs

if TYPE_CHECKING:  # they bring the solver, which nobody who signs in waits for
    from scheduler.services.booking import BookingDesk, OpenDays
    from scheduler.services.booking.open_returns import OpenReturns
    from scheduler.services.cards import CardDesk
    from scheduler.services.series.desk import SeriesDesk


def _nothing() -> None:
    """Do nothing: memory is always there."""


@dataclass(frozen=True, kw_only=True)
class Office:
    """What the web and the command line work with.

    Attributes
    ----------
    check : callable
        Raises `StoreError` if the database does not answer or is not of this version.
    close : callable
        Gives the database back.
    """

    store: Store
    accounts: AccountStore
    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    hasher: PasswordHasher = field(default_factory=Argon2)
    rules: SignInRules = field(default_factory=SignInRules)
    check: Callable[[], None] = _nothing
    close: Callable[[], None] = _nothing

    @cached_property
    def desk(self) -> SignInDesk:
        """Where people sign in."""
        return SignInDesk(self.store, self.accounts, self.clock, self.hasher, self.rules)

    @cached_property
    def users(self) -> UserDesk:
        """Where users are made."""
        return UserDesk(self.store, self.accounts, self.clock, self.hasher)

    @cached_property
    def tokens(self) -> TokenDesk:
        """Where machines get their tokens."""
        return TokenDesk(self.accounts, self.clock, self.rules)

    @cached_property
    def phones(self) -> PhoneDesk:
        """Where phones are signed in."""
        return PhoneDesk(self.accounts, self.clock, self.desk)

    @cached_property
    def second_factor(self) -> SecondFactor:
        """Where authenticator apps are enrolled."""
        return SecondFactor(self.accounts)

    @cached_property
    def looks(self) -> Looks:
        """Who has looked at which clients."""
        return Looks(self.store)

    @cached_property
    def directory(self) -> Directory:
        """Lists of clients."""
        return Directory(self.store)

    @cached_property
    def days(self) -> "OpenDays":
        """The service days that are open in this process."""
        from scheduler.services.booking import OpenDays

        return OpenDays(self._travel_for)

    @cached_property
    def booking(self) -> "BookingDesk":
        """Where calls are answered."""
        from scheduler.services.booking import BookingDesk

        return BookingDesk(self.store, self.days, self.clock, self.new_id)

    @cached_property
    def open_returns(self) -> "OpenReturns":
        """Where ways home without an hour are booked, and called for."""
        from scheduler.services.booking.open_returns import OpenReturns

        return OpenReturns(self.booking)

    @cached_property
    def cards(self) -> "CardDesk":
        """Where clients' cards are made, and opened by their links."""
        from scheduler.services.cards import CardDesk

        return CardDesk(self.booking, self.desk.slowing)

    @cached_property
    def packs(self) -> "Packs":
        """The day packs."""
        from scheduler.bootstrap.packs import Packs

        return Packs(self.settings.packs, self.store, self.clock)

    @cached_property
    def series(self) -> "SeriesDesk":
        """Where recurring requests are kept."""
        from scheduler.services.series.desk import SeriesDesk

        return SeriesDesk(self.booking)

    def addresses(self, town_id: TownId) -> AbstractContextManager[AddressFinder | None]:
        """Give a town's own register of addresses; None: it has none."""
        return addresses_of(self.settings.data / "towns" / town_id)

    def new_id(self, prefix: str) -> str:
        """Return an id that nothing has, and that can be read out: `E-7K4QX-M2TWR`."""
        return new_id(prefix)

    def _travel_for(self, head: TownHead) -> TravelTimes:
        return travel_for(head, self.settings.data / "towns" / head.id)


def web_office(settings: Settings, *, told: Told | None = None) -> Office:
    """Open the office of an installation: its database, with everybody who may sign in; close it afterwards.

    Parameters
    ----------
    told : callable, optional
        As `open_office` takes it.

    Raises
    ------
    InputError, StoreError, MasterKeyError
        As `open_office`.
    """
    from scheduler.store.sql import schema
    from scheduler.store.sql.accounts import SqlAccounts

    store = open_office(settings, told=told)

    def check() -> None:
        found = schema.status(store.engine)
        if not found.right:
            raise StoreError(f"the database has tables of version {found.now}, this program's are {found.newest}")

    return Office(
        store=store,
        accounts=SqlAccounts(store),
        settings=settings,
        clock=clock_of(settings),
        rules=SignInRules(strong=frozenset(settings.second_factor)),
        check=check,
        close=store.close,
    )

"""An office that is open: its store, its accounts, its clock, and the desks where people and machines sign in."""

import random
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from ipaddress import ip_network
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet

from scheduler.bootstrap.addresses import addresses_of
from scheduler.bootstrap.clock import SystemClock, clock_of
from scheduler.bootstrap.keys import Told, office_master
from scheduler.bootstrap.new_ids import new_id
from scheduler.bootstrap.provider import check_town, cookie_seal, passwords_of, provider_of, provider_rules
from scheduler.bootstrap.store import open_office
from scheduler.bootstrap.travel import travel_for
from scheduler.domain.client import Channel
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.domain.time import Clock
from scheduler.domain.town import TownHead
from scheduler.services.directory import Directory
from scheduler.services.feeds import FeedDesk
from scheduler.services.hooks import HookDesk, Postman
from scheduler.services.looking import Looks
from scheduler.services.ports import AccountStore, AddressFinder, Carrier, IdentityProvider, Poster, Store, TravelTimes
from scheduler.services.signing_in import (
    Argon2,
    NewcomerDesk,
    PasswordHasher,
    PhoneDesk,
    ProviderDesk,
    Renewal,
    SecondFactor,
    SignInDesk,
    SignInRules,
    TokenDesk,
    UserDesk,
)
from scheduler.settings import Settings

if TYPE_CHECKING:
    from scheduler.bootstrap.packs import Packs
    from scheduler.bootstrap.ride_feeds import RideFeeds

if TYPE_CHECKING:  # they bring the solver, which nobody who signs in waits for
    from scheduler.services.booking import BookingDesk, OpenDays
    from scheduler.services.booking.open_returns import OpenReturns
    from scheduler.services.capacity.desk import StudyDesk
    from scheduler.services.cards import CardDesk
    from scheduler.services.messages import Messenger
    from scheduler.services.series.desk import SeriesDesk


def _nothing() -> None:
    """Do nothing: memory is always there."""


@dataclass(frozen=True, kw_only=True)
class Office:
    """What the web and the command line work with.

    Attributes
    ----------
    seal : Fernet
        Seals what browsers keep for a while; all servers of an installation have the same.
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
    seal: Fernet = field(default_factory=lambda: Fernet(Fernet.generate_key()), repr=False)
    check: Callable[[], None] = _nothing
    close: Callable[[], None] = _nothing

    @cached_property
    def provider(self) -> IdentityProvider | None:
        """The town's own sign-in service; None: there is none."""
        return provider_of(self.settings)

    @cached_property
    def provided(self) -> ProviderDesk | None:
        """Where people come in from there; None: nowhere."""
        if self.provider is None:
            return None
        rules = provider_rules(self.settings)
        return ProviderDesk(self.store, self.accounts, self.clock, self.desk, self.provider, rules=rules)

    @cached_property
    def newcomers(self) -> NewcomerDesk:
        """Where administrators give accounts to people from there."""
        return NewcomerDesk(self.store, self.accounts, self.clock)

    @cached_property
    def desk(self) -> SignInDesk:
        """Where people sign in."""
        renewal = None
        if self.provider is not None:
            renewal = Renewal(self.accounts, self.clock, self.provider, provider_rules(self.settings))
        rules = replace(self.rules, passwords=passwords_of(self.settings))
        return SignInDesk(self.store, self.accounts, self.clock, self.hasher, rules, renewal=renewal)

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
    def feeds(self) -> FeedDesk:
        """Where calendar feeds are made, and read by their addresses."""
        return FeedDesk(self.store, self.accounts, self.clock, self.desk.slowing)

    @cached_property
    def poster(self) -> Poster:
        """What sends to other systems."""
        from scheduler.posting import HttpPoster

        return HttpPoster(allowed=[ip_network(one) for one in self.settings.hook_networks])

    @cached_property
    def hooks(self) -> HookDesk:
        """Where hooks are made."""
        return HookDesk(self.store, self.clock, self.poster, self.new_id)

    @cached_property
    def postman(self) -> Postman:
        """Who tells hooks what has happened."""
        return Postman(self.store, self.clock, self.poster, self.new_id, random.random)

    @cached_property
    def public_rides(self) -> "RideFeeds":
        """What anybody may read of the towns' rides."""
        from scheduler.bootstrap.ride_feeds import RideFeeds

        return RideFeeds(self.settings, self.store, self.clock)

    @cached_property
    def carriers(self) -> "Mapping[Channel, Carrier]":
        """Who carries messages to clients."""
        from scheduler.bootstrap.messages import carriers_of

        return carriers_of(self.settings)

    @cached_property
    def messenger(self) -> "Messenger":
        """Who writes to clients."""
        from scheduler.services.messages import Messenger

        return Messenger(self.store, self.clock, self.carriers, self.new_id, random.random)

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

    @cached_property
    def studies(self) -> "StudyDesk":
        """Where studies of capacity are asked."""
        from scheduler.bootstrap.study_checks import check_question
        from scheduler.services.capacity.desk import StudyDesk

        return StudyDesk(self.store, self.clock, check_question)

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

    provider = provider_of(settings)
    store = open_office(settings, told=told)
    if provider is not None:
        check_town(settings, store.towns())

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
        seal=cookie_seal(office_master(settings)),
        check=check,
        close=store.close,
    )

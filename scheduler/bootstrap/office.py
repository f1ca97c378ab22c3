"""An office that is open: its store, its accounts, its clock, and the desks where people and machines sign in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from scheduler.bootstrap.clock import SystemClock
from scheduler.domain.time import Clock
from scheduler.services.ports import AccountStore, Store
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
    check: Callable[[], None] = lambda: None
    close: Callable[[], None] = lambda: None

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
        return TokenDesk(self.store, self.accounts, self.clock, self.rules)

    @cached_property
    def phones(self) -> PhoneDesk:
        """Where phones are signed in."""
        return PhoneDesk(self.store, self.accounts, self.clock, self.desk)

    @cached_property
    def second_factor(self) -> SecondFactor:
        """Where authenticator apps are enrolled."""
        return SecondFactor(self.accounts)

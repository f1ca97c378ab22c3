"""Everything that is done with accounts, over a database, with the cheapest of passwords."""

from datetime import UTC, datetime

from scheduler.domain.accounts import Role, User
from scheduler.domain.ids import StaffId
from scheduler.domain.roster import Staff
from scheduler.services.signing_in import (
    Argon2,
    NewUser,
    PhoneDesk,
    SecondFactor,
    SignInDesk,
    SignInRules,
    TokenDesk,
    UserDesk,
)
from scheduler.store.sql import SqlStore
from scheduler.store.sql.accounts import SqlAccounts
from tests.store.account_samples import NOW, TOWN

PASSWORD = "cztery slowa obok siebie"


class Clock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW.astimezone(UTC)


class Desks:
    """Everything that is done with accounts, over one database."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        clock, hasher = Clock(), Argon2(passes=1, memory_kib=8, lanes=1)
        self.accounts, rules = SqlAccounts(store), SignInRules()
        self.users = UserDesk(store, self.accounts, clock, hasher)
        self.desk = SignInDesk(store, self.accounts, clock, hasher, rules)
        self.tokens = TokenDesk(self.accounts, clock, rules)
        self.phones = PhoneDesk(self.accounts, clock, self.desk)
        self.second = SecondFactor(self.accounts)

    def add_staff(self) -> None:
        with self.store.writing(TOWN) as unit:
            unit.staff.put(Staff(id=StaffId("P-01"), name="Piotr"))

    def named(self, sign_in: str) -> User:
        found = self.accounts.users.named(sign_in)
        assert found is not None
        return found


def new(sign_in: str, role: Role = Role.ADMINISTRATOR, *, active: bool = True) -> NewUser:
    staff = StaffId("P-01") if role is Role.WORKER else None
    return NewUser(sign_in=sign_in, name="Anna Nowak", role=role, staff_id=staff, password=PASSWORD, active=active)

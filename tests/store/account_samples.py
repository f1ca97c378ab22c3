"""One of everything about signing in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

from scheduler.domain.accounts import (
    ApiToken,
    KeptAnswer,
    PhoneLink,
    Role,
    SignInSession,
    ThrottleRule,
    User,
    digest_of,
)
from scheduler.domain.ids import TokenId, TownId, UserId
from scheduler.services.ports import AccountStore

NOW = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=UTC)
TOWN, NEXT = TownId("chelm"), TownId("kalisz")


def user(who: str = "anna", town: TownId = TOWN, **more: object) -> User:
    made = User(
        id=UserId(f"U-{who}"), town_id=town, sign_in=who, name="Anna O'Łódź", role=Role.DISPATCHER,
        password="$argon2id$x", created_at=NOW,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def session(name: str = "anna", token: str = "s", **more: object) -> SignInSession:
    made = SignInSession(
        digest=digest_of(token), user_id=UserId(f"U-{name}"), created_at=NOW, seen_at=NOW,
        idle=timedelta(hours=2), ends_at=NOW + timedelta(hours=12),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def link(name: str = "anna", code: str = "c") -> PhoneLink:
    return PhoneLink(
        digest=digest_of(code), user_id=UserId(f"U-{name}"), created_by=UserId("U-x"), created_at=NOW,
        ends_at=NOW + timedelta(minutes=15),
    )  # fmt: skip


def token(secret: str = "t", town: TownId = TOWN, at: datetime = NOW) -> ApiToken:
    return ApiToken(
        id=TokenId(f"T-{secret}"), town_id=town, name="Grafana", digest=digest_of(secret),
        scopes=frozenset({"metrics.read", "town.read"}), created_by=UserId("U-x"), created_at=at,
        ends_at=NOW + timedelta(days=9),
    )  # fmt: skip


def answer(**more: object) -> KeptAnswer:
    made = KeptAnswer(owner="U-anna", key="k", town_id=TOWN, asked=digest_of("question"), at=NOW)
    return replace(made, **more)  # type: ignore[arg-type]


def one_of_each(accounts: AccountStore, of: TownId) -> None:
    """Keep one of each."""
    accounts.users.add(user(town=of, totp="JBSWY3DP"))
    accounts.sessions.add(session())
    accounts.phone_links.add(link())
    accounts.tokens.add(token(town=of))
    accounts.throttle.attempt("k", NOW, ThrottleRule(free=3))
    accounts.answers.begin(answer(town_id=of), stale=NOW)


def at_once[T](job: Callable[[int], T], times: int = 6) -> list[T]:
    """Do something in several threads that begin together."""
    ready = Barrier(times)

    def begin(number: int) -> T:
        ready.wait()
        return job(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(begin, range(times)))

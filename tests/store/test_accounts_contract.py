"""What every store of accounts does, in memory, in SQLite and in PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from scheduler.domain.accounts import (
    Role,
    ThrottleRule,
    digest_of,
)
from scheduler.domain.errors import ConflictError, NotFoundError, StaleError, StoreError
from scheduler.domain.ids import ProviderId, StaffId, TokenId, TownId, UserId
from scheduler.services.ports import AccountStore
from scheduler.store.memory import MemoryStore
from scheduler.store.memory.accounts import MemoryAccounts
from scheduler.store.sql import Ring, SqlStore, open_store, ring_of
from scheduler.store.sql.accounts import SqlAccounts
from tests.store.account_samples import NEXT, NOW, TOWN, answer, link, session, token, user
from tests.store.conftest import MASTER_KEY

RULE = ThrottleRule(free=3)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def accounts(request: pytest.FixtureRequest, ring: Ring) -> Iterator[AccountStore]:
    """An empty store of accounts of each kind."""
    if request.param == "memory":
        yield MemoryAccounts(MemoryStore())
        return
    with open_store(request.getfixturevalue(f"{request.param}_url"), ring) as store:
        yield SqlAccounts(store)


def at_once[T](job: Callable[[int], T], times: int = 6) -> list[T]:
    """Do something in several threads that begin together."""
    ready = Barrier(times)

    def begin(number: int) -> T:
        ready.wait()
        return job(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(begin, range(times)))


def test_a_user_comes_back_whole(accounts: AccountStore) -> None:
    """A recovery code, a role or a secret would be lost, and somebody locked out."""
    known = user(
        totp="JBSWY3DP", totp_next="NBSWY3DP", totp_step=7, recovery=frozenset({"a", "b"}), role=Role.WORKER,
        staff_id=StaffId("P-01"), active=False,
    )  # fmt: skip
    accounts.users.add(known)
    other = user("ewa", role=Role.PROVIDER, provider_id=ProviderId("cus"))
    accounts.users.add(other)

    assert accounts.users.find(known.id) == known == accounts.users.named("anna")
    assert accounts.users.named("ewa") == other
    assert accounts.users.find(UserId("U-nobody")) is None
    assert accounts.users.named("nob\0dy") is None


def test_users_are_listed_by_town_and_name(accounts: AccountStore) -> None:
    """An administrator would see another town's people, or miss some of the own."""
    for name, town in (("zofia", TOWN), ("anna", TOWN), ("marek", NEXT)):
        accounts.users.add(user(name, town))

    assert [one.sign_in for one in accounts.users.all()] == ["anna", "marek", "zofia"]
    assert [one.sign_in for one in accounts.users.all(TOWN)] == ["anna", "zofia"]
    assert accounts.users.all(TownId("nowhere")) == []


def test_sign_in_names_are_one_in_the_installation(accounts: AccountStore) -> None:
    """A second Anna would sign in as the first one."""
    accounts.users.add(user())
    accounts.users.add(user("ewa"))

    with pytest.raises(ConflictError, match="anna"):
        accounts.users.add(user(id=UserId("U-other"), town_id=NEXT))
    with pytest.raises(ConflictError):
        accounts.users.add(user(sign_in="another"))
    with pytest.raises(ConflictError, match="anna"):
        accounts.users.change(user("ewa", sign_in="anna"))
    assert [one.sign_in for one in accounts.users.all()] == ["anna", "ewa"]


def test_the_first_user_is_made_once(accounts: AccountStore) -> None:
    """Two set-up codes of two servers would make two owners."""

    def first(number: int) -> bool:
        try:
            accounts.users.add_first(user(f"n{number}"))
        except ConflictError:
            return False
        return True

    assert sum(at_once(first)) == 1
    assert len(accounts.users.all()) == 1


def test_a_change_of_what_was_changed_is_refused(accounts: AccountStore) -> None:
    """A deactivation would be undone by whoever had the form open."""
    accounts.users.add(user())
    changed = accounts.users.change(user(active=False))

    assert (changed.version, changed.active) == (2, False)
    with pytest.raises(StaleError) as caught:
        accounts.users.change(user(name="Anna"))
    assert (caught.value.seen, caught.value.now) == (1, 2)
    assert accounts.users.find(changed.id) == changed
    with pytest.raises(NotFoundError):
        accounts.users.change(user("nobody"))


def test_a_change_leaves_used_codes_used(accounts: AccountStore) -> None:
    """A code that was used while a form was open could be used again after it was saved."""
    accounts.users.add(user(totp="JBSWY3DP", totp_step=5, recovery=frozenset({"a", "b"})))
    assert accounts.users.use_step(UserId("U-anna"), 9)
    assert accounts.users.use_recovery(UserId("U-anna"), "a")
    changed = accounts.users.change(user(totp="JBSWY3DP", totp_step=5, recovery=frozenset({"a", "b"}), name="Anna N"))

    assert (changed.totp_step, changed.recovery, changed.name) == (9, frozenset({"b"}), "Anna N")
    again = accounts.users.change(replace(changed, totp="", totp_step=0, recovery=frozenset()))
    assert (again.totp_step, again.recovery) == (0, frozenset())


def test_a_step_and_a_code_are_taken_once(accounts: AccountStore) -> None:
    """Somebody who looked over a shoulder would sign in with the same code at the same moment."""
    accounts.users.add(user(totp="JBSWY3DP", recovery=frozenset({"a", "b"})))
    me = UserId("U-anna")

    assert sum(at_once(lambda _: accounts.users.use_step(me, 100))) == 1
    assert not accounts.users.use_step(me, 99)
    assert accounts.users.use_step(me, 101)
    assert sum(at_once(lambda _: accounts.users.use_recovery(me, "a"))) == 1
    assert accounts.users.use_recovery(me, "b")


def test_a_session_is_kept_touched_and_ended(accounts: AccountStore) -> None:
    """Somebody would be thrown out in the middle of a call, or stay in after signing out."""
    accounts.users.add(user())
    known = session(strong=True, phone=True)
    accounts.sessions.add(known)
    assert accounts.sessions.find(known.digest) == known

    later = NOW + timedelta(minutes=5)
    accounts.sessions.touch(known.digest, later)
    assert accounts.sessions.find(known.digest) == replace(known, seen_at=later)
    accounts.sessions.end(known.digest)
    accounts.sessions.end(known.digest)
    accounts.sessions.touch(known.digest, later)
    assert accounts.sessions.find(known.digest) is None


def test_all_sessions_of_a_user_end_together(accounts: AccountStore) -> None:
    """The thief of a password would stay signed in; or everybody else would be thrown out."""
    for name in ("anna", "ewa"):
        accounts.users.add(user(name))
        for number in range(2):
            accounts.sessions.add(session(name, f"{name}{number}"))
        accounts.phone_links.add(link(name, name))

    assert accounts.sessions.end_all(UserId("U-anna")) == 2
    assert [accounts.sessions.find(digest_of(one)) is None for one in ("anna0", "anna1", "ewa0")] == [True, True, False]
    assert accounts.phone_links.use(digest_of("anna"), NOW) is None
    assert accounts.phone_links.use(digest_of("ewa"), NOW)


def test_a_phone_code_is_used_once_and_in_time(accounts: AccountStore) -> None:
    """Two phones would be signed in by one picture, or one by a picture of last week."""
    accounts.users.add(user())
    accounts.phone_links.add(link(code="now"))
    accounts.phone_links.add(link(code="late"))
    used = [one for one in at_once(lambda _: accounts.phone_links.use(digest_of("now"), NOW)) if one]

    assert used == [replace(link(code="now"), used_at=NOW)]
    assert accounts.phone_links.use(digest_of("late"), NOW + timedelta(minutes=15)) is None
    assert accounts.phone_links.use(digest_of("unknown"), NOW) is None


def test_tokens_are_kept_listed_and_revoked(accounts: AccountStore) -> None:
    """A leaked token could not be found or stopped."""
    for one in (token("b"), token("a", at=NOW + timedelta(seconds=1)), token("c", NEXT)):
        accounts.tokens.add(one)
    accounts.tokens.revoke(TOWN, TokenId("T-b"), NOW)
    accounts.tokens.revoke(TOWN, TokenId("T-b"), NOW + timedelta(days=1))

    assert accounts.tokens.find(digest_of("b")) == replace(token("b"), revoked_at=NOW)
    assert [one.id for one in accounts.tokens.all(TOWN)] == ["T-b", "T-a"]
    assert accounts.tokens.find(digest_of("x")) is None
    with pytest.raises(NotFoundError):
        accounts.tokens.revoke(TOWN, TokenId("T-c"), NOW)


def test_attempts_slow_down(accounts: AccountStore) -> None:
    """Passwords could be tried as fast as the line allows."""
    waits, at = [], NOW
    for _ in range(7):
        waits.append(accounts.throttle.attempt("k", at, RULE).total_seconds())
        at += timedelta(seconds=1)

    assert waits == [0, 0, 0, 0, 1, 0, 3]
    assert accounts.throttle.attempt("other", NOW, RULE) == timedelta(0)
    assert accounts.throttle.attempt("k", NOW + timedelta(days=2), RULE) == timedelta(0)
    assert accounts.throttle.attempt("k", NOW + timedelta(days=2), RULE) == timedelta(0)


def test_attempts_at_once_do_not_slip_through(accounts: AccountStore) -> None:
    """A thousand guesses sent in one moment would all be looked at."""
    waits = at_once(lambda _: accounts.throttle.attempt("k", NOW, RULE), times=8)

    assert sum(not wait for wait in waits) == 3


def test_attempts_are_forgiven(accounts: AccountStore) -> None:
    """A user who mistyped twice each morning would be locked out by the end of the week."""
    for _ in range(3):
        accounts.throttle.attempt("k", NOW, RULE)
    assert accounts.throttle.attempt("k", NOW, RULE)
    accounts.throttle.forgive("k", whole=False)
    assert not accounts.throttle.attempt("k", NOW, RULE)
    assert accounts.throttle.attempt("k", NOW, RULE)
    accounts.throttle.forgive("k", whole=True)
    accounts.throttle.forgive("k", whole=False)
    accounts.throttle.forgive("nothing", whole=True)
    assert [bool(accounts.throttle.attempt("k", NOW, RULE)) for _ in range(4)] == [False] * 3 + [True]


def test_an_answer_is_kept_for_its_key(accounts: AccountStore) -> None:
    """A second click would make a second client, or show somebody else's."""
    accounts.users.add(user())
    long_ago = NOW - timedelta(minutes=2)
    assert [accounts.answers.begin(answer(), stale=long_ago) is None for _ in range(2)] == [True, False]
    done = answer(status=201, headers=(("etag", '"1"'), ("location", "/x")), body="Zażółć".encode())
    accounts.answers.finish(done)

    assert accounts.answers.begin(answer(), stale=long_ago) == done
    other = accounts.answers.begin(answer(asked="other"), stale=long_ago)
    assert other is not None
    assert other.asked != "other"
    assert accounts.answers.begin(answer(owner="U-ewa"), stale=long_ago) is None
    assert accounts.answers.begin(answer(key="k2"), stale=long_ago) is None
    accounts.answers.give_up("U-anna", "k")
    assert accounts.answers.begin(answer(), stale=long_ago) is None


def test_answers_of_a_town_are_forgotten(accounts: AccountStore) -> None:
    """An erased resident would come back from the answer to her creation; or another town's work be done twice."""
    elsewhere = TownId("elsewhere")
    accounts.answers.finish(answer(status=201, body=b"Helena Maj"))
    accounts.answers.finish(answer(key="k2", status=201, town_id=elsewhere))
    accounts.answers.begin(answer(key="k3"), stale=NOW)

    assert accounts.answers.forget_town(TOWN) == 1
    assert accounts.answers.begin(answer(), stale=NOW) is None
    assert accounts.answers.begin(answer(key="k2", town_id=elsewhere), stale=NOW)
    assert accounts.answers.begin(answer(key="k3"), stale=NOW)


def test_a_key_is_taken_by_one_of_many(accounts: AccountStore) -> None:
    """A proxy that repeats a request at once would have it done twice."""
    begun = at_once(lambda _: accounts.answers.begin(answer(), stale=NOW - timedelta(minutes=2)))

    assert sum(one is None for one in begun) == 1


def test_a_lost_question_may_be_asked_again(accounts: AccountStore) -> None:
    """A key would be stuck for ever when its server was killed."""
    accounts.answers.begin(answer(), stale=NOW)
    later = NOW + timedelta(minutes=3)

    assert accounts.answers.begin(answer(at=later), stale=NOW)
    assert accounts.answers.begin(answer(at=later), stale=NOW + timedelta(seconds=1)) is None


def test_what_is_over_is_swept_up(accounts: AccountStore) -> None:
    """Names of whoever tried to sign in years ago would lie in the database; or somebody would be thrown out."""
    accounts.users.add(user())
    accounts.sessions.add(session(token="open", seen_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=9)))
    accounts.sessions.add(session(token="idle", ends_at=NOW + timedelta(days=9)))
    accounts.phone_links.add(link())
    accounts.throttle.attempt("k", NOW, RULE)
    accounts.answers.begin(answer(), stale=NOW)
    later = NOW + timedelta(days=2)

    assert accounts.sweep(later) == 4
    assert accounts.sweep(later) == 0
    assert accounts.sessions.find(digest_of("open"))
    assert accounts.sessions.find(digest_of("idle")) is None


def test_what_is_personal_is_sealed(sql_store: SqlStore) -> None:
    """Whoever steals the file would read names, and make codes of the authenticator apps."""
    accounts = SqlAccounts(sql_store)
    accounts.users.add(user(totp="JBSWY3DPEHPK3PXP", recovery=frozenset({"recovery-digest"})))
    accounts.answers.finish(answer(status=201, body=b"Helena Maj"))
    with sql_store.engine.connect() as connection:
        rows = [
            str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            for table in ("users", "answers", "towns", "subject_keys")
        ]

    for word in ("O'Łódź", "JBSWY", "recovery-digest", "Helena", answer().asked):
        assert word not in "".join(rows)


def test_a_swapped_secret_is_noticed(sql_store: SqlStore) -> None:
    """Somebody with the file would put their own authenticator app into the administrator's row."""
    accounts = SqlAccounts(sql_store)
    accounts.users.add(user())
    accounts.users.add(user("ewa", totp="JBSWY3DPEHPK3PXP"))
    with sql_store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE users SET sealed = (SELECT sealed FROM users WHERE id = 'U-ewa') WHERE id = 'U-anna'"
        )

    with pytest.raises(StoreError):
        accounts.users.find(UserId("U-anna"))


def test_two_servers_count_together(database_url: str) -> None:
    """A guesser would have as many attempts as there are servers."""
    with open_store(database_url, ring_of(MASTER_KEY)) as one, open_store(database_url, ring_of(MASTER_KEY)) as other:
        stores = [SqlAccounts(one), SqlAccounts(other)]
        waits = at_once(lambda k: stores[k % 2].throttle.attempt("k", NOW, RULE), times=8)

    assert sum(not wait for wait in waits) == 3

"""Attempts and answers of every store of accounts: what comes again and again, from several servers at once."""

from datetime import timedelta

from scheduler.domain.accounts import ThrottleRule
from scheduler.domain.ids import TownId
from scheduler.services.ports import AccountStore
from scheduler.store.sql import open_store, ring_of
from scheduler.store.sql.accounts import SqlAccounts
from tests.store.account_samples import NOW, TOWN, answer, at_once, user
from tests.store.conftest import MASTER_KEY

RULE = ThrottleRule(free=3)


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


def test_a_question_that_is_still_worked_on_is_not_lost(accounts: AccountStore) -> None:
    """What takes a server long would be done by another one, too; or an answer would be forgotten again."""
    later = NOW + timedelta(minutes=1)
    accounts.answers.begin(answer(), stale=NOW)
    accounts.answers.renew("U-anna", "k", later)
    assert accounts.answers.begin(answer(), stale=later)
    assert accounts.answers.begin(answer(), stale=later + timedelta(seconds=1)) is None

    done = answer(status=201)
    accounts.answers.finish(done)
    accounts.answers.renew("U-anna", "k", later)
    accounts.answers.renew("U-anna", "nothing", later)
    assert accounts.answers.begin(answer(), stale=later) == done


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


def test_two_servers_count_together(database_url: str) -> None:
    """A guesser would have as many attempts as there are servers."""
    with open_store(database_url, ring_of(MASTER_KEY)) as one, open_store(database_url, ring_of(MASTER_KEY)) as other:
        stores = [SqlAccounts(one), SqlAccounts(other)]
        waits = at_once(lambda k: stores[k % 2].throttle.attempt("k", NOW, RULE), times=8)

    assert sum(not wait for wait in waits) == 3

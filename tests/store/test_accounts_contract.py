"""What every store of accounts does, in memory, in SQLite and in PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.accounts import Identity, Role, ThrottleRule, Voucher, digest_of
from scheduler.domain.errors import ConflictError, NotFoundError, StaleError, StoreError
from scheduler.domain.ids import ProviderId, StaffId, TokenId, TownId, UserId
from scheduler.services.ports import AccountStore
from scheduler.store.sql import SqlStore
from scheduler.store.sql.accounts import SqlAccounts
from tests.store.account_samples import NEXT, NOW, TOWN, answer, at_once, link, session, token, user

RULE = ThrottleRule(free=3)


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


def test_a_session_of_the_town_hall_is_asked_about_by_one(accounts: AccountStore) -> None:
    """Two servers would use a refresh token twice, and the town hall would take both for a thief's."""
    known = session(checked_at=NOW, tried_at=NOW)
    accounts.users.add(user(identity=Identity(issuer="https://login.town.example", subject="s-1"), shut=True))
    accounts.sessions.add(known, Voucher(refresh="first"))
    accounts.sessions.add(session(token="other"))
    later = NOW + timedelta(minutes=10)

    assert sum(at_once(lambda _: accounts.sessions.take_turn(known, later))) == 1
    assert accounts.sessions.voucher(known.digest) == Voucher(refresh="first")
    accounts.sessions.confirm(known, later, Voucher(refresh="second"))
    assert accounts.sessions.find(known.digest) == replace(known, checked_at=later, tried_at=later)
    assert accounts.sessions.voucher(known.digest) == Voucher(refresh="second")
    assert accounts.sessions.voucher(session(token="other").digest) is None
    accounts.sessions.end(known.digest)
    accounts.sessions.confirm(known, later, Voucher(refresh="third"))
    assert accounts.sessions.voucher(known.digest) is None
    assert accounts.sessions.find(known.digest) is None
    kept = accounts.users.find(UserId("U-anna"))
    assert kept is not None
    assert (kept.identity, kept.shut) == (Identity(issuer="https://login.town.example", subject="s-1"), True)


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


def test_a_session_is_found_with_its_user_as_they_are_now(accounts: AccountStore) -> None:
    """Who was shut out, or is no dispatcher any more, would go on as if nothing had happened."""
    anna = user()
    accounts.users.add(anna)
    known = session()
    accounts.sessions.add(known)
    assert accounts.sessions.holder(known.digest) == (known, anna.standing)

    changed = accounts.users.change(replace(anna, role=Role.WORKER, staff_id=StaffId("P-1"), active=False))
    assert accounts.sessions.holder(known.digest) == (known, changed.standing)
    assert accounts.sessions.holder("nobody's") is None


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

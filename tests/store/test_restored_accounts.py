"""Who may sign in after a backup was put back: nobody whom the database that it replaced had shut out."""

from pathlib import Path

import pytest
from sqlalchemy import update

from scheduler.domain.accounts import digest_of
from scheduler.domain.errors import SignInError
from scheduler.services.auditing import check_audit
from scheduler.store.backup import CarriedTown, Restored, backup
from scheduler.store.sql import Ring, SqlStore, open_store
from scheduler.store.sql.tables import TownRow
from tests.store.account_desks import PASSWORD, Desks, new
from tests.store.account_samples import TOWN
from tests.store.accounts_saved import ME, Before, save, shut_out
from tests.store.conftest import MASTER_KEY
from tests.store.filled import OLA
from tests.store.saving import NOW, put_back


@pytest.fixture
def before(sql_store: SqlStore, tmp_path: Path) -> Before:
    """Give what was open when the backup was made."""
    return save(sql_store, tmp_path)


def test_whoever_was_shut_out_since_the_backup_stays_so(before: Before) -> None:
    """Somebody who was dismissed, or a token that was stolen, would be let in again by last night's backup."""
    desks = before.desks
    ewa = desks.named("ewa")
    shut_out(desks, "ewa")
    (token,) = desks.accounts.tokens.all(TOWN)
    desks.tokens.revoke(TOWN, token.id, by=ME)
    last = before.store.stamp(TOWN)
    done = put_back(before.path, before.store, replace=True)

    assert done.carried.towns[TOWN] == CarriedTown(shut=(ewa.id,), revoked=(token.id,))
    assert done.carried.unasked == ()
    assert done.carried.without_administrator == ()
    assert {user.sign_in for user in desks.accounts.users.all() if user.active} == {"anna", "piotr"}
    assert desks.desk.machine(before.token) is None
    with pytest.raises(SignInError):
        desks.desk.sign_in("ewa", PASSWORD)
    assert desks.desk.sign_in("anna", PASSWORD).user == desks.named("anna")
    assert before.store.stamp(TOWN) > last


def test_a_user_who_is_gone_since_the_backup_is_shut_out(before: Before) -> None:
    """Somebody whose account was taken away altogether would come back with it."""
    with before.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM users WHERE sign_in <> 'nobody'")
    done = put_back(before.path, before.store, replace=True)

    assert len(done.carried.towns[TOWN].shut) == 3
    assert done.carried.without_administrator == (TOWN,)


def test_nobody_is_signed_in_after_a_restore(before: Before) -> None:
    """The phone of a former worker would go on showing addresses."""
    put_back(before.path, before.store, replace=True)
    desks = before.desks

    assert desks.desk.who(before.session) is None
    assert desks.accounts.phone_links.find(digest_of(before.code.replace("-", ""))) is None
    assert desks.desk.machine(before.token) is not None


def test_an_older_database_is_not_asked(before: Before, tmp_path: Path, ring: Ring) -> None:
    """Everybody who was added since an old backup would be shut out, and a copy of a later town be taken for this."""
    old, newest = before.path, tmp_path / "tuesday.zip"
    before.desks.users.add(TOWN, new("zofia"), by=ME)
    backup(before.store.engine, newest, MASTER_KEY, NOW)
    with open_store(f"sqlite:///{tmp_path / 'other.sqlite'}", ring) as store:
        first = put_back(old, store)
        with store.engine.begin() as connection:
            connection.execute(update(TownRow).where(TownRow.id == TOWN).values(stamp=1_000))
        earlier = store.stamp(TOWN)
        done = put_back(newest, store, replace=True)
        stamp = store.stamp(TOWN)
        active = {user.sign_in for user in Desks(store).accounts.users.all() if user.active}

    assert stamp > earlier
    assert TOWN in first.carried.unasked
    assert TOWN in done.carried.unasked
    assert active == {"anna", "ewa", "piotr", "zofia"}


def test_a_restore_is_in_the_audit(before: Before) -> None:
    """Nobody could find out who brought last week's data back, and when."""
    done: Restored = put_back(before.path, before.store, replace=True)
    with before.store.reading(TOWN) as unit:
        last = unit.audit.last()
        assert check_audit(unit).damage is None

    assert last is not None
    assert (last.event.by, last.event.action, last.event.subject) == (OLA, "town.restored", f"town:{TOWN}")
    assert last.event.fields == (f"backup={done.manifest.made_at}",)

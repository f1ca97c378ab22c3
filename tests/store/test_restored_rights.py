"""What users may do after a backup was put back: never more than they could before it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.accounts import Role, User, digest_of
from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import SignInError
from scheduler.domain.ids import StaffId
from scheduler.domain.roster import Staff
from scheduler.services.signing_in import NewUser
from scheduler.store.backup import CarriedTown, backup, rotate
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import Ring, SqlStore, open_store, ring_of
from tests.store.account_desks import PASSWORD, Desks, new
from tests.store.account_samples import TOWN
from tests.store.accounts_saved import ME, Before, change, save, shut_out
from tests.store.conftest import MASTER_KEY
from tests.store.saving import NOW, put_back

LATER = "inne cztery slowa tutaj"
CODES = frozenset({digest_of("one"), digest_of("two")})


@pytest.fixture
def before(sql_store: SqlStore, tmp_path: Path) -> Before:
    """Give what was open when the backup was made."""
    return save(sql_store, tmp_path)


@contextmanager
def elsewhere(path: Path, ring: Ring) -> Iterator[SqlStore]:
    """Give a copy of the town on another computer, restored from a backup."""
    with open_store(f"sqlite:///{path.with_name('copy.sqlite')}", ring) as store:
        put_back(path, store)
        yield store


def with_app(desks: Desks, name: str, secret: str) -> User:
    user = desks.named(name)
    return desks.accounts.users.change(replace(user, totp=secret, totp_step=5, recovery=CODES))


def test_a_role_a_password_and_an_app_stay_as_they_were_changed(before: Before) -> None:
    """Who was an administrator last week, or has somebody's old password or lost phone, would be let in with it."""
    desks = before.desks
    ewa = change(desks, "ewa", role=Role.DISPATCHER, name="Ewa Lis", sign_in="ewa.lis")
    desks.users.set_password(desks.named("anna"), LATER, by=ME)
    with_app(desks, "anna", "JBSWY3DPEHPK3PXP")
    now = desks.accounts.users.all()
    done = put_back(before.path, before.store, replace=True)

    assert done.carried.towns[TOWN] == CarriedTown(changed=tuple(sorted((ewa.id, desks.named("anna").id))))
    assert desks.accounts.users.all() == now
    with pytest.raises(SignInError):
        desks.desk.sign_in("anna", PASSWORD)


def test_names_that_were_swapped_stay_so(before: Before) -> None:
    """A restore would be refused, or somebody sign in as somebody else."""
    desks = before.desks
    change(desks, "anna", sign_in="x")
    change(desks, "ewa", sign_in="anna")
    change(desks, "x", sign_in="ewa")
    now = desks.accounts.users.all()
    put_back(before.path, before.store, replace=True)

    assert desks.accounts.users.all() == now


def test_codes_that_were_used_since_stay_used(before: Before, tmp_path: Path) -> None:
    """A recovery code that somebody has read off a screen would open the account a second time."""
    desks = before.desks
    anna = with_app(desks, "anna", "JBSWY3DPEHPK3PXP")
    path = tmp_path / "tuesday.zip"
    backup(before.store.engine, path, MASTER_KEY, NOW)
    assert desks.accounts.users.use_step(anna.id, 9)
    assert desks.accounts.users.use_recovery(anna.id, digest_of("one"))
    put_back(path, before.store, replace=True)

    assert (desks.named("anna").totp_step, desks.named("anna").recovery) == (9, frozenset({digest_of("two")}))


def test_users_made_since_stay_and_tokens_do_not(before: Before) -> None:
    """People at work would be locked out by a restore; and a machine's token be believed to work that does not."""
    desks = before.desks
    zofia = desks.users.add(TOWN, new("zofia", Role.DISPATCHER), by=ME)
    secret, token = desks.tokens.add(TOWN, "robot", ["town.read"], by=ME)
    done = put_back(before.path, before.store, replace=True)

    assert done.carried.towns[TOWN] == CarriedTown(made=(zofia.id,), lost=(token.id,))
    assert desks.desk.sign_in("zofia", PASSWORD).user == zofia
    assert desks.desk.machine(secret) is None


def test_a_user_whose_worker_the_backup_does_not_know_is_shut_out(before: Before) -> None:
    """Whoever gets that worker's id next would have their itinerary read by somebody else."""
    desks = before.desks
    with before.store.writing(TOWN) as unit:
        unit.staff.put(Staff(id=StaffId("P-02"), name="Jan"))
    jan = NewUser(sign_in="jan", name="Jan", role=Role.WORKER, staff_id=StaffId("P-02"), password=PASSWORD)
    made = desks.users.add(TOWN, jan, by=ME)
    moved = change(desks, "piotr", staff_id=StaffId("P-02"))
    done = put_back(before.path, before.store, replace=True)

    assert done.carried.towns[TOWN] == CarriedTown(unlinked=tuple(sorted((made.id, moved.id))))
    assert {user.sign_in for user in desks.accounts.users.all() if not user.active} == {"jan", "piotr"}


def test_going_back_and_forth_between_backups_lets_nobody_in_again(before: Before, tmp_path: Path) -> None:
    """Who was shut out after both backups would come back with the second one that is tried."""
    desks, tuesday = before.desks, tmp_path / "tuesday.zip"
    change(desks, "ewa", name="Ewa Lis")
    backup(before.store.engine, tuesday, MASTER_KEY, NOW)
    shut_out(desks, "ewa")
    desks.users.set_password(desks.named("anna"), LATER, by=ME)
    now = desks.accounts.users.all()
    put_back(before.path, before.store, replace=True)
    done = put_back(tuesday, before.store, replace=True)

    assert TOWN in done.carried.unasked
    assert desks.accounts.users.all() == now


def test_what_was_taken_away_beside_a_newer_backup_stays_so(before: Before, tmp_path: Path, ring: Ring) -> None:
    """Somebody shut out while an old backup was in use would be let in by a later one; a later token stays open."""
    noon, tuesday = tmp_path / "noon.zip", tmp_path / "tuesday.zip"
    change(before.desks, "anna", name="Anna Lis-Nowak")
    backup(before.store.engine, noon, MASTER_KEY, NOW)
    change(before.desks, "ewa", name="Ewa Lis")
    change(before.desks, "ewa", name="Ewa Lis-Nowak")
    change(before.desks, "anna", name="Anna Lis")
    later, _ = before.desks.tokens.add(TOWN, "robot", ["town.read"], by=ME)
    backup(before.store.engine, tuesday, MASTER_KEY, NOW)
    with elsewhere(noon, ring) as store:
        desks = Desks(store)
        shut_out(desks, "ewa")
        (token,) = desks.accounts.tokens.all(TOWN)
        desks.tokens.revoke(TOWN, token.id, by=ME)
        ewa = desks.named("ewa")
        done = put_back(tuesday, store, replace=True)

        assert done.carried.towns[TOWN] == CarriedTown(shut=(ewa.id,), revoked=(token.id,))
        assert not desks.named("ewa").active
        assert desks.named("ewa").version == before.desks.named("ewa").version + 1
        assert desks.named("anna").name == "Anna Lis"
        assert desks.desk.machine(before.token) is None
        assert desks.desk.machine(later) is not None


def test_another_town_of_that_name_is_not_asked(before: Before, tmp_path: Path, ring: Ring) -> None:
    """A trial installation's users would get into the real town, or shut its people out."""
    with open_store(f"sqlite:///{tmp_path / 'other.sqlite'}", ring) as store:
        desks = Desks(store)
        desks.add_staff()
        desks.users.add(TOWN, new("obcy"), by=ME)
        done = put_back(before.path, store, replace=True)

        assert TOWN not in done.carried.towns
        assert TOWN in done.carried.unasked
        assert {user.sign_in for user in desks.accounts.users.all() if user.active} == {"anna", "ewa", "piotr"}


def test_of_a_database_with_another_master_key_is_kept_what_can_be_read(before: Before) -> None:
    """After the master key was changed an old backup would bring back rights and passwords of long ago."""
    desks = before.desks
    desks.users.add(TOWN, new("zofia"), by=ME)
    shut_out(desks, "ewa")
    change(desks, "piotr", role=Role.DISPATCHER, staff_id=None, name="Piotr Lis")
    desks.users.set_password(desks.named("anna"), LATER, by=ME)
    rotate(before.store.engine, MASTER_KEY, MasterKey(bytes(range(32))))
    done = put_back(before.path, SqlStore(before.store.engine, ring_of(MASTER_KEY)), replace=True)
    new_desks = Desks(SqlStore(before.store.engine, ring_of(MASTER_KEY)))

    assert done.carried.unread == (TOWN,)
    users = {user.sign_in: user for user in new_desks.accounts.users.all()}
    assert {name: (user.role, user.active) for name, user in users.items()} == {
        "anna": (Role.ADMINISTRATOR, True), "ewa": (Role.ADMINISTRATOR, False), "piotr": (Role.DISPATCHER, True),
    }  # fmt: skip
    assert new_desks.desk.sign_in("anna", LATER).user == users["anna"]


def test_the_audit_says_how_much_has_stayed(before: Before) -> None:
    """Nobody could find out later why somebody's old password does not work in a restored town."""
    shut_out(before.desks, "ewa")
    before.desks.users.set_password(before.desks.named("anna"), LATER, by=ME)
    done = put_back(before.path, before.store, replace=True)
    with before.store.reading(TOWN) as unit:
        last = unit.audit.last()

    assert last is not None
    assert last.event == AuditEvent(
        at=NOW, by=last.event.by, action="town.restored", subject=f"town:{TOWN}",
        fields=(f"backup={done.manifest.made_at}", "shut=1", "changed=1"),
    )  # fmt: skip

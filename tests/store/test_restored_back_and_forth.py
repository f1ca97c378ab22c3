"""Several backups put back one after the other: what one does not know yet does not come back with the next one."""

from pathlib import Path

import pytest

from scheduler.domain.ids import ClientId, PlaceId
from scheduler.services.auditing import check_audit
from scheduler.store.backup import CarriedTown, Restored, backup
from scheduler.store.sql import SqlStore
from tests.store.account_desks import Desks
from tests.store.accounts_saved import ME
from tests.store.conftest import MASTER_KEY
from tests.store.erased_saved import erase, save, subjects
from tests.store.filled import OLA
from tests.store.samples import NOW as THEN
from tests.store.samples import SISTER, TOWN, client, place
from tests.store.saving import NOW, put_back

NEW, HOME = ClientId("K-50"), PlaceId("dom-K-50")
HERS = {f"client:{NEW}", f"place:{HOME}", NEW, HOME}


def come(store: SqlStore) -> None:
    """Add a client with a home of her own, whom Monday's backup does not know."""
    with store.writing(TOWN) as unit:
        unit.places.put(place(HOME))
        unit.clients.put(client(NEW, home=HOME, name="Zofia Bąk", phone=""))


@pytest.fixture
def monday(sql_store: SqlStore, tmp_path: Path) -> Path:
    """Give a backup from before she came."""
    save(sql_store, tmp_path / "monday.zip")
    return tmp_path / "monday.zip"


@pytest.fixture
def tuesday(sql_store: SqlStore, monday: Path) -> Path:
    """Give a backup with her, after which she was erased; the folder has the key ring of then."""
    come(sql_store)
    path = monday.with_name("tuesday.zip")
    backup(sql_store.engine, path, MASTER_KEY, NOW)
    erase(sql_store, NEW)
    return path


def restored(path: Path, store: SqlStore) -> Restored:
    done = put_back(path, store, replace=True)
    with store.reading(TOWN) as unit:
        assert check_audit(unit).damage is None
        assert unit.clients.find(SISTER) is not None
    return done


def test_a_destroyed_key_stays_destroyed_beside_a_backup_from_before(
    sql_store: SqlStore, monday: Path, tuesday: Path
) -> None:
    """Nothing would ever destroy the key of a resident who is not there, and each later key ring would have it."""
    done = restored(monday, sql_store)

    assert done.erased == {TOWN: ()}
    assert subjects(sql_store).isdisjoint(HERS)
    assert f"client:{SISTER}" in subjects(sql_store)
    with sql_store.reading(TOWN) as unit:
        assert unit.clients.removed([NEW]) == {NEW}
        assert unit.places.removed([HOME]) == {HOME}
    restored(monday, sql_store)
    assert subjects(sql_store).isdisjoint(HERS)


def test_a_key_that_nobody_destroyed_waits_for_its_backup(sql_store: SqlStore, monday: Path) -> None:
    """Whoever tries an older backup first would lose every resident who came since, for good."""
    come(sql_store)
    tuesday = monday.with_name("tuesday.zip")
    backup(sql_store.engine, tuesday, MASTER_KEY, NOW)
    restored(monday, sql_store)
    backup(sql_store.engine, monday.with_name("night.zip"), MASTER_KEY, NOW)
    restored(tuesday, sql_store)

    with sql_store.reading(TOWN) as unit:
        assert unit.clients.get(NEW).name == "Zofia Bąk"
        assert unit.places.get(HOME).address == place(HOME).address


@pytest.mark.parametrize("nightly", [False, True], ids=["the-ring-of-then", "a-ring-since"])
def test_a_client_erased_since_stays_so_by_way_of_an_older_backup(
    sql_store: SqlStore, monday: Path, tuesday: Path, *, nightly: bool
) -> None:
    """A resident who has died would be in the lists again, as the first backup that was tried had never met her."""
    restored(monday, sql_store)
    with sql_store.reading(TOWN) as unit:
        erased = list(unit.audit.entries())[-2].event
    assert (erased.action, erased.subject, erased.by) == ("client.erased", f"client:{NEW}", OLA)
    assert erased.fields == ("reason=died", f"since={THEN.isoformat()}")
    if nightly:
        backup(sql_store.engine, monday.with_name("night.zip"), MASTER_KEY, NOW)
    done = restored(tuesday, sql_store)

    assert done.erased == {TOWN: (NEW,)}
    assert subjects(sql_store).isdisjoint(HERS)


def test_who_has_an_erased_id_since_is_not_erased(sql_store: SqlStore, monday: Path, tuesday: Path) -> None:
    """A town whose files give numbers away again would lose a living resident."""
    come(sql_store)
    thursday = tuesday.with_name("thursday.zip")
    backup(sql_store.engine, thursday, MASTER_KEY, NOW)
    restored(monday, sql_store)
    done = restored(thursday, sql_store)

    assert done.erased == {TOWN: ()}
    with sql_store.reading(TOWN) as unit:
        assert unit.clients.get(NEW).name == "Zofia Bąk"


def test_a_home_that_others_had_then_keeps_its_key(sql_store: SqlStore, monday: Path, tuesday: Path) -> None:
    """A resident would have no address, as she moved away before her home's last one was erased."""
    come(sql_store)
    with sql_store.writing(TOWN) as unit:
        unit.clients.put(client(SISTER, home=HOME, name="Anna Lis"))
    shared = tuesday.with_name("shared.zip")
    backup(sql_store.engine, shared, MASTER_KEY, NOW)
    with sql_store.writing(TOWN) as unit:
        unit.clients.put(client(SISTER, home=PlaceId("dom-K-04"), name="Anna Lis"))
    erase(sql_store, NEW)
    done = restored(shared, sql_store)

    assert done.erased == {TOWN: (NEW,)}
    with sql_store.reading(TOWN) as unit:
        assert unit.places.get(HOME).address == place(HOME).address


def test_a_token_revoked_since_stays_so_by_way_of_an_older_backup(sql_store: SqlStore, monday: Path) -> None:
    """A machine whose token had leaked would be let in again, as the first backup that was tried had never met it."""
    desks = Desks(sql_store)
    (secret, token), (other, _) = (desks.tokens.add(TOWN, name, ["town.read"], by=ME) for name in ("robot", "Grafana"))
    tuesday = monday.with_name("tuesday.zip")
    backup(sql_store.engine, tuesday, MASTER_KEY, NOW)
    desks.tokens.revoke(TOWN, token.id, by=ME)
    restored(monday, sql_store)
    assert desks.desk.machine(secret) is None
    done = restored(tuesday, sql_store)

    assert done.carried.towns[TOWN] == CarriedTown(revoked=(token.id,))
    assert desks.desk.machine(secret) is None
    assert desks.desk.machine(other) is not None

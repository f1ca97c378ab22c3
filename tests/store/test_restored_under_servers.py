"""A server that was left running while its database was replaced under it."""

from pathlib import Path

from scheduler.domain.ids import ClientId
from scheduler.store.backup import backup
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.store.conftest import MASTER_KEY
from tests.store.filled import fill
from tests.store.samples import TOWN, client
from tests.store.saving import NOW, put_back


def names(store: SqlStore) -> dict[str, str]:
    """Return what clients are called, as a list and one by one."""
    with store.reading(TOWN) as unit:
        known = {str(key): one.name for key, one in unit.clients.all().items()}
        return known | {f"only {key}": unit.clients.get(ClientId(key)).name for key in known}


def test_it_sees_what_was_restored(database_url: str, tmp_path: Path, ring: Ring) -> None:
    """A dispatcher would go on with clients of an hour ago, some of whom are there and some not."""
    path = tmp_path / "backups" / "monday.zip"
    path.parent.mkdir()
    with open_store(database_url, ring) as server, open_store(database_url, ring) as here:
        fill(here)
        backup(here.engine, path, MASTER_KEY, NOW)
        with here.writing(TOWN) as unit:
            unit.clients.put(client(name="Anna Nowa"))
            unit.clients.put(client("B", name="Bogna"))
        assert "Bogna" in names(server).values()
        put_back(path, here, replace=True)
        with open_store(database_url, ring) as new:
            assert names(server) == names(new)
        assert "Bogna" not in names(server).values()

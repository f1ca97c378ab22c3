"""Years of plans are looked through for a client before anybody is held off; what is made meanwhile is not missed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from scheduler.domain.booking import BookingStatus
from scheduler.domain.ids import RequestId
from scheduler.services.erasing import erase_client, erase_in_town
from scheduler.services.mentions import look_for
from scheduler.services.ports import Store
from scheduler.store.backup import backup
from scheduler.store.sql import SqlStore, plan_shelf
from scheduler.store.sql.session import Session
from tests.store.conftest import MASTER_KEY
from tests.store.filled import OLA, fill
from tests.store.samples import DAY, KEY, NAME, SISTER, TOWN, booking, plan, plan_head, visit
from tests.store.saving import put_back

AFTER = datetime(2040, 1, 2, 12, tzinfo=UTC)
LONG_PAST = DAY - timedelta(days=400)
SAYS = ({"pl": f"Do {NAME} jest daleko."},)


def keep(store: Store, day: date, *, of: str = "R-99", says: bool = False) -> None:
    """Keep the plan of a day with one request, which speaks of the client or of nobody."""
    (route,) = plan().routes
    (stop,) = route.stops
    task = replace(stop.tasks[0], task_id=f"{of}:visit", request_id=RequestId(of))
    routes = (replace(route, stops=(replace(stop, tasks=(task,)),)),)
    notes = SAYS if says else ()
    bare = replace(plan(), day=day, routes=routes, unassigned=(), findings=(), overrides=(), travel_notes=notes)
    with store.writing(TOWN) as unit:
        unit.plans.add(bare, plan_head(day=day))


def filled(store: Store, past_days: int) -> None:
    """Fill a store with a town that promises nothing any more, and with plans of past days that name nobody."""
    fill(store)
    with store.writing(TOWN) as unit:
        for key, one in tuple(unit.bookings.all().items()):
            if one.held:
                unit.bookings.put(replace(unit.bookings.get(key), status=BookingStatus.CANCELLED))
    for k in range(past_days):
        keep(store, LONG_PAST + timedelta(days=k))


@contextmanager
def plans_opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bool]]]:
    """Give where each plan stands that is opened, and whether by a unit that may write."""
    opened: list[tuple[str, bool]] = []
    real = plan_shelf.unpacked

    def noted(session: Session, sealed: bytes, where: str) -> bytes | None:
        opened.append((where, session._writes))
        return real(session, sealed, where)

    with monkeypatch.context() as patch:
        patch.setattr(plan_shelf, "unpacked", noted)
        yield opened


def test_others_can_write_while_years_of_plans_are_looked_through(
    sql_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dispatcher's promises would be refused for half a minute whenever somebody asks to be forgotten."""
    filled(sql_store, 8)
    keep(sql_store, LONG_PAST - timedelta(days=1), says=True)
    with plans_opened(monkeypatch) as opened:
        erase_in_town(sql_store, TOWN, KEY, by=OLA, now=AFTER)
    silent = {(LONG_PAST + timedelta(days=k)).isoformat() for k in range(8)}
    looks = [writes for where, writes in opened if where.split("/")[2] in silent]
    assert looks == [False] * 8
    with sql_store.reading(TOWN) as unit:
        assert not any(unit.plans.naming([], [NAME]).values())


def test_years_of_plans_are_fetched_in_a_few_statements(sql_store: SqlStore) -> None:
    """On a database in another house each of thousands of versions would cost a way there and back."""
    filled(sql_store, 20)
    asked: list[str] = []
    event.listen(sql_store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with sql_store.reading(TOWN) as unit:
        look_for(unit, [SISTER])
    assert len([one for one in asked if "FROM plans" in one]) == 2


def test_a_plan_made_while_others_are_looked_through_is_not_missed(store: Store) -> None:
    """The plan that a worker keeps in that second would name the erased resident for ever."""
    filled(store, 1)
    with store.reading(TOWN) as unit:
        known = look_for(unit, [KEY])
    keep(store, DAY - timedelta(days=1), says=True)
    with store.writing(TOWN) as unit:
        erase_client(unit, KEY, by=OLA, now=AFTER, known=known)
    with store.reading(TOWN) as unit:
        assert not any(unit.plans.naming([], [NAME]).values())


def test_what_becomes_of_a_client_while_plans_are_looked_through_is_not_missed(store: Store) -> None:
    """A name that somebody has just corrected would stay in the plans of past days."""
    filled(store, 0)
    keep(store, LONG_PAST, says=True)
    keep(store, LONG_PAST + timedelta(days=1), of="R-77")
    with store.writing(TOWN) as unit:
        unit.clients.put(replace(unit.clients.get(KEY), name="Łucja Pomyłka"))
    with store.reading(TOWN) as unit:
        known = look_for(unit, [KEY])
        assert not known.days["Łucja Pomyłka"]
    with store.writing(TOWN) as unit:
        unit.clients.put(replace(unit.clients.get(KEY), name=NAME))
        unit.bookings.put(booking(visit("R-77"), status=BookingStatus.CANCELLED))
    with store.reading(TOWN) as unit:
        found = look_for(unit, [KEY], known)
        assert found.days["R-77"] == {LONG_PAST + timedelta(days=1)}
    with store.writing(TOWN) as unit:
        erase_client(unit, KEY, by=OLA, now=AFTER, known=known)
    with store.reading(TOWN) as unit:
        assert not any(unit.plans.naming([], [NAME]).values())


def test_a_restore_looks_through_all_plans_once(
    sql_store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a year of erasures a restore would take a night, with the office closed."""
    filled(sql_store, 5)
    backup(sql_store.engine, tmp_path / "monday.zip", MASTER_KEY, AFTER)
    for one in (KEY, SISTER):
        erase_in_town(sql_store, TOWN, one, by=OLA, now=AFTER)
    with plans_opened(monkeypatch) as opened:
        done = put_back(tmp_path / "monday.zip", sql_store, replace=True)
    assert done.erased == {TOWN: tuple(sorted((KEY, SISTER)))}
    assert len([where for where, _ in opened if where.split("/")[2] < DAY.isoformat()]) == 5

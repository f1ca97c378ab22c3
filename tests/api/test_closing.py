"""Closing a day over HTTP: what is missing, over whose head it is not closed, and what is left of it."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from scheduler.domain.accounts import Role
from tests.api.evenings import Evening, closed, the_evening
from tests.api.office_day import DAY, DAY_PATH
from tests.api.world import HOME

MONTH = "2026-11"


@pytest.fixture
def evening() -> Evening:
    return the_evening()


def test_a_day_is_closed_over_http(evening: Evening) -> None:
    """A dispatcher would be told that the day is not complete, and neither where nor what to do."""
    missing = evening.get()["missing"]
    assert {one["task_id"] for one in missing} == {
        task for tasks in evening.plan().orders.values() for task in tasks
    }  # fmt: skip
    assert all(one["shift"] and one["do"]["pl"] and one["clients"][0]["name"] for one in missing)
    refused = evening.day.change("POST", "/closing")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:dojazd:refused")
    assert refused.json()["refusals"][0]["code"] == "missing"

    evening.type_in()
    evening.settle()
    before = evening.day.state.version
    assert evening.day.change("POST", "/closing", seen=before - 1).status_code == 412
    assert evening.day.dispatcher.post(f"{DAY_PATH}/closing").status_code == 428
    closed = evening.day.change("POST", "/closing")
    assert closed.status_code == 200
    assert closed.headers["etag"] == f'"{before + 1}"'
    assert closed.json()["closed"]["number"] == 1
    assert evening.day.change("POST", "/closing", seen=before).json() == closed.json()
    assert evening.day.change("POST", "/publication").status_code == 409


def test_what_became_of_requests_is_read_without_names(evening: Evening) -> None:
    """The manager would read who was ill, or not what the month is made of."""
    evening.type_in()
    evening.settle()
    evening.day.change("POST", "/closing")
    found = evening.get("/actuals", Role.MANAGER)["items"]

    served = [one for one in found if one["outcome"] == "served"]
    assert {one["request_id"] for one in served} == {
        task.rpartition(":")[0].partition("#")[0] for tasks in evening.plan().orders.values() for task in tasks
    }
    assert all(one["begin"]["arrived_at"] and one["told_by"] == "crew" for one in served)
    with evening.day.world.office.store.reading(HOME) as unit:
        names = [client.name for client in unit.clients.all().values()]
    assert not [name for name in names if name in str(found)]


def test_a_manager_opens_a_closed_day_and_a_dispatcher_does_not(evening: Evening) -> None:
    """Whoever has closed a day too early would open it again without a colleague looking at it."""
    evening.type_in()
    evening.settle()
    evening.day.change("POST", "/closing")
    tag = {"If-Match": f'"{evening.day.state.version}"'}
    body = {"reason": "karta pod siedzeniem"}
    assert evening.day.dispatcher.post(f"{DAY_PATH}/reopening", body, headers=tag).status_code == 403
    manager = evening.day.world.browser(Role.MANAGER)
    assert manager.post(f"{DAY_PATH}/reopening", body, headers={"If-Match": '"1"'}).status_code == 412
    assert manager.post(f"{DAY_PATH}/reopening", body, headers=tag).status_code == 204

    assert evening.get()["closed"] is None
    assert evening.get("/actuals")["items"] == []
    assert [action for _, action, _ in evening.day.world.audited() if action.startswith("day.o")] == ["day.opened"]


def test_what_was_said_by_mistake_is_withdrawn_over_http(evening: Evening) -> None:
    """The wrong sister would be called home by taxi for ever, or the right statement be withdrawn unseen."""
    evening.type_in()
    evening.settle()
    said = evening.get()["statements"][0]
    path, body = f"{DAY_PATH}/outcomes/{said['id']}", {"reason": "to była druga siostra"}
    ask = evening.day.dispatcher
    assert ask.get(path).headers["etag"] == f'"{said["version"]}"'
    assert ask.post(f"{path}/withdrawal", body).status_code == 428
    assert ask.post(f"{path}/withdrawal", body, headers={"If-Match": '"1"'}).status_code == 412
    tag = {"If-Match": f'"{said["version"]}"'}
    manager = evening.day.world.browser(Role.MANAGER)
    assert manager.post(f"{path}/withdrawal", body, headers=tag).status_code == 403
    done = ask.post(f"{path}/withdrawal", body, headers=tag)

    assert (done.status_code, done.json()["withdrawn_because"]) == (200, body["reason"])
    assert ask.get(path).headers["etag"] == done.headers["etag"] != tag["If-Match"]
    shown = evening.get()
    assert said["request_id"] in {one["request_id"] for one in shown["stranded"]}
    assert done.json() in shown["statements"]
    assert ask.post(f"{path}/withdrawal", body, headers={"If-Match": done.headers["etag"]}).status_code == 409
    assert ask.get(f"/api/v1/days/2026-11-01/outcomes/{said['id']}").status_code == 404
    new = {"request_id": said["request_id"], "about": "way_home", "way_home": "family", "reason": "syn"}
    again = ask.post(f"{DAY_PATH}/outcomes", new)
    assert (again.headers["location"], again.json()["withdrawn_at"]) == (path.replace(":", "%3A"), None)
    assert ask.get(again.headers["location"]).headers["etag"] == again.headers["etag"]


def test_whoever_sees_who_is_missing_is_noted(evening: Evening) -> None:
    """Somebody could read the names and telephone numbers of a whole day, and nobody would know."""
    before = len(evening.day.world.audited())
    named = {client["id"] for one in evening.get()["missing"] for client in one["clients"]}
    noted = {subject for _, action, subject in evening.day.world.audited()[before:] if action == "client.read"}
    assert noted == {f"client:{one}" for one in named}


def test_whoever_reads_what_was_said_of_clients_is_noted(evening: Evening) -> None:
    """Who was taken to hospital could be read there, as long as every stop of theirs is known."""
    evening.type_in()
    evening.settle()
    with evening.day.world.office.store.reading(HOME) as unit:
        told_of = {f"client:{client}" for one in unit.statements.all().values() for client in one.client_ids}
    evening.day.world.clock.at += timedelta(minutes=20)
    before = len(evening.day.world.audited())
    shown = evening.get()

    assert (shown["missing"], shown["stranded"]) == ([], [])
    noted = {subject for _, action, subject in evening.day.world.audited()[before:] if action == "client.read"}
    assert noted == told_of != set()


def test_whoever_reads_what_became_of_each_request_is_noted(evening: Evening) -> None:
    """A manager could read each resident's age and absences by id, and nobody would ever know."""
    closed(evening)
    before = len(evening.day.world.audited())
    items = evening.get("/actuals", Role.MANAGER)["items"]
    people = {person["client_id"] for one in items for person in one["people"]}
    noted = {subject for _, action, subject in evening.day.world.audited()[before:] if action == "client.read"}
    assert people
    assert noted == {f"client:{one}" for one in people}


def test_figures_come_with_their_definitions(evening: Evening) -> None:
    """A number would be quoted in the council of which nobody knows what it was divided by."""
    manager = closed(evening).day.world.browser(Role.MANAGER)
    found = manager.get(f"/api/v1/kpis?from={DAY}&to={DAY}&by=provider").json()
    defined = {one["key"]: one for one in manager.get("/api/v1/kpis/definitions").json()["items"]}

    assert (found["closed"], found["open_days"]) == ([str(DAY)], [])
    assert {one["key"] for one in found["total"]["figures"]} == set(defined)
    assert {one["key"] for one in found["definitions"]} == set(defined)
    assert all(one["formula"]["pl"] and one["says"]["en"] and one["unit"] for one in defined.values())
    figures = {one["key"]: one for one in found["total"]["figures"]}
    assert figures["on_time_pickup"]["value"] == 1000.0
    served = [{one["key"]: one for one in row["figures"]}["served"]["numerator"] for row in found["rows"]]
    assert sum(served) == figures["served"]["numerator"] > 0
    assert found["grant"]["days"] == 1
    assert found["grant"]["through"] == str(DAY)
    assert found["grant"]["contracted"] / found["grant"]["everything"] * 1000 == pytest.approx(
        found["grant"]["permille"]
    )


@pytest.mark.parametrize("table", ["settlements", "statistics", "service-cards", "mileage"])
@pytest.mark.parametrize(
    ("asked", "kind", "begin"),
    [
        ("?format=csv", "text/csv; charset=utf-8", "\N{ZERO WIDTH NO-BREAK SPACE}".encode()),
        ("?format=pdf&lang=en", "application/pdf", b"%PDF-"),
        ("?format=xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ],
)
def test_a_month_is_a_file_too(evening: Evening, table: str, asked: str, kind: str, begin: bytes) -> None:
    """The office would copy the month by hand into the form of the grant."""
    if table != "settlements" and asked == "?format=csv":
        closed(evening)
    answer = evening.day.dispatcher.get(f"/api/v1/months/{MONTH}/{table}{asked}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.content.startswith(begin)
    assert f"{table}-{MONTH}." in answer.headers["content-disposition"]
    known = {"If-None-Match": answer.headers["etag"]}
    assert evening.day.dispatcher.get(f"/api/v1/months/{MONTH}/{table}{asked}", headers=known).status_code == 304


def test_the_form_of_a_month_is_also_asked_by_accept(evening: Evening) -> None:
    """A browser and a spreadsheet ask for the same address, each for what it can show."""
    path = f"/api/v1/months/{MONTH}/statistics"
    ask = evening.day.dispatcher.get
    assert ask(path, headers={"Accept": "text/html, text/csv;q=0.9"}).headers["content-type"].startswith("text/csv")
    assert ask(path, headers={"Accept": "*/*"}).json()["month"] == MONTH
    assert ask("/api/v1/months/2026-13/statistics").status_code == 422


def test_a_provider_sees_the_own_settlement_alone(evening: Evening) -> None:
    """A cooperative would read what the town pays its competitor."""
    world = closed(evening).day.world
    everything = evening.day.dispatcher.get(f"/api/v1/months/{MONTH}/settlements").json()["items"]
    own = world.user(Role.PROVIDER).provider_id
    provider = world.browser(Role.PROVIDER)
    found = provider.get(f"/api/v1/months/{MONTH}/settlements").json()["items"]
    book = openpyxl.load_workbook(BytesIO(provider.get(f"/api/v1/months/{MONTH}/settlements?format=xlsx").content))

    assert len(everything) > 1
    assert found == [one for one in everything if one["provider_id"] == own]
    assert len(book.sheetnames) == 1
    assert provider.get(f"/api/v1/months/{MONTH}/statistics").status_code == 403


def test_a_month_says_what_it_lacks(evening: Evening) -> None:
    """An invoice would be paid for a month of which a day is still open."""
    ask = evening.day.dispatcher.get
    before = ask(f"/api/v1/months/{MONTH}/settlements").json()
    assert (before["closed"], str(DAY) in before["open_days"]) == (0, True)
    closed(evening)
    after = ask(f"/api/v1/months/{MONTH}/settlements").json()
    assert (after["closed"], str(DAY) in after["open_days"]) == (1, False)

"""The rota over HTTP: patterns make shifts, absences take them away and say what becomes of every promise."""

from typing import Any

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import HOME

PATTERNS, ABSENCES = "/api/v1/patterns", "/api/v1/absences"
SATURDAYS: dict[str, Any] = {
    "name": "Fizjoterapia, soboty", "weekdays": [6], "start": "08:00", "end": "14:00", "valid_from": "2026-11-28",
    "staff_ids": ["P-01"], "start_door": {"place_id": "baza-majowka"}, "end_door": {"place_id": "baza-majowka"},
}  # fmt: skip
ILL = {"staff_id": "P-01", "start": f"{DAY}T00:00:00+01:00", "end": f"{DAY}T23:00:00+01:00", "kind": "sick"}


@pytest.fixture
def day() -> OfficeDay:
    return office_day()


def shifts(day: OfficeDay, first: str = "2026-11-20") -> list[str]:
    found = day.dispatcher.get("/api/v1/shifts", params={"from": first}).json()["items"]
    return [one["id"] for one in found]


def test_a_pattern_makes_shifts_is_changed_and_taken_out(day: OfficeDay) -> None:
    """A dispatcher would type the same shifts every week, or those of last year's crew would still be planned."""
    before = shifts(day)
    made = day.dispatcher.post(PATTERNS, SATURDAYS)
    path, tag = made.headers["location"], made.headers["etag"]
    assert (made.status_code, len(made.json()["change"]["made"])) == (201, 3)
    assert set(shifts(day)) - set(before) == set(made.json()["change"]["made"])
    shown = day.dispatcher.get(path)
    assert (shown.headers["etag"], shown.json()) == (tag, made.json()["pattern"])
    assert [one["id"] for one in day.dispatcher.get(PATTERNS).json()["items"]] == [shown.json()["id"]]

    assert day.dispatcher.put(path, SATURDAYS).status_code == 428
    changed = day.dispatcher.put(path, {**SATURDAYS, "every": 2}, headers={"If-Match": tag})
    assert (changed.status_code, len(changed.json()["change"]["removed"])) == (200, 1)
    assert day.dispatcher.put(path, SATURDAYS, headers={"If-Match": tag}).status_code == 412
    assert day.dispatcher.delete(path, headers={"If-Match": tag}).status_code == 412
    gone = day.dispatcher.delete(path, headers={"If-Match": changed.headers["etag"]})
    assert gone.status_code == 200
    assert shifts(day) == before
    assert day.dispatcher.get(path).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": []}, {"weekdays": [0]}, {"every": 0}, {"start": "24:00"}, {"start": "8:00"}, {"staff_ids": []},
        {"staff_ids": ["P-99"]}, {"vehicle_id": "only-chelm"}, {"start_door": {"place_id": "only-chelm"}},
        {"valid_until": "2026-11-01"}, {"districts": ["nigdzie"]}, {"overtime_s": -1}, {"valid_from": "9999-12-31"},
    ],
)  # fmt: skip
def test_a_pattern_that_nobody_can_work_by_is_refused(day: OfficeDay, wrong: dict[str, Any]) -> None:
    """Shifts would be made of a crew that there is not, and every plan of them fail."""
    assert day.dispatcher.post(PATTERNS, {**SATURDAYS, **wrong}).status_code == 422
    assert day.dispatcher.get(PATTERNS).json() == {"items": []}


def test_an_absence_says_what_becomes_of_everybody(day: OfficeDay) -> None:
    """A worker is ill, and residents would learn of it by waiting at the door."""
    day.publish()
    before = shifts(day)
    kept = day.dispatcher.post(ABSENCES, ILL)
    told = kept.json()
    plan = day.dispatcher.get(f"{DAY_PATH}/plans/{day.state.plan}").json()
    planned = {t["request_id"] for r in plan["routes"] for s in r["stops"] for t in s["tasks"]}

    assert kept.status_code == 201, kept.text
    assert set(before) - set(shifts(day)) == {"Z-01"}
    assert [(one["before"]["id"], one["after"]) for one in told["shifts"]] == [("Z-01", None)]
    assert {one["request_id"] for one in told["repairs"]} >= {"R-023", "R-024", "R-025"}
    for one in told["repairs"]:
        assert (one["place"] is not None) == (one["request_id"] in planned)
    assert told["days"] == [str(DAY)]
    assert [one["id"] for one in day.dispatcher.get(ABSENCES).json()["items"]] == [told["absence"]["id"]]
    assert day.world.browser(Role.WORKER).get(f"/api/v1/itineraries/{DAY}/Z-01").status_code == 404
    back = day.dispatcher.delete(kept.headers["location"], headers={"If-Match": kept.headers["etag"]})
    assert (back.status_code, sorted(shifts(day))) == (200, sorted(before))
    assert day.dispatcher.delete(kept.headers["location"], headers={"If-Match": '"1"'}).status_code == 404


def test_promises_that_cannot_be_held_are_found_later(day: OfficeDay) -> None:
    """Only who wrote the illness down would know whom to phone."""
    day.plan()
    assert day.dispatcher.get(DAY_PATH).json()["left_out"] == []
    kept = [day.dispatcher.post(ABSENCES, {**ILL, "staff_id": one}).json() for one in ("P-01", "P-02", "P-03")]
    lost = [one["request_id"] for one in kept[-1]["repairs"] if one["promised"] and one["place"] is None]
    shown = day.dispatcher.get(DAY_PATH).json()["left_out"]
    listed = [one for one in day.dispatcher.get("/api/v1/days").json()["items"] if one["day"] == str(DAY)]
    calls = day.dispatcher.get(f"{DAY_PATH}/notices").json()["items"]

    assert lost
    assert {one["request_id"] for one in shown} >= set(lost)
    assert all(one["reason"]["rule"] and one["reason"]["summary"]["pl"] and one["window"]["start"] for one in shown)
    assert listed[0]["left_out"] == shown
    assert {one["request_id"] for one in calls if one["kind"] == "left_out"} == {one["request_id"] for one in shown}
    assert "⟨" not in day.dispatcher.get(DAY_PATH).text
    assert day.change("POST", "/publication").status_code == 409


def test_an_illness_gets_another_end(day: OfficeDay) -> None:
    """Somebody who is well again stays off the rota, or is planned for the days they have just been signed off for."""
    tomorrow = "2026-11-24"
    before = shifts(day)
    two_days = {**ILL, "end": f"{tomorrow}T23:00:00+01:00"}
    kept = day.dispatcher.post(ABSENCES, ILL)
    path, tag = kept.headers["location"], kept.headers["etag"]
    shown = day.dispatcher.get(path)
    assert (shown.headers["etag"], shown.json()) == (tag, kept.json()["absence"])
    assert day.dispatcher.put(path, two_days).status_code == 428

    longer = day.dispatcher.put(path, two_days, headers={"If-Match": tag})
    told = longer.json()
    assert longer.status_code == 200, longer.text
    assert day.dispatcher.get(path).headers["etag"] == longer.headers["etag"]
    assert [one["before"]["day"] for one in told["shifts"]] == told["days"]
    assert str(DAY) not in told["days"]
    assert told["given_back"] == []
    assert day.dispatcher.put(path, ILL, headers={"If-Match": tag}).status_code == 412

    later = {**two_days, "start": f"{tomorrow}T00:00:00+01:00"}
    answer = day.dispatcher.put(path, later, headers={"If-Match": longer.headers["etag"]})
    shorter = answer.json()
    assert ([one["day"] for one in shorter["given_back"]], shorter["shifts"]) == ([str(DAY)], [])
    assert shorter["days"] == [str(DAY)]
    assert day.dispatcher.delete(path).status_code == 428
    for stale in (longer.headers["etag"], "*", '"99999"'):
        assert day.dispatcher.delete(path, headers={"If-Match": stale}).status_code == 412
    assert day.dispatcher.get(path).json()["end"] == answer.json()["absence"]["end"]
    assert day.dispatcher.delete(path, headers={"If-Match": answer.headers["etag"]}).status_code == 200
    assert sorted(shifts(day)) == sorted(before)
    assert day.dispatcher.put(path, ILL, headers={"If-Match": tag}).status_code == 404


def test_promises_of_the_days_that_a_longer_illness_takes_are_named(day: OfficeDay) -> None:
    """A resident of the second day would wait for a worker who is still ill."""
    before = {**ILL, "start": "2026-11-21T00:00:00+01:00", "end": "2026-11-22T00:00:00+01:00"}
    day.publish()
    kept = day.dispatcher.post(ABSENCES, before)
    assert kept.json()["repairs"] == []
    longer = {**before, "end": ILL["end"]}
    told = day.dispatcher.put(kept.headers["location"], longer, headers={"If-Match": kept.headers["etag"]}).json()
    assert {one["request_id"] for one in told["repairs"]} >= {"R-023", "R-024", "R-025"}
    assert {one["day"] for one in told["repairs"]} == {str(DAY)}
    actions = {action for _, action, _ in day.world.audited()}
    assert {"absence.reported", "absence.changed"} <= actions


def test_a_program_that_may_not_read_clients_is_told_no_names(day: OfficeDay) -> None:
    """The personnel office's program would learn who is cared for at home."""
    day.publish()
    told = day.world.machine("rota.write").post(f"{ABSENCES}?trial=true", ILL).json()

    assert told["repairs"]
    assert {name[:2] for one in told["repairs"] for name in one["names"]} == {"K-"}
    assert read(day) == set()


def test_whom_an_answer_names_counts_as_looked_at(day: OfficeDay) -> None:
    """Whoever wants to know who is cared for by somebody would try that person's illness, and leave no trace."""
    day.publish()
    before = read(day)
    told = day.dispatcher.post(f"{ABSENCES}?trial=true", ILL).json()

    with day.world.office.store.reading(HOME) as unit:
        known = {client.name: f"client:{key}" for key, client in unit.clients.all().items()}
    named = {known[name] for one in told["repairs"] for name in one["names"]}
    assert named
    assert named <= read(day) - before


def read(day: OfficeDay) -> set[str]:
    """Return whom somebody has looked at."""
    return {subject for _, action, subject in day.world.audited() if action == "client.read"}


def test_an_absence_that_cannot_be_is_refused(day: OfficeDay) -> None:
    """The bus would be ill, or somebody away for minus a week."""
    for wrong, status in (
        ({"vehicle_id": "BUS-1"}, 422), ({"staff_id": None}, 422), ({"end": ILL["start"]}, 422),
        ({"kind": "angry"}, 422), ({"staff_id": "P-99"}, 404), ({"start": f"{DAY}T00:00:00"}, 422),
    ):  # fmt: skip
        assert day.dispatcher.post(ABSENCES, {**ILL, **wrong}).status_code == status, wrong
    assert day.dispatcher.get(ABSENCES).json() == {"items": []}


def test_a_provider_reads_its_own_rota(day: OfficeDay) -> None:
    """A contractor would read who of the town's own people is ill."""
    provider = day.world.browser(Role.PROVIDER)
    of = day.world.user(Role.PROVIDER).provider_id
    with day.world.office.store.reading(day.world.user(Role.PROVIDER).town_id) as unit:
        staff = unit.staff.all()
    foreign = next(key for key, one in staff.items() if one.provider_id != of)
    own = next(key for key, one in staff.items() if one.provider_id == of)
    for worker in (foreign, own):
        assert day.dispatcher.post(ABSENCES, {**ILL, "staff_id": worker}).status_code == 201
    path = day.dispatcher.post(PATTERNS, {**SATURDAYS, "staff_ids": [foreign]}).headers["location"]

    assert [one["staff_id"] for one in provider.get(ABSENCES).json()["items"]] == [own]
    found = {one["staff_id"]: one["id"] for one in day.dispatcher.get(ABSENCES).json()["items"]}
    assert [provider.get(f"{ABSENCES}/{found[one]}").status_code for one in (foreign, own)] == [404, 200]
    assert provider.get(PATTERNS).json() == {"items": []}
    assert provider.get(path).status_code == 404


def test_a_freed_place_is_offered_to_who_waits(day: OfficeDay) -> None:
    """A place would stay empty although somebody has asked for it first."""
    told = [day.asked(client=f"K-{k:02}", start="08:00", end="09:30") for k in (24, 25, 26)]
    for one in told:
        key = one["enquiry"]["id"]
        waits = day.dispatcher.put(f"/api/v1/enquiries/{key}/waiting", {"until": str(DAY)})
        assert (waits.status_code, waits.json()["priority"]) == (200, 3)
    day.dispatcher.post("/api/v1/bookings/cancellation", {"ids": ["R-023"]})
    calls = [one for one in day.dispatcher.get(f"{DAY_PATH}/notices").json()["items"] if one["kind"] == "freed_place"]

    assert calls
    assert {one["client_id"] for one in calls} <= {"K-24", "K-25", "K-26"}
    assert day.dispatcher.put("/api/v1/enquiries/E-0/waiting", {"until": str(DAY)}).status_code == 404

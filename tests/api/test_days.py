"""Service days over HTTP: two dispatchers at one plan, what a hand does to it, searches, and whom to phone."""

from dataclasses import replace
from typing import Any

import pytest

from scheduler.bootstrap import travel_anywhere
from scheduler.domain.accounts import Role
from scheduler.domain.ids import ClientId
from scheduler.services.long_work import Watch
from scheduler.services.planning.solves import take_up, work_on
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, choice, office_day
from tests.api.world import HOME

MOVE = {"request_id": "R-026", "shift_id": "Z-01"}
ELSEWHERE = {"request_id": "R-023", "shift_id": "Z-02"}
"""Against the districts of that shift, which may be overridden."""
CHANGES: list[tuple[str, str, Any]] = [
    ("POST", "/moves", MOVE), ("POST", "/pins", {"kind": "shift", "request_ids": ["R-023"], "shift_id": "Z-01"}),
    ("DELETE", "/pins/R-023", None), ("PUT", "/overrides", {"overrides": []}), ("POST", "/publication", None),
    ("DELETE", "/publication", None),
]  # fmt: skip


@pytest.fixture
def day() -> OfficeDay:
    found = office_day()
    found.plan()
    return found


def routes(day: OfficeDay) -> dict[str, list[str]]:
    """Which requests each shift of the plan that holds serves."""
    plan = day.dispatcher.get(f"{DAY_PATH}/plans/{day.state.plan}").json()
    return {r["shift_id"]: [t["request_id"] for s in r["stops"] for t in s["tasks"]] for r in plan["routes"]}


@pytest.mark.parametrize(("method", "path", "body"), CHANGES, ids=[f"{m} {p}" for m, p, _ in CHANGES])
def test_a_change_names_the_day_that_was_seen(day: OfficeDay, method: str, path: str, body: Any) -> None:
    """What one dispatcher has just promised on the phone would be undone by another who has not seen it."""
    before = day.state
    unseen = day.dispatcher(method, DAY_PATH + path, json=body)
    stale = day.change(method, path, body, seen=before.version - 1)

    assert (unseen.status_code, stale.status_code) == (428, 412)
    assert stale.json()["now"] == before.version
    assert day.state == before


def test_a_move_costs_what_the_check_says_and_stays(day: OfficeDay) -> None:
    """A dispatcher would drag a visit, be told that it is free, and pay for it; or the next search would undo it."""
    before = day.state
    effect = day.dispatcher.post(f"{DAY_PATH}/moves/check", MOVE).json()
    assert (effect["possible"], day.state) == (True, before)
    moved = day.change("POST", "/moves", MOVE)
    change = day.dispatcher.get(f"{DAY_PATH}/plans/{before.plan}/comparison/{moved.json()['plan']}").json()

    assert moved.status_code == 200
    assert moved.headers["etag"] == f'"{before.version + 1}"'
    assert day.dispatcher.get(DAY_PATH).headers["etag"] == moved.headers["etag"]
    assert "R-026" in routes(day)["Z-01"]
    assert moved.json()["pins"] == [{"kind": "shift", "request_ids": ["R-026"], "shift_id": "Z-01", "start": None}]
    assert change["cost_gr"] == effect["cost_gr"]
    assert {one["request_id"] for one in change["differences"]} >= {"R-026"}
    assert {one["why"] for one in day.dispatcher.get(f"{DAY_PATH}/plans").json()["items"]} == {"tentative", "moved"}


def test_a_move_that_breaks_a_rule_wants_a_reason(day: OfficeDay) -> None:
    """A rule would be broken without anybody having decided it, or a good reason would not be enough."""
    effect = day.dispatcher.post(f"{DAY_PATH}/moves/check", {**ELSEWHERE, "at": [0]}).json()
    glance = day.dispatcher.post(f"{DAY_PATH}/moves/check", {**ELSEWHERE, "at": [0], "why": False}).json()
    refused = day.change("POST", "/moves", {**ELSEWHERE, "at": [0]})
    allowed = day.change("POST", "/moves", {**ELSEWHERE, "at": [0], "reason": "Pani Zofia zna drogę."})

    assert (effect["possible"], effect["broken"][0]["rule"]) == (False, "district")
    assert (glance["possible"], glance["broken"]) == (False, [])
    assert effect["accepts"][0]["request_id"] == "R-023"
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:dojazd:refused")
    assert refused.json()["refusals"][0]["code"] == "district"
    assert allowed.status_code == 200
    assert allowed.json()["overrides"][0]["by"] == "U-starachowice-dispatcher"
    assert "R-023" in routes(day)["Z-02"]
    back = day.change("PUT", "/overrides", {"overrides": []})
    assert back.status_code == 200
    assert "R-023" not in routes(day)["Z-02"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"request_id": "R-999", "shift_id": "Z-01"}, 404), ({"request_id": "R-026", "shift_id": "Z-99"}, 404),
        ({"request_id": "R-026", "shift_id": "Z-01", "at": [99]}, 422), ({"request_id": "R-026"}, 422),
        ({"request_id": "R-026", "shift_id": "Z-01", "at": [-1]}, 422),
        ({"request_id": "R-001", "shift_id": None}, 409), ({"request_id": "R-058", "shift_id": "Z-06"}, 409),
    ],
)  # fmt: skip
def test_a_move_that_cannot_be_meant_is_refused(day: OfficeDay, body: dict[str, Any], status: int) -> None:
    """A promise would be dropped by a slip of the mouse, or a mistyped id would break the plan."""
    before = day.state
    answer = day.change("POST", "/moves", body)

    assert answer.status_code == status, answer.text
    assert day.state == before


def test_pins_hold_what_is_so_and_let_go(day: OfficeDay) -> None:
    """A search would move what the dispatcher has agreed with the resident."""
    held = day.change("POST", "/pins", {"kind": "shift", "request_ids": ["R-023"], "shift_id": "Z-01"})
    other = day.change("POST", "/pins", {"kind": "shift", "request_ids": ["R-024"], "shift_id": "Z-02"})
    assert (held.status_code, other.status_code) == (200, 409)
    assert [one["request_ids"] for one in day.dispatcher.get(DAY_PATH).json()["pins"]] == [["R-023"]]
    assert day.change("DELETE", "/pins/R-023").json()["pins"] == []
    assert day.change("DELETE", "/pins/R-023").status_code == 409
    assert day.change("DELETE", "/pins/R-999").status_code == 404
    for wrong, status in (
        ({"kind": "shift", "request_ids": ["R-999"], "shift_id": "Z-01"}, 404),
        ({"kind": "shift", "request_ids": ["R-023"], "shift_id": "Z-99"}, 404),
        ({"kind": "shift", "request_ids": ["R-023"]}, 422),
        ({"kind": "shift", "request_ids": ["R-023", "R-024"], "shift_id": "Z-01"}, 422),
        ({"kind": "order", "request_ids": ["R-023", "R-023"], "shift_id": "Z-01"}, 422),
        ({"kind": "start", "request_ids": ["R-023"]}, 422),
        ({"kind": "start", "request_ids": ["R-023"], "start": f"{DAY}T09:00:00"}, 422),
    ):
        assert day.change("POST", "/pins", wrong).status_code == status, wrong


def test_overrides_have_a_reason_and_a_rule_that_may(day: OfficeDay) -> None:
    """The lift would be loaded over its limit because somebody wrote so."""
    one = {"rule": "district", "request_id": "R-023", "amount": 1}
    whys = {**one, "reason": "zgoda"}
    for wrong in ({**one, "reason": " "}, {**whys, "rule": "seats"}, {**whys, "rule": "x"}, {**whys, "amount": 0},
                  {**whys, "amount": -1}, {**whys, "amount": 604_800}, {**whys, "amount": 1.5},
                  {**whys, "request_id": "R-999"}, {**whys, "shift_id": "Z-99"}, {**whys, "request_id": None},
                  {**whys, "amount": True}, {k: v for k, v in whys.items() if k != "amount"}):  # fmt: skip
        assert day.change("PUT", "/overrides", {"overrides": [wrong]}).status_code == 422
    kept = day.change("PUT", "/overrides", {"overrides": [{**one, "reason": "zgoda"}]})
    assert kept.json()["overrides"][0]["reason"] == "zgoda"


def test_an_override_stays_its_authors_when_a_colleague_sends_it_along(day: OfficeDay) -> None:
    """Whoever takes back a step of their own would sign for what somebody else has accepted."""
    theirs = {"rule": "district", "request_id": "R-023", "shift_id": None, "amount": 1, "reason": "zgoda"}
    mine = theirs | {"request_id": "R-024"}
    day.change("PUT", "/overrides", {"overrides": [theirs]})
    with day.world.office.store.writing(HOME) as unit:
        state = unit.days.lock(DAY)
        kept = tuple(replace(one, by="U-anna") for one in state.overrides)
        unit.days.put(replace(state, version=state.version + 1, overrides=kept))
    both = day.change("PUT", "/overrides", {"overrides": [theirs, mine]})

    assert both.status_code == 200, both.text
    assert [one["by"] for one in both.json()["overrides"]] == ["U-anna", "U-starachowice-dispatcher"]


def test_what_is_known_of_a_day_is_not_sent_again(day: OfficeDay) -> None:
    """The board would fetch and draw the whole day every other second."""
    tag = day.dispatcher.get(DAY_PATH).headers["etag"]
    assert day.dispatcher.get(DAY_PATH, headers={"If-None-Match": tag}).status_code == 304
    day.change("POST", "/moves", MOVE)
    assert day.dispatcher.get(DAY_PATH, headers={"If-None-Match": tag}).status_code == 200


def test_days_are_listed_whether_or_not_anything_is_kept(day: OfficeDay) -> None:
    """A calendar would have holes where nobody has called yet."""
    shown = day.dispatcher.get("/api/v1/days").json()["items"]
    assert [len(shown), shown[0]["day"], shown[3]["plan"], shown[4]["plan"]] == [29, "2026-11-20", 1, None]
    for wrong in ("from=2026-11-23&to=2026-11-22", "from=2026-01-01&to=2026-12-31", "from=1", "to=2026-02-31x",
                  "from=9999-12-31", "to=0001-01-01"):  # fmt: skip
        assert day.dispatcher.get(f"/api/v1/days?{wrong}").status_code == 422, wrong
    for wrong in ("2026-13-01", "1795420800", "2026-02-30", "today", "2026-11-23T00:00:00Z"):
        assert day.dispatcher.get(f"/api/v1/days/{wrong}").status_code == 422, wrong


def test_names_are_for_those_who_may_read_clients(day: OfficeDay) -> None:
    """A plan's sentences would tell a manager's statistics who is cared for; or a dispatcher only numbers."""
    with day.world.office.store.writing(HOME) as unit:
        state = unit.days.lock(DAY)
        assert state.plan is not None
        plan, head = unit.plans.get(DAY, state.plan), unit.plans.heads(DAY)[-1]
        told = {"pl": "⟨client:K-01⟩ czeka za długo; ⟨client:K-gone⟩ też."}
        more = {"travel_notes": (told,), "version": 7}
        unit.plans.add(type(plan)(**{**vars(plan), **more}), type(head)(**{**vars(head), "version": 7}))
        name = unit.clients.get(ClientId("K-01")).name
    path = f"{DAY_PATH}/plans/7"

    assert day.dispatcher.get(path).json()["travel_notes"] == [{"pl": f"{name} czeka za długo; K-gone też."}]
    manager = day.world.browser(Role.MANAGER).get(path).json()
    assert manager["travel_notes"] == [{"pl": "K-01 czeka za długo; K-gone też."}]
    reads = [one[0] for one in day.world.audited() if one[1:] == ("client.read", "client:K-01")]
    assert reads == ["U-starachowice-dispatcher"]
    assert day.dispatcher.get(f"{DAY_PATH}/plans/99").status_code == 404
    assert day.dispatcher.get(f"{DAY_PATH}/plans/7/comparison/99").status_code == 404


def test_publishing_makes_the_list_of_whom_to_phone(day: OfficeDay) -> None:
    """Residents without a promise would not know when the bus comes, or be told of a change by nobody."""
    published = day.change("POST", "/publication")
    again = day.change("POST", "/publication")
    notices = day.dispatcher.get(f"{DAY_PATH}/notices").json()["items"]
    path = f"/api/v1/notices/{notices[0]['id']}/attempts"
    tried = day.dispatcher.post(path, {"channel": "phone", "outcome": "no_answer"}).json()
    told = day.dispatcher.post(path, {"channel": "sms", "outcome": "told"}).json()

    assert (published.status_code, again.status_code) == (200, 409)
    assert published.json()["published"] == published.json()["plan"] == 1
    assert {one["kind"] for one in notices} == {"planned", "unplanned"}
    assert (tried["outcome"], told["outcome"], len(told["attempts"])) == ("no_answer", "told", 2)
    assert told["attempts"][0]["by"] == "U-starachowice-dispatcher"
    assert day.dispatcher.post(path, {"channel": "phone", "outcome": "told"}).status_code == 409
    assert day.dispatcher.post(path, {"channel": "phone", "outcome": "to_do"}).status_code == 422


def test_withdrawing_tells_those_who_knew_and_reminders_come_once(day: OfficeDay) -> None:
    """Somebody would wait at the door for a bus of a plan that is no more; or be reminded five times."""
    assert day.dispatcher.post(f"{DAY_PATH}/reminders").status_code == 409
    day.change("POST", "/publication")
    first = day.dispatcher.post(f"{DAY_PATH}/reminders").json()["items"]
    second = day.dispatcher.post(f"{DAY_PATH}/reminders").json()["items"]
    withdrawn = day.change("DELETE", "/publication")
    kinds = [one["kind"] for one in day.dispatcher.get(f"{DAY_PATH}/notices").json()["items"]]

    assert (len(first) > 60, second) == (True, [])
    assert (withdrawn.status_code, withdrawn.json()["published"]) == (200, None)
    assert kinds.count("withdrawn") == kinds.count("reminder") == len(first)
    assert day.change("DELETE", "/publication").status_code == 409


def test_a_search_is_asked_for_watched_and_taken_up(day: OfficeDay) -> None:
    """A dispatcher would press "plan" and never learn what became of it."""
    store = day.world.office.store
    asked = day.dispatcher.post(f"{DAY_PATH}/solves", {"effort": 1, "seed": 7})
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert day.dispatcher.post(f"{DAY_PATH}/solves", {}).status_code == 409
    mine = take_up(store, HOME, "probe", day.world.clock.now())
    assert mine is not None
    assert day.dispatcher.get(asked.headers["location"]).json()["state"] == "running"
    work_on(store, HOME, mine, travel_anywhere(), Watch(clock=day.world.clock, monotonic=lambda: 0.0))
    done = day.dispatcher.get(asked.headers["location"]).json()

    assert (done["state"], done["plan"]) == ("done", day.state.plan)
    assert done["plan"] > 1
    assert done["cost_gr"] > 0
    assert day.dispatcher.delete(asked.headers["location"]).status_code == 409


def test_a_search_that_waits_is_cancelled_at_once(day: OfficeDay) -> None:
    """A search that nobody wants any more would hold the next one up."""
    first = day.dispatcher.post(f"{DAY_PATH}/solves", {})
    cancelled = day.dispatcher.delete(first.headers["location"])

    assert first.json()["seconds"] == 30
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert take_up(day.world.office.store, HOME, "probe", day.world.clock.now()) is None
    assert day.dispatcher.post(f"{DAY_PATH}/solves", {"seconds": 5}).status_code == 202
    for wrong in ({"seconds": 0}, {"seconds": 1e9}, {"seconds": "5"}, {"effort": -1}, {"seed": 2**31}):
        assert day.dispatcher.post(f"{DAY_PATH}/solves", wrong).status_code == 422, wrong
    assert day.dispatcher.post("/api/v1/days/2027-11-23/solves", {}).status_code == 409


def test_a_closed_day_changes_no_more(day: OfficeDay) -> None:
    """Figures that the town has reported would change afterwards."""
    told = day.asked()
    with day.world.office.store.writing(HOME) as unit:
        state = unit.days.lock(DAY)
        unit.days.put(type(state)(**{**vars(state), "version": state.version + 1, "closed": True}))
    path = f"/api/v1/enquiries/{told['enquiry']['id']}/acceptance"

    for method, change, body in CHANGES:
        assert day.change(method, change, body).status_code == 409, change
    assert day.dispatcher.post(path, choice(told["days"][0]["offers"][0])).status_code == 409
    assert day.dispatcher.post("/api/v1/bookings/cancellation", {"ids": ["R-023"]}).status_code == 409
    assert day.dispatcher.post(f"{DAY_PATH}/solves", {}).status_code == 409

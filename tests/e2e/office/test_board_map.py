"""The board's map and its list of what is to be looked after, on a real day, and by their modules."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from scheduler.domain.accounts import Role
from scheduler.domain.alerts import Remedy
from tests.e2e.office.boards import LONG_MS, asked, from_module, opened, words
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_shows_the_day_without_asking_anybody(visit: Visit, scheme: str) -> None:
    """Half a route would be missing, a crew be nowhere; or a foreign server learn who is driven where."""
    visitor = visit(Role.DISPATCHER, color_scheme=scheme)
    page = opened(visitor)
    expect(page.locator(".map-district").first).to_be_attached(timeout=LONG_MS)
    board = asked(visitor, "GET", f"/days/{DAY}/board")["data"]
    districts = asked(visitor, "GET", "/districts")["data"]["items"]
    stops = [(row["shift_id"], stop["number"]) for row in board["rows"] for stop in row["stops"] if stop["point"]]

    assert page.locator(".map-district").count() == len(districts) > 3
    assert page.locator(".map-district-name").all_inner_texts() == [one["name"] for one in districts]
    assert page.locator(".map-mark").count() == len(stops) > 50
    named = page.locator(".map-mark:not(.unnamed) .map-pill").all_inner_texts()
    assert len(named) == len(set(named)) > 20
    assert page.locator(".map-route").count() == sum(len(row["stops"]) + 1 for row in board["rows"] if row["stops"])
    assert page.locator(".map-crew").count() >= 5
    assert page.locator(".leaflet-tile, #board-map img").count() == 0
    on_roads = from_module(page, "map/roads.js", "(it, [ways]) => ways.map((way) => it.decoded(way).length)",
                           [way for row in board["rows"] for way in row["ways"]])  # fmt: skip
    assert page.locator(".leaflet-control-attribution").inner_text().strip() == (
        words("pl", "board_map.credit") if max(on_roads) > 2 else ""
    )


def test_what_is_pressed_on_the_map_is_selected_on_the_timeline_too(visit: Visit) -> None:
    """A dispatcher would look for the name of a dot among seventy."""
    page = opened(visit(Role.DISPATCHER))
    mark = page.locator(".map-mark:not(.unnamed):not(.done) .map-pill").first
    expect(page.locator(".map-mark.done").first).to_be_attached(timeout=LONG_MS)  # it is known by now what is over
    name = mark.inner_text()
    mark.dispatch_event("click")
    chosen = page.locator(".map-mark.selected .map-pill")
    expect(chosen).to_have_count(1)
    assert chosen.inner_text().split(" ")[0] == name.split(" ")[0]
    expect(page.locator(".tl-stop.pointed, .tl-stop.chosen, .tl-stop:focus").first).to_be_attached()
    scale = page.locator(".leaflet-control-scale-line")
    before = scale.inner_text()
    page.locator(".map-box").focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(scale).not_to_have_text(before)
    page.wait_for_timeout(1_000)  # the map is still on its way
    page.get_by_role("button", name="Pokaż całe miasto").click()
    expect(scale).to_have_text(before)


LIVE: dict[str, Any] = {"status": "planned", "en_route_at": None, "arrived_at": None, "ended_at": None}
WHERE = """(it, [row, told, moment, home]) => it.whereabouts(row, (key) => told[key], new Date(moment), home)"""


def stop(key: str, arrival: str, departure: str) -> dict[str, Any]:
    at = "2026-11-23T{}:00Z"
    return {"tasks": [{"task_id": key}], "arrival": at.format(arrival), "departure": at.format(departure)}


def told(**known: str) -> dict[str, Any]:
    at = {name: f"2026-11-23T{one}:00Z" for name, one in known.items() if name != "status"}
    return {**LIVE, "expected_arrival": None, **at, "status": known.get("status", "planned")}


def test_a_crew_is_shown_where_it_is_to_be_expected(visit: Visit) -> None:
    """Whoever is to be sent elsewhere would be looked for where nobody is."""
    page = opened(visit(Role.DISPATCHER))
    row = {"start": "2026-11-23T07:00:00Z", "end": "2026-11-23T12:00:00Z",
           "stops": [stop("a", "08:00", "08:30"), stop("b", "09:00", "09:30")]}  # fmt: skip
    done = told(status="done", en_route_at="07:30", arrived_at="08:00", ended_at="08:30")

    def at(hour: str, a: dict[str, Any], b: dict[str, Any], home: str | None = None) -> Any:
        moment = f"2026-11-23T{hour}:00Z"
        return from_module(page, "map/whereabouts.js", WHERE, row, {"a": a, "b": b}, moment, home)

    assert at("06:30", told(), told()) is None
    assert at("07:45", told(status="en_route", en_route_at="07:30"), told()) == {"leg": 0, "part": 0.5, "at": False}
    assert at("08:10", told(status="arrived", arrived_at="08:02"), told()) == {"leg": 0, "part": 1, "at": True}
    assert at("08:45", done, told()) == {"leg": 1, "part": 0.5, "at": False}
    late = told(expected_arrival="09:30")
    assert at("09:00", done, late) == {"leg": 1, "part": 0.5, "at": False}
    over = told(status="done", arrived_at="09:00", ended_at="09:30")
    assert at("10:00", done, over, "2026-11-23T10:30:00Z") == {"leg": 2, "part": 0.5, "at": False}
    assert at("11:00", done, over, "2026-11-23T10:30:00Z") is None


def test_names_on_the_map_cover_none_before_them_and_no_two_shifts_look_alike(visit: Visit) -> None:
    """The most important name would be unreadable; two crews be taken for each other, in a grey print above all."""
    page = opened(visit(Role.DISPATCHER))
    label = {"x": 0, "y": 0, "width": 30, "height": 20}
    found = from_module(page, "map/placing.js", "(it, [labels]) => it.placed(labels)", [label] * 40)
    put = [one for one in found if one is not None]
    assert found[0] == {"dx": 0, "dy": 0}
    assert 1 < len(put) < 40
    assert all(
        abs(a["dx"] - b["dx"]) >= 30 or abs(a["dy"] - b["dy"]) >= 20
        for n, a in enumerate(put) for b in put[:n]
    )  # fmt: skip
    looks = from_module(page, "looks.js", "(it) => [...Array(45).keys()].map((n) => it.look(n))")
    assert len({one["code"] for one in looks}) == 45
    assert len({(one["colour"], one["dash"]) for one in looks}) == 45
    way = from_module(page, "map/roads.js", "(it) => [it.decoded('_p~iF~ps|U_ulLnnqC_mqNvxq`@'),"
                      " it.along([[0, 0], [0, 2], [0, 4]], 0.75)]")  # fmt: skip
    assert way == [[[38.5, -120.2], [40.7, -120.95], [43.252, -126.453]], [0, 3]]


REMEDIES = """(it, [alerts]) => {
  const day = { date: "2026-11-23", row: () => null, board: { rows: [] }, alerts: [] };
  const told = (one) => [one.tagName, one.textContent, one.getAttribute("href")];
  return alerts.map((alert) => it.remedyButtons(day, alert).map(told));
}"""


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_every_remedy_is_something_to_press(visit: Visit, lang: str) -> None:
    """What is said and cannot be pressed is one more thing to look up while somebody stands in the cold."""
    visitor = visit(Role.DISPATCHER, lang=lang)
    page = opened(visitor)
    alert = {"client_ids": ["C 1"], "shift_id": "S/1", "check_id": None, "request_id": "R-1"}
    alerts = [{**alert, "remedies": [one.value]} for one in Remedy]
    found = from_module(page, "strip/remedies.js", REMEDIES, alerts)

    assert [len(one) for one in found] == [1] * len(Remedy)
    assert {tag for [(tag, _, _)] in found} == {"A", "BUTTON"}
    assert [text for [(_, text, _)] in found] == [words(lang, f"board_strip.remedy.{one.value}") for one in Remedy]
    links = {href for [(_, _, href)] in found if href}
    assert links == {"tel:112", "/booking?client=C%201", f"/print/{DAY}/stops?shift=S%2F1"}
    checked = {**alert, "check_id": "K", "remedies": ["call_client", "call_112", "close_check", "replan"]}
    assert [[text for _, text, _ in one] for one in from_module(page, "strip/remedies.js", REMEDIES, [checked])] == [
        [words(lang, "board_strip.remedy.close_check"), words(lang, "board_strip.remedy.replan")]
    ]
    line = page.locator(".alert-line").first
    line.get_by_role("link", name=words(lang, "board_strip.remedy.hand_out_paper")).click()
    page.wait_for_url(f"**/print/{DAY}/stops?shift=*")


def test_who_is_to_be_phoned_comes_in_the_order_in_which_it_matters(visit: Visit) -> None:
    """A call about this afternoon would wait behind forty that confirm what is over."""
    page = opened(visit(Role.DISPATCHER))
    at = "2026-11-23T{}:00Z"
    base = {"outcome": "to_do", "before": None, "after": None, "window": None, "asked_at": None}
    notices = [
        {**base, "id": "over", "kind": "planned", "after": at.format("07:00")},
        {**base, "id": "confirms", "kind": "planned", "after": at.format("11:00")},
        {**base, "id": "moved", "kind": "moved", "before": at.format("14:00"), "after": at.format("15:00")},
        {**base, "id": "sooner", "kind": "unplanned", "before": at.format("12:00")},
        {**base, "id": "told", "kind": "moved", "after": at.format("15:00"), "outcome": "told"},
        {**base, "id": "again", "kind": "left_out", "window": {"start": at.format("13:00")}, "outcome": "no_answer"},
        {**base, "id": "asks", "kind": "call_back", "asked_at": at.format("08:00")},
    ]
    found = from_module(page, "strip/calls.js", "(it, [all, now]) => it.due(all, new Date(now)).map((one) => one.id)",
                        notices, at.format("10:00"))  # fmt: skip

    assert found == ["asks", "sooner", "again", "moved", "confirms", "over"]

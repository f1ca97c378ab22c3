"""Calls at the booking page: from who to a promise, without one, and while somebody else is quicker."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from scheduler.domain.accounts import Role
from tests.e2e.office.desks import SLOW_MS, Desk, opened
from tests.e2e.office.phones import asked
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]


def test_a_call_ends_with_a_promise_by_keyboard_alone(visit: Visit) -> None:
    """The caller would wait while the dispatcher looks for the mouse, and be counted once for each changed mind."""
    desk = Desk(visit(Role.DISPATCHER))
    page = desk.page
    before = {one["id"] for one in desk.enquiries()}
    desk.type("ko")
    expect(desk.at("client-list").locator("strong").first).to_be_visible()
    assert desk.visitor.barriers() == []
    desk.press("Enter")
    expect(desk.at("words")).to_be_focused()
    had = len(desk.held())

    desk.service_by_keyboard("Mobilny fizjoterapeuta")
    desk.type("dziś między 8 a 9")
    desk.press("Enter")
    expect(desk.answered()).to_have_count(0)
    expect(desk.at("refusals")).to_contain_text("Najwcześniej 2")
    expect(desk.at("refusals")).not_to_contain_text("2026-")
    desk.press("F4", "Control+a")
    desk.type("w czwartek")
    desk.press("Enter")
    expect(desk.answered().first).to_be_focused(timeout=SLOW_MS)
    assert desk.visitor.barriers() == []
    chosen = page.locator(".offer").nth(1).locator(".when").inner_text()
    desk.press("ArrowRight", "Enter")
    sentence = desk.at("promise-sentence").inner_text()
    start, end = chosen.split(", ")[-1].split("\u2013")
    assert f"w czwartek, 26 listopada, między {start} a {end}" in sentence
    desk.press("Escape", "Enter", "Enter")

    assert desk.promised() == sentence
    expect(desk.at("step-done")).to_be_focused()
    assert desk.visitor.barriers() == []
    (call,) = [one for one in desk.enquiries() if one["id"] not in before]
    assert (call["outcome"], call["words"], call["days"]) == ("promised", "w czwartek", ["2026-11-26"])
    expect(desk.at("coming").locator("li").last).to_contain_text(f"{start}\u2013{end}")
    assert len(desk.held()) == had + 1
    desk.press("F2")
    expect(desk.at("client")).to_be_focused()
    expect(desk.at("about")).to_be_hidden()


def test_a_call_without_a_promise_is_one_key(visit: Visit) -> None:
    """Whoever is refused would be in no figure, as nobody has the time to fill in why."""
    desk = Desk(visit(Role.DISPATCHER))
    before = {one["id"] for one in desk.enquiries()}

    def outcomes() -> list[str]:
        return [one["outcome"] for one in desk.enquiries() if one["id"] not in before]

    desk.find("ko")
    desk.press("F8")
    expect(desk.at("notices")).to_contain_text("nic nie zapisano")
    assert outcomes() == []
    desk.find("ko")
    desk.service("Mobilny fizjoterapeuta")
    desk.wish("w czwartek")
    desk.answered()
    desk.press("F8")
    expect(desk.at("notices")).to_contain_text("żaden termin nie pasował")
    expect(desk.at("client")).to_be_focused()
    assert outcomes() == ["declined"]
    desk.press("F8")
    opened(desk.page, "ending")
    assert desk.visitor.barriers() == []
    desk.press("2")
    expect(desk.at("notices")).to_contain_text("rozłączył")
    assert outcomes() == ["gone"]
    expect(desk.at("client")).to_have_value("")
    desk.find("ko")
    desk.service("Mobilny fizjoterapeuta")
    desk.wish("dziś między 8 a 9")
    expect(desk.answered()).to_have_count(0)
    desk.press("F2")
    expect(desk.at("client")).to_be_focused()
    assert outcomes() == ["gone", "refused"]
    desk.find("ko")
    desk.service("Mobilny fizjoterapeuta")
    desk.wish("w czwartek")
    desk.answered()
    desk.press("F9")
    expect(desk.at("notices")).to_contain_text("liście oczekujących")
    assert outcomes() == ["gone", "refused", "waiting"]


def test_a_place_that_was_taken_meanwhile_gives_way_to_what_is_free(visit: Visit) -> None:
    """Two callers would be promised the same hour of the same handyman."""
    desk = Desk(visit(Role.DISPATCHER))
    desk.find("wi")
    desk.service("Złota rączka: naprawa")
    desk.wish("w piątek między 9 a 10")
    desk.answered().first.click()
    expect(desk.at("accept")).to_be_focused()
    call = desk.enquiries()[-1]
    request = call["requests"][0]
    quicker = 0
    for client in ("K-01", "K-02", "K-03", "K-04", "K-05", "K-06"):
        wish = {
            "kind": "visit", "service_id": request["service_id"], "party": {"client_ids": [client]},
            "windows": request["windows"],
        }  # fmt: skip
        told = asked(desk.visitor, "POST", "/enquiries", {"requests": [wish], "days": call["days"]})["data"]
        offers = told["days"][0]["offers"]
        if not offers:
            break
        windows = [{"request_id": leg["request_id"], **leg["window"]} for leg in offers[0]["legs"]]
        body = {"day": offers[0]["day"], "windows": windows}
        answer = asked(desk.visitor, "POST", f"/enquiries/{told['enquiry']['id']}/acceptance", body)
        quicker += answer["status"] == 201
    assert quicker
    desk.press("Enter")
    expect(desk.at("answer-wrong")).to_contain_text("zajęła przed chwilą inna rozmowa")
    expect(desk.at("promise")).to_be_hidden()
    assert desk.visitor.barriers() == []
    assert ["409" in one for one in desk.visitor.complaints] == [True]
    desk.visitor.complaints.clear()  # the browser writes every refusal down
    desk.press("F4", "Control+a")
    desk.type("w piątek")
    desk.press("Enter")
    expect(desk.answered().first).to_be_focused(timeout=SLOW_MS)
    desk.press("1", "Enter")
    assert "w piątek, 27 listopada" in desk.promised()
    assert [one["outcome"] for one in desk.enquiries() if one["id"] == call["id"]] == ["promised"]


@pytest.mark.parametrize(
    "settings",
    [
        {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
        {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2},
    ],
    ids=["phone", "twice-the-size"],
)
def test_a_call_fits_a_phone_and_twice_the_size(visit: Visit, settings: dict[str, object]) -> None:
    """With letters twice as large the offers would be out of sight; on a phone at the town hall's desk, too."""
    desk = Desk(visit(Role.DISPATCHER, **settings))
    desk.find("sz")
    desk.service("Bus seniora")
    desk.page.locator("label", has_text="o umówionej porze").click()
    desk.at("words").fill("we wtorki o 10")
    expect(desk.at("sentence")).to_contain_text("wtorki")
    desk.at("fields").locator("summary").click()
    assert not desk.visitor.wide()
    assert desk.visitor.barriers() == []
    desk.service("Mobilny fizjoterapeuta")
    desk.wish("w czwartek")
    desk.answered().first.click()
    expect(desk.at("accept")).to_be_in_viewport()
    assert not desk.visitor.wide()
    assert desk.visitor.barriers() == []

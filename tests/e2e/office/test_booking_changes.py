"""What else comes up on the telephone: ways there and back, other times, series, somebody new, cancelling, cards."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.desks import SLOW_MS, Desk, opened
from tests.e2e.office.offices import Serving
from tests.e2e.office.visitors import Visitor, visiting

type Visit = Callable[..., Visitor]


def there_and_back(desk: Desk, who: str, at: str, words: str, back: str) -> list[str]:
    """Book a ride to the clinic with a companion, and the way back; return the ids of both."""
    desk.find(who)
    desk.service("Bus seniora")
    desk.choose("place", "przych")
    desk.page.locator("label", has_text=at).click()
    desk.at("carers").fill("1")
    desk.at("return-words").fill(back)
    desk.wish(words)
    desk.answered().first.click()
    expect(desk.at("promise-sentence")).not_to_be_empty()
    sentence = desk.at("promise-sentence").inner_text()
    desk.press("Enter")
    assert desk.promised() == sentence
    there, home = (one["request"] for one in desk.held()[-2:])
    assert (there["journey"], there["party"]["carers"]) == (home["journey"], 1)
    assert (there["origin"], there["destination"]) == (home["destination"], home["origin"])
    return [there["id"], home["id"]]


def test_a_ride_there_and_back_and_its_card_in_english(visit: Visit, browser: Browser, served: Serving) -> None:
    """A party would be promised a way there and none back; or its card would be of no use to who cannot phone."""
    desk = Desk(visit(Role.DISPATCHER, lang="en"))
    page = desk.page
    there_and_back(desk, "ko", "at an agreed time", "Thursday at 10", "after 1 pm")
    assert "on Thursday, 26 November" in desk.at("done-sentence").inner_text()
    assert "For the way back the bus will come between 13:" in desk.at("done-sentence").inner_text()
    with page.expect_popup() as opening:
        desk.at("print-card").click()
    expect(opening.value.locator(".big-card section")).to_have_count(2)
    opening.value.close()
    desk.at("send-card").click()
    expect(desk.at("link")).to_be_focused()
    assert desk.visitor.barriers() == []
    with visiting(browser, served.address, None, lang="en") as client:
        client.page.goto(desk.at("link").input_value())
        expect(client.page.get_by_role("heading", level=1)).to_contain_text("Thursday")
        expect(client.page.locator("section.card")).to_have_count(2)


def test_a_way_there_and_back_gets_another_time(visit: Visit) -> None:
    """The way back would stay on the day on which nobody goes there, or the old promise be lost for nothing."""
    desk = Desk(visit(Role.DISPATCHER))
    legs = there_and_back(desk, "wi", "o umówionej porze", "w czwartek na 11", "po 13")
    desk.at("coming").get_by_role("button", name="Inny termin: czw., 26.11").click()
    expect(desk.at("instead-what")).to_contain_text("Nowy termin zamiast: czw., 26.11")
    expect(desk.at("what")).to_be_hidden()
    assert desk.visitor.barriers() == []
    desk.wish("w piątek po 10")
    expect(desk.at("wish-wrong")).to_have_text("Napisz, o której powrót.")
    expect(desk.at("instead-back")).to_be_focused()
    desk.type("po 14")
    desk.wish("w piątek po 10")
    desk.answered().first.click()
    assert [one["day"] for one in desk.held() if one["id"] in legs] == ["2026-11-26"] * 2
    desk.press("Enter")
    assert "w piątek, 27 listopada" in desk.promised()
    assert [one["day"] for one in desk.held() if one["id"] in legs] == ["2026-11-27"] * 2


def test_a_way_home_that_the_town_keeps_no_time_for_is_not_promised(visit: Visit) -> None:
    """Somebody would ring from the clinic for a bus that nobody has kept free; the office hears what to do instead."""
    desk = Desk(visit(Role.DISPATCHER))
    desk.find("ja")
    desk.service("Bus seniora")
    desk.choose("place", "przych")
    desk.page.locator("label", has_text="na telefon, bez godziny").click()
    desk.wish("w środę na 10")
    desk.answered().first.click()
    expect(desk.at("answer-wrong")).to_contain_text("Umów powrót na godzinę.")
    expect(desk.at("promise")).to_be_hidden()
    assert desk.visitor.barriers() == []


def test_dinners_are_brought(visit: Visit) -> None:
    """Nobody could be brought a dinner who did not have one yesterday."""
    desk = Desk(visit(Role.DISPATCHER))
    desk.find("wi")
    desk.service("Obiad do domu")
    desk.choose("source", "kuch")
    desk.at("portions").fill("2")
    assert desk.visitor.barriers() == []
    desk.wish("w środę o 13")
    desk.answered().first.click()
    desk.press("Enter")
    desk.promised()
    [dinner] = [one["request"] for one in desk.held() if one["request"]["kind"] == "delivery"]
    assert (dinner["portions"], dinner["day"]) == (2, "2026-11-25")


def new_client(desk: Desk) -> None:
    """Add somebody who calls for the first time, by keyboard alone."""
    desk.type("Zenobia Nowakowska")
    expect(desk.at("client-list").locator(".add")).to_be_visible()
    desk.press("Enter")
    opened(desk.page, "new-client")
    expect(desk.at("new-phone")).to_be_focused()
    desk.type("600 100 200")
    desk.press("Tab", "Tab")
    desk.type("lesna")
    expect(desk.at("new-address-list").locator("[role=option]").first).to_be_visible(timeout=SLOW_MS)
    desk.press("Enter")
    expect(desk.at("new-address")).to_have_value("ul. Leśna ")
    desk.type("12 m. 3")
    expect(desk.at("new-address-list")).to_contain_text("ul. Leśna 12")
    assert desk.visitor.barriers() == []
    desk.press("Enter")
    expect(desk.at("new-address")).to_have_value("ul. Leśna 12 m. 3")
    desk.press("Enter")
    expect(desk.at("about-facts")).to_contain_text("ul. Leśna 12 m. 3")
    expect(desk.at("words")).to_be_focused()


def test_somebody_new_gets_a_series_and_cancels_a_day(visit: Visit) -> None:
    """Whoever calls for the first time would be asked to call again; or nobody could say what cancelling means."""
    desk = Desk(visit(Role.DISPATCHER))
    new_client(desk)
    desk.service("Mobilny fizjoterapeuta")
    desk.wish("we wtorki i piątki o 10")
    expect(desk.at("keep-series")).to_be_focused(timeout=SLOW_MS)
    expect(desk.at("series-days").locator("li")).to_have_count(8)
    expect(desk.at("series-days")).to_contain_text("wt., 24.11")
    assert desk.held() == []
    assert desk.visitor.barriers() == []
    desk.press("Enter")
    assert "we wtorki i piątki" in desk.promised()
    booked = desk.held()
    assert {date.fromisoformat(one["day"]).isoweekday() for one in booked} <= {2, 5}
    assert len(booked) >= 2
    expect(desk.at("done-more").locator("li")).to_have_count(4)  # booked, or with the reason why not

    # The office's own planning of series books later days meanwhile: nothing here counts on how many there are.
    lines = desk.at("coming").locator("li")
    expect(lines.nth(1)).to_be_visible()
    end = lines.nth(1).get_by_role("button", name="Odwołaj")
    what = end.get_attribute("aria-label") or ""
    end.focus()
    desk.press("Enter")
    dialog = opened(desk.page, "cancelling")
    expect(dialog).to_contain_text("Odwołanie jest w terminie.")
    assert desk.visitor.barriers() == []
    desk.press("Escape")
    expect(dialog).to_be_hidden()
    assert ids(booked) <= ids(desk.held())
    desk.press("Enter")
    opened(desk.page, "cancelling")
    desk.at("cancelling-reason").fill("wyjazd do córki")
    desk.press("Enter")
    expect(desk.page.get_by_role("button", name=what)).to_have_count(0)
    assert ids(booked) - ids(desk.held()) == {booked[1]["id"]}


def ids(bookings: list[dict[str, Any]]) -> set[str]:
    """Return the ids of bookings."""
    return {one["id"] for one in bookings}


def test_a_leg_that_others_hang_on_is_not_cancelled_unawares(visit: Visit) -> None:
    """The bus would wait at the clinic for somebody whom nobody has brought there."""
    desk = Desk(visit(Role.DISPATCHER))
    legs = there_and_back(desk, "ma", "o umówionej porze", "w czwartek na 11", "po 13")
    desk.at("coming").get_by_role("button", name="Odwołaj: czw., 26.11").first.click()
    dialog = opened(desk.page, "cancelling")
    expect(dialog).to_contain_text("Bez tego klient nie dotrze tam, skąd rusza dalej")
    assert desk.visitor.barriers() == []
    dialog.get_by_role("button", name="Odwołaj").click()
    expect(dialog).to_be_hidden()
    expect(desk.at("notices")).to_contain_text("Odwołane")
    assert not {one["id"] for one in desk.held()} & set(legs)


@pytest.mark.parametrize(("lang", "day"), [("pl", "piątek"), ("en", "Friday")])
def test_a_wish_is_corrected_or_begun_by_its_fields(visit: Visit, lang: str, day: str) -> None:
    """Whoever speaks as the program does not expect could book nothing."""
    desk = Desk(visit(Role.DISPATCHER, lang=lang))
    desk.find("wi")
    desk.service("Mobilny fizjoterapeuta")
    desk.at("fields").locator("summary").focus()
    desk.press("Enter")
    expect(desk.at("day")).to_have_value("2026-11-24")
    desk.at("day").fill("2026-11-27")
    desk.at("from").fill("08:00")
    desk.at("to").fill("12:00")
    desk.at("to").press("Tab")
    expect(desk.at("sentence")).to_contain_text(day, ignore_case=True)
    expect(desk.at("sentence")).to_contain_text("12:00")
    assert desk.visitor.barriers() == []
    desk.at("ask").click()
    offers = desk.answered()
    expect(offers.first).to_be_visible()
    assert all("27" in one for one in offers.locator(".when").all_inner_texts())
    desk.press("F8")
    expect(desk.at("client")).to_be_focused()

"""The board's dialogs to their very end: a plan is searched for, compared, published, withdrawn; a day goes wrong."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.boards import LONG_MS, asked, choose, close, dialog, forgiven, from_module, opened, words
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
PUBLISHED = re.compile(r"· opublikowana$")


def board_of(visitor: Visitor) -> Any:
    return asked(visitor, "GET", f"/days/{DAY}/board")["data"]


def moved_by_hand(visitor: Visitor) -> str:
    """Move a visit that is still to come to another shift, as another program would; return the request."""
    board, live = board_of(visitor), asked(visitor, "GET", f"/days/{DAY}/live")["data"]
    planned = {one["task_id"] for shift in live["shifts"] for one in shift["tasks"] if one["status"] == "planned"}
    for row in board["rows"]:
        for task in (task for stop in row["stops"][2:] for task in stop["tasks"]):
            if task["task_id"] not in planned or task["kind"] != "visit":
                continue
            wish = {"request_id": task["request_id"]}
            found = asked(visitor, "POST", f"/days/{DAY}/moves/places", wish)
            if found["status"] == 409:  # its crew has come to it since the day was read
                forgiven(visitor, 409)
                continue
            places = found["data"]["places"]
            other = next((one for one in places if one["shift_id"] != row["shift_id"]), None)
            if other:
                move = {**wish, "shift_id": other["shift_id"], "at": other["at"]}
                done = asked(visitor, "POST", f"/days/{DAY}/moves", move, board["day"]["version"])
                if done["status"] == 409:  # its crew went on between the two questions
                    forgiven(visitor, 409)
                    continue
                assert done["status"] == 200, done
                return str(task["request_id"])
    raise AssertionError("nobody can be moved")


def figure(page: Page, name: str) -> str:
    found = dialog(page).locator(".figure", has_text=name).locator(".figure-value")
    return found.inner_text()


def test_a_plan_is_searched_for_compared_published_and_told(visit: Visit) -> None:
    """A better plan would stay in the computer: crews would not see it, and nobody would be phoned."""
    office, colleague = visit(Role.DISPATCHER), visit(Role.DISPATCHER, lang="en")
    page, other = opened(office), opened(colleague)
    request = moved_by_hand(office)
    expect(page.locator("#board-plans .primary:visible")).to_have_text("Opublikuj plan")
    expect(other.locator("#board-plans .primary:visible")).to_have_text("Publish the plan")
    expect(other.locator("#board-state")).to_contain_text("changes")

    choose(page, "Ułóż lepiej")
    dialog(page).get_by_label("10 sekund").check()
    dialog(page).get_by_role("button", name="Szukaj").click()
    expect(dialog(page).get_by_role("progressbar")).to_be_visible()
    expect(dialog(page).locator(".figure").first).to_be_visible(timeout=LONG_MS)
    assert int(figure(page, "w planie od teraz")) > 40
    assert figure(page, "telefonów").isdigit()
    assert int(figure(page, "kilometrów").replace("\xa0", "")) > 100
    ended = dialog(page).get_by_text(words("pl", "board_plans.solve.nothing")).or_(
        dialog(page).get_by_text("Znaleziono lepszy plan")
    )  # fmt: skip
    expect(ended).to_be_visible(timeout=2 * LONG_MS)
    close(page)

    choose(page, "Wersje")
    expect(dialog(page).locator(".figures, .compare-same").first).to_be_visible()
    moved = dialog(page).get_by_role("row").filter(has_text=board_of(office)["requests"][request]["clients"][0])
    expect(moved.first).to_be_visible()
    assert len(dialog(page).get_by_label("Porównaj wersję").locator("option").all()) >= 2
    close(page)

    page.locator("#board-plans .primary:visible").click()
    expect(dialog(page).locator(".lead")).to_contain_text("Trzeba będzie zadzwonić")
    calls = int(figure(page, "do telefonu"))
    assert calls >= 1
    dialog(page).get_by_role("button", name="Opublikuj").click()
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#board-state")).to_have_text(PUBLISHED)
    expect(page.locator("#board-plans .primary:visible")).to_have_text("Coś się stało")
    expect(other.locator("#board-plans .primary:visible")).to_have_text("Something happened")
    expect(page.locator(".strip-kind[aria-pressed=true]")).to_contain_text("Telefony")
    tick_first(page, request, office)
    withdrawn_and_published_again(page)
    for visitor in (office, colleague):  # a board that was read just before it was withdrawn
        visitor.forgive(f"{DAY}/live")


def tick_first(page: Page, request: str, office: Visitor) -> None:
    """Note of the first call, which is about what was changed, that they have been told."""
    number = page.locator(".strip-kind[aria-pressed=true] .strip-number")
    before = int(number.inner_text())
    first = page.locator(".call-line").first
    who = first.locator(".alert-text").inner_text()
    assert first.locator("a[href^='tel:']").count() == 1
    assert (
        "zmiana" in first.inner_text().lower() or "kto inny" in first.inner_text() or "Nie damy" in first.inner_text()
    )
    first.get_by_role("button", name="Przekazane").click()
    expect(page.locator("#notices")).to_contain_text(f"{who} już wie")
    expect(number).to_have_text(str(before - 1))
    expect(page.locator(".call-line :focus")).to_have_count(1)


def withdrawn_and_published_again(page: Page) -> None:
    """Take the publication back, twice asked, and publish again."""
    choose(page, "Publikacja")
    dialog(page).get_by_role("button", name="Wycofaj publikację").click()
    expect(dialog(page).get_by_role("heading", level=2)).to_have_text("Wycofać publikację?")
    dialog(page).get_by_role("button", name="Wycofaj", exact=True).click()
    expect(page.locator("#board-state")).to_contain_text("jeszcze nieopublikowana")
    expect(page.locator("#board-plans > button:visible")).to_have_text(["Opublikuj plan"])
    page.locator("#board-plans .primary:visible").click()
    dialog(page).get_by_role("button", name="Opublikuj").click()
    expect(page.locator("#board-plans .primary:visible")).to_have_text("Coś się stało")


def test_a_stale_press_is_refused_kindly(visit: Visit) -> None:
    """Of two dispatchers the slower one would undo what the other has just done, or read English."""
    slow = visit(Role.DISPATCHER)
    page = opened(slow)
    choose(page, "Publikacja")
    dialog(page).get_by_role("button", name="Wycofaj publikację").click()
    page.route("**/api/v1/days/*/board", lambda route: route.fulfill(status=304))  # the news has not come yet
    quick = visit(Role.DISPATCHER)
    opened(quick)
    moved_by_hand(quick)
    dialog(page).get_by_role("button", name="Wycofaj", exact=True).click()
    expect(dialog(page).get_by_role("alert")).to_have_text(words("pl", "scripts.stale"))
    assert asked(slow, "GET", f"/days/{DAY}")["data"]["published"] is not None
    forgiven(slow, 412)
    close(page)
    expect(page.locator(".menu > button")).to_be_focused()


def report(page: Page, kind: str, lang: str = "pl") -> None:
    """Say that something has happened, with what the form proposes."""
    page.locator("#board-plans > button", has_text=words(lang, "board_head.first.trouble")).click()
    dialog(page).get_by_role("button", name=words(lang, f"board_trouble.kind.{kind}")).click()
    dialog(page).get_by_role("button", name=words(lang, "board_trouble.send")).click()


def test_somebody_falls_ill_and_the_day_is_planned_anew(visit: Visit) -> None:
    """Seven people would wait for a therapist who is at home with a fever."""
    office = visit(Role.DISPATCHER)
    page = opened(office)
    before = board_of(office)["day"]
    report(page, "ill")
    expect(dialog(page).get_by_text(words("pl", "board_trouble.proposal.working"))).to_be_visible()
    close(page)
    page.get_by_role("button", name=re.compile("^Bez załogi")).click()
    line = page.locator(".alert-line.urgent").first
    expect(line).to_contain_text("nikt nie przyjedzie")
    line.get_by_role("button", name="Zaproponuj nowy plan", exact=True).click()
    keep = dialog(page).get_by_role("button", name="Zatwierdź i opublikuj")
    expect(keep).to_be_visible(timeout=LONG_MS)
    assert office.barriers() == []
    assert board_of(office)["day"]["published"] == before["published"]
    assert not re.search(r"\bR-\d", dialog(page).inner_text())
    assert int(figure(page, "zmian")) > 0
    keep.click()
    expect(page.locator("#notices")).to_contain_text("Nowy plan obowiązuje", timeout=LONG_MS)
    expect(page.locator("#board-state")).to_have_text(PUBLISHED)
    expect(page.locator(".strip-kind[aria-pressed=true]")).to_contain_text("Telefony")
    expect(page.get_by_role("button", name=re.compile("^Bez załogi"))).to_have_count(0)
    assert board_of(office)["day"]["published"] > before["published"]


BROKEN = {
    "day": {"plan": 2, "published": 1, "closed": False, "left_out": [
        {"request_id": "R-1", "reason": {"summary": {"pl": "Przeszkodą jest R-2."}, "change": None}},
    ]},
    "requests": {
        "R-1": {"clients": ["Zofia Bąk"], "client_ids": ["K-1"], "service": "Bus seniora"},
        "R-2": {"clients": ["Jan Kot"], "client_ids": ["K-2"], "service": "Bus seniora"},
    },
}  # fmt: skip


def test_a_plan_that_breaks_promises_is_not_offered_for_publishing(visit: Visit) -> None:
    """The office would press, be refused, and still not know whose promise it is; or what would help."""
    page = opened(visit(Role.DISPATCHER))
    asks = "(it, [board]) => void it.openPublish({ board, request: (id) => board.requests[id] })"
    from_module(page, "dialogs/publish.js", asks, BROKEN)

    expect(dialog(page).locator("p.wrong").first).to_have_text(words("pl", "board_plans.publish.left_out"))
    expect(dialog(page).get_by_role("listitem")).to_contain_text("Zofia Bąk")
    expect(dialog(page).get_by_role("listitem")).to_contain_text("Przeszkodą jest Jan Kot.")
    expect(dialog(page).get_by_role("link")).to_have_attribute("href", "/booking?client=K-1")
    expect(dialog(page).get_by_role("button")).to_have_text(["Zaproponuj nowy plan", "Zamknij"])


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a button of this name has the keyboard."""
    for _ in range(60):
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never comes to {name}")


def test_a_bus_breaks_down_and_all_is_done_by_keyboard(visit: Visit) -> None:
    """Whoever cannot use a mouse could not send another bus to four people at the roadside."""
    page = opened(visit(Role.DISPATCHER))
    tab_to(page, "Coś się stało")
    page.keyboard.press("Enter")
    tab_to(page, "Awaria pojazdu")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_label("Pojazd")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(dialog(page).get_by_label("Od której")).to_be_focused()
    page.keyboard.type("rano")
    tab_to(page, "Zgłoś i pokaż")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("alert")).to_have_text(words("pl", "board_head.no_hour"))
    expect(dialog(page).get_by_label("Od której")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("10.41")
    tab_to(page, "Zgłoś i pokaż")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("button", name="Zatwierdź i opublikuj")).to_be_visible(timeout=LONG_MS)
    tab_to(page, "Zatwierdź i opublikuj")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Nowy plan obowiązuje", timeout=LONG_MS)
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#board-state")).to_have_text(PUBLISHED)
    assert page.evaluate("document.activeElement.textContent") == "Coś się stało"


@pytest.mark.parametrize("kind", ["late", "snow", "road"])
def test_what_slows_the_day_is_reported_in_english_and_left_as_it_is(visit: Visit, kind: str) -> None:
    """An English-speaking dispatcher would not see who is late because of the snow; or change the day by looking."""
    office = visit(Role.DISPATCHER, lang="en")
    page = opened(office)
    told = len(asked(office, "GET", f"/days/{DAY}/disruptions")["data"]["items"])
    published = board_of(office)["day"]["published"]
    report(page, kind, "en")
    expect(dialog(page).get_by_role("button", name="Confirm and publish")).to_be_visible(timeout=LONG_MS)
    expect(dialog(page).locator(".lead")).to_have_text(words("en", "board_trouble.proposal.intro"))
    close(page)
    assert len(asked(office, "GET", f"/days/{DAY}/disruptions")["data"]["items"]) == told + 1
    assert board_of(office)["day"]["published"] == published


def test_nobody_answers_and_the_list_is_gone_through(visit: Visit) -> None:
    """Somebody who lies behind the door would be forgotten, because the list was closed or read English."""
    office = visit(Role.DISPATCHER)
    page = opened(office)
    request_id, request = next(iter(board_of(office)["requests"].items()))
    wish = {"day": DAY.isoformat(), "client_id": request["client_ids"][0], "request_id": request_id}
    assert asked(office, "POST", "/checks", wish)["status"] == 201
    line = page.locator(".alert-line", has_text="nikt nie otwiera")
    line.get_by_role("button", name="Przejdź listę sprawdzenia").click()
    expect(dialog(page).locator(".check-step.next")).to_contain_text("Klient")
    assert office.barriers() == []
    dialog(page).get_by_role("button", name="Zakończ sprawdzanie").click()
    expect(dialog(page).get_by_role("alert")).to_have_text(
        "Nikt jeszcze nic nie wie, a nie zapytano: klient. Najpierw przejdź całą listę."
    )
    forgiven(office, 409)
    for who in ("Klient", "Bliscy i sąsiedzi", "Pracownik socjalny"):
        step = dialog(page).locator(".check-step.next")
        expect(step).to_contain_text(who)
        step.get_by_role("button", name="Nie odbiera").click()
    step = dialog(page).locator(".check-step.next")
    expect(step.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    step.get_by_role("button", name="Wie, co się dzieje").click()
    expect(dialog(page).get_by_text("Można zakończyć.")).to_be_visible()
    dialog(page).get_by_label("Co wiadomo").select_option("emergency")
    dialog(page).get_by_role("button", name="Zakończ sprawdzanie").click()
    expect(dialog(page).get_by_text("Zakończone o")).to_contain_text("wezwano pomoc")
    close(page)
    expect(line).to_have_count(0)

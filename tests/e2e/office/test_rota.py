"""The rota as a dispatcher changes it: whom a change concerns is said before it is kept."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
WEEK = "/rota/2026-W48"
SATURDAY = DAY + timedelta(days=5)
SLOW_MS = 60_000
"""A day is planned anew, twice: on trial, then for good."""


def cell(page: Page, who: str, day: date) -> Locator:
    return page.locator(f"td[data-name='{who}'][data-day='{day}']")


def dialog(page: Page) -> Locator:
    return page.locator("dialog[open]").last


def press(page: Page, name: str) -> None:
    dialog(page).get_by_role("button", name=name, exact=True).click()


def test_a_shift_of_one_day_comes_and_goes_by_keyboard(visit: Visit) -> None:
    """Whoever has no mouse could not write down that somebody works on Saturday."""
    visitor = visit(Role.DISPATCHER)
    page = visitor.go("/")
    page.get_by_role("link", name="Grafik").click()
    page.wait_for_url("**/rota/2026-W48")
    assert visitor.barriers() == []
    first = page.locator("td[tabindex='0']")
    assert first.count() == 1
    first.focus()
    for key in ("ArrowDown", "ArrowUp", "End", "ArrowLeft"):
        page.keyboard.press(key)
    saturday = cell(page, "Ewelina Szczepanik", SATURDAY)
    expect(saturday).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_contain_text("Tego dnia nic nie jest zapisane.")
    assert visitor.barriers() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_contain_text("Nowy dyżur: Ewelina Szczepanik, sobota, 28 listopada 2026")
    dialog(page).get_by_label("Nazwa").fill("Fizjoterapia, sobota")
    dialog(page).get_by_label("Początek").fill("08:00")
    dialog(page).get_by_label("Koniec").fill("14:00")
    assert visitor.barriers() == []
    page.keyboard.press("Enter")
    expect(saturday).to_contain_text("8:00–14:00", timeout=SLOW_MS)
    expect(page.locator("#notices")).to_contain_text("Dodano dyżur.")

    saturday.click()
    press(page, "Dodaj dyżur")
    press(page, "Sprawdź i zapisz")
    refused = "Ewelina Szczepanik ma wtedy dyżur „Fizjoterapia, sobota” (8:00–14:00)."
    expect(dialog(page).get_by_role("alert")).to_have_text(refused)
    visitor.complaints.clear()  # Chromium's own word about the 409
    page.keyboard.press("Escape")

    saturday.click()
    dialog(page).get_by_role("button", name="Usuń: Fizjoterapia, sobota").click()
    expect(dialog(page)).to_contain_text("Żadna z umówionych osób tego nie odczuje.", timeout=SLOW_MS)
    press(page, "Zapisz mimo to")
    expect(saturday).not_to_contain_text("8:00", timeout=SLOW_MS)


def test_an_absence_on_a_published_day_says_whom_it_concerns_first(visit: Visit) -> None:
    """Somebody would wait at the door for a worker who is ill, because nobody saw who that was."""
    visitor = visit(Role.DISPATCHER, color_scheme="dark")
    page = visitor.go(WEEK)
    assert visitor.barriers() == []
    today = cell(page, "Iwona Jabłońska", DAY)
    today.click()
    press(page, "Zgłoś nieobecność")
    dialog(page).get_by_label("Powód").select_option(label="choroba")
    press(page, "Sprawdź i zapisz")
    expect(dialog(page)).to_contain_text("Co to zmieni", timeout=SLOW_MS)
    expect(dialog(page)).to_contain_text("Plan na te dni jest już opublikowany: poniedziałek, 23 listopada.")
    concerned = dialog(page).locator("li")
    assert concerned.count() > 0
    expect(concerned.first).to_contain_text("Mobilny fizjoterapeuta")
    assert visitor.barriers() == []
    press(page, "Wróć bez zapisu")
    press(page, "Anuluj")
    expect(today).not_to_contain_text("choroba")

    today.click()
    press(page, "Zgłoś nieobecność")
    dialog(page).get_by_label("Powód").select_option(label="choroba")
    press(page, "Sprawdź i zapisz")
    press(page, "Zapisz mimo to")
    expect(today).to_contain_text("choroba", timeout=SLOW_MS)
    today.click()
    dialog(page).get_by_role("button", name="Cofnij nieobecność: choroba").click()
    expect(today).not_to_contain_text("choroba", timeout=SLOW_MS)


def test_a_weekly_pattern_makes_its_shifts(visit: Visit) -> None:
    """The same shift would be typed every week, and once be forgotten."""
    visitor = visit(Role.DISPATCHER, lang="en")
    page = visitor.go(WEEK)
    page.get_by_role("button", name="Add a pattern").click()
    form = dialog(page)
    form.get_by_label("Name").fill("Physiotherapy on Sundays")
    for day in ("Mon", "Tue", "Wed", "Thu", "Fri"):
        form.get_by_label(day, exact=True).uncheck()
    form.get_by_label("Sun", exact=True).check()
    form.get_by_label("Works", exact=True).select_option(label="Ewelina Szczepanik")
    assert visitor.barriers() == []
    press(page, "Check and save")
    sunday = cell(page, "Ewelina Szczepanik", SATURDAY + timedelta(days=1))
    expect(sunday).to_contain_text("8:00–16:00", timeout=SLOW_MS)
    page.get_by_role("button", name="Remove: Physiotherapy on Sundays").click()
    press(page, "Save all the same")
    expect(sunday).not_to_contain_text("8:00", timeout=SLOW_MS)


@pytest.mark.parametrize(
    "screen",
    [
        {"viewport": {"width": 360, "height": 740}},
        {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2},
    ],
    ids=["phone", "200%"],
)
def test_the_rota_is_read_on_a_small_screen_by_whoever_may_not_change_it(
    visit: Visit, screen: dict[str, object]
) -> None:
    """A manager on the way would scroll a page to and fro, or change what is not theirs."""
    visitor = visit(Role.MANAGER, **screen)
    page = visitor.go("/rota/2026-11")
    expect(page.get_by_role("table", name="Grafik: osoby, pojazdy i dni")).to_contain_text("7:30–15:30")
    assert not visitor.wide()
    assert visitor.barriers() == []
    assert page.get_by_role("button", name="Dodaj wzorzec").count() == 0
    page.get_by_role("navigation", name="Tydzień i miesiąc").get_by_role("link", name="Tydzień").click()
    page.wait_for_url("**/rota/2026-W*")
    assert not visitor.wide()


SCRIPT = """document.querySelector("script[src*='js/rota/main.js']").src"""
PRESSED = """(api) => import(api).then(async ({ askOnce }) => {
  const [asked, keys] = [window.fetch, []];
  const workedOn = new Response("{}", { status: 409, headers: { "Retry-After": "0.01" } });
  const answers = [null, new Response("{}", { status: 503 }), workedOn, new Response("{}"), new Response("{}")];
  window.fetch = async (_, { headers }) => {
    keys.push(headers["Idempotency-Key"]);
    const answer = answers.shift();
    if (!answer) throw new TypeError("the line is dead");
    return answer;
  };
  const body = { name: "x" };
  for (let press = 0; press < 4; press += 1) await askOnce("POST", "/shifts", { body }).catch(() => null);
  window.fetch = asked;
  return keys;
})"""


def test_a_press_without_an_answer_is_repeated_as_the_same_wish(visit: Visit) -> None:
    """On a bad line, or when a server dies, one shift, call or disruption would come into being twice."""
    page = visit(Role.DISPATCHER).go(WEEK)
    keys = page.evaluate(PRESSED, page.evaluate(SCRIPT).replace("rota/main.js", "api.js"))

    assert keys[0] == keys[1] == keys[2] == keys[3] != keys[4]


def test_an_hour_after_midnight_is_of_the_night_that_is_meant(visit: Visit) -> None:
    """A road closed from 22:00 to 1:00 would be open again before it was closed."""
    page = visit(Role.DISPATCHER).go(WEEK)
    moments = page.evaluate(SCRIPT).replace("rota/main.js", "board/moments.js")
    found = page.evaluate(
        """(path) => import(path).then(({ momentAfter, momentNear }) => [
          momentAfter("2026-11-23", "01:00", "2026-11-23T21:00:00.000Z"),
          momentAfter("2026-11-23", "23:00", "2026-11-23T21:00:00.000Z"),
          momentNear("2026-11-23", "00:30", "2026-11-23T23:40:00.000Z"),
        ])""",
        moments,
    )

    assert found == ["2026-11-24T00:00:00.000Z", "2026-11-23T22:00:00.000Z", "2026-11-23T23:30:00.000Z"]

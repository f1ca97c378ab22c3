"""The board's head and dialogs as anybody can use them: by eye, ear or keyboard, large or small, in either language."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.boards import LONG_MS, choose, close, dialog, from_module, opened, words
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
TROUBLES = ("ill", "breakdown", "late", "snow", "road")


def each_dialog(page: Page, lang: str) -> Iterator[str]:
    """Open the dialogs of a running day one after the other, and close them."""
    page.locator("#board-choose").click()
    expect(dialog(page)).to_be_visible()
    yield "calendar"
    close(page)
    for name in ("solve", "versions", "publish", "close"):
        choose(page, words(lang, f"board_plans.button.{name}"))
        expect(dialog(page).get_by_text(words(lang, "board_strip.who.loading"))).to_have_count(0, timeout=LONG_MS)
        yield name
        close(page)
    trouble = page.locator("#board-plans > button", has_text=words(lang, "board_head.first.trouble"))
    for name in TROUBLES:
        trouble.click()
        dialog(page).get_by_role("button", name=words(lang, f"board_trouble.kind.{name}")).click()
        expect(dialog(page).locator("select, input").first).to_be_focused(timeout=LONG_MS)
        yield name
        close(page)
        expect(trouble).to_be_focused()
    crew = page.get_by_role("button", name=words(lang, "board_strip.remedy.call_crew")).first
    crew.click()
    yield "crew"
    close(page)
    expect(crew).to_be_focused()


@pytest.mark.parametrize(("lang", "scheme"), [("pl", "light"), ("en", "dark")])
def test_no_dialog_keeps_anybody_out(visit: Visit, lang: str, scheme: str) -> None:
    """Somebody who cannot see, or reads no Polish, could not run the day; a town is bound by law."""
    visitor = visit(Role.DISPATCHER, lang=lang, color_scheme=scheme)
    page = opened(visitor)
    found = {"page": visitor.barriers()}
    page.locator(".menu > button").click()
    found["menu"] = visitor.barriers()
    page.keyboard.press("Escape")
    page.locator(".strip-kind").last.click()
    found["calls"] = visitor.barriers()
    page.locator(".strip-kind").first.click()
    found |= {name: visitor.barriers() for name in each_dialog(page, lang)}

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) == 14


@pytest.mark.parametrize(
    "screen",
    [
        {"viewport": {"width": 360, "height": 740}},
        {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2},
    ],
    ids=["phone", "twice"],
)
def test_all_dialogs_fit_a_phone_and_twice_the_size(visit: Visit, screen: dict[str, Any]) -> None:
    """With letters twice as large a button would be out of sight, and nobody could publish."""
    visitor = visit(Role.DISPATCHER, **screen)
    page = opened(visitor)
    wide = {"page": visitor.wide()}
    for name in each_dialog(page, "pl"):
        box = page.evaluate(
            """() => { const it = document.querySelector("dialog[open]"); const box = it.getBoundingClientRect();
            return box.left < 0 || box.right > innerWidth || it.scrollWidth > it.clientWidth; }"""
        )
        wide[name] = box or visitor.wide()

    assert [name for name, is_wide in wide.items() if is_wide] == []


def test_the_head_stays_in_one_row_and_has_one_button_that_is_due(visit: Visit) -> None:
    """A head that grows pushes the day out of sight, and five buttons of one kind say nothing about what to do."""
    page = opened(visit(Role.DISPATCHER, viewport={"width": 1440, "height": 900}))

    assert page.locator(".board-bar").bounding_box()["height"] < 90  # type: ignore[index]
    expect(page.locator("#board-plans > button.primary:visible")).to_have_text("Coś się stało")
    expect(page.locator("#board-plans > button:visible")).to_have_count(1)


def test_another_day_is_chosen_by_keyboard_in_the_pages_language(visit: Visit) -> None:
    """The browser's own field says 11/23/2026 to whoever reads 23 listopada."""
    page = opened(visit(Role.DISPATCHER))
    page.locator("#board-choose").focus()
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("link", name="poniedziałek, 23 listopada 2026", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(dialog(page).get_by_role("heading", level=3)).to_have_text("grudzień 2026")
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    expect(dialog(page).get_by_role("link", name="piątek, 6 listopada 2026", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/board/2026-11-06")
    expect(page.get_by_role("heading", level=1)).to_have_text("piątek, 6 listopada 2026")
    page.get_by_role("link", name="Dzisiaj").click()
    page.wait_for_url(f"**/board/{DAY}")


def test_the_menu_is_walked_by_arrows_and_left_by_escape(visit: Visit) -> None:
    """Whoever has no mouse could not publish."""
    page = opened(visit(Role.DISPATCHER))
    opener = page.locator(".menu > button")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ułóż lepiej")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Zamknięcie dnia")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("heading", level=2)).to_have_text("Wersje planu")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.WORKER])
def test_others_are_told_kindly_that_the_board_is_not_theirs(visit: Visit, role: Role) -> None:
    """A driver would read where everybody lives; or see a bare error and think the program is broken."""
    visitor = visit(role)
    page = visitor.go(f"/board/{DAY}")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ta strona nie jest dla tej roli")
    expect(page.get_by_role("main").get_by_role("link")).to_have_attribute("href", "/")
    assert page.locator("[data-request], .tl-stop").count() == 0
    assert visitor.barriers() == []
    assert len(visitor.complaints) == 1  # the browser's own, of the page that was refused
    assert "403" in visitor.complaints.pop()


def test_hours_and_months_are_read_as_people_write_them(visit: Visit) -> None:
    """People write 9.40 here; a form that wants 09:40 AM makes mistakes of it."""
    page = opened(visit(Role.DISPATCHER))
    typed = ["9:40", " 9.40 ", "0940", "940", "23:59", "7", "24:00", "9:60", "rano", "12:3", ""]
    hours = from_module(page, "moments.js", "(it, [texts]) => texts.map(it.hourOf)", typed)
    assert hours == ["09:40", "09:40", "09:40", "09:40", "23:59", "07:00", None, None, None, None, None]
    weeks = from_module(page, "month.js", "(it, days) => days.map(it.weeksOf)", "2026-11-23", "2027-02-14")
    assert [weeks[0][0][0], weeks[0][-1][-1], len(weeks[0]), len(weeks[1])] == ["2026-10-26", "2026-12-06", 6, 4]
    steps = from_module(page, "month.js", "(it) => [it.monthsAfter('2026-01-31', 1), it.daysAfter('2026-12-31', 1),"
                        " it.monthsAfter('2020-01-15', -1), it.daysAfter('2099-12-31', 7)]")  # fmt: skip
    assert steps == ["2026-02-28", "2027-01-01", "2020-01-01", "2099-12-31"]


STANDS = [
    # plan, published, closed, past; what is due
    (None, None, False, False, None),
    (2, None, False, False, "publish"),
    (2, 1, False, True, "publish"),
    (2, 2, False, False, "trouble"),
    (2, 2, False, True, "close"),
    (2, 2, True, True, None),
]


def test_the_button_that_is_due_follows_from_how_the_day_stands(visit: Visit) -> None:
    """A changed plan would stay unpublished, or a day that is over stay open, because nothing asks for it."""
    page = opened(visit(Role.DISPATCHER))
    asked = [{"plan": plan, "published": published, "closed": closed, "past": past}
             for plan, published, closed, past, _ in STANDS]  # fmt: skip
    found = from_module(page, "standing.js", "(it, [days]) => days.map((day) => it.standing(day, day.past))", asked)

    assert [one["first"] for one in found] == [due for *_, due in STANDS]
    assert ["solve" in one["may"] for one in found] == [False, True, True, True, True, False]
    assert ["close" in one["may"] for one in found] == [False, False, True, True, True, True]

"""The dispatcher's day, as dispatchers work on it: by mouse, by keyboard, by form, and two at once."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from scheduler.domain.accounts import Role
from tests.e2e.office.boards import forgiven, from_module
from tests.e2e.office.offices import DAY, WAIT_MS
from tests.e2e.office.timelines import SLOWLY_MS, Board, on_board
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
NO_NEWS = "window.EventSource = class extends EventTarget { close() {} };"
"""A browser that the office's news do not reach."""
NO_TICKS = """const add = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (kind, does) { if (kind !== "tick") add.call(this, kind, does); };"""
"""A browser that is told of changes, but does not look by itself every quarter of a minute."""


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """Wait for a loaded computer, too."""
    expect.set_options(timeout=SLOWLY_MS)
    yield
    expect.set_options(timeout=WAIT_MS)


@pytest.fixture
def board(visit: Visit) -> Board:
    """A dispatcher at the board, by whom everything of the test before was taken back."""
    return on_board(visit(Role.DISPATCHER, viewport={"width": 1440, "height": 1000}))


def test_a_stop_is_dragged_to_where_there_is_room(board: Board) -> None:
    """A stop would land where it was let go, whether a crew can be there or not, or before anybody saw what it does."""
    page, (key, request, place) = board.page, board.movable()
    before, there = board.place(request), place["shift_id"]
    board.drag(key, board.closed(request))
    expect(page.locator(".tl-aim.breaks")).to_be_visible(timeout=SLOWLY_MS)
    expect(page.locator(".bar-more li").first).not_to_have_text("Sprawdzam, co to zmieni…")
    assert page.locator(".tl-free").count() > 0
    assert request not in board.bar.inner_text()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(board.bar).to_be_hidden()

    board.drag(key, there)
    expect(page.locator(".tl-aim.fits")).to_be_visible(timeout=SLOWLY_MS)
    page.mouse.up()
    expect(board.words).to_contain_text("zł")
    expect(page.locator(".bar-more li").first).not_to_have_text("Sprawdzam, co to zmieni…")
    assert board.place(request) == before
    page.get_by_role("button", name="Zachowaj").click()
    expect(board.notice).to_contain_text("Przeniesiono")
    moved = board.place(request)
    assert moved.shift == there
    assert request in board.pinned()

    board.notice.get_by_role("button", name="Cofnij").click()
    expect(board.notice).to_contain_text("Cofnięto")
    assert (board.place(request), request in board.pinned()) == (before, False)
    page.get_by_role("button", name="Zrób ponownie").click()
    expect(board.notice).to_contain_text("Zrobiono ponownie")
    assert board.place(request) == moved
    page.keyboard.press("Control+z")
    expect(board.notice).to_contain_text("Cofnięto")
    assert board.place(request) == before


def test_everything_is_done_by_keyboard_alone(board: Board) -> None:
    """Whoever cannot use a mouse could not reach a stop, move it, see where it went, or take that back."""
    page, (key, request, place) = board.page, board.movable()
    before, rows = board.place(request), [row["shift_id"] for row in board.day()["rows"]]
    page.keyboard.press("Tab")
    for _ in range(40):
        if board.focused:
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Control+End")
    assert board.focused.startswith(rows[-1])
    assert page.locator('.tl-stop[tabindex="0"]').count() == 1
    page.keyboard.press("Control+Home")
    for _ in range(rows.index(key.split("|")[0])):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for _ in range(20):
        if board.focused == key:
            break
        page.keyboard.press("ArrowRight")
    assert board.focused == key

    page.keyboard.press("m")
    expect(board.words).not_to_contain_text("…")
    board.aim(key, place["shift_id"])
    expect(board.words).to_contain_text("zł")
    page.keyboard.press("Enter")
    expect(board.notice).to_contain_text("Przeniesiono")
    expect(board.of(request)).to_be_focused()
    assert board.focused.startswith(place["shift_id"])
    page.keyboard.press("Control+z")
    expect(board.notice).to_contain_text("Cofnięto")
    expect(board.stop(key)).to_be_focused()
    assert board.place(request) == before

    page.keyboard.press("p")
    expect(board.stop(key).locator(".tl-pin")).to_be_attached()
    assert request in board.pinned()
    page.keyboard.press("p")
    expect(board.stop(key).locator(".tl-pin")).not_to_be_attached()
    wide = "document.querySelector('.tl-inner').offsetWidth"
    before_zoom = page.evaluate(wide)
    page.keyboard.press("+")
    assert page.evaluate(wide) > before_zoom
    expect(board.stop(key)).to_be_focused()


def test_what_breaks_a_rule_wants_a_reason(board: Board) -> None:
    """Nobody would know who has decided against a rule and why, or a good reason would be no way through."""
    page, day = board.page, board.day()
    key, request, shift = board.overridable()
    before = board.place(request)
    board.stop(key).focus()
    page.keyboard.press("f")
    form = page.get_by_role("dialog")
    form.get_by_label("Na dyżur").select_option(shift)
    expect(form.get_by_label("O godzinie")).to_contain_text("pokaż dlaczego")
    form.get_by_role("button", name="Pokaż, co to zmieni").click()
    reason = board.bar.get_by_label("Dlaczego mimo to")
    expect(reason).to_be_visible(timeout=SLOWLY_MS)
    keep = board.bar.get_by_role("button", name="Przenieś mimo to")
    expect(keep).to_be_disabled()
    reason.fill("Rodzina prosiła o tę osobę.")
    reason.press("Enter")
    expect(board.notice).to_contain_text("Przeniesiono")
    [*others, accepted] = board.day()["day"]["overrides"]
    assert accepted["reason"] == "Rodzina prosiła o tę osobę."
    assert board.place(request).shift == shift
    page.keyboard.press("Control+z")
    expect(board.notice).to_contain_text("Cofnięto")
    assert board.day()["day"]["overrides"] == others == day["day"]["overrides"]
    assert board.place(request).shift == before.shift


def test_several_stops_are_pinned_and_moved_at_once(board: Board) -> None:
    """A dispatcher would do the same thing five times over, and take it back five times."""
    page = board.page
    key, request, place = board.movable()
    other, second = next((one, name) for one, name in board.ahead() if name != request and one[:4] == key[:4])
    before = [board.place(one) for one in (request, second)]
    page.mouse.click(*board.at(key))
    page.keyboard.down("Control")
    page.mouse.click(*board.at(other))
    page.keyboard.up("Control")
    expect(board.choice).to_contain_text("2 zaznaczone przystanki")
    board.choice.get_by_role("button", name="Przypnij").click()
    expect(board.notice).to_contain_text("Przypięto: 2 zlecenia")
    assert {request, second} <= board.pinned()
    page.keyboard.press("Control+z")
    expect(board.notice).to_contain_text("Cofnięto")
    assert board.pinned().isdisjoint({request, second})

    board.drag(key, place["shift_id"])
    expect(page.locator(".tl-target")).to_be_visible()
    page.mouse.up()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Na dyżur")).to_have_value(place["shift_id"])
    expect(form.get_by_role("button", name="Przenieś (")).to_be_enabled(timeout=SLOWLY_MS)
    fits = form.locator("li:not(.breaks)").count()
    form.get_by_role("button", name=f"Przenieś ({fits})").click()
    expect(board.notice).to_contain_text("Przeniesiono")
    assert board.place(request).shift == place["shift_id"]
    page.keyboard.press("Control+z")
    expect(board.notice).to_contain_text("Cofnięto")
    assert [board.place(one) for one in (request, second)] == before


def test_two_dispatchers_see_each_other_and_nobody_is_overwritten(visit: Visit) -> None:
    """One would work on a day that the other has changed long ago, and undo it without knowing."""
    mine, theirs = on_board(visit(Role.DISPATCHER)), visit(Role.DISPATCHER)
    theirs.page.add_init_script(NO_TICKS)
    other = on_board(theirs)
    key, request, place = mine.movable()
    fixed, _, _ = mine.movable(but=request)
    other.take_up(key)
    other.aim(key, place["shift_id"])
    mine.stop(fixed).focus()
    mine.page.keyboard.press("p")
    expect(other.stop(fixed).locator(".tl-pin")).to_be_attached()
    expect(other.page.locator(".tl-aim.fits")).to_be_visible()
    other.page.keyboard.press("Enter")
    expect(other.notice).to_contain_text("Przeniesiono")
    expect(mine.stop(key)).not_to_be_attached()
    expect(mine.of(request)).to_have_attribute("data-key", f"{place['shift_id']}|{request}:visit")
    other.page.keyboard.press("Control+z")
    expect(mine.stop(key)).to_be_attached()
    mine.page.keyboard.press("Control+z")
    expect(other.stop(fixed).locator(".tl-pin")).not_to_be_attached()


def test_what_somebody_else_has_just_changed_is_not_changed_unseen(visit: Visit) -> None:
    """Positions of an old plan would put a resident at another hour than the dispatcher has seen."""
    mine, theirs = on_board(visit(Role.DISPATCHER)), visit(Role.DISPATCHER)
    theirs.page.add_init_script(NO_NEWS)
    late = on_board(theirs)
    key, request, place = mine.movable()
    fixed, _, _ = mine.movable(but=request)
    before = mine.place(request)
    late.take_up(key)
    late.aim(key, place["shift_id"])
    mine.stop(fixed).focus()
    mine.page.keyboard.press("p")
    expect(mine.stop(fixed).locator(".tl-pin")).to_be_attached()
    late.page.keyboard.press("Enter")
    expect(late.notice).to_contain_text("Ktoś inny zmienił to przed chwilą. Widzisz już nowy stan")
    expect(late.stop(fixed).locator(".tl-pin")).to_be_attached()
    assert mine.place(request) == before
    forgiven(theirs, 412)
    mine.page.keyboard.press("Control+z")
    expect(mine.notice).to_contain_text("Cofnięto")


def test_a_step_that_cannot_be_taken_back_does_not_stand_in_the_way(board: Board) -> None:
    """What was done before it could never be taken back; or a moment without a network would lose a step."""
    told = from_module(
        board.page,
        "history.js",
        """async ({ History }) => {
          const history = new History((error) => error.message === "refused");
          const fails = (message) => () => Promise.reject(new Error(message));
          for (const [said, back] of [["a", async () => {}], ["b", fails("refused")], ["c", fails("offline")]]) {
            history.add({ said, back, again: async () => {} });
          }
          const seen = [];
          for (let turn = 0; turn < 2; turn += 1) await history.undo().catch(() => seen.push(history.next.back.said));
          history.next.back.back = async () => {};
          await history.undo();
          await history.undo().catch(() => seen.push(history.next.back.said));
          return [...seen, (await history.undo()).said, (await history.redo()).said, history.next.again.said];
        }""",
    )
    assert told == ["c", "c", "a", "a", "a", "c"]


def test_whoever_waits_gets_what_fits(board: Board) -> None:
    """A freed hour would stay empty while somebody waits for it."""
    later = DAY + timedelta(days=2)
    known = next(one for one in board.day()["requests"].values() if one["service_id"] == "fizjoterapia")
    window = {"start": f"{later}T08:00:00+01:00", "end": f"{later}T15:00:00+01:00"}
    party = {"client_ids": known["client_ids"]}
    wish = {"kind": "visit", "service_id": "fizjoterapia", "party": party, "windows": [window]}
    call = board.ask("POST", "/enquiries", {"requests": [wish], "days": [str(later)]})["enquiry"]
    board.ask("PUT", f"/enquiries/{call['id']}/waiting", {"until": str(later), "priority": 1})
    board.visitor.go(f"/board/{later}")
    waits = board.page.locator("#board-list")
    expect(waits).to_contain_text(known["clients"][0])
    waits.get_by_role("button", name="Co by pasowało").click()
    form = board.page.get_by_role("dialog")
    expect(form.get_by_role("button", name="Obiecaj").first).to_be_visible()
    expect(form.get_by_role("link")).to_have_attribute("href", re.compile("^tel:"))
    assert board.visitor.barriers() == []
    form.get_by_role("button", name="Obiecaj").first.click()
    expect(board.notice).to_contain_text("Obiecano")
    expect(waits).to_contain_text("Nikt nie czeka.")
    planned = board.ask("GET", f"/days/{later}/board")["requests"]
    assert known["client_ids"] in [one["client_ids"] for one in planned.values() if one["promise"]]


@pytest.mark.parametrize(("lang", "scheme"), [("pl", "light"), ("en", "dark")])
def test_the_board_has_no_barriers(visit: Visit, lang: str, scheme: str) -> None:
    """A dispatcher who cannot see well, or uses no mouse, could not do this work; a town is bound by law."""
    visitor = visit(Role.DISPATCHER, lang=lang, color_scheme=scheme)
    board = on_board(visitor)
    page, (key, _, place) = board.page, board.movable()
    told = {"pl": ("Przenieś…", "Klawisze"), "en": ("Move…", "Keys")}[lang]
    assert visitor.barriers() == []
    for _, names in zip("ab", board.ahead(), strict=False):
        board.stop(names[0]).focus()
        page.keyboard.press("Space")
    expect(board.choice).to_be_visible()
    assert visitor.barriers() == []
    board.choice.get_by_role("button", name=told[0]).click()
    expect(page.get_by_role("dialog").locator("li").last).not_to_contain_text("…")
    _closed_without_barriers(board)
    page.locator("#board-tools").get_by_role("button", name=told[1]).click()
    _closed_without_barriers(board)
    board.stop(key).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("link")).to_be_visible()
    _closed_without_barriers(board)
    page.keyboard.press("f")
    _closed_without_barriers(board)
    board.take_up(key)
    board.aim(key, place["shift_id"])
    expect(board.words).to_contain_text({"pl": "zł", "en": "PLN"}[lang])
    assert visitor.barriers() == []
    page.keyboard.press("Escape")
    page.locator("#board-tools [aria-pressed]").click()
    assert visitor.barriers() == []


def _closed_without_barriers(board: Board) -> None:
    expect(board.page.get_by_role("dialog")).to_be_visible()
    assert board.visitor.barriers() == []
    board.page.keyboard.press("Escape")
    expect(board.page.get_by_role("dialog")).to_be_hidden()


def test_the_table_says_and_does_the_same(board: Board) -> None:
    """Whoever reads by ear would know less of the day than whoever sees it."""
    page, day = board.page, board.day()
    stops = [stop for row in day["rows"] for stop in row["stops"]]
    drawn = page.locator(".tl-row").count()
    page.get_by_role("button", name="Pokaż jako tabelę").click()
    table = page.get_by_role("table", name="Oś czasu")
    expect(table.get_by_role("checkbox")).to_have_count(len(stops))
    assert drawn <= len(day["rows"])
    key, request, _ = board.movable()
    line = table.locator("tr", has=page.locator(f'[data-open="{key}"]'))
    expect(line).to_contain_text(day["requests"][request]["clients"][0])
    other = table.locator("tbody tr").last
    other.evaluate("line => { line.asItWas = true; }")
    line.get_by_role("checkbox").check()
    board.choice.get_by_role("button", name="Przypnij").click()
    expect(line).to_contain_text("przypięte")
    assert other.evaluate("line => line.asItWas")  # else a press on a line is lost whenever a crew reports
    line.get_by_role("button").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_role("button", name="Przenieś na osi")).to_have_count(0)
    form.get_by_role("button", name="Odepnij").click()
    expect(line).not_to_contain_text("przypięte")


@pytest.mark.parametrize("view", [(360, 740, 1), (640, 512, 2)])
def test_the_board_fits_a_phone_and_twice_the_size(visit: Visit, view: tuple[int, int, int]) -> None:
    """On a phone, or with letters twice as large, a part of the board would be out of sight or out of reach."""
    width, height, scale = view
    size = {"width": width, "height": height}
    visitor = visit(Role.DISPATCHER, viewport=size, device_scale_factor=scale, has_touch=True)
    board = on_board(visitor)
    page, (key, request, place) = board.page, board.movable()
    assert not visitor.wide()
    page.touchscreen.tap(*board.at(key))
    board.choice.get_by_role("button", name="Szczegóły").tap()
    page.get_by_role("dialog").get_by_role("button", name="Przenieś…").tap()
    page.get_by_role("dialog").get_by_label("Na dyżur").select_option(place["shift_id"])
    page.get_by_role("button", name="Pokaż, co to zmieni").tap()
    expect(board.words).to_contain_text("zł")
    assert not visitor.wide()
    before = board.place(request)
    page.get_by_role("button", name="Zostaw, jak było").tap()
    expect(board.bar).to_be_hidden()
    assert board.place(request) == before

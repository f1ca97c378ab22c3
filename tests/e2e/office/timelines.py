"""A dispatcher at the board's timeline: what stands there, what the office has of it, and which stops can be moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.office.boards import asked, opened
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

SLOWLY_MS = 40_000
"""A server's first question about places loads the planner; and many tests share a computer."""


@dataclass(frozen=True)
class Place:
    """Where a request is: its shift, and the tasks that come after its own."""

    shift: str
    before: tuple[str, ...]


@dataclass
class Board:
    """The board in somebody's browser."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        """The page itself."""
        return self.visitor.page

    @property
    def bar(self) -> Locator:
        """What a move would do, before it is kept."""
        return self.page.locator("form.tl-bar")

    @property
    def words(self) -> Locator:
        """The sentence of the bar."""
        return self.page.locator("form.tl-bar .bar-text")

    @property
    def choice(self) -> Locator:
        """What is chosen, and what can be done to it."""
        return self.page.locator(".tl-choice")

    @property
    def notice(self) -> Locator:
        """What was told last."""
        return self.page.locator(".notice").last

    @property
    def focused(self) -> str:
        """The key of the stop that the keyboard is at."""
        return str(self.page.evaluate("() => document.activeElement?.dataset?.key ?? ''"))

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the office, as whoever is signed in."""
        return asked(self.visitor, method, path, body)["data"]

    def day(self) -> dict[str, Any]:
        """Return the day as the office has it."""
        found: dict[str, Any] = self.ask("GET", f"/days/{DAY}/board")
        return found

    def place(self, request: str) -> Place:
        """Return where a request is."""
        for row in self.day()["rows"]:
            tasks = [task for stop in row["stops"] for task in stop["tasks"]]
            own = [place for place, task in enumerate(tasks) if task["request_id"] == request]
            if own:
                return Place(row["shift_id"], tuple(task["task_id"] for task in tasks[own[-1] + 1 :]))
        raise AssertionError(f"{request} is on no shift")

    def pinned(self) -> set[str]:
        """Return what is held fast."""
        return {key for one in self.day()["day"]["pins"] for key in one["request_ids"]}

    def ahead(self) -> Iterator[tuple[str, str]]:
        """Yield visits that no crew has set out for: the key of their stop, and the request."""
        day, live = self.day(), self.ask("GET", f"/days/{DAY}/live")
        status = {task["task_id"]: task["status"] for shift in live["shifts"] for task in shift["tasks"]}
        for row in day["rows"]:
            for stop in row["stops"]:
                [task, *more] = stop["tasks"]
                if not more and task["kind"] == "visit" and status[task["task_id"]] == "planned":
                    yield f"{row['shift_id']}|{task['task_id']}", task["request_id"]

    def movable(self, *, but: str = "") -> tuple[str, str, dict[str, Any]]:
        """Return a visit that may go to another shift: key of its stop, request, and the first such place."""
        for key, request in self.ahead():
            found = self._places(request)
            others = [one for one in found.get("places", ()) if one["shift_id"] != found["present"]["shift_id"]]
            if others and request != but:
                return key, request, others[0]
        raise AssertionError("nothing can be moved to another shift")

    def stop(self, key: str) -> Locator:
        """Return a stop by its key."""
        return self.page.locator(f'[data-key="{key}"]')

    def of(self, request: str) -> Locator:
        """Return the stop of a visit, wherever it stands."""
        return self.page.locator(f'[data-key$="|{request}:visit"]')

    def at(self, stop: str) -> tuple[float, float]:
        """Bring a stop into sight, and return where on the screen it can be taken."""
        self.stop(stop).focus()
        box = self.stop(stop).locator(".tl-box").bounding_box()
        assert box
        return box["x"] + min(12, box["width"] / 2), box["y"] + 12

    def drag(self, key: str, shift: str) -> None:
        """Take a stop up and hold it over another shift."""
        x, y = self.at(key)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        row = self.page.locator(f'[data-shift="{shift}"]').bounding_box()
        assert row
        self.page.mouse.move(x + 8, row["y"] + 36, steps=5)

    def take_up(self, key: str) -> None:
        """Take a stop up by keyboard."""
        self.stop(key).focus()
        self.page.keyboard.press("m")
        expect(self.bar).to_be_visible()
        expect(self.words).not_to_contain_text("…", timeout=SLOWLY_MS)

    def aim(self, key: str, shift: str) -> None:
        """With a stop of one shift in hand, mean another shift by arrow keys, where it has room."""
        rows = [row["shift_id"] for row in self.day()["rows"]]
        way = rows.index(shift) - rows.index(key.split("|", maxsplit=1)[0])
        for _ in range(abs(way)):
            self.page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")
        expect(self.page.locator(".tl-aim.fits")).to_be_visible()
        expect(self.bar.locator("li").first).not_to_contain_text("…")

    def closed(self, request: str) -> str:
        """Return the first shift that has no room for a request."""
        free = {one["shift_id"] for one in self._places(request)["places"]}
        return next(str(row["shift_id"]) for row in self.day()["rows"] if row["shift_id"] not in free)

    def overridable(self) -> tuple[str, str, str]:
        """Return a visit, its stop's key first, and a shift that has no room for it but may take it for a reason."""
        rows = [row["shift_id"] for row in self.day()["rows"]]
        for key, request in self.ahead():
            for shift in rows:
                wish = {"request_id": request, "shift_id": shift, "at": None}
                effect = self.ask("POST", f"/days/{DAY}/moves/check", wish)
                if not effect["possible"] and effect["accepts"]:
                    return key, request, shift
        raise AssertionError("no rule of the day may be broken for a reason")

    def _places(self, request: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("POST", f"/days/{DAY}/moves/places", {"request_id": request})
        return found


def on_board(visitor: Visitor) -> Board:
    """Open the board, and wait until the day stands on it."""
    opened(visitor)
    return Board(visitor)

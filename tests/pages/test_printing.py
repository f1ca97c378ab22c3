"""Printing a day: what is on the sheets, as a page and as PDF, and what must not be."""

import html
import io

import pytest
from pypdf import PdfReader

from scheduler.domain.accounts import Role
from scheduler.domain.ids import UserId
from scheduler.services.access import Principal
from scheduler.services.printing import CrewDay, crew_day
from tests.api.office_day import DAY, OfficeDay, office_day
from tests.api.world import HOME

PRINT = f"/print/{DAY}"
ANNA = Principal(user_id=UserId("U-anna"), town_id=HOME, role=Role.DISPATCHER)


@pytest.fixture(scope="module")
def day() -> OfficeDay:
    found = office_day()
    found.publish()
    return found


def printed(day: OfficeDay) -> CrewDay:
    office = day.world.office
    with office.store.reading(HOME) as unit:
        return crew_day(unit, DAY, ANNA, office.clock.now())


def letters(text: str) -> str:
    """Return a text without what a line's end changes."""
    return "".join(char for char in text if char.isalpha())


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


@pytest.mark.parametrize("sheets", ["stops", "signatures", "phones"])
def test_a_page_and_its_pdf_name_the_same_people(day: OfficeDay, sheets: str) -> None:
    """Whoever looked before printing would hand out something else than they saw."""
    page, pdf = day.dispatcher.get(f"{PRINT}/{sheets}"), day.dispatcher.get(f"{PRINT}/{sheets}.pdf")
    told = text_of(pdf.content)
    kinds = {"pickup", "visit", "drop"}
    tasks = [t for s in printed(day).itineraries for stop in s.stops for t in stop.tasks if t.kind in kinds]
    names = {name for one in tasks for name in one.clients}

    assert (page.status_code, pdf.status_code, pdf.headers["content-type"]) == (200, 200, "application/pdf")
    assert names
    shown = html.unescape(page.text)
    assert {name for name in names if name not in shown or letters(name) not in letters(told)} == set()


def test_only_whom_a_sheet_names_counts_as_looked_at(day: OfficeDay) -> None:
    """The audit would say of everybody of a day that they were read by whoever printed one shift."""
    whole = printed(day)
    alone = whole.only(whole.itineraries[0].shift_id)

    assert 0 < len(alone.clients) < len(whole.clients)
    assert set(alone.clients) <= set(whole.clients)


@pytest.mark.parametrize("sheets", ["stops", "signatures", "phones"])
def test_one_shift_is_printed_alone(day: OfficeDay, sheets: str) -> None:
    """A crew would drive about with the addresses of everybody."""
    first, *others = printed(day).itineraries
    told = text_of(day.dispatcher.get(f"{PRINT}/{sheets}.pdf?shift={first.shift_id}").content)
    mine = {name for stop in first.stops for task in stop.tasks for name in task.clients}
    theirs = {name for one in others for stop in one.stops for task in stop.tasks for name in task.clients} - mine

    assert theirs
    assert {name for name in theirs if name in told} == set()


def test_a_list_that_goes_from_door_to_door_tells_of_no_service(day: OfficeDay) -> None:
    """Everybody who signs would read that the neighbour above has a physiotherapist."""
    page = day.dispatcher.get(f"{PRINT}/signatures").text.partition("<main")[2]
    with day.world.office.store.reading(HOME) as unit:
        services = {one.name for one in unit.services.all().values()}
    shifts = {one.name for one in printed(day).itineraries}

    assert {word for word in services | shifts if word in page} == set()


def test_what_was_cancelled_since_is_on_no_sheet() -> None:
    """The crew would ring at the door of somebody who is not there, and leave a client without a place unserved."""
    day = office_day()
    day.publish()
    before = printed(day)
    answer = day.dispatcher.post("/api/v1/bookings/cancellation", {"ids": ["R-024"]})
    assert answer.status_code == 200, answer.text
    after = printed(day)
    tasks = {t.request_id for one in after.itineraries for stop in one.stops for t in stop.tasks}

    assert "R-024" in {t.request_id for one in before.itineraries for stop in one.stops for t in stop.tasks}
    assert "R-024" not in tasks
    numbers = {s.shift_id: [stop.number for stop in s.stops] for s in before.itineraries}
    assert all({stop.number for stop in s.stops} <= set(numbers[s.shift_id]) for s in after.itineraries)


def test_a_day_that_is_not_published_has_nothing_to_print() -> None:
    """A crew would set out by a draft that the office goes on changing."""
    day = office_day()
    day.plan()

    assert "nie jest jeszcze opublikowany" in day.dispatcher.get(PRINT).text
    assert day.dispatcher.get(f"{PRINT}/stops.pdf").status_code == 404
    assert day.dispatcher.get(f"{PRINT}/stops?shift=nobody").status_code == 404


@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER, Role.PROVIDER, Role.ADMINISTRATOR])
def test_only_dispatchers_print(day: OfficeDay, role: Role) -> None:
    """Somebody who may not read clients would take all of their addresses home on paper."""
    browser = day.world.browser(role)

    assert {browser.get(path).status_code for path in (PRINT, f"{PRINT}/phones", f"{PRINT}/phones.pdf")} == {403}


def test_who_printed_is_in_the_audit() -> None:
    """Nobody could say later who had the addresses on paper."""
    day = office_day()
    day.publish()
    clients = {f"client:{one}" for one in printed(day).clients}
    day.world.clock.move(minutes=20)
    day.dispatcher.get(f"{PRINT}/phones.pdf")

    looked = {subject for _, action, subject in day.world.audited() if action == "client.read"}
    assert clients <= looked


def test_the_list_of_sheets_names_nobody_but_crews(day: OfficeDay) -> None:
    """A list that stays open on the screen would show the town's clients to whoever passes."""
    text, found = day.dispatcher.get(PRINT).text, printed(day)
    names = {name for one in found.itineraries for stop in one.stops for task in stop.tasks for name in task.clients}

    assert [one.name for one in found.itineraries if one.name not in text] == []
    assert {name for name in names if name in text} == set()


def test_a_date_that_is_typed_leads_to_its_day(day: OfficeDay) -> None:
    """Yesterday's sheets could be found by whoever knows the address alone."""
    assert day.dispatcher("GET", "/print?day=2026-11-24").headers["location"] == "/print/2026-11-24"
    assert day.dispatcher("GET", "/print").headers["location"] == "/print/2026-11-20"

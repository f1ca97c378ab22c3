"""Calendar feeds over HTTP: made, read by whoever has the address, and shut."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from icalendar import Calendar

from scheduler.domain.accounts import Role
from scheduler.domain.ids import PatternId, StaffId
from scheduler.domain.rota import WeeklyPattern
from scheduler.services.rota import pattern_shift_id
from tests.api.office_day import DAY, OfficeDay, office_day
from tests.api.world import BASE, HOME, OTHER, World

FEEDS, OWN = "/api/v1/calendar-feeds", "/api/v1/own-day/calendar-feeds"


@pytest.fixture(scope="module")
def day() -> OfficeDay:
    found = office_day()
    found.publish()
    return found


def made(day: OfficeDay, **wish: str) -> dict[str, Any]:
    answer = day.dispatcher.post(FEEDS, wish or {"staff_id": "P-01"})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def read(world: World, address: str) -> list[Any]:
    """Return the events that a calendar program finds at an address, without signing in."""
    answer = world.nobody().get(address.removeprefix(BASE))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_whoever_has_the_address_reads_the_published_day(day: OfficeDay) -> None:
    """A worker's phone would show an empty day, and the first resident would wait."""
    events = read(day.world, made(day)["address"])
    shown = day.world.browser(Role.WORKER).get(f"/api/v1/itineraries/{DAY}/Z-01").json()
    shift, *stops = sorted(events, key=lambda one: one["TRANSP"] != "TRANSPARENT" if "TRANSP" in one else True)

    assert shift["DTSTART"].dt.isoformat() == "2026-11-23T06:30:00+00:00"
    assert "Fizjoterapia" not in str(shift["SUMMARY"])
    expected = {one["arrival"][11:16] for one in shown["stops"]} | {one["start"][11:16] for one in shown["breaks"]}
    local = {f"{one['DTSTART'].dt.hour + 1:02}:{one['DTSTART'].dt.minute:02}" for one in stops}
    assert local == expected


def test_nothing_in_it_tells_who_is_visited(day: OfficeDay) -> None:
    """A calendar's maker would keep who of the town has a physiotherapist, and when they are at home."""
    text = day.world.nobody().get(made(day)["address"].removeprefix(BASE)).text.casefold()
    with day.world.office.store.reading(HOME) as unit:
        people = [one.name for one in unit.clients.all().values()] + [one.name for one in unit.staff.all().values()]
        streets = [one.address for one in unit.places.all().values() if one.address]
        services = [one.name for one in unit.services.all().values()]
        shifts = [one.name for one in unit.shifts.between(DAY, DAY).values()]
    assert [one for one in (*people, *streets, *services, *shifts) if one.casefold() in text] == []


def test_a_revoked_feed_is_shut_at_once_and_says_nothing(day: OfficeDay) -> None:
    """A phone that was lost with its calendar would be told for ever when who works where."""
    feed, other = made(day), made(day)
    assert day.dispatcher.delete(f"{FEEDS}/{feed['key']}").status_code == 204
    shut = day.world.nobody().get(feed["address"].removeprefix(BASE))
    never = day.world.nobody().get("/calendars/never-made.ics")
    assert (shut.status_code, shut.json()["detail"]) == (never.status_code, never.json()["detail"])
    assert shut.status_code == 404
    assert read(day.world, other["address"])
    assert feed["key"] not in {one["key"] for one in day.dispatcher.get(FEEDS).json()["items"]}
    assert day.dispatcher.delete(f"{FEEDS}/{feed['key']}").status_code == 404


def test_a_program_that_goes_on_asking_for_a_shut_feed_shuts_no_other_one(day: OfficeDay) -> None:
    """One phone that nobody tidied up would end the calendars of all colleagues behind the same address."""
    shut, kept = made(day), made(day)
    assert day.dispatcher.delete(f"{FEEDS}/{shut['key']}").status_code == 204
    answers = {day.world.nobody().get(shut["address"].removeprefix(BASE)).status_code for _ in range(40)}
    assert answers == {404}
    assert read(day.world, kept["address"])
    assert day.dispatcher.delete(f"{FEEDS}/{kept['key']}").status_code == 204


def test_the_secret_is_kept_and_shown_nowhere_else(day: OfficeDay) -> None:
    """Whoever reads the database or the list of feeds would have every worker's calendar."""
    feed = made(day)
    token = feed["address"].rpartition("/")[2].removesuffix(".ics")
    with day.world.office.store.reading(HOME) as unit:
        kept = str(unit.feeds.all()) + str([one.event for one in unit.audit.entries(0, 10_000)])
    assert len(token) >= 43
    assert token not in kept + day.dispatcher.get(FEEDS).text


def test_a_worker_makes_and_shuts_only_their_own(day: OfficeDay) -> None:
    """One worker would shut a colleague's calendar, or read whose there are."""
    worker, foreign = day.world.browser(Role.WORKER), made(day, staff_id="P-05")
    own = worker.post(OWN)
    assert own.status_code == 201
    mine = {one["key"] for one in worker.get(OWN).json()["items"]}
    assert own.json()["key"] in mine
    assert foreign["key"] not in mine
    assert worker.delete(f"{OWN}/{foreign['key']}").status_code == 404
    assert worker.delete(f"{OWN}/{own.json()['key']}").status_code == 204
    assert day.world.nobody().get(own.json()["address"].removeprefix(BASE)).status_code == 404


def test_who_may_not_sign_in_any_more_reads_no_calendar(day: OfficeDay) -> None:
    """Somebody who was dismissed would go on seeing where their colleagues are sent."""
    world, user = day.world, day.world.now(Role.WORKER)
    feed = made(day, staff_id=str(user.staff_id))
    closed = world.office.accounts.users.change(replace(user, active=False))
    assert world.nobody().get(feed["address"].removeprefix(BASE)).status_code == 404
    assert day.dispatcher.post(FEEDS, {"staff_id": str(user.staff_id)}).status_code == 404
    world.office.accounts.users.change(replace(closed, active=True))
    assert read(world, feed["address"])


def test_a_shift_of_the_rota_has_a_feed_whoever_works_it(day: OfficeDay) -> None:
    """The bus's tablet would lose its calendar each time another driver takes over."""
    assert day.dispatcher.post(FEEDS, {"pattern_id": "W-77"}).status_code == 404
    with day.world.office.store.writing(HOME) as unit:
        shift = next(one for one in unit.shifts.between(DAY, DAY).values() if one.id == "Z-02")
        pattern = WeeklyPattern(
            id=PatternId("W-77"), name="Kierowca Jan", weekdays=frozenset({1}), start=time(8), end=time(9),
            valid_from=DAY, staff_ids=shift.staff_ids, start_door=shift.start_door, end_door=shift.end_door,
        )  # fmt: skip
        unit.patterns.put(pattern)
        driver = (StaffId("P-09"),)
        unit.shifts.put(replace(shift, id=pattern_shift_id(pattern.id, DAY), staff_ids=driver))
    feed = made(day, pattern_id="W-77")
    assert len(read(day.world, feed["address"])) == 1
    with day.world.office.store.writing(HOME) as unit:
        unit.patterns.remove(PatternId("W-77"))
    assert day.world.nobody().get(feed["address"].removeprefix(BASE)).status_code == 404


def test_an_unchanged_calendar_is_not_sent_again(day: OfficeDay) -> None:
    """A thousand phones that ask every quarter of an hour would each be sent a month."""
    path = made(day)["address"].removeprefix(BASE)
    first = day.world.nobody().get(path)
    again = day.world.nobody().get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "private, max-age=900"


def test_a_program_may_first_ask_whether_there_is_anything(day: OfficeDay) -> None:
    """Programs that look before they read would say that the calendar is broken."""
    address = made(day)["address"].removeprefix(BASE)
    head, whole = (day.world.nobody()(method, address) for method in ("HEAD", "GET"))

    assert head.status_code == 200
    assert {name: head.headers[name] for name in ("etag", "content-type")} == {
        name: whole.headers[name] for name in ("etag", "content-type")
    }
    assert day.world.nobody()("HEAD", "/calendars/none.ics").status_code == 404


def test_the_office_sees_whose_calendars_are_out_and_not_where(day: OfficeDay) -> None:
    """Nobody would know which address to shut when a phone is lost; or everybody who passes by would have it."""
    told = made(day)
    page = day.dispatcher.get("/rota/calendars").text

    assert f'data-revoke="{told["key"]}"' in page
    with day.world.office.store.reading(HOME) as unit:
        assert unit.staff.get(StaffId("P-01")).name in page
    assert "/calendars/" not in page.replace("/rota/calendars", "")
    for role in set(Role) - {Role.DISPATCHER}:
        assert day.world.browser(role).get("/rota/calendars").status_code == 403


def test_ten_are_enough_and_the_eleventh_is_refused(day: OfficeDay) -> None:
    """A program that makes one at each start would fill the list until nobody finds the one that is lost."""
    answers = [day.dispatcher.post(FEEDS, {"staff_id": "P-09"}) for _ in range(11)]
    assert [one.status_code for one in answers] == [201] * 10 + [409]
    assert "revoke one" in answers[-1].json()["detail"]


@pytest.mark.parametrize("wish", [{}, {"staff_id": "P-01", "pattern_id": "W-01"}, {"staff_id": ""}])
def test_a_wish_for_nobody_or_for_two_is_refused(day: OfficeDay, wish: dict[str, str]) -> None:
    """The feed of somebody else than meant would be handed out."""
    assert day.dispatcher.post(FEEDS, wish).status_code == 422


def test_the_next_towns_worker_gets_no_feed(day: OfficeDay) -> None:
    """One town's office would hand out another one's rota."""
    stranger = day.world.browser(Role.DISPATCHER, OTHER)
    with day.world.office.store.reading(OTHER) as unit:
        here = "P-01" in unit.staff.all()
    assert here or stranger.post(FEEDS, {"staff_id": "P-01"}).status_code == 404
    assert stranger.delete(f"{FEEDS}/{made(day)['key']}").status_code == 404

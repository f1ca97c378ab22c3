"""A client's card, opened by its link: what it shows, what may be done with it, and to whom it is closed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from scheduler.domain.accounts import digest_of
from scheduler.domain.ids import RequestId
from scheduler.domain.request import Ride
from tests.api.office_day import BEFORE, DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import HOME, Asker

LEGS = ("R-017", "R-018", "R-019")
"""There, on to the pharmacy, and home."""
LINKS = f"/api/v1/bookings/{LEGS[0]}/card-links"


@pytest.fixture
def day() -> OfficeDay:
    found = office_day()
    found.plan()
    return found


def made(day: OfficeDay, request_id: str = LEGS[0]) -> dict[str, Any]:
    answer = day.dispatcher.post(f"/api/v1/bookings/{request_id}/card-links")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found | {"path": found["address"].removeprefix("http://127.0.0.1:8000")}


def status(day: OfficeDay) -> list[str]:
    with day.world.office.store.reading(HOME) as unit:
        return [unit.bookings.get(RequestId(one)).status for one in LEGS]


def send(asker: Asker, path: str, *legs: int) -> httpx.Response:
    """Send a form as a browser does from a page that sends no referrer."""
    body = "&".join(f"leg={leg}" for leg in legs)
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "null"}
    return asker("POST", path, content=body, headers=kind)


def test_a_card_shows_the_whole_journey_and_nothing_of_health(day: OfficeDay) -> None:
    """A link that goes astray would tell a stranger who is ill, where they live, and what of."""
    day.publish()
    text = day.world.nobody().get(made(day)["path"]).text
    with day.world.office.store.reading(HOME) as unit:
        bookings = [unit.bookings.get(one) for one in map(RequestId, LEGS)]
        clients = [unit.clients.get(one) for each in bookings for one in each.request.party.client_ids]
        rides = [one.request for one in bookings if isinstance(one.request, Ride)]
        places = [unit.places.get(one.origin.place_id) for one in rides]
        services = [one.name for one in unit.services.all().values()]
        vehicles = [one.name for one in unit.vehicles.all().values()]
    private = {*(one.name for one in clients), *(one.name for one in places), *(one.address for one in places)}
    private |= {*services, *vehicles, *(note for one in clients for note in vars(one.notes).values())}

    assert [one for one in private if one and one in text] == []
    assert text.count('<section class="card">') == 3
    assert "Powrót" in text
    assert "Kto przyjedzie:" in text
    assert "<script" not in text


def test_a_card_is_kept_and_told_nowhere(day: OfficeDay) -> None:
    """A search engine would list it, or the next page that is opened learn its address."""
    answer = day.world.nobody().get(made(day)["path"])
    headers = answer.headers

    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert headers["x-robots-tag"].startswith("noindex")


def test_only_the_digest_of_a_token_is_kept(day: OfficeDay) -> None:
    """Whoever reads a stolen backup could cancel every ride of the town."""
    card = made(day)
    token = card["path"].removeprefix("/k/")
    with day.world.office.store.reading(HOME) as unit:
        (link,) = unit.cards.all().values()
        kept = repr([*unit.cards.all().values(), *unit.audit.entries(0, 10_000), *unit.bookings.all().values()])

    assert len(token) >= 43
    assert link.digest == digest_of(token)
    assert token not in kept
    assert token not in day.dispatcher.get(LINKS).text + day.dispatcher.get(f"/api/v1/bookings/{LEGS[0]}").text


def test_looking_at_links_cancels_nothing(day: OfficeDay) -> None:
    """A messenger's preview of the link would take away the ride to the doctor."""
    path, asker = made(day)["path"], day.world.nobody()
    for below in ("", "/cancel", "/call"):
        assert asker.get(path + below).status_code == 200
    asker("HEAD", f"{path}/cancel")

    assert status(day) == ["held"] * 3
    assert day.dispatcher.get(f"{DAY_PATH}/notices").json()["items"] == []


def test_a_client_cancels_as_the_desk_would(day: OfficeDay) -> None:
    """A bus would come for somebody who has said that they do not need it, and nobody know who said so."""
    card = made(day)
    answer = send(day.world.nobody(), f"{card['path']}/cancel", 1, 2, 3)
    plan = day.dispatcher.get(f"{DAY_PATH}/plans/{day.state.plan}").json()
    digest = digest_of(card["path"].removeprefix("/k/"))[:16]

    assert (answer.status_code, "Odwołane. Dziękujemy" in answer.text) == (200, True)
    assert status(day) == ["cancelled"] * 3
    assert not {t["request_id"] for r in plan["routes"] for s in r["stops"] for t in s["tasks"]} & set(LEGS)
    assert (f"card:{digest}", "booking.cancelled", f"request:{LEGS[0]}") in day.world.audited()
    assert "/cancel" not in answer.text
    again = send(day.world.nobody(), f"{card['path']}/cancel", 1, 2, 3)  # the page is loaded once more
    assert (again.status_code, "Odwołane. Dziękujemy" in again.text) == (200, True)


@pytest.mark.parametrize("legs", [(), (2,), (1, 9), (1,) * 30])
def test_what_the_desk_would_not_cancel_is_refused_calmly(day: OfficeDay, legs: tuple[int, ...]) -> None:
    """A bus would wait at the pharmacy for a client who was never brought there."""
    answer = send(day.world.nobody(), f"{made(day)['path']}/cancel", *legs)

    assert (answer.status_code, "Prosimy zadzwonić do biura" in answer.text) == (409, True)
    assert status(day) == ["held"] * 3


def test_after_the_deadline_the_page_asks_to_phone(day: OfficeDay) -> None:
    """A crew on its way would be sent home by a tap, and nobody at the office know."""
    card = made(day)
    first = day.dispatcher.get(f"/api/v1/bookings/{LEGS[0]}").json()["request"]["windows"][0]["start"]
    day.world.clock.at = datetime.fromisoformat(first).astimezone(UTC) - timedelta(hours=1)
    page = day.world.nobody().get(f"{card['path']}/cancel").text
    assert 'value="1"' not in page
    answer = send(day.world.nobody(), f"{card['path']}/cancel", 1, 2, 3)

    assert answer.status_code == 409
    assert status(day) == ["held"] * 3


def test_a_wish_to_be_phoned_is_on_todays_list_until_somebody_phones(day: OfficeDay) -> None:
    """Somebody would wait by the phone for a call that nobody knows of."""
    path, asker = made(day)["path"], day.world.nobody()
    for _ in range(2):
        assert "Zadzwonimy." in send(asker, f"{path}/call").text
    day.publish()
    today = f"/api/v1/days/{BEFORE.date()}"
    (notice,) = day.dispatcher.get(f"{today}/notices").json()["items"]
    alerts = day.dispatcher.get(f"{today}/alerts").json()["items"]
    (alert,) = [one for one in alerts if one["kind"] == "call_back"]

    assert (notice["kind"], notice["request_id"], notice["outcome"]) == ("call_back", LEGS[0], "to_do")
    assert alert["client_ids"] == [notice["client_id"]]
    done = day.dispatcher.post(f"/api/v1/notices/{notice['id']}/attempts", {"channel": "phone", "outcome": "told"})
    assert done.status_code == 200
    assert "call_back" not in [one["kind"] for one in day.dispatcher.get(f"{today}/alerts").json()["items"]]


def test_a_cancellation_of_what_is_published_is_an_alert(day: OfficeDay) -> None:
    """The crew would drive to a door where nobody waits: nobody at the office has cancelled anything."""
    day.publish()
    send(day.world.nobody(), f"{made(day)['path']}/cancel", 1, 2, 3)
    alerts = day.dispatcher.get(f"{DAY_PATH}/alerts").json()["items"]

    assert {one["request_id"] for one in alerts if one["kind"] == "cancelled"} == set(LEGS)


def test_unknown_revoked_and_old_links_are_answered_alike(day: OfficeDay) -> None:
    """Whoever tries addresses would learn which of them were cards."""
    card, asker = made(day), day.world.nobody()
    unknown = asker.get(f"/k/{'A' * 43}")
    day.dispatcher.delete(LINKS)
    revoked = asker.get(card["path"])
    again = made(day)
    assert asker.get(again["path"]).status_code == 200
    day.world.clock.at = datetime(DAY.year, DAY.month, DAY.day + 1, 22, tzinfo=UTC)
    late = asker.get(again["path"])

    assert {one.status_code for one in (unknown, revoked, late)} == {404}
    bodies = {one.text.replace(path, "") for one, path in
              ((unknown, f"/k/{'A' * 43}"), (revoked, card["path"]), (late, again["path"]))}  # fmt: skip
    assert len({body.split("<main")[1] for body in bodies}) == 1


def test_whoever_tries_addresses_is_slowed_down_and_nobody_elses_sign_in_is(day: OfficeDay) -> None:
    """A program could try addresses all night, or lock an office out that stands behind the same one."""
    asker, card = Asker(day.world.app, address="198.51.100.7"), made(day)
    answers = [asker.get(f"/k/{number}").status_code for number in range(31)]

    assert answers[:30] == [404] * 30
    assert 429 in {answers[30], asker.get("/k/once-more").status_code}
    assert day.world.nobody().get(card["path"]).status_code == 200
    body = {"sign_in": "nobody", "password": "wrong"}
    origin = {"Origin": "http://127.0.0.1:8000"}
    assert asker.post("/api/v1/session", body, headers=origin).status_code == 401


def test_the_code_finds_the_booking_and_stays_the_same(day: OfficeDay) -> None:
    """Whoever reads the code of an older card on the phone would not be found."""
    first, other = made(day), made(day, LEGS[2])
    found = day.dispatcher.get(f"/api/v1/card-codes/{first['code'].lower().replace('-', ' ')}")

    assert first["code"] == other["code"]
    assert [one["id"] for one in found.json()["items"]] == list(LEGS)
    assert day.dispatcher.get("/api/v1/card-codes/ZZZ-ZZZ").status_code == 404
    assert len(day.dispatcher.get(LINKS).json()["items"]) == 2

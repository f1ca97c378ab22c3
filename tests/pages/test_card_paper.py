"""A client's card on paper: what is printed, the code that is typed, and what a look at it may not do."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from api.pictures import qr_picture
from scheduler.domain.accounts import Role, digest_of
from scheduler.domain.ids import RequestId
from tests.api.office_day import OfficeDay, office_day
from tests.api.world import HOME, Asker

PAGE = "/bookings/R-017/card"
LINKS = "/api/v1/bookings/R-017/card-links"
"""Of a journey of three legs."""


@pytest.fixture
def day() -> OfficeDay:
    found = office_day()
    found.publish()
    return found


def made(day: OfficeDay) -> dict[str, Any]:
    answer = day.dispatcher.post(f"{LINKS}?paper=true")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found | {"path": found["address"].removeprefix("http://127.0.0.1:8000")}


def typed(asker: Asker, code: str) -> Any:
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "null"}
    return asker("POST", "/k/", content=f"code={code.replace(' ', '+')}", headers=kind)


def pdf_of(day: OfficeDay, path: str) -> PdfReader:
    answer = day.world.nobody().get(f"{path}/card.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"][:7]) == ("no-store", "noindex")
    return PdfReader(io.BytesIO(answer.content))


def test_a_look_at_the_page_makes_no_link(day: OfficeDay) -> None:
    """Every glance at a booking would leave another key to it lying about."""
    page = day.dispatcher.get(PAGE)

    assert (page.status_code, page.text.count("<section>")) == (200, 3)
    assert day.dispatcher.get(LINKS).json()["items"] == []


def test_a_journey_is_one_page_of_paper(day: OfficeDay) -> None:
    """Of a card on two pages the client would keep the one without the way home."""
    card = made(day)
    pdf = pdf_of(day, card["path"])
    text = " ".join(pdf.pages[0].extract_text().split())

    assert len(pdf.pages) == 1
    assert text.count("Powrót") == 2
    assert {"Przejazd", card["typed"], "127.0.0.1:8000/k"} - {one for one in
            ("Przejazd", card["typed"], "127.0.0.1:8000/k") if one in text} == set()  # fmt: skip
    assert card["picture"] == qr_picture(card["address"])


def test_nothing_of_health_is_on_paper(day: OfficeDay) -> None:
    """A card on the kitchen table would tell every visitor what somebody is treated for."""
    told = day.dispatcher.get(PAGE).text + pdf_of(day, made(day)["path"]).pages[0].extract_text()
    with day.world.office.store.reading(HOME) as unit:
        booking = unit.bookings.get(RequestId("R-017"))
        clients = [unit.clients.get(one) for one in booking.request.party.client_ids]
        names = {one.name for one in clients} | {one.name for one in unit.services.all().values()}
        names |= {one.name for one in unit.vehicles.all().values()}
        places = unit.places.all().values()
    private = names | {one.address for one in places} | {note for one in clients for note in vars(one.notes).values()}

    assert {one for one in private if one and one in told} == set()


@pytest.mark.parametrize("spelt", ["{}", "{lower}", " {spaced} "])
def test_the_code_on_paper_opens_the_card_however_it_is_typed(day: OfficeDay, spelt: str) -> None:
    """Somebody of eighty would type it three times, and then miss the bus that they could not cancel."""
    card, asker = made(day), day.world.nobody()
    code = card["typed"]
    answer = typed(asker, spelt.format(code, lower=code.lower(), spaced=code.replace("-", " ")))

    assert (answer.status_code, answer.headers["location"]) == (303, card["path"])
    assert "Przejazd" in asker.get(card["path"]).text
    assert "Przejazd" in asker.get(f"/k/{code.lower()}").text


@pytest.mark.parametrize("code", ["", "K7Q-M2T", "K7QM-2T9R-XW4P-2", "ąćęł-ąćęł-ąćęł", "a&code=b&code=c&code=d&code=e"])
def test_a_code_that_can_be_none_is_said_to_be_wrong(day: OfficeDay, code: str) -> None:
    """Whoever leaves out a letter would be told that their card is no more."""
    answer = typed(day.world.nobody(), code)

    assert (answer.status_code, "Kod ma 12 liter" in answer.text) == (422, True)


def test_whoever_tries_codes_is_slowed_down(day: OfficeDay) -> None:
    """A program could try codes until it finds somebody's ride, and cancel it."""
    asker, path = Asker(day.world.app, address="198.51.100.9"), made(day)["path"]
    answers = [asker.get(f"/k/{number:012d}{'/card.pdf' * (number % 2)}").status_code for number in range(32)]

    assert answers[:30] == [404] * 30
    assert answers[31] == 429
    assert day.world.nobody().get(path).status_code == 200


def test_the_code_on_paper_finds_the_booking_at_the_desk_and_is_kept_nowhere(day: OfficeDay) -> None:
    """Whoever reads it out on the phone would not be found; or a stolen backup would open every card."""
    card = made(day)
    plain = card["typed"].replace("-", "")
    with day.world.office.store.reading(HOME) as unit:
        (link,) = unit.cards.all().values()
        kept = repr([link, *unit.audit.entries(0, 10_000)])
    found = day.dispatcher.get(f"/api/v1/card-codes/{card['typed'].lower()}").json()["items"]

    assert [one["id"] for one in found] == ["R-017", "R-018", "R-019"]
    assert (link.digest, plain in kept) == (digest_of(plain), False)
    assert len(set(plain)) > 1
    assert len(plain) == 12


def test_what_has_ended_has_no_card(day: OfficeDay) -> None:
    """A card would be handed out for a ride that nobody drives."""
    day.dispatcher.post("/api/v1/bookings/cancellation", {"ids": ["R-017", "R-018", "R-019"]})
    page = day.dispatcher.get(PAGE)

    assert (page.status_code, "Karty nie da się wydrukować" in page.text) == (200, True)
    assert "data-act" not in page.text
    assert day.dispatcher.get("/bookings/R-nobody/card").status_code == 404


@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER, Role.PROVIDER, Role.ADMINISTRATOR])
def test_only_dispatchers_print_cards(day: OfficeDay, role: Role) -> None:
    """A driver could make keys to the bookings of strangers."""
    assert day.world.browser(role).get(PAGE).status_code == 403

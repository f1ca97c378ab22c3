"""An office's own workbook over HTTP: looked into, examined row by row, brought in whole or not at all."""

from dataclasses import replace
from typing import Any

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.client import Mobility
from scheduler.domain.ids import ClientId, ServiceId
from scheduler.domain.place import GeoPoint
from scheduler.domain.request import Ride
from scheduler.services.importing.words import MARK
from tests.api.world import HOME, Asker, World, stamps
from tests.workbooks import BOOKINGS, CLIENTS, Rows, book, sent

IMPORTS = "/api/v1/imports"


@pytest.fixture
def dispatcher(world: World) -> Asker:
    return world.browser(Role.DISPATCHER)


def read(asker: Asker, content: bytes, **more: Any) -> dict[str, Any]:
    answer = asker.post(f"{IMPORTS}/reading", {**sent(content), **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def asked(asker: Asker, rows: Rows, **more: Any) -> tuple[str, dict[str, Any]]:
    """Return what a sheet lists, and what of it is to be brought in as the office guesses it."""
    content = book(("Wykaz", rows))
    found = read(asker, content)
    return found["kind"], {**sent(content), "header_row": found["header_row"], "columns": found["suggested"], **more}


def checked(asker: Asker, rows: Rows, **more: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    kind, body = asked(asker, rows, **more)
    answer = asker.post(f"{IMPORTS}/{kind}/check", body)
    assert answer.status_code == 200, answer.text
    return kind, body, answer.json()


def kept(asker: Asker, rows: Rows, *, good_only: bool = False, **more: Any) -> Any:
    kind, body, found = checked(asker, rows, **more)
    return asker.post(f"{IMPORTS}/{kind}", {**body, "seen": found["seen"], "good_only": good_only})


def statuses(found: dict[str, Any]) -> dict[int, str]:
    return {one["row"]: one["status"] for one in found["rows"]}


def clients(world: World) -> dict[str, Any]:
    with world.office.store.reading(HOME) as unit:
        return {one.name: one for one in unit.clients.all().values()}


def test_a_list_of_clients_is_understood_as_it_is(dispatcher: Asker) -> None:
    """An office would have to type its register anew, or bend its workbook into ours."""
    found = read(dispatcher, book(("Notatki", [("zapytać",)]), ("Podopieczni", CLIENTS)), sheet=1)

    assert [one["name"] for one in found["sheets"]] == ["Notatki", "Podopieczni"]
    assert (found["kind"], found["header_row"], found["remembered"]) == ("clients", 3, False)
    assert found["suggested"] == {
        "name_turned": 2, "address": 3, "district": 4, "phone": 5, "birth": 6, "mobility": 7, "floor": 8,
        "contact_name": 9, "contact_phone": 10, "office_note": 11,
    }  # fmt: skip


def test_every_bad_cell_is_named_with_its_way_out(world: World, dispatcher: Asker) -> None:
    """Somebody would search a list of two thousand people for a mistake nobody describes."""
    before = stamps(world)
    _, _, found = checked(dispatcher, CLIENTS)
    bad = next(one for one in found["rows"] if one["status"] == "bad")

    assert statuses(found) == {4: "new", 5: "new", 6: "new", 7: "bad"}
    assert (bad["row"], bad["called"]) == (7, "Ewa Zięba")
    assert {(one["column"], one["code"]) for one in bad["troubles"]} == {
        (3, "no_house"), (4, "district"), (5, "phone"), (6, "birth"), (7, "mobility"), (8, "whole"), (11, "formula"),
    }  # fmt: skip
    for one in bad["troubles"]:
        assert one["value"]
        assert all(one[part][lang] for part in ("wrong", "right") for lang in ("pl", "en"))
    assert stamps(world) == before


def test_bad_rows_keep_everything_out_unless_they_are_left_out(world: World, dispatcher: Asker) -> None:
    """Half a register would be in, and nobody know which half."""
    before = stamps(world)
    refused = kept(dispatcher, CLIENTS)
    assert (refused.status_code, refused.json()["refusals"][0]["code"]) == (409, "file_bad_rows")
    assert stamps(world) == before

    done = kept(dispatcher, CLIENTS, good_only=True).json()
    assert (done["added"], done["bad"], done["unplaced"]) == (3, 1, 1)
    known = clients(world)["Stanisława Nowak-Wójcik"]
    assert (known.phone, known.birth_year, known.mobility) == ("600 700 800", 1941, Mobility.WHEELCHAIR)
    assert (known.wheelchair is not None, known.access.floor, known.notes.office) == (True, 0, "dzwonić domofonem")
    assert [(one.name, one.phone) for one in known.contacts] == [("Anna Nowak", "600 111 222")]
    assert clients(world)["Janina Kot"].birth_year == 1941
    assert "Ewa Zięba" not in clients(world)


def test_the_same_workbook_twice_changes_nothing(world: World, dispatcher: Asker) -> None:
    """Everybody would be in the register twice, and two buses come for one person."""
    kept(dispatcher, CLIENTS, good_only=True)
    before, audited = len(clients(world)), len(world.audited())
    _, _, found = checked(dispatcher, CLIENTS)
    assert statuses(found) == {4: "same", 5: "same", 6: "same", 7: "bad"}
    done = kept(dispatcher, CLIENTS, good_only=True).json()

    assert (done["added"], done["changed"], done["same"]) == (0, 0, 3)
    assert len(clients(world)) == before
    assert {action for _, action, _ in world.audited()[audited:]} <= {"client.read", "clients.listed"}


def test_columns_are_remembered_by_what_stands_above_them(dispatcher: Asker) -> None:
    """An office would explain its own words anew every month."""
    rows = [("Kto to", "Gdzie mieszka", "Telefon", "Lp."), ("Jan Kot", "Długa 5", "600 100 200", "1")]
    content = book(("Wykaz", rows))
    body = {**sent(content), "header_row": 1, "columns": {"name": 1, "address": 2}}
    assert read(dispatcher, content)["suggested"] == {"phone": 3}
    seen = dispatcher.post(f"{IMPORTS}/clients/check", body).json()["seen"]
    assert dispatcher.post(f"{IMPORTS}/clients", {**body, "seen": seen}).status_code == 200

    turned = book(("Nowy", [("Gdzie  mieszka:", "TELEFON", "kto to")]), ("x", [("a",)]))
    found = read(dispatcher, turned)
    assert (found["remembered"], found["suggested"]) == (True, {"address": 1, "name": 3})


def test_who_is_there_already_is_changed_in_what_the_list_says(world: World, dispatcher: Asker) -> None:
    """A new telephone number would not arrive, or an empty cell wipe out what the office knows."""
    head = ("Nr klienta", "Imię i nazwisko", "Adres", "Telefon", "Uwagi")
    before = clients(world)["Wiktoria O'Łódź-Świętochowska"]
    home = dispatcher.get(f"/api/v1/places/{before.home}").json()["address"]
    rows = [head, ("K-02", "O'Łódź-Świętochowska Wiktoria", home, "41 274 99 88", "")]
    _, _, found = checked(dispatcher, rows)
    assert [(one["status"], one["changes"]) for one in found["rows"]] == [("changed", ["phone"])]
    assert kept(dispatcher, rows).json()["changed"] == 1
    after = clients(world)["Wiktoria O'Łódź-Świętochowska"]

    assert (after.phone, after.notes, after.home) == ("41 274 99 88", before.notes, before.home)
    assert ("client.changed", "client:K-02") in {one[1:] for one in world.audited()}


def test_somebody_elses_number_is_no_change_of_name(dispatcher: Asker) -> None:
    """A slip of one digit would overwrite another person's address."""
    rows = [("Nr klienta", "Klient", "Adres"), ("K-01", "Jan Kot", "Długa 5"), ("K-01", "Róża O'Łódź", "Długa 6")]
    _, _, found = checked(dispatcher, rows)

    assert [one["code"] for one in found["rows"][0]["troubles"]] == ["number_of_other"]
    assert [one["code"] for one in found["rows"][1]["troubles"]] == ["repeated"]


def test_a_namesake_is_said_and_the_same_row_is_refused_once(dispatcher: Asker) -> None:
    """Two people would become one, or one become two."""
    rows = [
        ("Klient", "Adres", "Telefon"), ("Róża O'Łódź", "Daleka 77", "600 900 100"), ("Jan Kot", "Długa 5", ""),
        ("Kot Jan", "ul. Długa 5", ""),
    ]  # fmt: skip
    _, _, found = checked(dispatcher, rows)

    assert statuses(found) == {2: "new", 3: "new", 4: "bad"}
    assert "w kartotece jest już ktoś" in found["rows"][0]["notes"][0]["pl"].casefold()
    assert found["rows"][2]["troubles"][0]["wrong"]["pl"] == "To samo jest już w wierszu 3."


def test_a_missing_telephone_makes_nobody_another_person(dispatcher: Asker) -> None:
    """One resident would be two clients; or father and son, of one name and one flat, only one."""
    phones = ("600 900 100", "600 900 200", "", "+48 600 900 100")
    rows = [("Klient", "Adres", "Telefon"), *(("Jan Kot", "Długa 5", phone) for phone in phones)]
    _, _, found = checked(dispatcher, rows)

    assert statuses(found) == {2: "new", 3: "new", 4: "bad", 5: "bad"}
    assert [one["troubles"][0]["code"] for one in found["rows"][2:]] == ["repeated"] * 2


def test_two_rows_about_one_client_do_not_undo_each_other(world: World, dispatcher: Asker) -> None:
    """The telephone number of one row would be lost to the note of the next, and both rows said to be in."""
    head = ("Nr klienta", "Imię i nazwisko", "Adres", "Telefon", "Uwagi")
    name = "Wiktoria O'Łódź-Świętochowska"
    home = dispatcher.get(f"/api/v1/places/{clients(world)[name].home}").json()["address"]
    rows = [head, ("K-02", name, home, "41 274 99 88", ""), ("", name, home, "", "pies")]
    _, _, found = checked(dispatcher, rows)

    assert statuses(found) == {2: "changed", 3: "bad"}
    assert [one["code"] for one in found["rows"][1]["troubles"]] == ["repeated"]


def test_an_address_that_nobody_knows_is_marked_until_it_is_put(world: World, dispatcher: Asker) -> None:
    """A driver would look for a house in the middle of a district, and not know that nobody has ever looked it up."""
    _, _, found = checked(dispatcher, CLIENTS)
    lost = [one for one in found["rows"] if one["unplaced"]]
    assert [(one["row"], one["unplaced"]) for one in lost] == [(5, "Zapomniana 9 m. 2"), (6, "Zapomniana 9 m. 2")]
    kept(dispatcher, CLIENTS, good_only=True)
    jan, janina = clients(world)["Jan Kot"], clients(world)["Janina Kot"]
    assert jan.home == janina.home
    with world.office.store.reading(HOME) as unit:
        place = unit.places.get(jan.home)
        district = unit.districts.get(place.district_id) if place.district_id else None
    assert district is not None
    assert (district.name, place.entrances[0].note, place.public) == ("Łazy", MARK, False)

    put = {"lat": 51.05, "lon": 21.04}
    _, _, again = checked(dispatcher, CLIENTS, points={"5": put})
    assert [(one["row"], one["changes"]) for one in again["rows"] if one["changes"]] == [(5, ["point"])]
    assert kept(dispatcher, CLIENTS, good_only=True, points={"5": put}).json()["changed"] == 1
    with world.office.store.reading(HOME) as unit:
        door = unit.places.get(jan.home).entrances[0]
    assert (door.point, door.note) == (GeoPoint(lat=51.05, lon=21.04), "")


def test_what_was_agreed_upon_becomes_bookings_with_a_place(world: World, dispatcher: Asker) -> None:
    """What the office has promised on paper would be in no plan."""
    kind, _, found = checked(dispatcher, BOOKINGS)
    assert kind == "bookings"
    assert statuses(found) == {2: "new", 3: "new", 4: "new", 5: "bad"}
    assert {one["code"] for one in found["rows"][3]["troubles"]} == {"no_client", "service", "no_such_day", "time"}
    assert (found["rows"][1]["said"]["day"], found["rows"][1]["said"]["time"]) == ("26.11.2026", "11:30–12:00")
    before = stamps(world)
    assert kept(dispatcher, BOOKINGS).status_code == 409
    assert stamps(world) == before

    done = kept(dispatcher, BOOKINGS, good_only=True).json()
    assert (done["added"], done["days"]) == (3, ["2026-11-26", "2026-11-27"])
    with world.office.store.reading(HOME) as unit:
        made = [one for one in unit.bookings.of_client(ClientId("K-03")).values() if one.id.startswith("I-")]
        rides = [one.request for one in made if isinstance(one.request, Ride)]
        assert unit.days.get(rides[0].day).version > 0
    assert [one.destination.place_id for one in rides] == ["przychodnia"]
    assert {one.promise for one in made} == {None}
    assert [one.held for one in made] == [True, True]


def test_whose_bookings_were_examined_is_written_down(world: World, dispatcher: Asker) -> None:
    """Who is a client, and what of, could be found out by lists of names, and nobody would ever know."""
    checked(dispatcher, BOOKINGS)

    assert ("client.read", "client:K-03") in {one[1:] for one in world.audited()}


def test_names_are_told_to_who_may_read_them(world: World, dispatcher: Asker) -> None:
    """A program that only books could ask number by number what the office's clients are called."""
    kind, body = asked(dispatcher, BOOKINGS)
    unnamed, named = (
        world.machine("bookings.write", *more).post(f"{IMPORTS}/{kind}/check", body).json()["rows"]
        for more in ((), ("clients.read",))
    )
    assert {one["called"] for one in unnamed} == {""}
    assert all(one["called"] for one in named)


def test_the_same_bookings_twice_change_nothing(world: World, dispatcher: Asker) -> None:
    """Two buses would be sent for one visit to the doctor."""
    kept(dispatcher, BOOKINGS, good_only=True)
    with world.office.store.reading(HOME) as unit:
        before = len(unit.bookings.all())
    _, _, found = checked(dispatcher, BOOKINGS)
    assert statuses(found) == {2: "same", 3: "same", 4: "same", 5: "bad"}
    assert kept(dispatcher, BOOKINGS, good_only=True).json()["added"] == 0
    with world.office.store.reading(HOME) as unit:
        assert len(unit.bookings.all()) == before


def test_what_cannot_be_any_more_is_said(dispatcher: Asker) -> None:
    """A visit of last week, or of next year, would be promised by a list."""
    head = ("Klient", "Usługa", "Data", "Godzina", "Dokąd")
    name, ride = "Eugeniusz Źródlański", "Bus seniora"
    rows = [
        head, (name, "fizjoterapia", "20.11.2026", "9.30"), (name, "fizjoterapia", "20.11.2027", "9.30"),
        (name, ride, "26.11.2026", "9.30"), (name, ride, "26.11.2026", "9.30", "Nigdzie 5"),
        (name, "Obiad", "26.11.2026", "12"), ("O'Łódź", "fizjoterapia", "26.11.2026", "9"),
    ]  # fmt: skip
    _, _, found = checked(dispatcher, rows)

    assert [[one["code"] for one in row["troubles"]] for row in found["rows"]] == [
        ["past"], ["far"], ["no_destination"], ["place"], ["no_source"], ["no_client"],
    ]  # fmt: skip


def test_one_visit_that_is_written_twice_is_one(dispatcher: Asker) -> None:
    """A slip of the hand in a list would send two crews to one door."""
    row = ("Eugeniusz Źródlański", "fizjoterapia", "26.11.2026", "9.30")
    _, _, found = checked(dispatcher, [("Klient", "Usługa", "Data", "Godzina"), row, (*row[:3], "9:30")])

    assert statuses(found) == {2: "new", 3: "bad"}
    assert [one["code"] for one in found["rows"][1]["troubles"]] == ["repeated"]


def test_what_is_out_of_use_is_not_brought_in_anew(world: World, dispatcher: Asker) -> None:
    """A list would promise what nobody gives any more; or what was promised before be called a mistake."""
    head = ("Klient", "Usługa", "Data", "Godzina")
    row = ("Eugeniusz Źródlański", "fizjoterapia", "26.11.2026", "9.30")
    assert kept(dispatcher, [head, row]).status_code == 200
    with world.office.store.writing(HOME) as unit:
        unit.services.put(replace(unit.services.get(ServiceId("fizjoterapia")), offered=False))
    _, _, found = checked(dispatcher, [head, row, (*row[:3], "13.00")])

    assert statuses(found) == {2: "same", 3: "bad"}
    assert [one["code"] for one in found["rows"][1]["troubles"]] == ["service"]


def test_what_was_not_seen_is_not_brought_in(world: World, dispatcher: Asker) -> None:
    """Somebody else has brought the list in meanwhile, and everybody on it would be there twice."""
    rows = [("Klient", "Adres", "Telefon"), ("Jan Kot", "Długa 5", "600 100 200")]
    kind, body, found = checked(dispatcher, rows)
    assert kept(dispatcher, rows).status_code == 200
    late = dispatcher.post(f"{IMPORTS}/{kind}", {**body, "seen": found["seen"]})

    assert (late.status_code, late.json()["refusals"][0]["code"]) == (409, "file_changed")
    assert sum(one.name == "Jan Kot" for one in clients(world).values()) == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"columns": {"colour": 1}}, 422), ({"columns": {"name": 0}}, 422), ({"sheet": 7}, 409),
        ({"content": "%%%"}, 422), ({"content": ""}, 409), ({"header_row": 9}, 409),
        ({"points": {"x": {"lat": 1, "lon": 1}}}, 422),
        ({"points": {"4": {"lat": 91, "lon": 1}}}, 422),
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(dispatcher: Asker, wrong: dict[str, Any], status: int) -> None:
    """A program would believe that its list is in."""
    _, body = asked(dispatcher, CLIENTS)

    assert dispatcher.post(f"{IMPORTS}/clients/check", {**body, **wrong}).status_code == status


def test_missing_columns_are_named(dispatcher: Asker) -> None:
    """Every row would be wrong for one reason that nobody says."""
    _, body = asked(dispatcher, CLIENTS)
    found = dispatcher.post(f"{IMPORTS}/clients/check", {**body, "columns": {"name": 2}}).json()

    assert (found["missing"], found["rows"]) == ([["address", "street"]], [])


def test_a_workbook_may_be_larger_than_other_questions(world: World, dispatcher: Asker) -> None:
    """A town's register would be too large, or a flood be let through everywhere."""
    padded = ("Klient;Adres\nJan Kot;Długa 5\n" + ";" * 1_500_000).encode()
    assert dispatcher.post(f"{IMPORTS}/reading", sent(padded)).status_code in {200, 409}
    assert dispatcher.post("/api/v1/clients", {"name": "x" * 1_500_000}).status_code == 413
    assert dispatcher.post(f"{IMPORTS}/reading", {"name": "x", "content": "A" * 7_000_000}).status_code == 413

"""What a study hands to other computers."""

import pickle
from dataclasses import replace

from fixtures.builder import TownBuilder
from fixtures.demo.index import build_town
from scheduler.domain.client import Access, Contact, Notes
from scheduler.domain.ids import ClientId
from scheduler.domain.place import Door, Entrance, GeoPoint
from scheduler.simulation.studies.nameless import Nameless
from tests.simulation.studies.plays import a_task


def test_no_name_leaves_the_office_with_a_task() -> None:
    """Whoever looks into a computer of the cluster would read who is ill, and where they live."""
    town = build_town("starachowice")
    homes = {one.home for one in town.clients.values()}
    told = {text for one in town.clients.values() for text in (one.name, one.phone)}
    told |= {text for one in town.staff.values() for text in (one.name, one.phone)}
    told |= {text for one in homes for text in (town.places[one].name, town.places[one].address)}
    told -= {text for one in town.places.values() if one.id not in homes for text in (one.name, one.address)}
    task = a_task(town=replace(town, note="Klucz u p. Nowak"))
    nameless = Nameless()

    def found(content: bytes) -> set[str]:
        return {text for text in {*told, "Klucz u p. Nowak"} if text and text.encode() in content}

    assert len(found(pickle.dumps(task))) > len(town.clients)
    assert found(pickle.dumps(nameless(task))) == set()
    assert nameless(task).town is nameless(task).town


def test_what_a_door_is_called_stays_in_the_office_and_its_point_goes() -> None:
    """A door is called after who lives behind it ("klatka p. Nowak"), and another door would be another way."""
    point = GeoPoint(lat=51.01, lon=21.01)
    front, back = Entrance(name="od ulicy Kowalskiej", point=point), Entrance(name="Wejscie p. Nowak", point=point)
    back = replace(back, point=GeoPoint(lat=51.02, lon=21.02))
    town = TownBuilder().add_client("K-1").add_bus().add_staff().add_shift("07:00-15:00").build()
    home = town.clients[ClientId("K-1")].home
    door = Door(place_id=home, entrance=back.name)
    shift = town.shifts[0]
    said = "p. Nowak"
    town = replace(
        town,
        places={**town.places, home: replace(town.places[home], phone=said, entrances=(front, back))},
        clients={
            one: replace(
                client,
                home_entrance=back.name,
                email=said,
                notes=Notes(driver=said, worker=said, office=said),
                contacts=(Contact(name=said, phone=said, relation=said),),
                access=Access(door_code=said),
            )
            for one, client in town.clients.items()
        },
        shifts=(replace(shift, name=said, start_door=door),),
    )
    assert b"p. Nowak" in pickle.dumps(a_task(town=town))
    gone = Nameless()(a_task(town=town)).town
    assert not [text for text in (b"Nowak", b"Kowalsk") if text in pickle.dumps(gone)]
    assert gone.entrance(gone.shifts[0].start_door).point == back.point
    assert gone.places[home].entrance(gone.clients[ClientId("K-1")].home_entrance).point == back.point
    assert gone.entrance(gone.shifts[0].end_door).point == town.entrance(shift.end_door).point

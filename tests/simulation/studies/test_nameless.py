"""What a study hands to other computers."""

import pickle
from dataclasses import replace

from fixtures.demo.index import build_town
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

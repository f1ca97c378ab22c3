"""Places over HTTP: found by a few letters, page by page, no name in an address."""

import base64
import json
from typing import Any

import pytest

from scheduler.domain.accounts import Role
from tests.api.world import HOME, Asker, World

PLACES = "/api/v1/places"


@pytest.fixture
def dispatcher(world: World) -> Asker:
    return world.browser(Role.DISPATCHER)


def page(dispatcher: Asker, cursor: str | None = None) -> Any:
    return dispatcher.get(PLACES, params={"limit": 7} | ({"cursor": cursor} if cursor else {})).json()


def found(dispatcher: Asker, text: str, limit: int = 20) -> list[str]:
    answer = dispatcher.post(f"{PLACES}/search", {"text": text, "limit": limit})
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


def test_a_place_is_found_by_the_beginnings_of_its_name(dispatcher: Asker) -> None:
    """A dispatcher would not find the surgery that somebody on the line names."""
    for name in ("Żłobek przy Łące", "Przychodnia Łąkowa", "Apteka"):
        door = {"lat": 51, "lon": 21.07}
        made = dispatcher.post(PLACES, {"name": name, "address": "ul. Radomska 70", "entrances": [door]})
        assert made.status_code == 201, made.text

    assert found(dispatcher, "lak przych") == ["Przychodnia Łąkowa"]
    assert found(dispatcher, "ŁĄC PRZ") == ["Żłobek przy Łące"]
    assert found(dispatcher, "kowa") == []
    assert found(dispatcher, "p", limit=1) == found(dispatcher, "p")[:1] != found(dispatcher, "p")


def test_pages_hold_every_place_once_and_their_cursors_no_name(world: World, dispatcher: Asker) -> None:
    """A home would be missing in the list, or stand with its resident's name in a proxy's log."""
    seen, cursor = [], None
    while True:
        some = page(dispatcher, cursor)
        seen += [one["id"] for one in some["items"]]
        cursor = some["next"]
        if cursor is None:
            break
        key, stamp = json.loads(base64.urlsafe_b64decode(cursor + "=="))
        assert (key, stamp.isdecimal()) == (seen[-1], True)
    with world.office.store.reading(HOME) as unit:
        assert sorted(seen) == sorted(unit.places.all())
    assert len(seen) > 7


def test_the_list_begins_again_when_its_place_was_changed(dispatcher: Asker) -> None:
    """Of the homes some would be missing, since the last of a page has another name meanwhile."""
    some = page(dispatcher)
    path = f"{PLACES}/{some['items'][-1]['id']}"
    known = dispatcher.get(path)
    body = {**known.json(), "name": "Żżż"}
    del body["id"]
    assert dispatcher.put(path, body, headers={"If-Match": known.headers["etag"]}).status_code == 200
    refused = dispatcher.get(PLACES, params={"cursor": some["next"]})

    assert refused.status_code == 422
    assert "begin the list again" in refused.text

"""Names and notes with characters that nobody sees, sent to the service."""

from typing import Any

import pytest

from scheduler.domain.accounts import Role
from tests.api.world import PASSWORD, World, stamps

CLIENT: dict[str, Any] = {"name": "Helena Maj", "home": "dom-K-01"}
PLACE: dict[str, Any] = {"name": "X", "address": "Y", "entrances": [{"lat": 51.0, "lon": 21.0}]}
PLANTED = ("\u202e", "\u2066", "\u200b", "\u0378", "\x07", "\x1b")


def body(role: Role, text: str) -> dict[str, Any]:
    return {"sign_in": "anna", "name": text, "role": role, "password": PASSWORD}


@pytest.mark.parametrize("char", PLANTED, ids=[f"U+{ord(char):04X}" for char in PLANTED])
def test_nothing_invisible_is_kept(world: World, char: str) -> None:
    """A planted name would be shown as another one's on every screen and sheet."""
    dispatcher, admin, before = world.browser(Role.DISPATCHER), world.browser(Role.ADMINISTRATOR), stamps(world)
    text = f"Hel{char}ena"
    answers = [
        dispatcher.post("/api/v1/clients", {**CLIENT, "name": text}),
        dispatcher.post("/api/v1/clients", {**CLIENT, "notes": {"driver": text}}),
        dispatcher.post("/api/v1/clients", {**CLIENT, "contacts": [{"name": text, "phone": "1"}]}),
        dispatcher.post("/api/v1/places", {**PLACE, "address": text}),
        admin.post("/api/v1/users", body(Role.DISPATCHER, text)),
        admin.post("/api/v1/users", {**body(Role.DISPATCHER, "Anna"), "sign_in": f"an{char}na"}),
        admin.post("/api/v1/tokens", {"name": text, "scopes": ["town.read"], "days": 1}),
    ]

    assert [answer.status_code for answer in answers] == [422] * len(answers)
    assert all(f"U+{ord(char):04X}" in answer.text for answer in answers)
    assert stamps(world) == before


def test_what_looks_alike_is_alike(world: World) -> None:
    """Somebody typed in on a Mac would not be found on any other computer."""
    dispatcher = world.browser(Role.DISPATCHER)
    answer = dispatcher.post("/api/v1/clients", {**CLIENT, "name": "Z\u0307o\u0301ł\u0107 O'Brien-Nowak"})

    assert answer.json()["name"] == "Żółć O'Brien-Nowak"
    assert dispatcher.get(answer.headers["location"]).json()["name"] == "Żółć O'Brien-Nowak"
    lines = {**CLIENT, "notes": {"driver": "Dzwonić.\r\nPiętro 2"}}
    assert dispatcher.post("/api/v1/clients", lines).json()["notes"]["driver"] == "Dzwonić.\nPiętro 2"

"""Whoever is gone at the town hall is gone here: sessions that are looked after at a real provider."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from scheduler.domain.accounts import Identity, Role, digest_of
from scheduler.domain.errors import ProviderError
from scheduler.identity import OidcProvider
from tests.api.world import BASE, HOME, Asker, town
from tests.identity.town_hall import TownHall, account, signed_in, town_hall, world_at


@pytest.fixture(scope="module")
def hall() -> Iterator[TownHall]:
    with town_hall() as made:
        yield made


def status(asker: Asker) -> int:
    return asker.get("/api/v1/session").status_code


def test_whoever_is_dismissed_is_out_within_a_quarter_of_an_hour(hall: TownHall) -> None:
    """Somebody who was sent home at noon would read the clients' files until the evening."""
    hall.has("anna", "grp-cus")
    world = world_at(hall)
    asker, _ = signed_in(world, hall, "anna")
    for _ in range(3):  # she works on, and notices nothing
        world.clock.move(minutes=11)
        assert status(asker) == 200
    hall.dismisses("anna")
    world.clock.move(minutes=9)
    assert status(asker) == 200  # not asked yet
    world.clock.move(minutes=2)

    assert status(asker) == 401
    assert ("", "session.lost") in [(by, action) for by, action, _ in world.audited()]


def test_tokens_and_calendars_of_whoever_is_dismissed_rest(hall: TownHall) -> None:
    """A program or a calendar of somebody who was sent home would be told of the town's rides for a year."""
    hall.has("anna", "grp-it")
    hall.has("jan", "grp-drivers", staff=next(iter(town(HOME).staff)))
    world = world_at(hall, oidc_staff_claim="staff")
    world.office.accounts.users.change(replace(world.user(Role.WORKER), staff_id=None, role=Role.MANAGER))
    asker, _ = signed_in(world, hall, "anna")
    driver, _ = signed_in(world, hall, "jan")
    made = asker.post("/api/v1/tokens", {"name": "probe", "scopes": ["town.read"], "days": 90}).json()
    machine = world.nobody(Authorization=f"Bearer {made['secret']}")
    calendar = driver.post("/api/v1/own-day/calendar-feeds").json()["address"].removeprefix(BASE)

    def works() -> tuple[int, int]:
        return machine.get("/api/v1/town").status_code, world.nobody().get(calendar).status_code

    assert works() == (200, 200)
    hall.dismisses("anna")
    hall.dismisses("jan")
    world.clock.move(minutes=11)
    assert (status(asker), status(driver)) == (401, 401)
    assert works() == (200, 200)  # their sessions may only have been over
    world.clock.move(minutes=30 * 24 * 60 + 11)
    assert works() == (401, 404)
    for name in ("anna", "jan"):  # they were away for long
        signed_in(world, hall, name)
    assert works() == (200, 200)


def test_whoever_loses_the_role_is_out_as_soon(hall: TownHall) -> None:
    """Somebody who has changed desks would keep the clients' files on the screen all day."""
    hall.has("anna", "grp-it")
    world = world_at(hall)
    asker, _ = signed_in(world, hall, "anna")
    made = asker.post("/api/v1/tokens", {"name": "probe", "scopes": ["town.read"], "days": 9}).json()
    machine = world.nobody(Authorization=f"Bearer {made['secret']}")
    hall.has("anna", "grp-all")
    world.clock.move(minutes=11)

    assert (status(asker), machine.get("/api/v1/town").status_code) == (401, 401)
    kept = account(world, "anna")
    assert kept is not None
    assert kept.shut
    hall.has("anna", "grp-it")  # it was a slip
    signed_in(world, hall, "anna")
    assert machine.get("/api/v1/town").status_code == 200

    hall.has("ewa", "grp-it")
    other, _ = signed_in(world, hall, "ewa")
    hall.has("ewa", "grp-cus")
    world.clock.move(minutes=11)
    assert status(other) == 401
    assert signed_in(world, hall, "ewa")[0].get("/api/v1/session").json()["role"] == "dispatcher"


def test_the_last_administrator_stays_one_until_there_is_another(hall: TownHall) -> None:
    """After a slip in the town hall's groups nobody in the office could let anybody in, or put it right."""
    hall.has("anna", "grp-it")
    world = world_at(hall)
    world.office.accounts.users.change(replace(world.user(Role.ADMINISTRATOR), active=False))
    asker, _ = signed_in(world, hall, "anna")
    hall.has("anna", "grp-cus")
    world.clock.move(minutes=11)
    assert status(asker) == 200
    again, _ = signed_in(world, hall, "anna")
    assert again.get("/api/v1/session").json()["role"] == "administrator"
    assert "user.role_kept" in [action for _, action, _ in world.audited()]
    assert "konto urzędu nie odbierze tej roli" in again.get("/admin/users").text

    hall.has("ewa", "grp-it")
    other, _ = signed_in(world, hall, "ewa")
    assert "konto urzędu nie odbierze tej roli" not in other.get("/admin/users").text
    world.clock.move(minutes=11)
    assert (status(again), status(other)) == (401, 200)
    assert signed_in(world, hall, "anna")[0].get("/api/v1/session").json()["role"] == "dispatcher"


def test_while_the_town_hall_is_silent_work_goes_on_for_an_hour() -> None:
    """The office would stand still in the middle of the day because another computer is started anew."""
    with town_hall() as hall:
        hall.has("anna", "grp-cus")
        world = world_at(hall)
        asker, _ = signed_in(world, hall, "anna")
    for _ in range(5):
        world.clock.move(minutes=11)
        assert status(asker) == 200
    world.clock.move(minutes=11)
    assert status(asker) == 401


def test_what_a_silent_town_hall_gave_before_is_not_lost(hall: TownHall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each refresh token is good once, a hiccup would sign people out in the middle of a call."""
    hall.has("anna", "grp-cus")
    monkeypatch.setattr("oidc_provider_mock._app.RefreshTokenGrant.INCLUDE_NEW_REFRESH_TOKEN", True)
    world = world_at(hall)
    asker, _ = signed_in(world, hall, "anna")
    sessions, digest = world.office.accounts.sessions, digest_of(asker.cookies["dojazd"])
    first = sessions.voucher(digest)
    with monkeypatch.context() as silent:
        silent.setattr(OidcProvider, "_user_info", _silent)
        world.clock.move(minutes=11)
        assert status(asker) == 200
    second = sessions.voucher(digest)
    assert first is not None
    assert second is not None
    assert second.refresh not in ("", first.refresh)
    found = sessions.find(digest)
    assert found is not None
    assert found.checked_at != found.tried_at  # nobody has vouched for her
    world.clock.move(minutes=11)
    assert status(asker) == 200


def _silent(*_: object) -> Mapping[str, Any]:
    raise ProviderError("no answer")


def test_a_session_is_not_renewed_by_an_answer_about_somebody_else(hall: TownHall) -> None:
    """One mixed-up token at the town hall would make somebody go on as another person."""
    hall.has("anna", "grp-cus")
    world = world_at(hall)
    asker, _ = signed_in(world, hall, "anna")
    user = account(world, "anna")
    assert user is not None
    world.office.accounts.users.change(replace(user, identity=Identity(issuer=hall.issuer, subject="ewa")))
    world.clock.move(minutes=11)
    assert status(asker) == 401


def test_without_a_refresh_token_a_session_is_short() -> None:
    """Whoever is dismissed would stay in for a day because of one box that nobody has ticked."""
    with town_hall(issue_refresh_token=False) as hall:
        hall.has("anna", "grp-cus")
        world = world_at(hall)
        asker, _ = signed_in(world, hall, "anna")
        world.clock.move(minutes=14)
        assert status(asker) == 200
        world.clock.move(minutes=1)
        assert status(asker) == 401


def test_an_office_without_the_provider_lets_nobody_of_it_stay(hall: TownHall) -> None:
    """After the town has changed its provider, sessions of the old one would go on unasked."""
    hall.has("anna", "grp-cus")
    world = world_at(hall)
    asker, _ = signed_in(world, hall, "anna")
    object.__setattr__(world.office, "settings", world.office.settings.model_copy(update={"oidc_issuer": ""}))
    for name in ("desk", "provider", "provided"):
        world.office.__dict__.pop(name, None)

    assert status(asker) == 401


def test_a_new_key_of_the_town_hall_is_taken() -> None:
    """On the day when the town hall changes its keys nobody would come in for an hour."""
    with town_hall() as hall:
        hall.has("anna", "grp-cus")
        world = world_at(hall)
        assert signed_in(world, hall, "anna")[1].status_code == 200
        hall.changes_its_key()
        assert signed_in(world, hall, "anna")[1].status_code == 200


def test_the_town_hall_ends_sessions_at_once() -> None:
    """A press of "sign out everywhere" at the town hall would leave the clients' files open here."""
    key = RSAKey.generate_key(2048)
    with town_hall() as hall:
        hall.has("anna", "grp-cus")
        hall.has("ewa", "grp-cus")
        world = world_at(hall)
        anna, _ = signed_in(world, hall, "anna")
        ewa, _ = signed_in(world, hall, "ewa")
        refused = world.nobody()("POST", "/sign-in/provider/ended", data={"logout_token": logout(hall, key)})
        assert (refused.status_code, status(anna)) == (400, 200)
        told = world.nobody()("POST", "/sign-in/provider/ended", data={"logout_token": logout(hall, hall.key())})
        assert (told.status_code, status(anna), status(ewa)) == (200, 401, 200)


def logout(hall: TownHall, key: RSAKey) -> str:
    """What a provider sends when somebody signs out there."""
    now = int(datetime.now(UTC).timestamp())
    key.ensure_kid()
    told = {
        "iss": hall.issuer, "aud": "dojazd", "sub": "anna", "iat": now, "exp": now + 120, "jti": "1",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    }  # fmt: skip
    return jwt.encode({"alg": "RS256", "kid": key.kid}, told, key)

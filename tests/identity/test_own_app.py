"""Our own second factor for people whom the town hall has signed in, where the office wants it."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from scheduler.domain.accounts import User
from scheduler.services.signing_in.second_factor import STEP_S, SecondFactor
from tests.api.test_sign_in import totp
from tests.api.world import Asker, World
from tests.identity.town_hall import TownHall, account, signed_in, town_hall, world_at


@pytest.fixture(scope="module")
def hall() -> Iterator[TownHall]:
    with town_hall() as made:
        made.has("adam", "grp-it")
        yield made


def enrolled(world: World, hall: TownHall) -> tuple[Asker, str]:
    """An administrator with an app of ours, and its secret."""
    asker, _ = signed_in(world, hall, "adam")
    secret = asker.post("/api/v1/session/totp").json()["secret"]
    assert asker.put("/api/v1/session/totp", {"code": totp(secret, world)}).status_code == 200
    return asker, secret


def test_the_town_halls_second_factor_is_enough_unless_the_office_says_no(hall: TownHall) -> None:
    """Everybody would need two apps; or a town hall with passwords alone would open the accounts."""
    trusted, _ = signed_in(world_at(hall), hall, "adam")
    assert trusted.get("/api/v1/users").status_code == 200
    assert trusted.post("/api/v1/session/totp").status_code == 409
    careful, _ = signed_in(world_at(hall, oidc_second_factor=True), hall, "adam")
    assert careful.get("/api/v1/users").status_code == 403


def test_the_code_is_asked_after_the_town_hall_and_the_session_stays_its(hall: TownHall) -> None:
    """The app would be a way to stay in for a day after one was dismissed."""
    world = world_at(hall, oidc_second_factor=True)
    asker, secret = enrolled(world, hall)
    assert asker.get("/api/v1/users").status_code == 200
    asker, _ = signed_in(world, hall, "adam")
    assert asker.get("/api/v1/users").status_code == 403
    assert 'id="show-code"' in asker.get("/account").text
    assert asker.post("/api/v1/session/totp/code", {"code": "000000"}).status_code == 401
    world.clock.move(seconds=2 * STEP_S)
    before = asker.cookies.get("dojazd")
    assert asker.post("/api/v1/session/totp/code", {"code": totp(secret, world)}).status_code == 204
    assert asker.cookies.get("dojazd") != before
    assert asker.get("/api/v1/users").status_code == 200
    assert asker.post("/api/v1/session/totp/code", {"code": totp(secret, world)}).status_code == 409
    hall.dismisses("adam")
    world.clock.move(minutes=11)

    assert asker.get("/api/v1/users").status_code == 401
    assert account(world, "adam") is not None


def test_a_session_that_ended_while_the_code_was_looked_at_stays_ended(
    hall: TownHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom the town hall signs out everywhere would be in again by a code that was on its way."""
    world = world_at(hall, oidc_second_factor=True)
    _, secret = enrolled(world, hall)
    asker, _ = signed_in(world, hall, "adam")
    user, right = account(world, "adam"), SecondFactor.passes
    assert user is not None

    def passes(second: SecondFactor, who: User, code: str, now: datetime) -> bool:
        world.office.accounts.sessions.end_all(who.id)
        return right(second, who, code, now)

    monkeypatch.setattr(SecondFactor, "passes", passes)
    world.clock.move(seconds=2 * STEP_S)
    assert asker.post("/api/v1/session/totp/code", {"code": totp(secret, world)}).status_code == 401
    assert asker.get("/api/v1/session").status_code == 401

"""Signing in by the town's own service, from the button to the page, against a real provider over HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import AnyHttpUrl

from scheduler.domain.accounts import Role
from scheduler.domain.ids import StaffId
from tests.api.world import HOME, PASSWORD, World, town
from tests.identity.town_hall import TownHall, account, begun, come_back, signed_in, town_hall, world_at

DRIVER = next(iter(town("starachowice").staff))


@pytest.fixture(scope="module")
def hall() -> Iterator[TownHall]:
    with town_hall() as made:
        yield made


@pytest.fixture
def world(hall: TownHall) -> World:
    return world_at(hall)


def did(world: World) -> list[str]:
    return [action for _, action, _ in world.audited()]


def test_somebody_of_the_town_hall_comes_in(hall: TownHall, world: World) -> None:
    """A dispatcher would need a password of ours although the town hall knows her."""
    hall.has("anna", "grp-all", "grp-cus")
    asker, answer = signed_in(world, hall, "anna")

    assert answer.status_code == 200
    assert 'content="0; url=/"' in answer.text
    me = asker.get("/api/v1/session").json()
    assert (me["role"], me["name"], me["second_factor"]) == ("dispatcher", "Anna Nowak", "used")
    assert asker.get("/api/v1/clients").status_code == 200
    first = account(world, "anna")
    signed_in(world, hall, "anna")
    assert account(world, "anna") == first
    assert [one for one in did(world) if "client" not in one] == ["user.added", "session.opened", "session.opened"]


def test_the_browser_is_sent_with_everything_that_binds_it(hall: TownHall, world: World) -> None:
    """Somebody who catches the code on its way could use it in a browser of theirs."""
    asker = world.nobody()
    told = parse_qs(urlsplit(begun(asker)).query)

    assert told["code_challenge_method"] == ["S256"]
    assert told["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/provider/back"]
    assert "openid" in told["scope"][0].split()
    assert all(len(told[name][0]) >= 40 for name in ("state", "nonce", "code_challenge"))
    again = parse_qs(urlsplit(begun(world.nobody())).query)
    assert all(told[name] != again[name] for name in ("state", "nonce", "code_challenge"))
    (kept,) = [one for one in asker.cookies.jar if one.name == "dojazd-provider"]
    assert (kept.has_nonstandard_attr("HttpOnly"), kept.get_nonstandard_attr("SameSite")) == (True, "lax")
    assert not any(told[name][0] in (kept.value or "") for name in ("state", "nonce"))


def test_over_https_the_cookie_is_bound_to_this_server(hall: TownHall) -> None:
    """Another server of the town's domain could hang its own sign-in on somebody's browser."""
    world = world_at(hall, public_url=AnyHttpUrl("https://dojazd.town.example"))
    answer = world.nobody().get("/sign-in/provider")

    assert answer.headers["set-cookie"].startswith("__Host-dojazd-provider=")
    assert "Secure" in answer.headers["set-cookie"]


def test_an_answer_that_was_begun_elsewhere_lets_nobody_in(hall: TownHall, world: World) -> None:
    """Somebody could sign their victim in as themselves, and read what the victim types."""
    hall.has("eve", "grp-cus")
    eve, victim = world.nobody(Origin="http://127.0.0.1:8000"), world.nobody(Origin="http://127.0.0.1:8000")
    answer = hall.lets_in(begun(eve), "eve")
    assert come_back(victim, answer).status_code == 400  # nothing begun
    begun(victim)
    assert come_back(victim, answer).status_code == 400  # something else begun
    assert victim.get("/api/v1/session").status_code == 401
    assert victim.get("/sign-in/provider", headers={"Sec-Fetch-Site": "cross-site"}).headers["location"] == "/sign-in"


def test_an_answer_counts_once_and_for_ten_minutes(hall: TownHall, world: World) -> None:
    """Who finds the address in the history of a library's computer would come in with it."""
    hall.has("anna", "grp-cus")
    asker = world.nobody(Origin="http://127.0.0.1:8000")
    answer = hall.lets_in(begun(asker), "anna")
    kept = asker.cookies["dojazd-provider"]
    assert come_back(asker, answer).status_code == 200
    assert "dojazd-provider" not in asker.cookies
    again = world.nobody()
    again.cookies.set("dojazd-provider", kept, domain="127.0.0.1")
    assert come_back(again, answer).status_code == 400
    assert again.get("/api/v1/session").status_code == 401

    late = world.nobody()
    answer = hall.lets_in(begun(late), "anna")
    world.clock.move(minutes=10, seconds=1)
    assert come_back(late, answer).status_code == 400


def test_each_of_the_fences_holds_alone(hall: TownHall, world: World) -> None:
    """One of them would be taken away, and nobody would notice, as long as another one stands behind it."""
    hall.has("anna", "grp-cus")
    asker = world.nobody()
    where = begun(asker)
    first, second = hall.lets_in(where, "anna"), hall.lets_in(where, "anna")
    kept = asker.cookies["dojazd-provider"]
    forged = first.partition("&state=")[0] + "&state=other"
    assert come_back(asker, forged).status_code == 400  # right but for the state
    asker.cookies.set("dojazd-provider", kept, domain="127.0.0.1")
    assert come_back(asker, first).status_code == 200
    again = world.nobody()
    again.cookies.set("dojazd-provider", kept, domain="127.0.0.1")
    assert come_back(again, second).status_code == 400  # a new code for a sign-in that was finished


def test_a_code_without_its_verifier_is_worth_nothing(hall: TownHall, world: World) -> None:
    """A code caught on its way would be taken from a browser that has begun with another verifier."""
    hall.has("anna", "grp-cus")
    asker = world.nobody()
    answer = hall.lets_in(begun(asker), "anna")
    other = world.nobody()
    state = parse_qs(urlsplit(begun(other)).query)["state"][0]
    code = parse_qs(urlsplit(answer).query)["code"][0]

    assert other.get("/sign-in/provider/back", params={"code": code, "state": state}).status_code == 400
    assert other.get("/api/v1/session").status_code == 401


LEADS = {
    "/week?from=2026-11-23": "/week?from=2026-11-23", "//evil.example": "/", "https://evil.example": "/",
    "/\\evil.example": "/", "javascript:alert(1)": "/",
}  # fmt: skip


def test_nobody_is_led_elsewhere(hall: TownHall, world: World) -> None:
    """A link that looks like the office's would end on a page that asks for the password once more."""
    hall.has("anna", "grp-cus")
    for wanted, led in LEADS.items():
        asker = world.nobody()
        answer = come_back(asker, hall.lets_in(begun(asker, f"/sign-in/provider?after={wanted}"), "anna"))
        assert f'content="0; url={led}"' in answer.text.replace("&amp;", "&")


def test_the_session_is_a_new_one_and_the_one_before_ends(hall: TownHall, world: World) -> None:
    """Who has put a cookie into a browser beforehand would be signed in with it."""
    hall.has("anna", "grp-cus")
    asker = world.browser(Role.MANAGER)
    before = asker.cookies["dojazd"]
    come_back(asker, hall.lets_in(begun(asker), "anna"))

    assert asker.cookies.get("dojazd") != before
    asker.cookies.set("dojazd", before, domain="127.0.0.1")
    assert asker.get("/api/v1/session").status_code == 401


def test_without_a_role_nobody_comes_in_and_an_administrator_sees_who_waits(hall: TownHall, world: World) -> None:
    """Everybody of the authority would read the clients' files, or nobody knew whom to let in."""
    hall.has("jan", "grp-all", name="Jan <b>Kos</b>")
    asker, answer = signed_in(world, hall, "jan")

    assert (answer.status_code, asker.get("/api/v1/session").status_code) == (403, 401)
    assert "administratora" in answer.text
    assert account(world, "jan") is None
    (waits,) = world.browser(Role.ADMINISTRATOR).get("/api/v1/newcomers").json()["items"]
    assert (waits["name"], waits["role"]) == ("Jan <b>Kos</b>", None)
    page = world.browser(Role.ADMINISTRATOR).get("/admin/users").text
    assert "Jan &lt;b&gt;Kos&lt;/b&gt;" in page
    assert did(world) == ["session.refused"]


def test_who_has_got_an_account_waits_no_longer_and_gets_no_second_one(hall: TownHall, world: World) -> None:
    """One person would have two accounts, and the town hall would open whichever is called first."""
    hall.has("jan", "grp-all")
    signed_in(world, hall, "jan")
    admin, driver = world.browser(Role.ADMINISTRATOR), world.user(Role.WORKER)
    (waits,) = admin.get("/api/v1/newcomers").json()["items"]
    with world.office.store.reading(HOME) as unit:
        (newcomer,) = unit.newcomers.all().values()
    hall.has("jan", "grp-cus")
    assert signed_in(world, hall, "jan")[1].status_code == 200
    assert admin.get("/api/v1/newcomers").json()["items"] == []
    with world.office.store.writing(HOME) as unit:  # as an older version has left him there
        unit.newcomers.put(newcomer)
    body, seen = {"newcomer_id": waits["id"]}, {"If-Match": f'"{driver.version}"'}
    assert admin.put(f"/api/v1/users/{driver.id}/identity", body, headers=seen).status_code == 409


def test_who_waits_is_forgotten_after_a_month(hall: TownHall, world: World) -> None:
    """The names of everybody who has ever pressed the button would lie here for good."""
    hall.has("jan", "grp-all")
    signed_in(world, hall, "jan")
    world.clock.move(days=29)
    world.office.newcomers.sweep()
    with world.office.store.reading(HOME) as unit:
        assert len(unit.newcomers.all()) == 1
    world.clock.move(days=1)
    world.office.newcomers.sweep()
    with world.office.store.reading(HOME) as unit:
        assert not unit.newcomers.all()


def test_a_worker_is_who_the_claim_or_an_administrator_says(hall: TownHall) -> None:
    """A driver would see another one's doors, or none."""
    hall.has("ola", "grp-drivers", personnel={"number": DRIVER})
    hall.has("ula", "grp-drivers")
    by_claim = world_at(hall, oidc_staff_claim="personnel.number")
    for one in by_claim.office.accounts.users.all():  # she has no account here yet
        if one.staff_id == DRIVER:
            by_claim.office.accounts.users.kept.pop(one.id)  # type: ignore[attr-defined]
    asker, answer = signed_in(by_claim, hall, "ola")
    assert answer.status_code == 200
    made = account(by_claim, "ola")
    assert made is not None
    assert (made.role, made.staff_id) == (Role.WORKER, StaffId(DRIVER))
    assert asker.get("/api/v1/own-day").status_code == 200
    assert signed_in(by_claim, hall, "ula")[1].status_code == 403


def test_a_linked_account_is_the_town_halls_alone(hall: TownHall, world: World) -> None:
    """Somebody who is dismissed would go on signing in with the old password or the phone."""
    hall.has("ula", "grp-drivers")
    assert signed_in(world, hall, "ula")[1].status_code == 403
    driver, admin = world.user(Role.WORKER), world.browser(Role.ADMINISTRATOR)
    phone = world.browser(Role.WORKER)
    (waits,) = admin.get("/api/v1/newcomers").json()["items"]
    path, body = f"/api/v1/users/{driver.id}", {"newcomer_id": waits["id"]}
    assert admin.put(f"{path}/identity", body, headers={"If-Match": '"7"'}).status_code == 412
    assert admin.put(f"{path}/identity", body, headers={"If-Match": '"1"'}).json()["from_provider"] is True
    assert admin.get("/api/v1/newcomers").json()["items"] == []

    assert phone.get("/api/v1/session").status_code == 401
    typed = {"sign_in": driver.sign_in, "password": PASSWORD}
    assert world.nobody().post("/api/v1/session", typed).status_code == 401
    assert admin.put(f"{path}/password", {"password": "inne cztery slowa obok"}).status_code == 409
    assert admin.post(f"{path}/phone-link").status_code == 409
    asker, _ = signed_in(world, hall, "ula")
    assert asker.get("/api/v1/session").json()["user_id"] == driver.id
    shown = asker.get("/account").text
    assert 'id="password"' not in shown
    assert hall.issuer in shown
    assert admin.put(f"{path}/identity", body, headers={"If-Match": '"2"'}).status_code in {404, 412}
    version = world.now(Role.WORKER).version
    assert admin.delete(f"{path}/identity", headers={"If-Match": f'"{version}"'}).status_code == 200
    assert asker.get("/api/v1/session").status_code == 401
    assert "user.linked" in did(world)
    assert "user.unlinked" in did(world)


def test_nobody_is_taken_for_somebody_by_their_name_or_address(hall: TownHall, world: World) -> None:
    """Whoever writes the administrator's address into their profile would be the administrator."""
    admin = world.user(Role.ADMINISTRATOR)
    hall.has("eve", "grp-it", preferred_username=admin.sign_in, email=admin.sign_in)
    asker, answer = signed_in(world, hall, "eve")

    assert (answer.status_code, asker.get("/api/v1/session").status_code) == (403, 401)
    assert world.now(Role.ADMINISTRATOR) == admin


def test_the_role_is_what_the_town_hall_says_today(hall: TownHall, world: World) -> None:
    """Somebody who has changed desks would keep what the old one may, in a browser that was left open."""
    hall.has("anna", "grp-cus")
    old, _ = signed_in(world, hall, "anna")
    hall.has("anna", "grp-it")
    new, _ = signed_in(world, hall, "anna")

    assert new.get("/api/v1/session").json()["role"] == "administrator"
    assert old.get("/api/v1/session").status_code == 401


def test_who_loses_the_role_is_shut_out_with_all_that_is_theirs(hall: TownHall, world: World) -> None:
    """A token or an open browser of somebody who has left would go on reading the clients' files."""
    hall.has("anna", "grp-it")
    old, _ = signed_in(world, hall, "anna")
    made = old.post("/api/v1/tokens", {"name": "probe", "scopes": ["town.read"], "days": 9}).json()
    machine = world.nobody(Authorization=f"Bearer {made['secret']}")
    assert machine.get("/api/v1/town").status_code == 200
    hall.has("anna", "grp-all")
    new, answer = signed_in(world, hall, "anna")

    assert answer.status_code == 403
    assert [one.get("/api/v1/session").status_code for one in (old, new, machine)] == [401, 401, 401]
    kept = account(world, "anna")
    assert kept is not None
    assert (kept.active, kept.shut) == (False, True)
    hall.has("anna", "grp-it")
    assert signed_in(world, hall, "anna")[1].status_code == 200


def test_who_is_locked_here_stays_out_whatever_the_town_hall_says(hall: TownHall, world: World) -> None:
    """An administrator could not keep anybody out whom the town hall has forgotten to dismiss."""
    hall.has("anna", "grp-cus")
    signed_in(world, hall, "anna")
    kept = account(world, "anna")
    assert kept is not None
    world.office.accounts.users.change(replace(kept, active=False))
    asker, answer = signed_in(world, hall, "anna")

    assert (answer.status_code, asker.get("/api/v1/session").status_code) == (403, 401)


def test_a_provider_that_is_down_keeps_nobody_out_who_has_a_password(world: World) -> None:
    """The whole office would stand still because of another computer."""
    down = world_at(TownHall("http://localhost:9"))
    answer = down.nobody().get("/sign-in/provider")

    assert answer.status_code == 503
    assert "nie odpowiada" in answer.text
    typed = {"sign_in": down.user(Role.DISPATCHER).sign_in, "password": PASSWORD}
    assert down.nobody().post("/api/v1/session", typed).status_code == 200


def test_where_passwords_are_over_only_administrators_have_them(hall: TownHall) -> None:
    """Leavers would come in by the password that nobody has taken away; or nobody, when the town hall is down."""
    world = world_at(hall, oidc_passwords=False)
    assert signs_in(world, Role.DISPATCHER) == 401
    assert signs_in(world, Role.ADMINISTRATOR) == 200


def signs_in(world: World, role: Role) -> int:
    typed = {"sign_in": world.user(role).sign_in, "password": PASSWORD}
    return world.nobody().post("/api/v1/session", typed).status_code


def test_whoever_signs_out_may_sign_out_there_too(hall: TownHall, world: World) -> None:
    """On a shared computer the next one would come in by a press of the button."""
    hall.has("anna", "grp-cus")
    asker, _ = signed_in(world, hall, "anna")
    answer = asker.delete("/api/v1/session")
    assert (answer.status_code, answer.headers["x-sign-out"]) == (204, "/sign-out/provider")
    where = asker.get(answer.headers["x-sign-out"]).headers["location"]

    assert where.startswith(f"{hall.issuer}/oauth2/end_session?")
    assert httpx.get(where).status_code == 200
    assert parse_qs(urlsplit(where).query)["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/sign-in"]
    assert "x-sign-out" not in world.browser(Role.DISPATCHER).delete("/api/v1/session").headers

"""Phones' codes, machines' tokens, the first administrator, and what the audit tells of accounts."""

import pytest

from scheduler.domain.accounts import Role
from scheduler.services.signing_in import NewUser
from tests.api.world import BASE, HOME, OTHER, PASSWORD, World, hasher, make_world

DISPATCHER = f"dispatcher@{HOME}"


def credentials(name: str = DISPATCHER, password: str = PASSWORD) -> dict[str, str]:
    return {"sign_in": name, "password": password}


def test_a_phone_is_signed_in_once_and_soon(world: World) -> None:
    """A picture of the code would sign in a stranger's phone."""
    dispatcher, worker = world.browser(Role.DISPATCHER), world.user(Role.WORKER)
    path = f"/api/v1/users/{worker.id}/phone-link"
    made = dispatcher.post(path).json()
    phone = world.nobody()
    answer = phone.post("/api/v1/phone-session", {"code": made["code"].lower().replace("-", " ")})

    assert made["address"] == f"{BASE}/phone#{made['code']}"
    assert made["picture"].startswith("data:image/svg+xml")
    assert answer.json()["user_id"] == worker.id
    assert "Max-Age" in answer.headers["set-cookie"]
    assert phone.get("/api/v1/session").json()["role"] == "worker"
    assert world.nobody().post("/api/v1/phone-session", {"code": made["code"]}).status_code == 401
    late = dispatcher.post(path).json()["code"]
    world.clock.move(minutes=16)
    assert world.nobody().post("/api/v1/phone-session", {"code": late}).status_code == 401


def test_a_lost_phone_is_signed_out_by_the_office(world: World) -> None:
    """Whoever finds the phone in the bus would read where the residents live."""
    dispatcher, worker = world.browser(Role.DISPATCHER), world.user(Role.WORKER)
    phones, other = [world.browser(Role.WORKER) for _ in "ab"], world.browser(Role.WORKER, OTHER)
    link = dispatcher.post(f"/api/v1/users/{worker.id}/phone-link").json()["code"]

    assert dispatcher.delete(f"/api/v1/users/{worker.id}/phone-sessions").status_code == 204
    assert [one.get("/api/v1/session").status_code for one in (*phones, other)] == [401, 401, 200]
    assert world.nobody().post("/api/v1/phone-session", {"code": link}).status_code == 401
    assert ("phone.forgotten", f"user:{worker.id}") in [one[1:] for one in world.audited()]
    me = world.user(Role.DISPATCHER)
    assert dispatcher.delete(f"/api/v1/users/{me.id}/phone-sessions").status_code == 409
    assert dispatcher.get("/api/v1/session").status_code == 200


def test_only_workers_phones_are_signed_in_by_a_code(world: World) -> None:
    """A dispatcher could make herself an administrator's session."""
    dispatcher = world.browser(Role.DISPATCHER)

    for role in (Role.ADMINISTRATOR, Role.MANAGER, Role.PROVIDER):
        assert dispatcher.post(f"/api/v1/users/{world.user(role).id}/phone-link").status_code == 409


def test_a_deactivated_user_is_out_at_once(world: World) -> None:
    """Somebody who was dismissed this morning would read the clients' notes in the afternoon."""
    admin, asker, user = world.browser(Role.ADMINISTRATOR), world.browser(Role.DISPATCHER), world.user(Role.DISPATCHER)
    link = world.browser(Role.DISPATCHER).post(f"/api/v1/users/{world.user(Role.WORKER).id}/phone-link").json()["code"]
    for one in (user, world.user(Role.WORKER)):
        body = {"sign_in": one.sign_in, "name": one.name, "role": one.role, "staff_id": one.staff_id, "active": False}
        answer = admin.put(f"/api/v1/users/{one.id}", body, headers={"If-Match": '"1"'})
        assert answer.status_code == 200

    assert asker.get("/api/v1/clients").status_code == 401
    assert world.nobody().post("/api/v1/session", credentials()).status_code == 401
    assert world.nobody().post("/api/v1/phone-session", {"code": link}).status_code == 401


def test_the_last_administrator_stays(world: World) -> None:
    """Nobody could make users any more."""
    admin, user = world.browser(Role.ADMINISTRATOR), world.user(Role.ADMINISTRATOR)
    body = {"sign_in": user.sign_in, "name": user.name, "role": "administrator", "active": False}

    assert admin.put(f"/api/v1/users/{user.id}", body, headers={"If-Match": '"1"'}).status_code == 409
    assert admin.get("/api/v1/users").status_code == 200


def test_a_revoked_or_old_token_is_nobody(world: World) -> None:
    """A leaked token could not be stopped."""
    admin = world.browser(Role.ADMINISTRATOR)
    made = [admin.post("/api/v1/tokens", {"name": "probe", "scopes": ["town.read"], "days": 2}).json() for _ in "ab"]
    machines = [world.nobody(Authorization=f"Bearer {one['secret']}") for one in made]
    assert [one.get("/api/v1/town").status_code for one in machines] == [200, 200]
    assert made[0]["secret"] not in admin.get("/api/v1/tokens").text

    assert admin.delete(f"/api/v1/tokens/{made[0]['id']}").status_code == 204
    assert [one.get("/api/v1/town").status_code for one in machines] == [401, 200]
    world.clock.move(days=2)
    assert machines[1].get("/api/v1/town").status_code == 401


def test_a_token_cannot_make_accounts(world: World) -> None:
    """Whoever found a token would make themselves a user."""
    admin = world.browser(Role.ADMINISTRATOR)

    for scope in ("users", "tokens", "phones", "self", "public", "everything"):
        assert admin.post("/api/v1/tokens", {"name": "x", "scopes": [scope], "days": 1}).status_code == 422


def test_the_first_administrator_is_made_with_the_terminals_code() -> None:
    """Whoever finds a fresh installation first would own it."""
    world = make_world(towns=(HOME,), users=False)
    body = {"sign_in": "maria", "name": "Maria Wilk", "password": PASSWORD}
    ask = world.nobody()
    assert ask.post("/api/v1/setup", {**body, "setup_code": ""}).status_code == 401
    code = world.office.users.setup_code()
    assert code is not None

    assert ask.post("/api/v1/setup", {**body, "setup_code": "AAAAA-AAAAA"}).status_code == 401
    assert ask.post("/api/v1/setup", {**body, "password": "", "setup_code": code}).status_code == 422
    assert ask.post("/api/v1/setup", {**body, "setup_code": code}).status_code == 201
    assert ask.post("/api/v1/setup", {**body, "sign_in": "ewa", "setup_code": code}).status_code == 401
    assert world.office.users.setup_code() is None
    assert ask.post("/api/v1/session", credentials("maria")).json()["role"] == "administrator"


def test_the_first_administrator_is_of_a_kept_town() -> None:
    """Somebody who mistyped the town would be alone in one that nobody can fill, and could not begin again."""
    body = {"sign_in": "maria", "name": "Maria Wilk", "password": PASSWORD}
    for towns, named, right in (
        ((HOME, OTHER), "Chełm", f"kept are: {HOME}, {OTHER}"),
        ((HOME, OTHER), None, f"kept are: {HOME}, {OTHER}"),
        ((), "chelm", "import one first"),
        ((), None, "import one first"),
    ):
        world = make_world(towns=towns, users=False)
        asked = {**body, "setup_code": world.office.users.setup_code(), "town_id": named}
        answer = world.nobody().post("/api/v1/setup", asked)

        assert answer.status_code == 422, answer.text
        assert right in answer.text
        assert world.office.accounts.users.all() == []


def test_two_terminals_codes_make_one_administrator() -> None:
    """A second server's code would make a second owner."""
    world = make_world(towns=(HOME,), users=False)
    other = world.office.users
    second = type(other)(world.office.store, world.office.accounts, world.clock, hasher())
    codes = [other.setup_code(), second.setup_code()]
    new = NewUser(sign_in="maria", name="Maria", role=Role.ADMINISTRATOR, password=PASSWORD)
    other.set_up(codes[0] or "", HOME, new)

    with pytest.raises(Exception, match="there is a user already"):
        second.set_up(codes[1] or "", HOME, NewUser(sign_in="ewa", name="Ewa", role=Role.WORKER, password=PASSWORD))


def test_everything_about_accounts_is_audited(world: World) -> None:
    """Nobody could find out who gave a stranger access."""
    admin, who = world.browser(Role.ADMINISTRATOR), world.user(Role.ADMINISTRATOR).id
    body = {"sign_in": "anna", "name": "Anna Nowak", "role": "dispatcher", "password": PASSWORD}
    user = admin.post("/api/v1/users", body).json()["id"]
    renamed = {"sign_in": "anna", "name": "Anna", "role": "dispatcher"}
    assert admin.put(f"/api/v1/users/{user}", renamed, headers={"If-Match": '"1"'}).status_code == 200
    admin.put(f"/api/v1/users/{user}/password", {"password": "zupelnie inne haslo"})
    admin.delete(f"/api/v1/users/{user}/totp")
    token = admin.post("/api/v1/tokens", {"name": "x", "scopes": ["town.read"], "days": 1}).json()["id"]
    admin.delete(f"/api/v1/tokens/{token}")
    world.nobody().post("/api/v1/session", credentials("anna", "wrong"))

    assert world.audited()[-7:] == [
        (who, "user.added", f"user:{user}"),
        (who, "user.changed", f"user:{user}"),
        (who, "user.changed", f"user:{user}"),
        (who, "user.changed", f"user:{user}"),
        (who, "token.added", f"token:{token}"),
        (who, "token.revoked", f"token:{token}"),
        ("", "session.refused", f"user:{user}"),
    ]
    assert world.audited(OTHER) == []


def test_an_administrator_signs_somebody_out_everywhere(world: World) -> None:
    """A computer that was left open at the clinic would stay a dispatcher's all day."""
    admin, user = world.browser(Role.ADMINISTRATOR), world.user(Role.DISPATCHER)
    desks = [world.browser(Role.DISPATCHER) for _ in "ab"]

    assert admin.delete(f"/api/v1/users/{user.id}/sessions").status_code == 204
    assert [one.get("/api/v1/session").status_code for one in desks] == [401, 401]
    assert admin.get("/api/v1/session").status_code == 200
    assert world.audited()[-1] == (world.user(Role.ADMINISTRATOR).id, "session.ended_all", f"user:{user.id}")
    assert world.nobody().post("/api/v1/session", credentials(), headers={"Origin": BASE}).status_code == 200


def test_somebody_signs_themselves_out_elsewhere_and_stays_here(world: World) -> None:
    """Whoever remembers the computer at home would have to sign out here, too, and be out in the middle of a call."""
    here, home, other = (world.browser(Role.DISPATCHER) for _ in "abc")

    assert here.delete("/api/v1/session/others").status_code == 204
    assert [one.get("/api/v1/session").status_code for one in (here, home, other)] == [200, 401, 401]

"""The settings as text: who may see them, and what they do not tell."""

import re
from dataclasses import replace

import pytest

from scheduler.bootstrap.privacy import read_areas
from scheduler.domain.accounts import Role
from scheduler.domain.audit import AuditEvent
from scheduler.domain.ids import ClientId, ServiceId, UserId
from tests.api.world import BEGIN, HOME, World, make_world

SECTIONS = ("users", "services", "prices", "messages", "tokens", "hooks", "audit")
MAY = {
    Role.ADMINISTRATOR: set(SECTIONS),
    Role.MANAGER: {"services", "prices", "messages"},
    Role.DISPATCHER: set[str](),
    Role.WORKER: set[str](),
    Role.PROVIDER: set[str](),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_settings_and_no_others(world: World, role: Role) -> None:
    """A dispatcher would make herself an administrator, or a manager read who did what."""
    asker = world.browser(role)
    seen = {one for one in SECTIONS if asker.get(f"/admin/{one}").status_code == 200}
    refused = {one for one in SECTIONS if asker.get(f"/admin/{one}").status_code == 403}

    assert (seen, refused) == (MAY[role], set(SECTIONS) - MAY[role])
    if seen:
        linked = set(re.findall(r'href="/admin/(\w+)"', asker.get(f"/admin/{min(seen)}").text))
        assert linked >= seen
        assert linked <= MAY[role]


def test_everybody_has_an_account_page(world: World) -> None:
    """Whoever suspects that somebody knows their password could not choose another one."""
    for role in Role:
        answer = world.browser(role).get("/account")
        assert answer.status_code == 200
        assert world.user(role).name in answer.text
        assert ('id="old"' in answer.text) == (role is not Role.WORKER)  # a phone's session has no password


def test_everybody_may_see_what_is_kept_about_people(world: World) -> None:
    """Whoever is asked by a resident on the phone could not tell for what their data are kept, and how long."""
    for role in Role:
        browser = world.browser(role)
        assert 'href="/privacy"' in browser.get("/account").text
        shown = browser.get("/privacy")
        assert shown.status_code == 200
        assert shown.text.count('<th scope="row">') == len(read_areas())
    assert world.nobody().get("/privacy").headers["location"] == "/sign-in?after=%2Fprivacy"


def test_before_the_second_factor_there_is_only_ones_account(world: World) -> None:
    """An administrator would stand before a closed door, and not be told where the key is."""
    weak = world.browser(Role.ADMINISTRATOR, strong=False)

    for path in ("/", "/admin/users", "/admin/audit"):
        answer = weak.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert weak.get("/account").status_code == 200


def test_the_first_account_is_offered_as_long_as_there_is_none(world: World) -> None:
    """A fresh installation would ask for a password that nobody has; or a stranger be offered to own the town."""
    empty = make_world(users=False)

    assert empty.nobody().get("/sign-in").headers["location"] == "/setup"
    assert 'id="setup_code"' in empty.nobody().get("/setup").text
    assert world.nobody().get("/setup").headers["location"] == "/sign-in"
    assert world.nobody().get("/sign-in").status_code == 200


def test_the_audit_names_no_clients(world: World) -> None:
    """Whoever looks after accounts would read which residents are clients of social services."""
    world.browser(Role.DISPATCHER).get("/api/v1/clients/K-01")
    with world.office.store.reading(HOME) as unit:
        names = {one.name for one in unit.clients.all().values()}
        client = unit.clients.get(ClientId("K-01"))
    text = world.browser(Role.ADMINISTRATOR).get("/admin/audit?kind=client&id=K-01&action=client.read").text

    assert "klient K-01" in text
    assert world.user(Role.DISPATCHER).name in text
    assert [one for one in {*names, client.phone} if one and one in text] == []


@pytest.mark.parametrize("asked", ["from=gestern", "to=2026-13-01", "to=9999-12-31", "from=2026-11-24&to=2026-11-23"])
def test_days_that_are_none_are_told_at_their_fields(world: World, asked: str) -> None:
    """An empty list would read as if nobody had done anything."""
    answer = world.browser(Role.ADMINISTRATOR).get(f"/admin/audit?{asked}")

    assert answer.status_code == 200
    assert 'id="days-wrong"' in answer.text


def test_what_the_program_did_itself_is_found(world: World) -> None:
    """Nobody could tell a colleague's change from the night's tidying."""
    with world.office.store.writing(HOME) as unit:
        unit.audit.append(AuditEvent(at=BEGIN, by=UserId(""), action="retention", subject=f"town:{HOME}"))
    admin = world.browser(Role.ADMINISTRATOR)

    assert "usunięto dane po terminie" in admin.get("/admin/audit?by=program").text
    assert "usunięto dane po terminie" not in admin.get(f"/admin/audit?by={world.user(Role.ADMINISTRATOR).id}").text


def test_names_that_look_like_markup_stay_names(world: World) -> None:
    """A service's name would run as a program in the administrator's browser."""
    with world.office.store.writing(HOME) as unit:
        service = unit.services.get(ServiceId("fizjoterapia"))
        unit.services.put(replace(service, name='"><script>x</script>', colour=""))
    admin = world.browser(Role.ADMINISTRATOR)

    for path in ("/admin/services", "/admin/services/fizjoterapia", "/admin/audit?kind=<script>&id=<script>"):
        text = admin.get(path).text
        assert "<script>" not in text


def test_the_last_administrator_is_told_why_they_stay(world: World) -> None:
    """A town would lock itself out, or its administrator be told so in words of the program."""
    admin, me = world.browser(Role.ADMINISTRATOR), world.user(Role.ADMINISTRATOR)
    path = f"/api/v1/users/{me.id}"
    body = {"sign_in": me.sign_in, "name": me.name, "role": "manager"}
    answer = admin.put(path, body, headers={"If-Match": admin.get(path).headers["etag"]})

    assert answer.status_code == 409
    assert answer.json()["refusals"][0]["summary"]["pl"].startswith("To jedyny czynny administrator")

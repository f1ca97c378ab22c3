"""Hooks over HTTP: an administrator names a receiver, sees what became of it, and sends it again."""

import json
from ipaddress import ip_network

from scheduler.domain.accounts import Role
from scheduler.posting import HttpPoster
from tests.api.office_day import DAY, choice, office_day
from tests.api.world import HOME, OTHER, make_world
from tests.posting.receivers import receiving

HOOKS = "/api/v1/hooks"
WISH = {"name": "Portal miasta", "url": "https://portal.example.com/dojazd?key=7", "topics": ["plans", "promises"]}


def test_a_published_plan_and_a_promise_are_told() -> None:
    """The town's portal would show yesterday's plan, and nobody would know why."""
    day = office_day()
    day.world.office.__dict__["poster"] = HttpPoster(allowed=[ip_network("127.0.0.0/8")])
    admin = day.world.browser(Role.ADMINISTRATOR)
    with receiving(204) as receiver:
        made = admin.post(HOOKS, {**WISH, "url": receiver.url})
        assert made.status_code == 201, made.text
        told = day.asked()
        accepted = day.dispatcher.post(
            f"/api/v1/enquiries/{told['enquiry']['id']}/acceptance", choice(told["days"][0]["offers"][0])
        )
        assert accepted.status_code == 201, accepted.text
        day.publish()
        day.world.office.postman.go_round()
    messages = [json.loads(body) for _, body in receiver.got]

    assert [one["type"] for one in messages] == ["booking.promised", "plan.published"]
    assert messages[0]["data"]["request"].startswith("R-")
    assert messages[1]["data"]["day"] == str(DAY)
    shown = admin.get(f"{HOOKS}/{made.json()['id']}/messages").json()["items"]
    assert [(one["state"], one["status"]) for one in shown] == [("delivered", 204)] * 2
    with day.world.office.store.reading(HOME) as unit:
        people = [one.name for one in unit.clients.all().values()] + [one.name for one in unit.staff.all().values()]
    assert [one for one in people if one in str(messages)] == []


def test_the_secret_is_in_the_first_answer_alone() -> None:
    """Whoever sees the list could forge what the town says."""
    world = make_world()
    admin = world.browser(Role.ADMINISTRATOR)
    made = admin.post(HOOKS, WISH, headers={"Idempotency-Key": "k-1"}).json()
    (shown,) = admin.get(HOOKS).json()["items"]
    assert made["secret"].startswith("whsec_")
    assert {**shown, "secret": made["secret"]} == made
    assert shown["server"] == "https://portal.example.com"
    assert "key=7" not in str(shown)
    again = admin.post(HOOKS, WISH, headers={"Idempotency-Key": "k-1"}).json()
    assert again["secret"] != made["secret"]


def test_an_address_within_the_towns_network_is_refused_at_once() -> None:
    """An administrator of the town could read what the server's own network answers."""
    world = make_world()
    world.office.__dict__.pop("poster")
    admin = world.browser(Role.ADMINISTRATOR)
    for url in ("http://127.0.0.1:8000/metrics", "https://169.254.169.254/", "https://[::1]/", "gopher://x/"):
        answer = admin.post(HOOKS, {**WISH, "url": url})
        assert (answer.status_code, answer.json()["problems"][0]["where"]) == (422, "hook.url"), answer.text


def test_a_try_and_a_resending_are_to_be_sent() -> None:
    """Whoever has mended their receiver could do nothing but wait for the next plan."""
    world = make_world()
    admin = world.browser(Role.ADMINISTRATOR)
    hook = admin.post(HOOKS, WISH).json()["id"]
    tried = admin.post(f"{HOOKS}/{hook}/tries")
    assert (tried.status_code, tried.json()["action"], tried.json()["attempts"]) == (202, "hook.tried", 0)
    again = admin.post(f"/api/v1/messages/{tried.json()['id']}/resending")
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    assert admin.get(f"{HOOKS}/{hook}/messages", params={"state": "dead"}).json() == {"items": [], "next": None}
    assert admin.delete(f"{HOOKS}/{hook}").status_code == 204
    assert admin.get(f"{HOOKS}/{hook}/messages").status_code == 404


def test_the_next_towns_hooks_are_not_there() -> None:
    """One town's administrator would read where another one's plans go, or stop them."""
    world = make_world()
    hook = world.browser(Role.ADMINISTRATOR).post(HOOKS, WISH).json()["id"]
    stranger = world.browser(Role.ADMINISTRATOR, OTHER)
    assert stranger.get(HOOKS).json() == {"items": []}
    assert stranger.delete(f"{HOOKS}/{hook}").status_code == 404


def test_twenty_are_enough() -> None:
    """A program that makes one at each start would have the town tell thousands."""
    admin = make_world().browser(Role.ADMINISTRATOR)
    statuses = [admin.post(HOOKS, WISH).status_code for _ in range(21)]
    assert statuses == [201] * 20 + [409]


def test_messages_are_listed_page_by_page() -> None:
    """A portal that was down for two months would have all of them sent in one answer, or only the newest."""
    world = make_world()
    admin = world.browser(Role.ADMINISTRATOR)
    hook = admin.post(HOOKS, WISH).json()["id"]
    made = {admin.post(f"{HOOKS}/{hook}/tries").json()["id"] for _ in range(5)}
    found: list[str] = []
    asked: dict[str, str | int] | None = {"limit": 2}
    while asked is not None:
        page = admin.get(f"{HOOKS}/{hook}/messages", params=asked).json()
        assert len(page["items"]) <= 2
        found += [one["id"] for one in page["items"]]
        asked = {"limit": 2, "cursor": page["next"]} if page["next"] else None

    assert (set(found), len(found)) == (made, 5)
    for wrong in ("x", "WyJhIiwiYiJd", "WyIxIl0"):
        assert admin.get(f"{HOOKS}/{hook}/messages", params={"cursor": wrong}).status_code == 422

"""Errors name what they are about: which id, which ETag, which parameter."""

import pytest

from api.routing import OfficeRoute
from scheduler.domain.accounts import Role
from tests.api.test_every_route import ROUTES, example, path_of, wants_version
from tests.api.world import HOME, World, make_world

VERSIONED = [(method, route) for method, route in ROUTES if "if_match" in route.endpoint.__annotations__]
ROLES_ASKED = (Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)


@pytest.fixture(scope="module")
def office() -> World:
    return make_world()


@pytest.mark.parametrize(("method", "route"), VERSIONED, ids=[f"{m} {r.path}" for m, r in VERSIONED])
def test_a_change_without_a_version_says_what_to_read(office: World, method: str, route: OfficeRoute) -> None:
    """Whoever writes a program against the API would send the ETag of another resource, and be told it is stale."""
    assert wants_version(office.app, route, method)
    asker = next(office.browser(role) for role in ROLES_ASKED if _may(office, role, method, route))
    path, body = path_of(office, route, HOME), example(office.app, route, method)
    missing = asker(method, path, json=body)
    foreign = asker(method, path, json=body, headers={"If-Match": "banana"})

    assert (missing.status_code, foreign.status_code) == (428, 412)
    where = missing.json()["detail"].removeprefix("read ").partition(" first,")[0]
    assert path.startswith(where)
    assert f"read {where}," in foreign.json()["detail"]
    assert "is no ETag of ours" in foreign.json()["detail"]
    read = asker.get(where)
    assert read.status_code == 404 or read.headers["etag"].strip('"').isdigit()


def _may(office: World, role: Role, method: str, route: OfficeRoute) -> bool:
    return office.browser(role)(method, path_of(office, route, HOME)).status_code != 403


def test_an_unknown_id_is_named_with_its_kind(office: World) -> None:
    """Who cancels twenty bookings in one go would not know which of the ids is wrong."""
    asker = office.browser(Role.DISPATCHER)
    told = asker.post("/api/v1/bookings/cancellation", {"ids": ["R-017", "R-999"]})
    assert (told.status_code, told.json()["detail"]) == (404, "nothing among bookings has the id R-999")
    long = asker.get(f"/api/v1/clients/{'K' * 100}").json()["detail"]
    assert long == f"nothing among clients has the id {'K' * 40}…"
    assert asker.get("/api/v1/clients/Anna Lis").json()["detail"] == "nothing among clients has this id"


def test_what_is_not_theirs_is_told_as_what_is_not_there(office: World) -> None:
    """A contractor would learn by the words of an error whom else the town drives."""
    provider = office.browser(Role.PROVIDER)
    foreign, unknown = (provider.get(f"/api/v1/bookings/{one}").json() for one in ("R-017", "R-999"))

    assert {**foreign, "detail": foreign["detail"].replace("R-017", "R-999")} == unknown


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/api/v1/bookings?day=2026-11-23&dya=2026-11-24", "use client, day"),
        ("/api/v1/shifts?day=2026-11-23", "use from, to"),
        ("/api/v1/clients/K-01?full=1", "leave it out"),
        ("/api/v1/clients?name=Anna", "POST /api/v1/clients/search"),
    ],
)
def test_an_unknown_parameter_is_refused(office: World, path: str, right: str) -> None:
    """Who asks for one day would be answered with everybody's, and believe it."""
    answer = office.browser(Role.DISPATCHER).get(path)

    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert problem["where"] == f"query.{path.rpartition('=')[0].rpartition('&')[2].rpartition('?')[2]}"
    assert right in problem["right"]

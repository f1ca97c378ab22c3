"""A real browser between the office, a real sign-in service at another site, and back."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Page

from tests.api.world import World
from tests.identity.town_hall import TownHall, town_hall, world_at


@pytest.fixture
def hall() -> Iterator[TownHall]:
    with town_hall() as made:
        made.has("anna", "grp-cus")
        yield made


@pytest.fixture
def office(hall: TownHall) -> Iterator[str]:
    """The address of an office that the town hall signs people in at."""
    world: World = world_at(hall)
    server = uvicorn.Server(uvicorn.Config(world.app, log_level="warning"))
    with socket.create_server(("127.0.0.1", 0)) as door:
        running = Thread(target=server.run, kwargs={"sockets": [door]})
        running.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        running.join()


def test_a_dispatcher_comes_in_by_the_town_hall_and_goes(page: Page, office: str) -> None:
    """The browser would keep the session's cookie back after a sign-in at another site, and ask to sign in for ever."""
    page.goto(f"{office}/week")
    page.get_by_role("link", name="Zaloguj przez konto urzędu").click()
    page.wait_for_url("**/oauth2/authorize?**")
    page.fill("input[name=sub]", "anna")
    page.locator("button[type=submit]").first.click()
    page.wait_for_url(f"{office}/week/**")
    assert page.locator("header").get_by_text("Anna Nowak").is_visible()

    page.get_by_role("button", name="Wyloguj").click()
    page.get_by_role("link", name="Wyloguj się także z konta urzędu").click()
    page.wait_for_url("**/oauth2/end_session?**")
    page.goto(f"{office}/week")
    assert page.get_by_role("link", name="Zaloguj przez konto urzędu").is_visible()

"""What every page has: who may see it, in which language, and what happens when there is none."""

import re

import pytest

from api.pages import assets
from scheduler.domain.accounts import Role
from scheduler.domain.errors import StoreError
from tests.api.world import Asker, World, make_world
from tests.pages.sources import templates


@pytest.mark.parametrize("wanted", ["/", "/sign-in"])
def test_nobody_is_asked_to_sign_in(world: World, wanted: str) -> None:
    """Whoever opens the address would stand before an error in JSON."""
    answer = world.nobody().get(wanted)

    assert (answer.status_code, answer.headers.get("location", "/sign-in")) in {(303, "/sign-in"), (200, "/sign-in")}


@pytest.mark.parametrize(
    ("header", "cookie", "lang"),
    [("", "", "pl"), ("de", "", "pl"), ("en-GB,en;q=0.9", "", "en"), ("de,en;q=0.5,pl;q=0.2", "", "en"),
     ("en", "pl", "pl"), ("pl", "en", "en"), ("pl", "de", "pl")],
)  # fmt: skip
def test_a_page_is_in_the_readers_language(world: World, header: str, cookie: str, lang: str) -> None:
    """A Polish dispatcher would get English pages, or the choice would be forgotten."""
    cookies = {"Cookie": f"dojazd-language={cookie}"} if cookie else {}
    answer = world.nobody().get("/sign-in", headers={"Accept-Language": header, **cookies})

    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["content-language"] == lang


@pytest.mark.parametrize(
    "after", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/x"]
)
def test_nobody_is_led_elsewhere(world: World, after: str) -> None:
    """A link in a mail would look like ours, and end at a page that asks for the password."""
    answer = world.nobody().get("/language/en", params={"after": after})

    assert answer.headers["location"] == "/"
    assert 'data-after="/"' in world.nobody().get("/sign-in", params={"after": after}).text


def test_the_choice_of_a_language_leads_back(world: World) -> None:
    """Whoever changes the language on a page would lose the page."""
    answer = world.nobody().get("/language/en", params={"after": "/sign-in"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "dojazd-language=en" in answer.headers["set-cookie"]


def test_a_page_keeps_what_was_asked_for_in_the_other_language(world: World) -> None:
    """Whoever reads a month in the other language would be shown another month."""
    text = world.nobody().get("/sign-in", params={"after": "/figures?from=2026-11-01&to=2026-11-20"}).text
    (link,) = re.findall(r'href="(/language/en[^"]*)"', text)
    back = world.nobody().get(link).headers["location"]

    assert back == "/sign-in?after=%2Ffigures%3Ffrom%3D2026-11-01%26to%3D2026-11-20"


def test_the_demo_alone_signs_in_by_role(world: World) -> None:
    """Anybody could sign in to a real town as its dispatcher."""
    assert "data-role" not in world.nobody().get("/sign-in").text
    assert make_world(is_demo=True).nobody().get("/sign-in").text.count("data-role") == len(Role)


def test_a_page_that_is_not_there_is_a_page(world: World) -> None:
    """A mistyped address would show a line of JSON."""
    answer = world.nobody(Accept="text/html").get("/nowhere")

    assert answer.status_code == 404
    assert "<h1>Tu nic nie ma</h1>" in answer.text
    assert world.nobody().get("/api/nowhere", headers={"Accept": "text/html"}).headers["content-type"].endswith("json")


def test_a_page_without_a_database_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that says that the database is away would need the database."""

    def away(_town: object) -> object:
        raise StoreError("away")

    browser = world.browser(Role.DISPATCHER)
    monkeypatch.setattr(world.office.store, "reading", away)
    answer = browser.get("/sign-in")

    assert answer.status_code == 503
    assert "Baza danych nie odpowiada" in answer.text


def test_files_may_be_kept_for_good(world: World) -> None:
    """Every page would fetch its scripts anew, or keep those of the release before."""
    text = world.nobody().get("/sign-in").text
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)

    assert len(found) > 3
    for one in found:
        answer = world.nobody().get(one)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    other = world.nobody().get(f"/static/{'0' * 16}/css/base.css")
    assert (other.status_code, other.headers["cache-control"]) == (200, "no-cache")


def test_files_are_sent_packed_to_whoever_can_unpack_them(world: World) -> None:
    """On a phone's slow network the charts' library would take a quarter of a minute."""
    path = f"/static/{assets.digest()}/vendor/echarts.js"
    packed, plain = (world.nobody().get(path, headers={"Accept-Encoding": one}) for one in ("gzip, br", "identity"))

    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < 0.4 * int(plain.headers["content-length"])
    assert "content-encoding" not in plain.headers


def test_a_whole_office_may_open_its_pages_at_once() -> None:
    """At seven everybody behind one address loads the new release, and some would get pages without style."""
    world = make_world(requests_per_minute=10)
    path = f"/static/{assets.digest()}/css/base.css"

    assert {world.nobody().get(path).status_code for _ in range(50)} == {200}


@pytest.mark.parametrize("name", ["css/nothing.css", "../routing.py", "..%2frouting.py", "js/", ""])
def test_no_other_file_is_given_out(world: World, name: str) -> None:
    """Anybody could read the server's files."""
    answer = world.nobody().get(f"/static/{assets.digest()}/{name}")

    assert answer.status_code == 404


def test_pages_are_kept_in_no_cache(world: World) -> None:
    """Whoever sits at the computer next would read the page before by the button "back"."""
    assert world.nobody().get("/sign-in").headers["cache-control"] == "no-store"


def test_a_name_cannot_become_a_script(world: World) -> None:
    """A client called <script> would do as they please on a dispatcher's board."""
    from api.pages.rendering import environment

    template = environment().from_string(
        "<p title='{{ a }}'>{{ a }}</p><script type='application/json'>{{ a | tojson }}</script>"
    )
    text = template.render(a="</script><script>alert('ł')</script>")

    assert "<script>alert" not in text
    assert text.count("</script>") == 1


def test_a_part_of_a_page_leads_to_the_sign_in(world: World) -> None:
    """A part that is loaded after the session's end would hold a second page inside the first."""
    asker: Asker = world.nobody(**{"HX-Request": "true"})
    answer = asker.get("/nothing-signed-in")

    assert answer.status_code == 404
    assert "<html" not in answer.text


def test_every_form_says_how_it_is_sent() -> None:
    """Sent before its script runs, a password would stand in the address, the browser's history and the logs."""
    forms = [(name, form) for name, text in templates().items() for form in re.findall(r"<form\b[^>]*>", text)]
    silent = [(name, form) for name, form in forms if not re.search(r'\bmethod="(get|post|dialog)"', form)]

    assert forms
    assert silent == []

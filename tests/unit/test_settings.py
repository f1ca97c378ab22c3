"""What an installation decides, from its environment."""

from pathlib import Path

import pytest

from scheduler.domain.errors import InputError
from scheduler.settings import TravelEngine, load_settings


def test_an_empty_environment_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newcomer would have to write a file before the first plan."""
    monkeypatch.delenv("DOJAZD_DATA")

    settings = load_settings()

    assert settings.travel == ()
    assert settings.osrm_url is None
    assert settings.data.name == "dojazd"


def test_engines_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of the fallback chain could not be chosen."""
    monkeypatch.setenv("DOJAZD_TRAVEL", " osrm_http, straight ")

    assert load_settings().travel == (TravelEngine.OSRM_HTTP, TravelEngine.STRAIGHT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOJAZD_TRAVEL", "osrm,google"),
        ("DOJAZD_OSRM_URL", "server:5000"),
        ("DOJAZD_VALHALLA_URL", "ftp://x"),
        ("DOJAZD_HTTP_TIMEOUT", "-1"),
        ("DOJAZD_OSRM_TABLE_LIMIT", "many"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in the environment would end in a page of a library's own words, or be ignored."""
    monkeypatch.setenv(name, value)

    with pytest.raises(InputError) as caught:
        load_settings()

    assert caught.value.problems[0].column == name
    assert value in str(caught.value) or value.rsplit(",", maxsplit=1)[-1] in str(caught.value)


def test_all_slips_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator would start the server five times."""
    monkeypatch.setenv("DOJAZD_OSRM_URL", "x")
    monkeypatch.setenv("DOJAZD_HTTP_TIMEOUT", "soon")

    with pytest.raises(InputError) as caught:
        load_settings()

    assert {problem.column for problem in caught.value.problems} == {"DOJAZD_OSRM_URL", "DOJAZD_HTTP_TIMEOUT"}


def test_settings_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A service that starts with the machine has no shell that could set variables."""
    (tmp_path / ".env").write_text("DOJAZD_OSRM_URL=http://localhost:5000\nOTHER=1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert str(load_settings().osrm_url) == "http://localhost:5000/"

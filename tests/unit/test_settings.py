"""What an installation decides, from its environment."""

import traceback
from pathlib import Path
from types import FunctionType

import pytest

from scheduler.domain.errors import InputError
from scheduler.message_settings import MessageSettings
from scheduler.provider_settings import ProviderSettings
from scheduler.settings import Settings, TravelEngine, load_settings


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


def test_secrets_may_be_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lists a container's variables would read the password of the database."""
    (tmp_path / "dojazd_database_url").write_text("postgresql://dojazd:secret@database/dojazd\n", encoding="utf-8")
    (tmp_path / "dojazd_http_timeout").write_text("7", encoding="utf-8")
    monkeypatch.setenv("DOJAZD_SECRETS", str(tmp_path))
    monkeypatch.setenv("DOJAZD_HTTP_TIMEOUT", "8")

    settings = load_settings()

    assert settings.database_url.get_secret_value() == "postgresql://dojazd:secret@database/dojazd"
    assert settings.http_timeout == 8


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOJAZD_SECRETS", "/no/such/folder"),
        ("DOJAZD_TRAVEL", "osrm,google"),
        ("DOJAZD_OSRM_URL", "server:5000"),
        ("DOJAZD_VALHALLA_URL", "ftp://x"),
        ("DOJAZD_HTTP_TIMEOUT", "-1"),
        ("DOJAZD_OSRM_TABLE_LIMIT", "many"),
        ("DOJAZD_DATABASE_URL", "mysql://server/x"),
        ("DOJAZD_DATABASE_URL", "dojazd.sqlite"),
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


def test_a_settings_file_that_is_no_text_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file saved by an old editor would end in a page of Python."""
    (tmp_path / ".env").write_bytes("DOJAZD_GEOCODER_USER_AGENT=Chełm\n".encode("cp1250"))
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError, match="is not UTF-8") as caught:
        load_settings()

    assert caught.value.problems[0].file == str(tmp_path / ".env")


@pytest.mark.parametrize(
    "value",
    [
        "ftp://anna:tajne@mapy.example",
        "http://anna:tajne@mapy.example:port",
        "http://anna:tajne/haslo@mapy.example:port",
        "http://anna:tajne@haslo@mapy.example:port",
        "http:/anna:tajne@mapy.example:port",
        "anna:tajne@mapy.example",
        "http://" + "anna" * 20 + ":tajne@mapy.example:port",
    ],
)
def test_a_password_is_not_shown(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in an address would put its password into the log that is sent around for help."""
    monkeypatch.setenv("DOJAZD_OSRM_URL", value)

    with pytest.raises(InputError) as caught:
        load_settings()

    told = "".join(traceback.format_exception(caught.value))
    assert "mapy.example" in str(caught.value)
    assert "anna" not in told
    assert "haslo" not in told
    assert "tajne" not in told


@pytest.mark.parametrize(
    "value", ["mysql://anna:tajne@mapy.example/x", "mysql://mapy.example/x?user=anna&password=tajne"]
)
def test_a_databases_password_is_not_shown(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in the database's address would put its password into the log that is sent around for help."""
    monkeypatch.setenv("DOJAZD_DATABASE_URL", value)

    with pytest.raises(InputError) as caught:
        load_settings()

    told = "".join(traceback.format_exception(caught.value))
    assert "DOJAZD_DATABASE_URL" in told
    assert "mapy.example" in told
    assert "tajne" not in told


def test_a_database_is_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """One setting could not move the office to PostgreSQL."""
    assert not load_settings().database_url.get_secret_value()

    monkeypatch.setenv("DOJAZD_DATABASE_URL", "postgresql://anna:tajne@server/office")

    assert load_settings().database_url.get_secret_value() == "postgresql://anna:tajne@server/office"
    assert "tajne" not in repr(load_settings())


@pytest.mark.parametrize(
    "name",
    [
        "DOJAZD_DATA",
        "DOJAZD_DATABASE_URL",
        "DOJAZD_OSRM_URL",
        "DOJAZD_HTTP_TIMEOUT",
        "DOJAZD_TRAVEL",
        "DOJAZD_PELIAS_KEY",
    ],
)
def test_an_empty_variable_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Towns and addresses would be kept in whatever folder the program was started in."""
    monkeypatch.delenv("DOJAZD_DATA")
    unset = load_settings()

    monkeypatch.setenv(name, "")

    assert load_settings() == unset


def test_the_data_folder_is_the_same_from_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder called ~ would appear, or a change of folder would lose all towns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    monkeypatch.setenv("DOJAZD_DATA", "~/dojazd")
    assert load_settings().data == tmp_path / "home" / "dojazd"

    monkeypatch.setenv("DOJAZD_DATA", "kept")
    assert load_settings().data == tmp_path / "kept"

    monkeypatch.setenv("DOJAZD_DATA", "~nobody-of-this-name/kept")
    with pytest.raises(InputError, match="no such home folder"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOJAZD_PUBLIC_URL", "dojazd.town.example"),
        ("DOJAZD_PUBLIC_URL", "https://town.example/dojazd"),
        ("DOJAZD_TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
        ("DOJAZD_LARGEST_REQUEST", "0"),
        ("DOJAZD_REQUESTS_PER_MINUTE", "many"),
        ("DOJAZD_SECOND_FACTOR", "administrator,god"),
    ],
)
def test_settings_of_the_web_service_are_checked(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The service would believe anybody's word for who asks, or stand open, because of a typing mistake."""
    monkeypatch.setenv(name, value)

    with pytest.raises(InputError, match=name):
        load_settings()


def test_settings_of_the_web_service_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that was named would not be believed, and everybody would have its address."""
    monkeypatch.setenv("DOJAZD_PUBLIC_URL", "https://dojazd.town.example")
    monkeypatch.setenv("DOJAZD_TRUSTED_PROXIES", "127.0.0.1, 10.1.2.3/8")
    monkeypatch.setenv("DOJAZD_SECOND_FACTOR", "administrator,dispatcher")
    settings = load_settings()

    assert str(settings.public_url) == "https://dojazd.town.example/"
    assert settings.trusted_proxies == ("127.0.0.1", "10.0.0.0/8")
    assert settings.second_factor == ("administrator", "dispatcher")


def test_no_check_of_one_group_of_settings_hides_anothers() -> None:
    """A sign-in service without roles would be taken at the start: of two checks of one name one alone counts."""
    names = [name for group in (MessageSettings, ProviderSettings, Settings) for name in _checks(group)]

    assert len(names) > 10
    assert len(set(names)) == len(names)


def _checks(group: type) -> list[str]:
    own = vars(group).items()
    return [name for name, one in own if isinstance(one, classmethod | FunctionType) and not name.startswith("__")]

"""Who carries messages, by the settings: what is not set lies in a folder, and what is wrong is said at the start."""

from pathlib import Path

import pytest

from scheduler.bootstrap.messages import carriers_of
from scheduler.domain.client import Channel
from scheduler.domain.errors import InputError
from scheduler.settings import load_settings
from tests.messages.gateways import gateway
from tests.messages.test_letters_sent import LETTER

SMTP, SMS = "DOJAZD_SMTP_", "DOJAZD_SMS_"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))


def test_without_settings_messages_are_files_and_tell_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An office that has set up nothing would believe that its messages go out."""
    found = carriers_of(load_settings())
    assert {(one.label, one.tells) for one in found.values()} == {(str(tmp_path / "data" / "outbox"), False)}
    monkeypatch.setenv("DOJAZD_OUTBOX", str(tmp_path / "sent"))
    assert all(one.tells for one in carriers_of(load_settings()).values())


def test_a_secret_in_a_file_reaches_the_gateway_of_the_towns_own_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The key would have to stand in the environment, where every crash report shows it."""
    (tmp_path / "key").write_text("s3cret\n")
    monkeypatch.setenv(f"{SMS}SECRET_FILE", str(tmp_path / "key"))
    monkeypatch.setenv(f"{SMS}HEADERS", '{"X-Key": "{secret}"}')
    monkeypatch.setenv(f"{SMTP}HOST", "mail.town.example")
    monkeypatch.setenv(f"{SMTP}FROM", "dojazd@town.example")
    with gateway() as here:
        monkeypatch.setenv(f"{SMS}URL", here.url)
        found = carriers_of(load_settings())
        assert found[Channel.SMS].carry(LETTER).failure is None
    assert here.got[0][2]["x-key"] == "s3cret"
    assert (found[Channel.SMS].label, found[Channel.EMAIL].label) == ("127.0.0.1", "mail.town.example:587")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (f"{SMS}BODY", '{"to": "{number}"}', "number"), (f"{SMS}BODY", "to={to}", "JSON object"),
        (f"{SMS}HEADERS", '{"a": "b\\r\\nc: d"}', "one line"), (f"{SMS}GOOD", "(", "pattern"),
        (f"{SMTP}SECURITY", "ssl", "starttls"), (f"{SMTP}HOST", "mail.town.example", "SMTP_FROM"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    """A slip would be found when the first resident was not told."""
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError) as found:
        load_settings()
    assert told in str(found.value)


def test_a_secret_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The server would go on without a password, and every letter be refused."""
    monkeypatch.setenv(f"{SMTP}HOST", "mail.town.example")
    monkeypatch.setenv(f"{SMTP}FROM", "dojazd@town.example")
    monkeypatch.setenv(f"{SMTP}PASSWORD_FILE", str(tmp_path / "none"))
    with pytest.raises(InputError, match="DOJAZD_SMTP_PASSWORD_FILE"):
        carriers_of(load_settings())

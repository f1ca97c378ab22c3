"""Settings of the town's own sign-in service."""

from pathlib import Path

import pytest

from scheduler.bootstrap.provider import check_town, provider_of
from scheduler.domain.accounts import Role
from scheduler.domain.errors import InputError
from scheduler.domain.identities import ProviderRules, claim_at, values_at
from scheduler.domain.ids import TownId
from scheduler.settings import load_settings

WHOLE = {
    "DOJAZD_OIDC_ISSUER": "https://login.town.example/realms/town",
    "DOJAZD_OIDC_CLIENT_ID": "dojazd",
    "DOJAZD_OIDC_ROLES": "grp-it=administrator, CUS dział=dispatcher,grp-drivers=worker",
}


def given(monkeypatch: pytest.MonkeyPatch, **more: str | None) -> None:
    for name, value in {**WHOLE, **{f"DOJAZD_OIDC_{key.upper()}": value for key, value in more.items()}}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)


def test_groups_and_roles_are_read_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody in two groups would be now this, now that; a group whose name has a sign in it could not be named."""
    given(monkeypatch)
    settings = load_settings()
    assert settings.oidc_roles == (
        ("grp-it", Role.ADMINISTRATOR),
        ("CUS dział", Role.DISPATCHER),
        ("grp-drivers", Role.WORKER),
    )
    rules = ProviderRules(roles=settings.oidc_roles)
    assert rules.role_of({"grp-drivers", "grp-it", "grp-all"}) is Role.ADMINISTRATOR
    assert rules.role_of({"GRP-IT", "grp-it "}) is None

    given(monkeypatch, roles='{"CN=CUS,OU=Groups,DC=town": "dispatcher"}', scopes="openid email, offline_access")
    settings = load_settings()
    assert settings.oidc_roles == (("CN=CUS,OU=Groups,DC=town", Role.DISPATCHER),)
    assert settings.oidc_scopes == ("openid", "email", "offline_access")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("issuer", "http://login.town.example", "https://"),
        ("issuer", "http://127.0.0.1.evil.example", "https://"),
        ("issuer", "login.town.example", "address"),
        ("issuer", "https://login.town.example?tenant=1", "without"),
        ("client_id", None, "DOJAZD_OIDC_CLIENT_ID"),
        ("roles", None, "DOJAZD_OIDC_ROLES"),
        ("roles", "grp-it=king", "DOJAZD_OIDC_ROLES"),
        ("roles", "grp-it", "DOJAZD_OIDC_ROLES"),
        ("roles", "{grp", "DOJAZD_OIDC_ROLES"),
    ],
)
def test_what_would_let_in_nobody_or_anybody_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str | None, said: str
) -> None:
    """The first who presses the button would find out, or whoever reads along on the way to the provider."""
    given(monkeypatch, client_secret="hush-hush", **{name: value})
    with pytest.raises(InputError) as caught:
        load_settings()

    assert said in str(caught.value)
    assert "hush" not in str(caught.value)


def test_the_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The secret would stand in the environment, where every process of the machine finds it."""
    given(monkeypatch, client_secret_file=str(tmp_path / "secret"))
    with pytest.raises(InputError, match="cannot be read"):
        provider_of(load_settings())
    (tmp_path / "secret").write_text("hush\n", encoding="utf-8")
    provider = provider_of(load_settings())
    assert provider is not None
    assert provider._client.secret == "hush"  # type: ignore[attr-defined]
    assert "hush" not in repr(provider._client)  # type: ignore[attr-defined]
    given(monkeypatch, client_secret_file=str(tmp_path / "secret"), client_secret="other")
    with pytest.raises(InputError, match="not both"):
        load_settings()
    given(monkeypatch, issuer="http://localhost:8080/realms/town", client_secret=None)
    assert provider_of(load_settings()) is not None


def test_of_several_towns_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """People of one town would read the clients' files of another."""
    given(monkeypatch)
    towns = [TownId("chelm"), TownId("kalisz")]
    check_town(load_settings(), towns[:1])
    with pytest.raises(InputError, match="kalisz"):
        check_town(load_settings(), towns)
    given(monkeypatch, town="chelm")
    check_town(load_settings(), towns)
    with pytest.raises(InputError):
        check_town(load_settings(), towns[1:])


def test_a_claim_is_found_in_every_shape_that_providers_give_it() -> None:
    """Nobody of the town would come in, or somebody whose one group is spelt like two."""
    claims = {
        "groups": ["a", "b", 7, None], "one": "a b", "realm_access": {"roles": ["c"]}, "https://town/x.y": ["d"],
        "odd": {"a": 1}, "none": None, "empty": [],
    }  # fmt: skip
    found = {name: values_at(claims, name) for name in (*claims, "realm_access.roles", "groups.x", "not.there")}

    assert found == {
        "groups": {"a", "b"}, "one": {"a b"}, "realm_access": set(), "https://town/x.y": {"d"}, "odd": set(),
        "none": None, "empty": set(), "realm_access.roles": {"c"}, "groups.x": None, "not.there": None,
    }  # fmt: skip
    assert claim_at(claims, "") is None

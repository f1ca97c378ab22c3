"""Settings of the town's own sign-in service (OpenID Connect)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode

from scheduler.domain.accounts import Role
from scheduler.domain.addresses import is_loopback


class ProviderSettings(BaseSettings):
    """What the program has to know of the provider, and the provider's administrator of nobody else.

    Attributes
    ----------
    oidc_issuer : str
        Its address, exactly as its tokens say it; empty: people sign in here alone.
    oidc_client_id : str
        What this program is called there.
    oidc_client_secret, oidc_client_secret_file : str, Path or None
        What it shows there, or a file with it; neither: a public client.
    oidc_scopes : tuple of str
        What is asked for; Entra ID gives a refresh token for `offline_access` alone.
    oidc_roles_claim : str
        The claim with groups or roles; dots lead into objects: `realm_access.roles`.
    oidc_roles : mapping
        Which of its values makes somebody what, the first that fits: "grp-admin=administrator,grp-cus=dispatcher", or
        a JSON object.
    oidc_staff_claim, oidc_provider_claim : str
        Claims with a worker's id of the rota, and with a contractor's; empty: an administrator says it.
    oidc_town : str
        Whose the accounts are, where several towns are kept.
    oidc_label : str
        What the button on the sign-in page says; empty: "Sign in with the office account", in the reader's language.
    oidc_passwords : bool
        Whether others than administrators go on signing in by passwords.
    oidc_second_factor : bool
        Whether the roles of `second_factor` need their authenticator app here also after the provider's sign-in.
    """

    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_client_secret_file: Path | None = None
    oidc_scopes: Annotated[tuple[str, ...], NoDecode] = ("openid", "profile", "email")
    oidc_roles_claim: str = "groups"
    oidc_roles: Annotated[tuple[tuple[str, Role], ...], NoDecode] = ()
    oidc_staff_claim: str = ""
    oidc_provider_claim: str = ""
    oidc_town: str = ""
    oidc_label: str = Field(default="", max_length=60)
    oidc_passwords: bool = True
    oidc_second_factor: bool = False

    @field_validator("oidc_issuer")
    @classmethod
    def _safe(cls, value: str) -> str:
        read = urlsplit(value)
        if value and (not read.hostname or read.query or read.fragment):
            raise ValueError("it is an address without ? and #, such as https://login.town.example/realms/town")
        if value and read.scheme != "https" and not (read.scheme == "http" and is_loopback(value)):
            raise ValueError("it begins with https://; only on this computer itself http:// will do")
        return value

    @field_validator("oidc_scopes", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("oidc_roles", mode="before")
    @classmethod
    def _mapped(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.strip().startswith("{"):
            read = json.loads(value)
            return tuple(read.items()) if isinstance(read, Mapping) else value
        pairs = [one.rpartition("=") for one in value.split(",") if one.strip()]
        if not all(before.strip() and sign for before, sign, _ in pairs):
            raise ValueError("it is a list such as grp-cus=dispatcher,grp-drivers=worker")
        return tuple((before.strip(), after.strip()) for before, _, after in pairs)

    @model_validator(mode="after")
    def _provider_whole(self) -> Self:
        if not self.oidc_issuer:
            return self
        if not self.oidc_client_id:
            raise ValueError("DOJAZD_OIDC_ISSUER needs DOJAZD_OIDC_CLIENT_ID: what this program is called there")
        if not self.oidc_roles:
            raise ValueError("DOJAZD_OIDC_ISSUER needs DOJAZD_OIDC_ROLES, or nobody could come in: group=role,...")
        if self.oidc_client_secret.get_secret_value() and self.oidc_client_secret_file is not None:
            raise ValueError("give DOJAZD_OIDC_CLIENT_SECRET or DOJAZD_OIDC_CLIENT_SECRET_FILE, not both")
        return self

"""The town's own sign-in service, as the settings name it."""

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scheduler.bootstrap.clock import SystemClock
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.identities import ProviderRules
from scheduler.domain.ids import TownId
from scheduler.services.ports import IdentityProvider
from scheduler.settings import Settings

if TYPE_CHECKING:
    from scheduler.store.sealing import MasterKey


def provider_of(settings: Settings) -> IdentityProvider | None:
    """Return the provider; None: people sign in here alone. Nothing is asked of it yet: it may be down.

    Raises
    ------
    InputError
        If the file with the secret cannot be read.
    """
    if not settings.oidc_issuer:
        return None
    from scheduler.identity import Client, OidcProvider

    client = Client(id=settings.oidc_client_id, secret=_secret(settings), scopes=settings.oidc_scopes)
    # Its tokens tell the world's time, whatever a demo's clock says.
    return OidcProvider(settings.oidc_issuer, client, SystemClock())


def provider_rules(settings: Settings) -> ProviderRules:
    """Return what is decided about people from the provider."""
    return ProviderRules(
        roles=settings.oidc_roles, roles_claim=settings.oidc_roles_claim, staff_claim=settings.oidc_staff_claim,
        provider_claim=settings.oidc_provider_claim, own_app=settings.oidc_second_factor,
        town=TownId(settings.oidc_town) if settings.oidc_town else None,
    )  # fmt: skip


def check_town(settings: Settings, towns: Sequence[TownId]) -> None:
    """Refuse a provider whose people would be nobody's, or another town's than the one that is meant.

    Raises
    ------
    InputError
        If several towns are kept and none is named, or one that is not kept.
    """
    named = settings.oidc_town
    if not towns or named in towns or (not named and len(towns) == 1):
        return
    wrong, right = "names no kept town" if named else "is missing", f"name one of {', '.join(towns)}"
    raise InputError([InputProblem(file="settings", column="DOJAZD_OIDC_TOWN", value=named, wrong=wrong, right=right)])


def passwords_of(settings: Settings) -> bool:
    """Return whether others than administrators sign in by passwords: always where there is no provider."""
    return settings.oidc_passwords or not settings.oidc_issuer


def cookie_seal(master: "MasterKey") -> Fernet:
    """Return what seals the cookies of sign-ins under way; it opens nothing else."""
    made = HKDF(SHA256(), length=32, salt=None, info=b"dojazd sign-in cookie").derive(master.raw)
    return Fernet(base64.urlsafe_b64encode(made))


def _secret(settings: Settings) -> str:
    path = settings.oidc_client_secret_file
    if path is None:
        return settings.oidc_client_secret.get_secret_value()
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        wrong = f"cannot be read ({getattr(error, 'strerror', None) or 'it is no UTF-8 text'})"
        right = "name a file with the secret alone"
        column = "DOJAZD_OIDC_CLIENT_SECRET_FILE"
        raise InputError(
            [InputProblem(file="settings", column=column, value=str(path), wrong=wrong, right=right)]
        ) from None

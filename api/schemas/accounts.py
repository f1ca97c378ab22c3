"""Users and machines' tokens."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Line, Whole, YesNo
from api.schemas.moments import Instant
from scheduler.domain.accounts import ApiToken, Role, User

_EXAMPLE: JsonDict = {
    "sign_in": "ewelina.szczepanik", "name": "Ewelina Szczepanik", "role": "worker", "staff_id": "P-01",
    "provider_id": None, "active": True,
}  # fmt: skip


class UserChange(Document):
    """What is said of a user."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    sign_in: Line = Field(description="Typed at sign-in; one in the whole installation; case does not matter.")
    name: Line
    role: Role
    staff_id: Id | None = Field(default=None, description="Of a worker, and of nobody else.")
    provider_id: Id | None = Field(default=None, description="Of a provider, and of nobody else.")
    active: YesNo = Field(default=True, description="false: cannot sign in, and is signed out.")


class UserCreation(UserChange):
    """A new user."""

    password: str = Field(default="", max_length=256, description="Empty: none yet; a worker's phone needs none.")


class UserShown(UserChange):
    """A user."""

    id: str
    created_at: Instant
    second_factor: bool = Field(description="An authenticator app is enrolled.")
    from_provider: bool = Field(description="The town's own sign-in service lets this user in; there is no password.")

    @classmethod
    def of(cls, user: User) -> "UserShown":
        """Return a user as the API shows them."""
        return cls(
            id=user.id, sign_in=user.sign_in, name=user.name, role=user.role, staff_id=user.staff_id,
            provider_id=user.provider_id, active=user.active, created_at=user.created_at,
            second_factor=bool(user.totp), from_provider=user.identity is not None,
        )  # fmt: skip


class UserPage(Document):
    """Some of the users, by sign-in name."""

    items: list[UserShown]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")


class PasswordGiven(Document):
    """A password that an administrator gives."""

    model_config = ConfigDict(json_schema_extra={"example": {"password": "cztery-slowa-obok-siebie"}})

    password: str = Field(max_length=256)


class PhoneLinkShown(Document):
    """A code that signs a worker's phone in; shown this once."""

    code: str = Field(examples=["7K4QX-M2TWR"])
    address: str = Field(description="What the picture says; the code is behind #, so that no log has it.")
    picture: str = Field(description="QR picture, SVG as a data: address.")
    ends_at: Instant


class TokenCreation(Document):
    """A new token for a machine."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"name": "Grafana", "scopes": ["metrics.read"], "days": 90}}
    )

    name: Line
    scopes: Annotated[list[Line], Field(max_length=50)] = Field(description="Permissions, and no others.")
    days: Whole = Field(default=365, ge=1, le=1095, description="How long it lasts, in days.")


class TokenShown(Document):
    """A token, without its secret."""

    id: str
    name: str
    scopes: list[str]
    created_by: str
    created_at: Instant
    ends_at: Instant
    revoked_at: Instant | None

    @classmethod
    def of(cls, token: ApiToken) -> "TokenShown":
        """Return a token as the API shows it."""
        return cls(
            id=token.id, name=token.name, scopes=sorted(token.scopes), created_by=token.created_by,
            created_at=token.created_at, ends_at=token.ends_at, revoked_at=token.revoked_at,
        )  # fmt: skip


class TokenMade(TokenShown):
    """A new token with its secret, shown this once."""

    secret: str = Field(description="For the header `Authorization: Bearer ...`.")


class TokenList(Document):
    """All tokens of the town, the oldest first."""

    items: list[TokenShown]

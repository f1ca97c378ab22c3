"""Signing in."""

from pydantic import ConfigDict, Field

from api.schemas.base import Document, Id, Line
from api.schemas.moments import Instant
from scheduler.domain.accounts import Role


class SignIn(Document):
    """A name and a password."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"sign_in": "anna.nowak", "password": "cztery-slowa-obok-siebie"}}
    )

    sign_in: str = Field(max_length=200)  # whatever is typed: what is wrong with it is not told
    password: str = Field(max_length=256)
    code: str = Field(default="", max_length=20, description="Six digits of the authenticator app, or a recovery code.")


class SetUp(Document):
    """The first administrator, with the code that the terminal shows."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "setup_code": "7K4QX-M2TWR",
                "sign_in": "maria.wilk",
                "name": "Maria Wilk",
                "password": "cztery-slowa-obok-siebie",
                "town_id": "starachowice",
            }
        }
    )

    setup_code: str = Field(max_length=40)
    sign_in: Line
    name: Line
    password: str = Field(max_length=256)
    town_id: Id | None = Field(default=None, description="May be left out where one town is kept.")


class PhoneCode(Document):
    """The code that the office shows a worker."""

    model_config = ConfigDict(json_schema_extra={"example": {"code": "7K4QX-M2TWR"}})

    code: str = Field(max_length=40, description="As it is read; signs and small letters do not matter.")


class DemoRole(Document):
    """As whom to look around in the demo."""

    model_config = ConfigDict(json_schema_extra={"example": {"role": "dispatcher"}})

    role: Role


class Who(Document):
    """Who is signed in."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "user_id": "U-5c1f", "town_id": "starachowice", "name": "Anna Nowak", "role": "dispatcher",
                "permissions": ["clients.read", "self", "town.read"], "ends_at": "2026-11-23T19:30:00+00:00",
                "csrf_token": "b5d1", "second_factor": "none",
            }
        }
    )  # fmt: skip

    user_id: str
    town_id: str
    name: str
    role: Role | None = Field(description="null: a machine.")
    permissions: list[str] = Field(description="What the session or token may do.")
    ends_at: Instant | None = Field(description="When the session ends at the latest; null: a machine.")
    csrf_token: str = Field(description="For the header X-CSRF-Token of requests without an Origin.")
    second_factor: str = Field(
        description="none; used: it was shown; wanted: until an app is enrolled, nothing else is allowed."
    )


class NewApp(Document):
    """What an authenticator app wants to know; shown this once."""

    secret: str = Field(description="In base32, for typing.")
    uri: str = Field(description="otpauth:, as the picture says it.")
    picture: str = Field(description="QR picture, SVG as a data: address.")


class AppCode(Document):
    """The first code of a new app."""

    model_config = ConfigDict(json_schema_extra={"example": {"code": "287082"}})

    code: str = Field(min_length=6, max_length=6, pattern="^[0-9]{6}$")
    present_code: str = Field(
        default="", max_length=40, description="Where an app is in use: its code, or a recovery code."
    )


class ShownCode(Document):
    """A code of the app in use."""

    model_config = ConfigDict(json_schema_extra={"example": {"code": "287082"}})

    code: str = Field(min_length=1, max_length=40, description="Of the app, or a recovery code.")


class RecoveryCodes(Document):
    """Codes for when the phone is lost, each good for one sign-in; shown this once."""

    codes: list[str]


class NewPassword(Document):
    """Another password of one's own."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"old": "cztery-slowa-obok-siebie", "new": "piec-innych-slow-bez-zwiazku"}}
    )

    old: str = Field(max_length=256)
    new: str = Field(max_length=256, description="12 characters or more, none of the usual ones, not the name.")

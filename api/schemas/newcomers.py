"""People whom the town's own sign-in service has signed in and who have no account yet."""

from pydantic import ConfigDict, Field

from api.schemas.base import Document, Id
from api.schemas.moments import Instant
from scheduler.domain.accounts import Role
from scheduler.domain.identities import Newcomer


class NewcomerShown(Document):
    """Somebody who waits for an account."""

    id: str
    name: str = Field(description="As the service calls them.")
    sign_in: str
    role: Role | None = Field(description="What their groups make them; null: nothing, so no account helps.")
    at: Instant = Field(description="When they last tried.")

    @classmethod
    def of(cls, newcomer: Newcomer) -> "NewcomerShown":
        """Return somebody as the API shows them."""
        return cls(
            id=newcomer.id, name=newcomer.name, sign_in=newcomer.sign_in, role=newcomer.role, at=newcomer.at
        )  # fmt: skip


class NewcomerList(Document):
    """Everybody who waits, the latest first."""

    items: list[NewcomerShown]


class IdentityGiven(Document):
    """Whose an account becomes."""

    model_config = ConfigDict(json_schema_extra={"example": {"newcomer_id": "N-0f1e2d3c4b5a6978"}})

    newcomer_id: Id

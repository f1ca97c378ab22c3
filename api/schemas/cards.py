"""Links to clients' cards."""

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant
from scheduler.domain.cards import CardLink
from scheduler.services.signing_in.secrets import in_groups

_CODE = Field(
    description="Shown on the card; read out on the phone it finds the booking, and opens nothing.",
    examples=["K7Q-M2T"],
)


class CardLinkMade(Document):
    """A new link to a client's card; shown this once."""

    address: str = Field(description="Lets in whoever has it, without sign-in.")
    picture: str = Field(description="The address as a QR picture, SVG as a data: address.")
    code: str = _CODE
    typed: str | None = Field(
        description="Of one for paper: what is typed at `/k` to come to the same card. Also finds the booking.",
        examples=["K7QM-2T9R-XW4P"],
    )
    until: Instant = Field(description="A day after the service, as it is booked now.")


class CardLinkShown(Document):
    """A link to a client's card, without what would open it."""

    code: str = _CODE
    made_at: Instant
    made_by: str
    revoked_at: Instant | None

    @classmethod
    def of(cls, link: CardLink) -> "CardLinkShown":
        """Return a link as the API shows it."""
        return cls(code=in_groups(link.code), made_at=link.made_at, made_by=link.made_by, revoked_at=link.revoked_at)


class CardLinkList(Document):
    """The links to one card, the oldest first."""

    items: list[CardLinkShown]

"""Clients' cards: a link that lets in whoever has it, and a code that finds the booking on the phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.time import Instants

LASTS = timedelta(hours=24)
"""After the service a link is no use any more."""
BY_CARD = "card:"
"""What whoever acted by a card is called in the audit, before some letters of the link's digest."""


@dataclass(frozen=True, kw_only=True)
class CardLink(Instants):
    """A link to a client's card, without sign-in; until when it works follows from the booking as it is.

    Attributes
    ----------
    digest : str
        Of the token in its address; the token itself is kept nowhere.
    request_id : RequestId
        The booking that it was made for; the card shows the other legs of the journey, too.
    code : str
        Printed on the card and read out on the phone: it finds the booking for the office, and opens nothing. All links
        of a booking have the same.
    """

    digest: str
    request_id: RequestId
    code: str
    made_at: datetime
    made_by: UserId
    revoked_at: datetime | None = None

    @property
    def id(self) -> str:
        """What it is kept under."""
        return self.digest

    @property
    def user(self) -> UserId:
        """Whoever acts by it, as bookings and the audit name them."""
        return UserId(f"{BY_CARD}{self.digest[:16]}")


def plain_card_code(typed: str) -> str:
    """Return a card's code as it is kept, however it was typed: `k7q m2t` is `K7QM2T`."""
    return "".join(char for char in typed.upper() if char.isalnum())

"""Clients' cards: a link that lets in whoever has it, and a code that finds the booking on the phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.domain.ids import RequestId, UserId
from scheduler.domain.time import Instants

LASTS = timedelta(hours=24)
"""After the service a link is no use any more."""
TYPED_LETTERS = 12
"""Of the token on a paper card, which somebody types: 59 bits, whose attempts are slowed down."""
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
        Shown on the card and read out on the phone: it finds the booking for the office, and opens nothing. All links
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


def card_token(told: str) -> str:
    """Return a token as it was made, also one that was typed from paper: `k7qm-2t9r xw4p` is `K7QM2T9RXW4P`."""
    plain = plain_card_code(told)
    return plain if len(plain) == TYPED_LETTERS else told


def in_fours(letters: str) -> str:
    """Return a token as it stands on paper: `K7QM-2T9R-XW4P`."""
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))

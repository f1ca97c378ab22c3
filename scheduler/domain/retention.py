"""How long each kind of data is kept, and how long it must be."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class RetentionPolicy:
    """Years count from the end of the calendar year, as those of Polish accounting and archives do.

    Attributes
    ----------
    paid_years : int
        A booking for which somebody paid is an accounting record (Accounting Act, article 74: five years); until then
        its client is not erased.
    programme_years : int
        A booking of a programme must be shown to whoever gave the grant; until then its client is not erased.
    bookings_years : int
        Bookings, the series they came from, their consumptions and notices, the content of their days' plans, and what
        was reported, said, checked and recorded of these days are removed after that, absences of clients so long after
        their end; not less than the two above.
    enquiries_years : int
        Enquiries, with or without a promise.
    notices_days, waiting_days, solves_days : int
        After the day that they are for; who has read which itinerary is kept as long as notices. Links
        to clients' cards go two days after the service.
    replications_days : int
        After the last run of a study that used them; they can be played again. Studies and their answers stay until
        somebody removes them.
    drafts_days : int
        Versions of a plan that were never published, once another one holds.
    quiet_years : int
        A client without any booking or enquiry for so long is told to the office, which decides.

    Audit entries hold ids and names of fields only, and stay as long as the town: a chain that may be cut proves
    nothing.

    Raises
    ------
    ValueError
        If something would be removed before it may be.
    """

    paid_years: int = 5
    programme_years: int = 5
    bookings_years: int = 5
    enquiries_years: int = 3
    notices_days: int = 365
    waiting_days: int = 30
    solves_days: int = 90
    drafts_days: int = 14
    replications_days: int = 90
    quiet_years: int = 5

    def __post_init__(self) -> None:
        if min(vars(self).values()) < 0:
            raise ValueError("a time of retention is never negative")
        if self.bookings_years < max(self.paid_years, self.programme_years):
            raise ValueError(f"bookings are kept for {self.bookings_years} years, but some must be kept longer")


def end_of_retention(day: date, years: int) -> date:
    """Return the last day of the years that follow a day's calendar year."""
    return date(day.year + years, 12, 31)

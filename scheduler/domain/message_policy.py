"""What a town decides about its messages: who sends them, when they may go out, and in which letters."""

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True, kw_only=True)
class MessagePolicy:
    """When and how clients are written to.

    Attributes
    ----------
    sender : str
        What the centre calls itself; empty: as the town is called.
    language : str
        Of clients of whom no other is known: pl or en.
    quiet_from, quiet_until : time
        Between these hours of the clock nobody's telephone rings; the same hour twice: at none.
    urgent_before : timedelta
        So long before the hour that it is about a message goes out all the same.
    reminder_at : time or None
        From then on, on the day before, whoever gets messages is reminded; None: only those whom somebody asks for.
    nearby : timedelta
        So long before it comes a crew is announced, by SMS; nothing: never.
    plain_letters : bool
        Whether an SMS is written without the marks of Polish letters, which make it cost twice as much.
    """

    sender: str = ""
    language: str = "pl"
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    urgent_before: timedelta = timedelta(minutes=90)
    reminder_at: time | None = time(17)
    nearby: timedelta = timedelta(minutes=10)
    plain_letters: bool = True

    @property
    def reminds_too_late(self) -> bool:
        """Whether the hour of reminders lies in quiet hours that last to midnight, so that nobody is ever reminded."""
        at, quiet = self.reminder_at, self.quiet_from
        return at is not None and quiet > self.quiet_until and at >= quiet

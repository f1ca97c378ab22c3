"""The end of a service day: what is missing, who has no way home, and the record that is left."""

from scheduler.services.closing.closing import (
    ClosingView,
    close_day,
    closing_of,
    reopen_day,
    stranded_since_closing,
    view_of,
)
from scheduler.services.closing.outcomes import Missing
from scheduler.services.closing.sentences import how_to_go_on, why_stranded
from scheduler.services.closing.stating import Said, state_of_request, withdraw_statement
from scheduler.services.closing.ways_home import Stranded

__all__ = [
    "ClosingView",
    "Missing",
    "Said",
    "Stranded",
    "close_day",
    "closing_of",
    "how_to_go_on",
    "reopen_day",
    "state_of_request",
    "stranded_since_closing",
    "view_of",
    "why_stranded",
    "withdraw_statement",
]

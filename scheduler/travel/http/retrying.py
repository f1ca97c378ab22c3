"""When a request is sent again, and how long to wait before."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from scheduler.travel.http.errors import PassingError
from scheduler.travel.http.settings import Deadline, HttpSettings


def retrying(settings: HttpSettings, deadline: Deadline, wait: Callable[[float], None]) -> Retrying:
    """Return tenacity's loop: exponential backoff with full jitter, or what the server asks for.

    The jitter is "full jitter" of M. Brooker, "Exponential Backoff And Jitter" (2015): clients that failed together do
    not come back together. No wait begins that would end past the deadline.
    """
    backoff = wait_random_exponential(multiplier=settings.backoff_s, max=settings.backoff_most_s)

    def pause_s(state: RetryCallState) -> float:
        asked = _asked_s(state)
        return backoff(state) if asked is None else asked

    def enough(state: RetryCallState) -> bool:
        asked = _asked_s(state)
        return (
            state.attempt_number >= settings.attempts
            or state.upcoming_sleep >= deadline.left_s()
            or (asked is not None and asked > settings.retry_after_most_s)
        )

    return Retrying(sleep=wait, stop=enough, wait=pause_s, retry=retry_if_exception_type(PassingError), reraise=True)


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, 10.2.3), None where it is missing or not understood.

    Parameters
    ----------
    header : str or None
        Seconds, or a date of HTTP.
    now : datetime
        Aware.
    """
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _asked_s(state: RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after_s if isinstance(error, PassingError) else None

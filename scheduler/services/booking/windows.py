"""From the starts that a request may have to the windows that a client is told.

A window of a minute or more that meets a span of possible starts can be promised: some start of it is possible then.
Windows begin at whole steps after midnight, so that they can be said on the phone, and end with what was asked for.
"""

from collections.abc import Iterable, Iterator, Sequence

type Span = tuple[int, int]

MINUTE_S = 60


def window_around(start_s: int, within: Iterable[Span], *, width_s: int, step_s: int) -> Span:
    """Return the window to promise for a service that is expected to start then.

    Parameters
    ----------
    start_s : int
        A possible start; seconds.
    within : iterable of Span
        What was asked for; the window ends and begins with the span that holds the start.
    width_s, step_s : int
        How wide it is, unless what was asked for is narrower; and of what it begins at a multiple.
    """
    low, high = next(((a, b) for a, b in within if a <= start_s <= b), (start_s, start_s))
    begin = max(low, start_s - start_s % min(step_s, width_s))
    if begin + width_s > high:  # at the edge it reaches back, so that the client is told no less than usual
        begin = max(low, high - width_s)
    return begin, min(high, begin + width_s)


def windows_in(spans: Sequence[Span], within: Sequence[Span], *, width_s: int, step_s: int) -> Iterator[Span]:
    """Yield all windows that can be promised, in the order of the clock.

    Parameters
    ----------
    spans : sequence of Span
        Starts that are possible.
    within : sequence of Span
        What was asked for.
    """
    told: set[Span] = set()
    for low, high in spans:
        for start in (low, *range(low - low % step_s + step_s, high + 1, step_s)):
            window = window_around(start, within, width_s=width_s, step_s=step_s)
            if window not in told:
                told.add(window)
                yield window


def meets(window: Span, spans: Iterable[Span]) -> int | None:
    """Return the first possible start in a window; None: there is none."""
    return min((max(window[0], a) for a, b in spans if a <= window[1] and window[0] <= b), default=None)

"""Drawn policies of running days, and of messages."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import strategies as st

from scheduler.domain.live_policy import LivePolicy, OpenReturnPolicy
from scheduler.domain.message_policy import MessagePolicy
from tests.formats.town.towns import Maker, durations, maybe, whole


def live_policy(maker: Maker) -> LivePolicy:
    """Draw how a town watches its days."""
    draw = maker.draw
    first = draw(st.integers(0, 47))
    hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    return whole(
        LivePolicy,
        late_after=draw(durations()),
        missed_after=draw(durations()),
        unseen_before=draw(durations()),
        silent_after=draw(durations()),
        open_returns=whole(
            OpenReturnPolicy,
            kept_free=draw(durations()),
            each=timedelta(minutes=1) + draw(durations(239)),
            first_h=first,
            last_h=draw(st.integers(first + 1, 48)),
            call_by=draw(maybe(hours)),
        ),
    )


def message_policy(maker: Maker) -> MessagePolicy:
    """Draw how a town writes to its clients."""
    draw = maker.draw
    hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    drawn = whole(
        MessagePolicy,
        sender=draw(st.sampled_from(["", "CUS Jarzębin", "=1+1"])),
        language=draw(st.sampled_from(["pl", "en"])),
        quiet_from=draw(hours),
        quiet_until=draw(hours),
        urgent_before=draw(durations()),
        reminder_at=draw(maybe(hours)),
        nearby=draw(durations(120)),
        plain_letters=draw(st.booleans()),
    )
    return replace(drawn, reminder_at=None) if drawn.reminds_too_late else drawn

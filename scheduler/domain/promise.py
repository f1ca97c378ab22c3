"""Windows told to clients."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.ids import RequestId
from scheduler.domain.time import Instants, TimeWindow


@dataclass(frozen=True, kw_only=True)
class Promise(Instants):
    """The window a client was told; it ends only kept, renegotiated or withdrawn by a named user.

    Attributes
    ----------
    window : TimeWindow
        On the task that the request's own windows bound.
    pickup : TimeWindow or None
        For a ride with an arrival to keep: when the bus comes, which is what the client waits for.
    """

    request_id: RequestId
    window: TimeWindow
    pickup: TimeWindow | None = None
    made_at: datetime | None = None
    made_by: str = ""

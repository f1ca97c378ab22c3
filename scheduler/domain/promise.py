"""Windows told to clients."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.ids import RequestId
from scheduler.domain.time import TimeWindow, require_aware


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The window a client was told; it ends only kept, renegotiated or withdrawn by a named user.

    Attributes
    ----------
    window : TimeWindow
        On the task that the request's own windows bound.
    """

    request_id: RequestId
    window: TimeWindow
    made_at: datetime | None = None
    made_by: str = ""

    def __post_init__(self) -> None:
        if self.made_at is not None:
            require_aware(self.made_at, "promise made at")

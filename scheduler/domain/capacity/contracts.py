"""A part of a service that is contracted out: a provider takes those calls, with means of its own, for a price."""

from dataclasses import dataclass

from scheduler.domain.ids import ProviderId


@dataclass(frozen=True, kw_only=True)
class Contract:
    """How much of a service is contracted out.

    Attributes
    ----------
    provider_id : ProviderId
        Who takes it.
    share_permille : int
        Of the calls, 0 to 1000; the town's own office never hears of them.
    gr_per_request : int
        Paid for each request that is really served. That the contractor serves all of them is assumed, not simulated.
    """

    provider_id: ProviderId
    share_permille: int
    gr_per_request: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.share_permille <= 1_000:
            raise ValueError(f"a share is 0 to 1000 ‰, not {self.share_permille}")
        if self.gr_per_request < 0:
            raise ValueError("nobody is paid less than nothing")

"""An account of entitlements that knows nothing of the program: granted, less what was taken, plus what came back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from scheduler.domain.entitlement import Entitlement, EntitlementUnit
from scheduler.domain.ids import EntitlementId, RequestId
from scheduler.domain.request import Request, Visit


@dataclass
class Ledger:
    """What each entitlement has given and got back, entry by entry, in seconds or pieces.

    Attributes
    ----------
    entries : list of (EntitlementId, RequestId, int)
        Negative: taken; positive: given back.
    """

    entitlements: tuple[Entitlement, ...]
    entries: list[tuple[EntitlementId, RequestId, int]] = field(default_factory=list)

    def take(self, requests: Iterable[Request]) -> None:
        """Write down that requests were booked; those that were booked before have taken already."""
        for request in requests:
            for one in self._limiting(request):
                if not self._held(one, request.id):
                    self.entries.append((one.id, request.id, -_weight(one, request)))

    def give_back(self, request: RequestId) -> None:
        """Write down that a booking was ended in time."""
        for one in self.entitlements:
            if held := self._held(one, request):
                self.entries.append((one.id, request, held))

    def left(self) -> dict[EntitlementId, int]:
        """Return what each entitlement has left; negative if more was taken than there was."""
        return {
            one.id: whole(one, one.amount - one.used) + sum(n for of, _, n in self.entries if of == one.id)
            for one in self.entitlements
        }

    def has_room(self, requests: Iterable[Request]) -> bool:
        """Return whether requests find enough, taken together."""
        left = self.left()
        for request in requests:
            for one in self._limiting(request):
                if not self._held(one, request.id):
                    left[one.id] -= _weight(one, request)
        return min(left.values()) >= 0

    def taken(self) -> set[tuple[EntitlementId, RequestId]]:
        """Return which requests have something of which entitlement now."""
        return {(one.id, key) for one in self.entitlements for _, key, _ in self.entries if self._held(one, key)}

    def _held(self, one: Entitlement, request: RequestId) -> int:
        return -sum(n for of, key, n in self.entries if (of, key) == (one.id, request))

    def _limiting(self, request: Request) -> list[Entitlement]:
        return [
            one
            for one in self.entitlements
            if one.client_id in request.party.client_ids
            and request.service_id in one.service_ids
            and one.programme_id == request.programme_id
            and one.period_start <= request.day <= one.period_end
        ]


def whole(entitlement: Entitlement, amount: Decimal) -> int:
    """Return an amount of an entitlement in whole seconds or pieces."""
    return round(amount * 3600) if entitlement.unit is EntitlementUnit.HOURS else round(amount)


def _weight(entitlement: Entitlement, request: Request) -> int:
    if entitlement.unit is not EntitlementUnit.HOURS:
        return 1
    assert isinstance(request, Visit)
    assert request.service_time is not None
    return int(request.service_time.total_seconds())

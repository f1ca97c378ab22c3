"""How long doors truly took: against the plan by service, and more with a mobility aid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log
from statistics import NormalDist, median

from scheduler.domain.booking import Booking
from scheduler.domain.capacity.chances import Lognormal
from scheduler.domain.catalogue import Service, ServiceKind
from scheduler.domain.client import Client, Mobility
from scheduler.domain.ids import ClientId, RequestId, ServiceId
from scheduler.domain.request import Ride
from scheduler.services.learning.observing import Measured
from scheduler.simulation.demand.fitting.believing import lognormal

FEWEST_BOARDINGS = 12
"""With fewer of a mobility aid the town's own time for it stands."""
_PLANNED = log(1.0)
_LEAST_S = 1.0


@dataclass(frozen=True, kw_only=True)
class DoorRecords:
    """All that was measured.

    Attributes
    ----------
    clients : mapping of ClientId to Client
        Who is known still.
    """

    measured: Sequence[Measured]
    services: Mapping[ServiceId, Service]
    clients: Mapping[ClientId, Client]
    bookings: Mapping[RequestId, Booking]

    def ratios(self, services: Iterable[ServiceId]) -> Mapping[ServiceId, Lognormal]:
        """Return how long each service takes, in parts of what is planned.

        Its median is believed against the plan, its spread against that of all services. Rides with a mobility aid are
        left out: `boarding` has them.
        """
        logs: dict[ServiceId, list[float]] = {}
        for one in self.measured:
            if self._aid(one) is None:
                logs.setdefault(one.actual.service_id, []).append(log(one.took_s / one.planned_s))
        every = [each for some in logs.values() for each in some]
        pooled = lognormal(every, None, _PLANNED) if every else Lognormal(median=1.0)
        return {key: lognormal(logs.get(key, []), pooled, _PLANNED) for key in services}

    def boarding(self, ratios: Mapping[ServiceId, Lognormal]) -> Mapping[Mobility, Lognormal]:
        """Return how much longer boarding takes with each mobility aid that there is enough of, in seconds.

        What is left of a time beyond what the service and its help take may be less than nothing, so the size is found
        by its median and its upper quantile at one sigma (Aitchison and Brown, The Lognormal Distribution, 1957).

        Parameters
        ----------
        ratios : mapping of ServiceId to Lognormal
            How long service and help take without an aid, in parts of what is planned.
        """
        more: dict[Mobility, list[float]] = {}
        for one in self.measured:
            aid, booking = self._aid(one), self.bookings.get(one.actual.request_id)
            if aid is None or booking is None or not isinstance(booking.request, Ride):
                continue
            service = self.services[one.actual.service_id]
            own = booking.request.service_time or service.service_time
            without = own + service.help_times.get(booking.request.help_level, timedelta(0))
            usual = ratios[service.id].median if service.id in ratios else 1.0
            more.setdefault(aid, []).append(one.took_s - usual * without.total_seconds())
        return {aid: _by_quantiles(some) for aid, some in more.items() if len(some) >= FEWEST_BOARDINGS}

    def _aid(self, one: Measured) -> Mobility | None:
        """Return with what somebody boarded; None: with nothing, or it was no ride."""
        client = self.clients.get(one.actual.people[0].client_id)
        if one.actual.kind is not ServiceKind.RIDE or client is None or client.mobility is Mobility.WALKS:
            return None
        return client.mobility


def _by_quantiles(sizes: Sequence[float]) -> Lognormal:
    ordered = sorted(sizes)
    middle = max(_LEAST_S, median(ordered))
    upper = max(middle, ordered[int(NormalDist().cdf(1) * len(ordered))])
    return Lognormal(median=middle, sigma=log(upper / middle))

"""How long it takes at the door of a request: what somebody has agreed, what was learned, or what the catalogue says.

What a person has written wins, be it the request's own time or a client's. What was learned stands in the place of the
catalogue's time, with the help that somebody needs: a town that has learned nothing plans as the catalogue says.
"""

from collections.abc import Iterator
from datetime import timedelta

from scheduler.domain.catalogue import Service, ServiceKind
from scheduler.domain.client import Client
from scheduler.domain.learning import LearnedTimes, Where, taught_s
from scheduler.domain.request import Request, Ride
from scheduler.domain.town import Town

_SECOND = timedelta(seconds=1)


def time_at(town: Town, request: Request, where: Where) -> timedelta:
    """Return how long a door of a request takes in a plan, without the set-up at the halt.

    Of a visit to a party the clients' times are added up. Boarding and handing over happen once, and take as long as
    whoever of the party is slowest.
    """
    if town.learned is None or request.service_time is not None:
        return agreed_time(town, request)
    service = town.services[request.service_id]
    clients = tuple(_clients(town, request))
    if service.kind is ServiceKind.VISIT:
        return sum((_taught_visit(town.learned, one, service) for one in clients), timedelta(0))
    whole = agreed_time(town, request)
    if any(service.id in one.service_times for one in clients):
        return whole
    return taught(whole, max(town.learned.permille(one.id, service.id, where) for one in clients))


def agreed_time(town: Town, request: Request) -> timedelta:
    """Return how long a door of a request takes as agreed or by the catalogue, whatever was learned.

    This is what counts against what somebody is entitled to, and what they pay for: neither moves with last month's
    visits.
    """
    return service_time(town, request) + _boarding(town, request)


def service_time(town: Town, request: Request) -> timedelta:
    """Return how long the service itself takes: the request's own time, the clients' own, or the catalogue's.

    A visit to a party lasts as long as its clients' times together; boarding and handing over happen once.
    """
    if request.service_time is not None:
        return request.service_time
    service = town.services[request.service_id]
    each = [one.service_times.get(service.id, service.service_time) for one in _clients(town, request)]
    return sum(each, timedelta(0)) if service.kind is ServiceKind.VISIT else max(each)


def catalogue_time(town: Town, request: Request) -> timedelta:
    """Return how long a door of a request takes as for everybody: the catalogue's time, with the help it needs."""
    return town.services[request.service_id].service_time + _boarding(town, request)


def taught(length: timedelta, permille: int) -> timedelta:
    """Return a part of a duration, in full seconds, rounded up."""
    return timedelta(seconds=taught_s(-(-length // _SECOND), permille))


def _taught_visit(learned: LearnedTimes, client: Client, service: Service) -> timedelta:
    written = client.service_times.get(service.id)
    if written is not None:
        return written
    return taught(service.service_time, learned.permille(client.id, service.id, Where.VISIT))


def _boarding(town: Town, request: Request) -> timedelta:
    if not isinstance(request, Ride):
        return timedelta(0)
    by_mobility = town.policy.boarding_by_mobility
    extra = (by_mobility.get(client.mobility, timedelta(0)) for client in _clients(town, request))
    help_time = town.services[request.service_id].help_times.get(request.help_level, timedelta(0))
    return help_time + sum(extra, timedelta(0))


def _clients(town: Town, request: Request) -> Iterator[Client]:
    return (town.clients[client] for client in request.party.client_ids)

"""What clients are called, for whoever may read that."""

from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission, Principal
from scheduler.services.facts import called
from scheduler.services.ports import UnitOfWork


class Naming:
    """Names clients in an answer about something else; a program that may not read clients gets ids.

    Parameters
    ----------
    named : list of ClientId
        Gets who was named: whoever has asked has looked at them.
    """

    def __init__(self, me: Principal, unit: UnitOfWork, named: list[ClientId]) -> None:
        self._unit, self._may, self._named = unit, Permission.CLIENTS_READ in me.permissions, named

    def __call__(self, client_id: ClientId) -> str:
        """Return a name, or the id."""
        if not self._may:
            return str(client_id)
        self._named.append(client_id)
        return called(self._unit, client_id)

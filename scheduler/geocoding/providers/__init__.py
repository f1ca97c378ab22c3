"""Address services on a network: what may be asked, how politely, and what is made of the answers."""

from scheduler.geocoding.providers.choose import PUBLIC, ServiceName, address_service
from scheduler.geocoding.providers.service import PoliteService
from scheduler.geocoding.providers.transport import Transport

__all__ = ["PUBLIC", "PoliteService", "ServiceName", "Transport", "address_service"]

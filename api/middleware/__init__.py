"""What every request goes through, whatever it asks for; each is plain ASGI, so that streams stay streams."""

from api.middleware.identity import Identity
from api.middleware.limits import BodyLimit, RateLimit
from api.middleware.looking_after import LookingAfter
from api.middleware.security_headers import SecurityHeaders

__all__ = ["BodyLimit", "Identity", "LookingAfter", "RateLimit", "SecurityHeaders"]

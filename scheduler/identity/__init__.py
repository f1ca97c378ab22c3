"""The town's own sign-in service, spoken to by OpenID Connect."""

from scheduler.identity.provider import Client, OidcProvider

__all__ = ["Client", "OidcProvider"]

"""The resources. A new one is a module with a `router`, and a line here."""

from api.routes import (
    audit,
    bookings,
    clients,
    days,
    enquiries,
    hands,
    notices,
    places,
    sessions,
    setting_up,
    solves,
    system,
    tokens,
    town,
    two_factor,
    users,
)

ROUTERS = (
    system.router, setting_up.router, sessions.router, two_factor.router, users.router, tokens.router, town.router,
    clients.router, places.router, enquiries.router, bookings.router, days.router, hands.router, solves.router,
    notices.router, audit.router,
)  # fmt: skip
"""In the order in which the description lists them."""

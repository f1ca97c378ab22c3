"""The resources. A new one is a module with a `router`, and a line here."""

from api.routes import (
    alerts,
    audit,
    bookings,
    changes,
    checks,
    client_absences,
    clients,
    closing,
    days,
    disruptions,
    enquiries,
    events,
    figures,
    hands,
    itineraries,
    learning,
    live,
    notices,
    places,
    rota,
    series,
    sessions,
    setting_up,
    shifts,
    solves,
    system,
    tokens,
    town,
    two_factor,
    users,
)

ROUTERS = (
    system.router, setting_up.router, sessions.router, two_factor.router, users.router, tokens.router, town.router,
    clients.router, client_absences.router, places.router, enquiries.router, bookings.router, days.router,
    hands.router, solves.router, live.router, disruptions.router, closing.router, notices.router,
    itineraries.router, events.router, alerts.router, checks.router, shifts.router, rota.router,
    series.router, figures.router, learning.router, changes.router, audit.router,
)  # fmt: skip
"""In the order in which the description lists them."""

"""Settings of a town: accounts, machines' tokens, services, prices, and who did what.

A new page is a module with a `router`, a line here, and one in `sections.SECTIONS`.
"""

from api.pages.admin import audit, prices, sections, services, tokens, users

ROUTERS = (
    sections.router,
    users.router,
    tokens.router,
    services.router,
    prices.router,
    audit.router,
)

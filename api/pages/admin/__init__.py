"""Settings of a town: accounts, machines' tokens, services, prices, messages, whom the town tells, and the audit.

A new page is a module with a `router`, a line here, and one in `sections.SECTIONS`.
"""

from api.pages.admin import audit, hooks, messages, prices, sections, services, tokens, users

ROUTERS = (
    sections.router,
    users.router,
    tokens.router,
    services.router,
    prices.router,
    messages.router,
    hooks.router,
    audit.router,
)

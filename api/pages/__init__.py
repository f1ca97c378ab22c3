"""The pages. A new one is a module with a `router`, a line here, and one in `navigation.ENTRIES`."""

from api.pages import (
    account,
    admin,
    assets,
    board,
    booking,
    card,
    card_paper,
    figures,
    importing,
    phone,
    printing,
    rota,
    sheet,
    signing_in,
    week,
)

PAGES = (
    assets.router,
    signing_in.router,
    board.router,
    booking.router,
    card.router,
    figures.router,
    card_paper.router,
    importing.router,
    phone.router,
    printing.router,
    sheet.router,
    account.router,
    *admin.ROUTERS,
    rota.router,
    week.router,
)

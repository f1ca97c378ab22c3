"""The page on which an office's own workbook is brought in."""

from fastapi import Request
from starlette.responses import Response

from api.pages.rendering import page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.services.access import Permission

router = page_router()


@router.get("/import", dependencies=[needs(Permission.CLIENTS_WRITE)])
def importing(request: Request) -> Response:
    """Show the page; what the workbook holds, its scripts ask the API."""
    return page(request, "import.html", kind="importing")

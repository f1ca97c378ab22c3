"""What is kept about people, for whoever works with it: the same as `dojazd privacy` prints."""

from fastapi import Request
from starlette.responses import Response

from api.pages.language import language_of
from api.pages.rendering import page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.bootstrap.privacy import told_areas
from scheduler.domain.retention import RetentionPolicy
from scheduler.services.access import Permission

router = page_router()


@router.get("/privacy", dependencies=[needs(Permission.SELF)])
def privacy(request: Request) -> Response:
    """Show for what data about people are kept, who reads them, how long, and how they go."""
    return page(request, "privacy.html", areas=told_areas(language_of(request), RetentionPolicy()))

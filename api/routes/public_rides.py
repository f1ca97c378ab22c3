"""A town's rides for journey planners, to whoever asks: if an administrator has named the town in the settings."""

import hashlib
from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of
from api.conditional import IfNoneMatch, is_known, not_modified, tag
from api.routing import needs, office_router
from scheduler.bootstrap.ride_feeds import KEPT
from scheduler.services.access import Permission

router = office_router("/gtfs", "open data")
PublishedId = Annotated[str, Path(max_length=64, description="Id of a town that publishes its rides.")]
_ZIP = "application/zip"


@router.get(
    "/{published_id}.zip",
    dependencies=[needs(Permission.PUBLIC)],
    response_class=Response,
    responses={200: {"content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}}}},
)
def read_ride_feed(request: Request, published_id: PublishedId, known: IfNoneMatch = None) -> Response:
    """Return where and when rides are given, and how to call for one, as GTFS with flexible services; nobody's data."""
    feed = office_of(request).public_rides.feed(published_id)
    version = int.from_bytes(hashlib.sha256(feed).digest()[:7])
    kept = {"Cache-Control": f"public, max-age={int(KEPT.total_seconds())}"}
    if is_known(known, version):
        answer = not_modified(version)
        answer.headers.update(kept)
        return answer
    named = f'attachment; filename="gtfs-{published_id}.zip"'
    return Response(feed, media_type=_ZIP, headers={"ETag": tag(version), "Content-Disposition": named, **kept})

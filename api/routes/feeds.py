"""Calendar feeds: made and revoked, by the office for anybody and by workers for themselves, and read by address."""

import hashlib
from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import asking_of, office_of, who
from api.conditional import IfNoneMatch, is_known, not_modified, tag
from api.pictures import qr_picture
from api.printed import Language
from api.replaying import holds_secret
from api.routing import needs, office_router
from api.schemas.feeds import FeedList, FeedMade, FeedShown, FeedWish
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import PatternId, StaffId
from scheduler.formats.sheets.feed_calendar import EVERY, feed_calendar
from scheduler.services.access import Permission
from scheduler.services.feeds import MadeFeed

router = office_router("/api/v1", "calendars")
addresses = office_router("/calendars", "calendars")
_rota, _own = [needs(Permission.ROTA_WRITE)], [needs(Permission.OWN_DAY)]
_public = [needs(Permission.PUBLIC)]
FeedKey = Annotated[str, Path(max_length=20, description="Key of a feed.")]
FeedToken = Annotated[str, Path(max_length=100, description="What nobody can guess.")]
CALENDAR = "text/calendar; charset=utf-8"


@router.get("/calendar-feeds", dependencies=_rota)
def list_feeds(request: Request) -> FeedList:
    """Return the town's calendar feeds, without their addresses."""
    found = office_of(request).feeds.feeds(who(request).town_id)
    return FeedList(items=[FeedShown.of(one) for one in found])


@router.post("/calendar-feeds", dependencies=_rota, status_code=201)
def post_feed(request: Request, body: FeedWish) -> FeedMade:
    """Make a calendar feed of a worker's shifts, or of one shift of the rota; its address is in this answer alone."""
    office, me = office_of(request), who(request)
    if body.staff_id is not None:
        return _made(request, office.feeds.make_for_staff(me.town_id, StaffId(body.staff_id), by=me.user_id))
    return _made(request, office.feeds.make_for_pattern(me.town_id, PatternId(str(body.pattern_id)), by=me.user_id))


@router.delete("/calendar-feeds/{feed_key}", dependencies=_rota, status_code=204)
def revoke_feed(request: Request, feed_key: FeedKey) -> None:
    """Let a calendar feed work no more; calendar programs forget it when they ask again."""
    me = who(request)
    office_of(request).feeds.revoke(me.town_id, feed_key, by=me.user_id)


@router.get("/own-day/calendar-feeds", dependencies=_own)
def list_own_feeds(request: Request) -> FeedList:
    """Return the feeds of one's own shifts, without their addresses."""
    found = office_of(request).feeds.feeds(who(request).town_id, staff_id=_staff(request))
    return FeedList(items=[FeedShown.of(one) for one in found])


@router.post("/own-day/calendar-feeds", dependencies=_own, status_code=201)
def post_own_feed(request: Request) -> FeedMade:
    """Make a calendar feed of one's own shifts; its address is in this answer alone."""
    office, me = office_of(request), who(request)
    return _made(request, office.feeds.make_for_staff(me.town_id, _staff(request), by=me.user_id))


@router.delete("/own-day/calendar-feeds/{feed_key}", dependencies=_own, status_code=204)
def revoke_own_feed(request: Request, feed_key: FeedKey) -> None:
    """Let a feed of one's own shifts work no more."""
    me = who(request)
    office_of(request).feeds.revoke(me.town_id, feed_key, by=me.user_id, staff_id=_staff(request))


@addresses.head("/{feed_token}.ics", dependencies=_public, include_in_schema=False)
@addresses.get(
    "/{feed_token}.ics",
    dependencies=_public,
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
def read_feed(request: Request, feed_token: FeedToken, lang: Language = "pl", known: IfNoneMatch = None) -> Response:
    """Return a calendar to whoever has its address: shifts, halts and districts, and nobody's name (RFC 5545)."""
    opened = office_of(request).feeds.open(feed_token, address=asking_of(request.scope).address)
    calendar = feed_calendar(opened, lang=lang)
    version = int.from_bytes(hashlib.sha256(calendar).digest()[:7])
    kept = {"Cache-Control": f"private, max-age={int(EVERY.total_seconds())}"}
    if is_known(known, version):
        answer = not_modified(version)
        answer.headers.update(kept)
        return answer
    shown = {"ETag": tag(version), "Content-Disposition": 'inline; filename="dojazd.ics"', **kept}
    return Response(calendar, media_type=CALENDAR, headers=shown)


def _made(request: Request, made: MadeFeed) -> FeedMade:
    holds_secret(request)
    base = str(office_of(request).settings.public_url or request.base_url).rstrip("/")
    address = f"{base}/calendars/{made.token}.ics"
    return FeedMade(key=made.feed.key, address=address, picture=qr_picture(address))


def _staff(request: Request) -> StaffId:
    staff_id = who(request).staff_id
    if staff_id is None:
        raise NotFoundError("whoever asks is on no rota")
    return staff_id

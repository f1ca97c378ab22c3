"""Messages to clients: whether they go out, and when and how the town has decided to write."""

from fastapi import Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.admin.sections import admin_page
from api.pages.routing import page_router
from api.routing import needs
from api.schemas.messages import MessagePolicyDoc
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.messages.desk import carrier_states

router = page_router("/admin/messages")


@router.get("", dependencies=[needs(Permission.POLICY_WRITE)])
def show_messages(request: Request) -> Response:
    """Show how messages go, to whoever looks after that, and the rules of them."""
    me, office = who(request), office_of(request)
    with office.store.reading(me.town_id) as unit:
        head, version = town_head(unit), unit.head.stamp_of(me.town_id)
        states = carrier_states(unit, office.carriers, office.clock.now())
    return admin_page(
        request, "admin_messages.html", states=states, may_try=Permission.CARRIERS in me.permissions, version=version,
        policy=MessagePolicyDoc.of(head.policy.messages), town=head,
    )  # fmt: skip

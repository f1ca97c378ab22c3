"""The prices by which plans are weighed, each with what it means and what more of it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.admin.amounts import amount
from api.pages.admin.sections import admin_page
from api.pages.language import language_of
from api.pages.routing import page_router
from api.pages.texts import texts_of
from api.routing import needs
from scheduler.domain.policy import Prices
from scheduler.services.access import Permission
from scheduler.services.prices import MEANINGS, PriceMeaning, price_values

router = page_router("/admin/prices")
_PER = {"permille": 10}
"""Small units in one of those that are typed; of money, grosze in a złoty."""
GROUPS: Mapping[str, Sequence[str]] = {
    "unserved": tuple(f"unassigned_{priority}" for priority in range(1, 6)),
    "clients": ("excess_ride_per_min", "deviation_per_min", "other_than_preferred", "unfamiliar_district"),
    "changes": ("call", "call_today", "late_today_per_min", "stranded_per_min"),
    "crews": ("overtime_permille", "workload_spread_per_h"),
}


@dataclass(frozen=True, kw_only=True)
class PriceField:
    """A price as the page shows it; its numbers are texts of the field's unit."""

    of: PriceMeaning
    per: int
    value: str
    usual: str
    most: str
    is_usual: bool


@router.get("", dependencies=[needs(Permission.POLICY_WRITE)])
def show_prices(request: Request) -> Response:
    """Show all prices."""
    me, words = who(request), texts_of(language_of(request))
    with office_of(request).store.reading(me.town_id) as unit:
        head, version = unit.head.get(me.town_id), unit.head.stamp_of(me.town_id)
    values, usual = price_values(head.policy.prices), price_values(Prices())
    fields = {}
    for one in MEANINGS:
        per = _PER.get(one.unit, 100)
        fields[one.key] = PriceField(
            of=one, per=per, value=amount(words, values[one.key], per), usual=amount(words, usual[one.key], per),
            most=words.number(one.most // per), is_usual=values[one.key] == usual[one.key],
        )  # fmt: skip
    return admin_page(request, "admin_prices.html", groups=GROUPS, fields=fields, version=version)

"""The contracted share of a grant period: what closed days add to it, for plans, offers and reports."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fixtures.builder import TownBuilder
from fixtures.moments import SERVICE_DAY
from scheduler.domain.figures import FigureTable
from scheduler.domain.policy import ContractedShare, ShareMeasure
from scheduler.services.keeping import town_on
from scheduler.services.reporting.figures import By, figure_table
from scheduler.services.reporting.printing import Printer
from tests.office.closing_day import close, published, reopen, reported
from tests.office.office import Office

pytestmark = pytest.mark.ordinary_day

NEXT = SERVICE_DAY + timedelta(days=1)
STARTED = {ShareMeasure.REQUESTS: (30, 100), ShareMeasure.HOURS: (30, 100), ShareMeasure.VALUE: (30_000, 100_000)}
ADDED = {ShareMeasure.REQUESTS: (1, 2), ShareMeasure.HOURS: (2, 3), ShareMeasure.VALUE: (13_000, 26_000)}
"""Of the day below: a visit of an hour by the town itself, and one of two hours by a cooperative."""


def grant(measure: ShareMeasure = ShareMeasure.REQUESTS, **fields: Any) -> ContractedShare:
    """Return a grant that is counted from the service day on."""
    part, whole = STARTED[measure]
    told = {"counted_from": SERVICE_DAY, **fields}
    return ContractedShare(
        measure=measure,
        target_permille=350,
        price_gr_per_unit=Decimal(5),
        balance_contracted=Decimal(part),
        balance_all=Decimal(whole),
        **told,
    )


def evening(share: ContractedShare) -> Office:
    """Return the evening of a day whose two visits, of one hour and of two, were done as planned."""
    builder = TownBuilder().with_policy(contracted_share=share).add_staff("own").add_shift("08:00-12:00").add_client()
    builder.add_visit(window="08:30-08:40", length_min=60)
    builder.add_provider("dlon", "Dłoń", own=False, social_economy=True).add_staff("theirs").add_shift("12:30-16:00")
    builder.add_client().add_visit(window="13:00-13:10", length_min=120)
    here = published(builder)
    reported(here)
    return here


def so_far(here: Office, day: date = NEXT) -> tuple[float, float] | None:
    """Return what a day's planning takes the grant to have come to."""
    with here.store.reading(here.id) as unit:
        share = town_on(unit, day).policy.contracted_share
    return None if share is None else (float(share.balance_contracted), float(share.balance_all))


def table(here: Office, last: date = NEXT) -> FigureTable:
    """Return the figures of the days up to one."""
    with here.store.reading(here.id) as unit:
        return figure_table(unit, last, last, By.DAY)


@pytest.mark.parametrize("measure", ShareMeasure)
def test_a_closed_day_counts_for_the_next_one(measure: ShareMeasure) -> None:
    """Whoever plans would chase a share that was reached in May, until somebody remembers to type in new totals."""
    here, (part, whole), (more, all_more) = evening(grant(measure)), STARTED[measure], ADDED[measure]
    assert so_far(here) == (part, whole)
    close(here)

    assert so_far(here) == (part + more, whole + all_more)
    assert so_far(here, SERVICE_DAY) == (part, whole)
    reopen(here)
    assert so_far(here) == (part, whole)


def test_totals_kept_by_hand_stay_as_they_are() -> None:
    """A town that types its totals in each month would have its work counted twice."""
    here = evening(grant(counted_from=None))
    close(here)
    assert so_far(here) == STARTED[ShareMeasure.REQUESTS]


def test_a_grant_that_is_over_asks_for_nothing() -> None:
    """Work would be given away for a grant of last year, at the price of this year's money."""
    here = evening(grant(period_end=SERVICE_DAY))
    close(here)

    assert so_far(here, SERVICE_DAY) == STARTED[ShareMeasure.REQUESTS]
    assert so_far(here) is None
    told = table(here).grant
    assert told is not None
    assert (told.through, float(told.contracted), float(told.everything)) == (SERVICE_DAY, 31, 102)


def test_the_desk_sees_that_a_day_was_closed() -> None:
    """A desk that has tomorrow open would go on offering by the totals of this morning."""
    here = evening(grant())

    def at_desk() -> float | None:
        with here.store.reading(here.id) as unit:
            share = here.days.get(unit, NEXT).town.policy.contracted_share
        return None if share is None else float(share.balance_all)

    before = at_desk()
    close(here)
    assert (before, at_desk()) == (100, 102)


def test_figures_say_what_the_grant_has_come_to() -> None:
    """The manager would see a good share of this week, and not that the year's is short."""
    here = evening(grant())
    close(here)
    told = table(here)
    assert told.grant is not None
    assert (float(told.grant.contracted), float(told.grant.everything), told.grant.days) == (31, 102, 1)
    assert told.grant.permille == pytest.approx(31_000 / 102)
    with here.store.reading(here.id) as unit:
        head = unit.head.get(here.id)
    notes = Printer(head, here.clock.now()).figures(told).sheets[0].notes
    assert any("30,4 % (wymagane 35,0 %)" in one["pl"] and "30.4 % (35.0 % are" in one["en"] for one in notes)

"""Retention: what goes when, and what must not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Waiting
from scheduler.domain.entitlement import Consumption
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import EnquiryId, EntitlementId, RequestId, SolveId
from scheduler.domain.learning import LEARNED_ID
from scheduler.domain.policy import Policy
from scheduler.domain.retention import RetentionPolicy, end_of_retention
from scheduler.domain.service_days import PlanHead
from scheduler.domain.solves import Solve
from scheduler.services.auditing import check_audit
from scheduler.services.dispatching.moving import Hand
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import publish
from scheduler.services.retaining import Retained, retain
from scheduler.travel.straight import StraightTravel
from tests.store.sample_learned import learned
from tests.store.sample_live import live_day
from tests.store.samples import actual, away, card, check, closing, event, statement
from tests.unit.services.kept_office import ANNA, DAY, EWA, JAN, OFFICE, Office

POLICY = RetentionPolicy()


@pytest.fixture
def office() -> Office:
    return Office()


def run(office: Office, day: date, *, dry: bool = False) -> Retained:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with office.writing() as unit:
        return retain(unit, POLICY, noon, dry_run=dry, by=OFFICE)


def test_nothing_goes_before_its_time(office: Office) -> None:
    """The office would lose last week's bookings."""
    office.plan()
    office.call()
    assert run(office, DAY + timedelta(days=1)).nothing
    with office.reading() as unit:
        assert unit.audit.last() is None


def _closed(unit: UnitOfWork) -> None:
    """Keep what two closed days leave, and two absences of a client."""
    for key, day in (("C-1", DAY), ("C-2", date(2027, 1, 1))):
        unit.checks.put(check(key, day=day))
        unit.statements.put(statement(f"R-{day}", day=day))
        unit.closings.put(closing(day=day))
        unit.actuals.put(actual(f"R-{day}", day=day))
    unit.client_absences.put(away(first=DAY, last=DAY))
    unit.client_absences.put(away("W-2", first=DAY, last=None))


def test_bookings_go_with_all_that_hangs_on_them(office: Office) -> None:
    """Residents' rides would be kept for ever, or counts and notices point to nothing."""
    office.plan()
    office.call()
    taken = Consumption(entitlement_id=EntitlementId("W-1"), request_id=RequestId("R-001"), day=DAY,
                        amount=Decimal(1), taken_at=datetime(2026, 11, 20, tzinfo=UTC))  # fmt: skip
    with office.writing() as unit:
        unit.consumptions.put(taken)
        unit.events.put(event(day=DAY))
        unit.events.put(event(2, day=date(2027, 1, 1)))
        unit.live.put(live_day(day=DAY))
        unit.live.put(live_day(day=date(2027, 1, 1)))
        _closed(unit)
    assert run(office, date(2031, 12, 31), dry=True).bookings == 0
    assert run(office, date(2031, 12, 31), dry=True).events == 0
    assert run(office, date(2031, 12, 31), dry=True).live == 0
    assert run(office, date(2031, 12, 31), dry=True).enquiries == 1
    done = run(office, date(2032, 1, 1))
    assert (done.bookings, done.consumptions, done.notices, done.enquiries, done.plans) == (2, 1, 1, 1, 1)
    assert (done.statements, done.closings, done.actuals) == (1, 1, 1)
    assert (done.events, done.live, done.checks, done.client_absences) == (1, 1, 1, 1)
    with office.reading() as unit:
        assert not unit.bookings.all()
        assert not unit.consumptions.all()
        assert not unit.notices.all()
        assert list(unit.events.all()) == [event(2).id]
        assert list(unit.live.all()) == ["2027-01-01"]
        assert list(unit.closings.all()) == ["2027-01-01.1"]
        assert list(unit.actuals.all()) == ["R-2027-01-01"]
        assert list(unit.statements.all()) == ["R-2027-01-01:way_home"]
        assert list(unit.checks.all()) == ["C-2"]
        assert list(unit.client_absences.all()) == ["W-2"]
        with pytest.raises(NotFoundError):
            unit.plans.get(DAY, 1)
        assert [head.version for head in unit.plans.heads(DAY)] == [1]
        last = unit.audit.last()
        assert last is not None
        assert (last.event.action, last.event.by) == ("retention", OFFICE)
        assert "bookings=2" in last.event.fields
        assert check_audit(unit).damage is None
    assert run(office, date(2032, 1, 1)).nothing


def test_a_dry_run_changes_nothing_and_says_the_same(office: Office) -> None:
    """Whoever looks first would have deleted already."""
    office.plan()
    told = run(office, date(2032, 1, 1), dry=True)
    with office.reading() as unit:
        assert len(unit.bookings.all()) == 2
        assert unit.audit.last() is None
    assert run(office, date(2032, 1, 1)) == told


def test_only_superseded_drafts_are_forgotten(office: Office) -> None:
    """The plan that holds, or one that residents were told, would be gone when somebody complains."""
    plan = office.plan()
    made = datetime(2026, 11, 22, 18, tzinfo=UTC)
    with office.writing() as unit:
        for version, why in ((2, "improved"), (3, "published"), (4, "moved"), (5, "moved"), (6, "improved")):
            unit.plans.add(replace(plan, version=version), PlanHead(day=DAY, version=version, made_at=made, why=why))
        state = unit.days.lock(DAY)
        unit.days.put(replace(state, version=state.version + 1, plan=6, published=4, last_plan=6))
        unit.audit.append(AuditEvent(at=made, action="plan.published", subject="day:2026-11-23", fields=("plan=5",)))
    assert run(office, date(2026, 12, 6), dry=True).drafts == 0
    assert run(office, date(2026, 12, 7)).drafts == 2
    with office.reading() as unit:
        for version in (3, 4, 5, 6):
            assert unit.plans.get(DAY, version).version == version
        for version in (1, 2):
            with pytest.raises(NotFoundError):
                unit.plans.get(DAY, version)
        assert len(unit.plans.heads(DAY)) == 6


def test_a_plan_that_was_published_before_another_one_stays(office: Office) -> None:
    """A resident complains about the time they were told first, and nobody can show it."""
    plan, made, ids = replace(office.plan(), unassigned=()), datetime(2026, 11, 22, 18, tzinfo=UTC), count()

    def show(version: int) -> None:
        with office.writing() as unit:
            unit.plans.add(
                replace(plan, version=version), PlanHead(day=DAY, version=version, made_at=made, why="solved")
            )
            state = unit.days.lock(DAY)
            unit.days.put(replace(state, version=state.version + 1, plan=version, last_plan=version))
        with office.writing() as unit:
            hand = Hand(at=made, by=OFFICE)
            publish(unit, StraightTravel(Policy()), DAY, hand, lambda kind: f"{kind}-{next(ids)}")

    show(2)
    show(3)
    assert run(office, date(2026, 12, 7)).drafts == 1
    with office.reading() as unit:
        assert [unit.plans.get(DAY, version).version for version in (2, 3)] == [2, 3]


def test_an_enquiry_that_somebody_waits_on_stays(office: Office) -> None:
    """A wish on the waiting list would lose its words."""
    office.call()
    with office.writing() as unit:
        unit.waiting.put(
            Waiting(enquiry_id=EnquiryId("E-1"), since=datetime(2026, 11, 20, tzinfo=UTC), until=date(2030, 6, 1))
        )
    done = run(office, date(2030, 7, 1))
    assert (done.enquiries, done.waiting) == (0, 0)
    done = run(office, date(2030, 7, 2))
    assert (done.enquiries, done.waiting) == (1, 1)


def test_searches_and_notices_go_after_months(office: Office) -> None:
    """Lists of whom to phone would pile up."""
    office.call()
    with office.writing() as unit:
        unit.solves.put(Solve(id=SolveId("S-1"), day=DAY, asked_at=datetime(2026, 11, 22, tzinfo=UTC)))
    assert run(office, DAY + timedelta(days=90), dry=True).solves == 0
    assert run(office, DAY + timedelta(days=91)).solves == 1
    assert run(office, DAY + timedelta(days=365), dry=True).notices == 0
    assert run(office, DAY + timedelta(days=366)).notices == 1


def test_quiet_clients_are_told_and_not_erased(office: Office) -> None:
    """Residents would be erased by a program, or kept for ever without anybody knowing."""
    assert run(office, date(2031, 12, 31), dry=True).quiet == ()
    assert run(office, date(2032, 1, 1)).quiet == (ANNA, JAN, EWA)
    with office.reading() as unit:
        assert len(unit.clients.all()) == 3


def test_years_count_from_the_end_of_the_year_and_the_law_comes_first() -> None:
    """A record would be destroyed months before an audit asks for it."""
    assert end_of_retention(date(2026, 1, 1), 5) == date(2031, 12, 31)
    with pytest.raises(ValueError, match="must be kept longer"):
        RetentionPolicy(bookings_years=3)
    with pytest.raises(ValueError, match="negative"):
        RetentionPolicy(drafts_days=-1)


def test_a_town_that_is_not_kept_is_told(office: Office) -> None:
    """A slip in the town's name would be taken for a clean archive."""
    with office.store.writing(office.town_id) as unit:
        unit.head.remove(office.town_id)
    with pytest.raises(NotFoundError):
        run(office, DAY)


def test_what_was_learned_goes_with_the_last_of_its_days(office: Office) -> None:
    """How long somebody took would be known for ever, although nobody works it out anew."""
    with office.writing() as unit:
        unit.learned.put(learned(first_day=DAY, last_day=DAY))
    assert run(office, date(2031, 12, 31), dry=True).learned == 0
    assert run(office, date(2032, 1, 1), dry=True).learned == 3
    assert run(office, date(2032, 1, 1)).learned == 3
    with office.reading() as unit:
        left = unit.learned.get(LEARNED_ID)
    assert (left.estimates, left.speeds, left.days, left.used) == ((), (), 0, True)


def test_links_to_cards_go_two_days_after_the_service(office: Office) -> None:
    """Digests of links that lead nowhere would pile up, or a card would be gone on the morning of the ride."""
    with office.writing() as unit:
        unit.cards.put(card(request_id=RequestId("R-001")))
        unit.cards.put(card("d1" * 32, request_id=RequestId("R-gone")))
    assert run(office, DAY, dry=True).cards == 1
    assert run(office, DAY + timedelta(days=2)).cards == 1
    assert run(office, DAY + timedelta(days=3)).cards == 1
    with office.reading() as unit:
        assert unit.cards.all() == {}

"""A client in hospital, on a journey, or dead: nobody comes, nobody calls, and nothing is lost by it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from scheduler.domain.client_absence import AwayWhy
from scheduler.domain.errors import ConflictError, NotFoundError, RefusedError, StaleError
from scheduler.domain.ids import AbsenceId, ClientId, NoticeId
from scheduler.domain.notices import Notice, NoticeKind, NoticeOutcome
from scheduler.services.booking.client_absence import resume
from scheduler.services.clients_away import absence_on, away_refusal, present_absences
from scheduler.services.comparing import placed
from scheduler.services.publishing import remind, withdraw
from tests.office.clients_away import away, back, party, sisters, wish
from tests.office.field_day import publish_all
from tests.office.office import ANNA, Office
from tests.office.running_day import BACK, FIRST, OUT, SECOND, deliver, running_day, statuses, taken, told


def test_everything_of_a_client_in_hospital_is_called_off_without_a_penalty() -> None:
    """A bus would ring at an empty flat every Tuesday, and take a ride each time."""
    here = running_day()
    assert taken(here) == [OUT, BACK]
    suspended = away(here, party(here))

    assert statuses(here) == ["cancelled", "cancelled", "held", "held"]
    assert taken(here) == []
    assert placed(here.plan).keys() == {FIRST, SECOND}
    assert suspended.absence.lost == (OUT, BACK)
    assert suspended.freed == (here.day,)
    with here.store.reading(here.id) as unit:
        assert [one.day for one in unit.freed.all().values()] == [here.day]


@pytest.mark.parametrize(("first", "last", "kept"), [(1, None, True), (-3, -1, True), (0, 0, False), (-9, 9, False)])
def test_only_days_of_the_absence_are_touched(first: int, last: int | None, kept: bool) -> None:
    """Somebody back from her sister's on Monday would not be fetched on Tuesday."""
    here = running_day()
    days = [here.day + timedelta(days=first), None if last is None else here.day + timedelta(days=last)]
    away(here, party(here), first=days[0], last=days[1])
    assert statuses(here, [OUT, BACK]) == ["held" if kept else "cancelled"] * 2


def test_who_is_aboard_is_not_called_off() -> None:
    """Somebody would sit in a bus whose list does not know her."""
    here = running_day()
    deliver(here, told(here, f"{OUT}:pickup", "aboard", "08:50"), at="08:51")
    away(here, party(here))
    assert statuses(here, [OUT, BACK]) == ["held", "cancelled"]


def test_a_sister_at_the_same_address_is_still_visited() -> None:
    """The one who stays would go without, as the other one fell."""
    here, one, other, key = sisters()
    suspended = away(here, one)

    booking = here.booking(key)
    assert booking.held
    assert booking.request.party.client_ids == (other,)
    assert booking.contribution_gr == 500
    assert key in placed(here.plan)
    assert [one.id for one in suspended.left] == [key]
    assert suspended.absence.lost == (key,)
    with here.store.reading(here.id) as unit:
        owners = {u.id: u.client_id for u in unit.entitlements.all().values()}
        assert [owners[one.entitlement_id] for one in unit.consumptions.all().values() if one.counts] == [other]


def test_what_the_client_took_is_given_back_also_where_the_others_have_too_little_left() -> None:
    """An hour of somebody in hospital would be lost, as her sister's were cut."""
    here, one, other, key = sisters()
    with here.store.writing(here.id) as unit:
        (hers,) = unit.entitlements.of_client(other).values()
        unit.entitlements.put(replace(hers, amount=Decimal(0)))
    away(here, one)
    with here.store.reading(here.id) as unit:
        assert [each.entitlement_id for each in unit.consumptions.of_request(key) if each.counts] == [hers.id]


def test_who_is_away_is_told_nothing() -> None:
    """A message about tomorrow's bus would be read out beside a hospital bed, or by a widower."""
    here, one, other, key = sisters()
    publish_all(here)
    with here.store.writing(here.id) as unit:
        for client in (one, other):
            note = Notice(id=NoticeId(f"N-{client}"), day=here.day, request_id=key, client_id=client,
                          kind=NoticeKind.MOVED)  # fmt: skip
            unit.notices.put(note)
            unit.notices.put(replace(note, id=NoticeId(f"T-{client}"), outcome=NoticeOutcome.TOLD))
    away(here, one)
    publish_all(here)
    with here.store.writing(here.id) as unit:
        remind(unit, here.day, here.new_id)
    with here.store.writing(here.id) as unit:
        withdraw(unit, here.day, here.hand, here.new_id)
    with here.store.reading(here.id) as unit:
        of = {
            client: {n.outcome for n in unit.notices.all().values() if n.client_id == client} for client in (one, other)
        }
    assert of[one] == {NoticeOutcome.NEEDLESS, NoticeOutcome.TOLD}
    assert NoticeOutcome.TO_DO in of[other]


def test_nothing_is_told_under_the_name_of_somebody_who_has_died() -> None:
    """A reminder of last year's visit would reach the family a week after the funeral."""
    here, one, _, key = sisters()
    before = here.day - timedelta(days=2)
    with here.store.writing(here.id) as unit:
        note = Notice(id=NoticeId("N-1"), day=before, request_id=key, client_id=one, kind=NoticeKind.REMINDER)
        unit.notices.put(note)
    away(here, one, why=AwayWhy.DIED)
    with here.store.reading(here.id) as unit:
        assert unit.notices.get(NoticeId("N-1")).outcome is NoticeOutcome.NEEDLESS
    assert answers(here, one, here.day) == "away"
    back(here)  # it was somebody else's news
    assert answers(here, one, here.day) is None


def test_who_has_died_hears_nothing_of_earlier_days_either() -> None:
    """A message about today's visit would come under the name of somebody whose services end tomorrow."""
    here, one, other, _ = sisters()
    publish_all(here)
    away(here, one, why=AwayWhy.DIED, first=here.day + timedelta(days=1))
    with here.store.writing(here.id) as unit:
        withdraw(unit, here.day, here.hand, here.new_id)
    with here.store.reading(here.id) as unit:
        assert {each.client_id for each in unit.notices.all().values()} == {other}


def test_a_death_has_no_end() -> None:
    """From Christmas on a bus would come for somebody who was buried in November."""
    here = running_day()
    with pytest.raises(ValueError, match="no last day"):
        away(here, party(here), why=AwayWhy.DIED, last=here.day)


def test_who_is_away_is_called_by_name_on_the_phone() -> None:
    """A dispatcher would read out "K-05: services are suspended" to the daughter who calls."""
    here, one, other, _ = sisters()
    away(here, other)
    with here.store.reading(here.id) as unit:
        both = replace(wish(here, one), party=replace(wish(here, one).party, client_ids=(one, other)))
        refusal = away_refusal(unit, [both], here.day)
        name = unit.clients.get(other).name
    assert refusal is not None
    for said in refusal.summary.values():
        assert said.startswith(f"{name}: ")
        assert other not in said


def answers(here: Office, client_id: ClientId, day: date) -> str | None:
    """Return why nothing is offered to a client on a day; None: something is."""
    answer = here.desk.ask(here.call, [wish(here, client_id, here.new_id("R"))], [day])
    refusal = answer.days[0].refusal
    return refusal.code if refusal is not None else None


def test_nothing_is_booked_for_who_is_away() -> None:
    """A bus would be promised for somebody who lies in hospital, by whoever takes the next call."""
    here, one, other, _ = sisters()
    early = here.desk.ask(here.call, [wish(here, one)], [here.day])
    away(here, one)

    assert answers(here, one, here.day) == "away"
    assert answers(here, other, here.day) is None
    with pytest.raises(RefusedError) as refused:
        here.desk.accept(here.call, early.enquiry.id, early.offers[0])
    assert [each.code for each in refused.value.refusals] == ["away"]
    said = refused.value.refusals[0].summary
    assert "hospital" not in said["en"]
    assert "szpital" not in said["pl"]
    back(here)
    assert answers(here, one, here.day) is None


def test_whoever_comes_back_is_told_what_to_ask_for_again() -> None:
    """Eight weeks of therapy would be gone, and nobody knew that they had been."""
    here = running_day()
    away(here, party(here))
    returned = back(here)

    assert [one.id for one in returned.ended] == [OUT, BACK]
    assert returned.absence.over
    assert statuses(here, [OUT, BACK]) == ["cancelled", "cancelled"]
    with pytest.raises(ConflictError, match="has ended already"):
        back(here)


def test_what_is_over_is_not_to_be_asked_for_again() -> None:
    """A dispatcher would book last week's bus."""
    here = running_day()
    away(here, party(here))
    here.clock.moment += timedelta(days=1)
    assert back(here).ended == ()


def test_an_absence_is_kept_once() -> None:
    """A button that was pressed twice would end in two absences, of which one is never ended."""
    here, one, other, _ = sisters()
    first = away(here, one)
    stamp = here.store.stamp(here.id)
    assert away(here, one).absence == first.absence
    assert here.store.stamp(here.id) == stamp
    with pytest.raises(ConflictError, match="another absence"):
        away(here, other)
    with pytest.raises(ConflictError, match="away already"):
        away(here, one, "W-2", first=here.day + timedelta(days=40))
    with pytest.raises(NotFoundError):
        away(here, ClientId("nobody"), "W-3")
    with here.store.writing(here.id) as unit, pytest.raises(StaleError):
        resume(unit, AbsenceId("W-1"), ANNA, here.clock.now(), seen=1)


def test_the_audit_knows_that_and_not_why() -> None:
    """Whoever looks after accounts would read that somebody has died."""
    here, one, _, _ = sisters()
    away(here, one, why=AwayWhy.DIED)
    back(here)
    with here.store.reading(here.id) as unit:
        events = [each.event for each in unit.audit.about(f"client:{one}")]
    said = [(e.by, e.action, e.fields) for e in events if e.action in {"client.away", "client.back"}]
    fields = ("absence=W-1", f"from={here.day.isoformat()}", "to=")
    assert said == [(ANNA, "client.away", fields), (ANNA, "client.back", fields)]


def test_a_closed_day_is_left_alone() -> None:
    """What has been settled would change, as somebody went to hospital the day after."""
    here = running_day()
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1, closed=True))
    assert away(here, party(here)).absence.lost == ()
    assert statuses(here) == ["held"] * 4


def present(here: Office, client_id: ClientId) -> list[str]:
    """Return which absences of a client go on, or are to come."""
    with here.store.reading(here.id) as unit:
        return [one.id for one in present_absences(unit, client_id, here.clock.now())]


def test_an_absence_goes_on_until_its_last_day_is_past() -> None:
    """Last month's journey would be shown as why nobody comes today, and hide the stay in hospital."""
    here, one, _, _ = sisters()
    days = [here.day + timedelta(days=k) for k in (0, 7, 27, 38)]
    away(here, one, "W-9", first=days[2], last=days[3], why=AwayWhy.TRAVEL)
    away(here, one, "W-1", first=days[0], last=days[1])
    assert present(here, one) == ["W-1", "W-9"]
    here.clock.moment += days[1] - here.clock.moment.date()
    assert present(here, one) == ["W-1", "W-9"]
    here.clock.moment += timedelta(days=1)
    assert present(here, one) == ["W-9"]
    back(here, "W-9")
    assert present(here, one) == []


def test_who_dies_in_hospital_is_not_refused() -> None:
    """The office would read an error about a stay in hospital, and a message would reach the family."""
    here, one, _, _ = sisters()
    away(here, one, "W-1", last=here.day + timedelta(days=7))
    late = here.day + timedelta(days=1)
    away(here, one, "W-2", first=late, why=AwayWhy.DIED)
    assert present(here, one) == ["W-2"]
    with here.store.reading(here.id) as unit:
        held = absence_on(unit, one, late)
    assert held is not None
    assert held.why is AwayWhy.DIED
    for why in AwayWhy:
        with pytest.raises(ConflictError, match="away already"):
            away(here, one, "W-3", first=late, why=why)
    back(here, "W-2")  # it was somebody else's news: she is still in hospital
    assert present(here, one) == ["W-1"]
    assert answers(here, one, late) == "away"

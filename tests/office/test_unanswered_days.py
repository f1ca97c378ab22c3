"""Checks of other days: somebody who does not answer is seen in the office, whatever day it was."""

from datetime import date, timedelta

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.alerts import Alert, AlertKind
from scheduler.domain.checks import Asked, CheckStep, Found, StepOutcome
from scheduler.domain.events import EventKind
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.gathering import watch
from scheduler.services.live.unanswered import Closing, add_step
from scheduler.services.live.unanswered import close as close_check
from tests.office.closing_day import bus_day, close, reported, state, tasks_of, told, visit
from tests.office.office import ANNA, Office

DAY = timedelta(days=1)


def unanswered(here: Office, day: date) -> list[Alert]:
    """Return the alerts of a day about people who do not answer."""
    with here.store.reading(here.id) as unit:
        found = alerts(watch(unit, day, here.clock.now()))
    return [one for one in found if one.kind is AlertKind.UNANSWERED]


def today(here: Office) -> date:
    """Return the date by the town's clock."""
    return here.clock.now().astimezone(here.town.zone).date()


def late_report() -> Office:
    """Return an office on the morning after a closed day, of which a phone says that nobody answered."""
    here = bus_day()
    key = visit(here)
    task = f"{key}:visit"
    reported(here, but=[task])
    state(here, key, FinalOutcome.SERVED)
    close(here)
    here.clock.moment += DAY
    told(here, task, EventKind.NO_SHOW, tasks_of(here)[task][1].start, nobody_answers=True)
    return here


def test_nobody_answered_on_a_closed_day_is_an_alert_of_today() -> None:
    """Somebody would lie behind the door for days: the list that tells of it is yesterday's, which nobody opens."""
    here = late_report()
    (alert,) = unanswered(here, today(here))
    assert today(here) > here.day
    assert unanswered(here, here.day) != []
    assert unanswered(here, today(here) + DAY) == []
    assert here.day.isoformat() in alert.said["pl"]
    assert here.day.isoformat() in alert.said["en"]

    here.clock.moment += 30 * DAY
    (still,) = unanswered(here, today(here))
    assert still.id == alert.id


def test_who_was_found_is_no_alert_any_more() -> None:
    """The office would ring the daughter every morning."""
    here = late_report()
    (alert,) = unanswered(here, today(here))
    now, key = here.clock.now(), alert.check_id
    assert key is not None
    with here.store.writing(here.id) as unit:
        step = CheckStep(asked=Asked.CLIENT, at=now, by=ANNA, outcome=StepOutcome.REACHED)
        add_step(unit, key, step, seen=unit.checks.stamp_of(key))
    with here.store.writing(here.id) as unit:
        close_check(unit, key, Closing(outcome=Found.WELL, by=ANNA, at=now), seen=unit.checks.stamp_of(key))
    assert unanswered(here, today(here)) == unanswered(here, here.day) == []

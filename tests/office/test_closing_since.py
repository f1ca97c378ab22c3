"""What comes in after a day was closed: it is in no figure, and still nobody is left on a pavement."""

from datetime import timedelta

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.alerts import Alert, AlertKind, Remedy
from scheduler.domain.closing import WayHome
from scheduler.domain.events import EventKind
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.gathering import watch
from tests.office.closing_day import bus_day, close, done, reopen, reported, rides, state, tasks_of, told, view, visit
from tests.office.office import Office


def urgent(here: Office) -> tuple[Alert, ...]:
    with here.store.reading(here.id) as unit:
        return tuple(one for one in alerts(watch(unit, here.day, here.clock.now())))


def closed_by_hearsay() -> Office:
    """Return a day closed with rides of which the office believes that nobody was there."""
    here = bus_day()
    reported(here, but=[task for task in tasks_of(here) if not task.startswith(visit(here))])
    for key in rides(here):
        state(here, key, FinalOutcome.NO_SHOW, "kierowca nie odbiera, pewnie nie pojechała")
    close(here)
    here.clock.moment += timedelta(minutes=30)
    return here


def deliver(here: Office, key: str) -> None:
    """Let the phone of the crew be in reach again: it has driven somebody after all."""
    for kind in ("pickup", "dropoff"):
        _, task = tasks_of(here)[f"{key}:{kind}"]
        told(here, task.task_id, done(task), task.end)


def test_who_was_driven_out_after_all_is_listed_on_the_closed_day() -> None:
    """A woman sits in the hospital's hall at half past eight, and the day is closed over her head."""
    here = closed_by_hearsay()
    there, _ = rides(here)
    assert (view(here).stranded, urgent(here)) == ((), ())
    deliver(here, there)
    (away,), (alert,) = view(here).stranded, urgent(here)

    assert (away.request_id, away.place_id, away.set_down) == (there, "szpital", True)
    assert (alert.kind, alert.request_id, alert.client_ids) == (AlertKind.STRANDED, there, (away.client_id,))
    assert set(alert.said) == {"pl", "en"}
    assert Remedy.REOPEN_DAY in alert.remedies
    assert view(here).missing == ()


def test_who_was_driven_back_too_is_at_home() -> None:
    """The office would telephone everybody whose crew was out of reach, and soon nobody would look at the list."""
    here = closed_by_hearsay()
    for key in rides(here):
        deliver(here, key)
    assert len(view(here).came_after) == 4
    assert (view(here).stranded, urgent(here)) == ((), ())


def test_the_way_home_is_written_down_when_the_day_is_opened() -> None:
    """An alert that nothing ends is one that everybody learns to overlook."""
    here = closed_by_hearsay()
    there, _ = rides(here)
    deliver(here, there)
    reopen(here)
    assert [one.request_id for one in view(here).stranded] == [there]
    state(here, there, WayHome.TAXI)
    close(here)
    assert (view(here).stranded, urgent(here)) == ((), ())


def test_a_report_that_takes_back_the_way_home_is_seen() -> None:
    """The crew says at night that it brought somebody else home, and she is still there."""
    here = bus_day()
    reported(here)
    close(here)
    _, back = rides(here)
    _, task = tasks_of(here)[f"{back}:pickup"]
    for kind in ("pickup", "dropoff"):
        told(here, f"{back}:{kind}", EventKind.NO_SHOW, task.end + timedelta(hours=4))

    assert [one.kind for one in urgent(here)] == [AlertKind.STRANDED]

"""Steps of the evening: a day that is over is closed, and opened again where something was wrong."""

from datetime import date, datetime, time, timedelta

from hypothesis.stateful import precondition, rule

from scheduler.services.closing import close_day, reopen_day, view_of
from scheduler.services.ports import UnitOfWork
from tests.days.evening import adds_up, close
from tests.days.machine import hand
from tests.days.running_steps import RunningSteps


class EveningSteps(RunningSteps):
    """What the office does when crews are back."""

    @precondition(lambda self: self.runs)
    @rule()
    def night_falls(self) -> None:
        """Crews are back, the clock goes on to the next morning, and the day is closed."""
        day = self.running_day
        self.wait_for(day + timedelta(days=1))
        self.close(day)

    def wait_for(self, day: date) -> None:
        """Let all clocks go on to the morning of a day."""
        morning = datetime.combine(day, time(6), tzinfo=self.model.town.zone)
        for here in self.offices:
            here.clock.moment = max(here.clock.moment, morning)

    @rule()
    def is_too_early_to_close(self) -> None:
        """Nobody closes a day with crews on the road."""
        day = self.running_day
        if not self._is_over(day) and day not in self.model.closed:
            done = self.write(lambda here, unit: close_day(unit, here.travel, day, hand(here, unit, day)))
            assert done is None

    @precondition(lambda self: self.model.closed)
    @rule()
    def is_opened_again(self) -> None:
        """Something of a closed day was wrong; it is opened again, and closed once more."""
        day = min(self.model.closed)
        self.write(lambda here, unit: reopen_day(unit, day, hand(here, unit, day), reason="pomyłka"))
        self.model.reopen(day)
        self.told_of(day)
        self.close(day)

    def close(self, day: date) -> None:
        """Close a day, if it is over: it may last into the next morning."""
        if not self._is_over(day) or day in self.model.closed:
            return
        for here in self.offices:
            close(here, day)
        self.told_of(day)
        self.model.close(day, self.ends_of(day))

    def _is_over(self, day: date) -> bool:
        here = self.offices[0]
        with here.store.reading(here.id) as unit:
            return view_of(unit, day).over_at <= self.now

    def closed_days_add_up(self, unit: UnitOfWork) -> None:
        """What was settled stays as it was, whatever is reported or asked for afterwards."""
        for day in self.model.closed:
            adds_up(unit, day, self.model.settled[day])

    def close_all(self) -> None:
        """Close all days; snow makes days long."""
        self.wait_for(self.days[-1] + timedelta(days=2))
        for day in self.days:
            self.close(day)
            assert day in self.model.closed

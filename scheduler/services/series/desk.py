"""Series at the desk: taken down, changed, paused and ended; what was booked of them follows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.errors import ConflictError, InputError, InputProblem, StaleError
from scheduler.domain.ids import SeriesId, UserId
from scheduler.domain.series import ChangedDay, Pause, Series
from scheduler.services.booking.desk import BookingDesk, Call
from scheduler.services.clients_away import has_died
from scheduler.services.ending import Ending
from scheduler.services.facts import town_head
from scheduler.services.parties import hold_clients, require_clients
from scheduler.services.ports import UnitOfWork
from scheduler.services.series.changing import with_cancelled, withdraw
from scheduler.services.series.checks import check_series
from scheduler.services.series.known import booked
from scheduler.services.series.occurrences import rule_days
from scheduler.services.series.planning import SeriesPlan, Terms, plan_series
from scheduler.services.waiting import take_off_series

_DAY = timedelta(days=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a series is changed, as its bookings that end with it say.

    Attributes
    ----------
    by_office : bool
        The office withdraws them, and their clients are put onto the list of calls; otherwise the client cancels.
    seen : int or None
        The stamp of the series that was seen; None: whatever it is.
    """

    reason: str = ""
    by_office: bool = False
    seen: int | None = None


@dataclass(frozen=True, kw_only=True)
class SeriesChange:
    """A series as it is kept now.

    Attributes
    ----------
    withdrawn : tuple of Booking
        What was booked of it and has ended with the change.
    """

    series: Series
    withdrawn: tuple[Booking, ...]
    stamp: int


class SeriesDesk:
    """Recurring requests of the towns of a store.

    Parameters
    ----------
    desk : BookingDesk
        By which occurrences are booked.
    """

    def __init__(self, desk: BookingDesk) -> None:
        self.desk, self.store, self.clock = desk, desk.store, desk.clock

    def put(self, call: Call, series: Series) -> SeriesChange:
        """Keep a new series; one that is kept already just like that stays.

        Raises
        ------
        InputError
            If it is none that weeks could hold.
        ConflictError
            If another one has its id, a client or a place is not there any more, or a client has died.
        """
        with self.store.writing(call.town_id) as unit:
            hold_clients(unit)
            check_series(unit, series)
            known = unit.series.find(series.id)
            if known is not None and _asks(known) != _asks(series):
                raise ConflictError(f"there is another series {series.id} already")
            stamp = unit.series.stamp_of(series.id)
            if known is None:
                require_clients(unit, [leg.request for leg in series.legs])
                _require_alive(unit, series)
                unit.series.put(series, seen=0)
                self._note(unit, call, "series.taken", series.id)
        return SeriesChange(series=known or series, withdrawn=(), stamp=unit.written_stamp or stamp)

    def change(self, call: Call, series: Series, why: Why) -> SeriesChange:
        """Put another series in the place of the one of its id that was seen, exceptions and pauses included.

        Bookings to come that it does not want any more end; planning the series books what it wants instead.

        Raises
        ------
        NotFoundError, StaleError, ConflictError
            If there is none, it was changed since, or it has ended.
        InputError
            As `put`.
        """
        return self._changed(call, series.id, lambda _unit, before: _in_place_of(before, series), why, "series.changed")

    def change_one(self, call: Call, series_id: SeriesId, changed: ChangedDay, why: Why) -> SeriesChange:
        """Make one occurrence otherwise, or cancel it; a change that says nothing makes it as the series is again.

        Raises
        ------
        InputError
            If the series has no occurrence on that day.
        """

        def one(_unit: UnitOfWork, before: Series) -> Series:
            if not rule_days(before, changed.day, changed.day):
                raise _wrong("day", changed.day, "is no day of the series", "name a day that its rule tells")
            others = tuple(each for each in before.changed if each.day != changed.day)
            says = changed.cancelled or any(changed.windows)
            return replace(before, changed=(*others, changed) if says else others)

        return self._changed(call, series_id, one, why, "series.day_changed", from_day=changed.day)

    def following(self, call: Call, series_id: SeriesId, after: Series, why: Why) -> tuple[SeriesChange, SeriesChange]:
        """Change "this and all following": the series ends, and another one goes on from the first day of `after`.

        Returns
        -------
        tuple of SeriesChange
            The former one with its history, and the one that goes on.
        """
        if after.id == series_id:
            raise ConflictError("the series that goes on needs an id of its own")
        made = replace(after, follows=series_id)
        with self.store.reading(call.town_id) as unit:
            known = unit.series.find(made.id)
            if known is not None and known.follows == series_id:  # its answer was lost
                old = unit.series.get(series_id)
                stamps = unit.series.stamp_of(series_id), unit.series.stamp_of(made.id)
                return (
                    SeriesChange(series=old, withdrawn=(), stamp=stamps[0]),
                    SeriesChange(series=known, withdrawn=(), stamp=stamps[1]),
                )

        def split(unit: UnitOfWork, before: Series) -> Series:
            if after.first <= before.first:
                raise _wrong("first", after.first, "is not after the series began", "change the whole series instead")
            going_on = _without_cancelled_of(before, made)
            check_series(unit, going_on)
            unit.series.put(going_on, seen=0)
            self._note(unit, call, "series.taken", made.id)
            return self._ended(before, after.first - _DAY, call)

        former = self._changed(call, series_id, split, why, "series.split")
        with self.store.reading(call.town_id) as unit:
            return former, SeriesChange(series=unit.series.get(made.id), withdrawn=(), stamp=former.stamp)

    def pause(self, call: Call, series_id: SeriesId, pause: Pause, why: Why) -> SeriesChange:
        """Leave days out; what is booked on them ends."""

        def paused(_unit: UnitOfWork, before: Series) -> Series:
            others = tuple(one for one in before.pauses if one.first != pause.first)
            return replace(before, pauses=(*others, pause))

        return self._changed(call, series_id, paused, why, "series.paused", from_day=pause.first)

    def resume(self, call: Call, series_id: SeriesId, first: date, why: Why) -> SeriesChange:
        """Take back the pause that begins on a day; planning the series books its days again.

        Raises
        ------
        InputError
            If no pause begins on that day.
        """

        def resumed(_unit: UnitOfWork, before: Series) -> Series:
            left = tuple(one for one in before.pauses if one.first != first)
            if left == before.pauses:
                raise _wrong("first", first, "begins no pause", "name the first day of a pause of the series")
            return replace(before, pauses=left)

        return self._changed(call, series_id, resumed, why, "series.resumed", from_day=first)

    def end(self, call: Call, series_id: SeriesId, last: date, why: Why) -> SeriesChange:
        """End a series with a day, never later than it would end; what is booked after it ends, what was stays."""

        def ended(_unit: UnitOfWork, before: Series) -> Series:
            return self._ended(before, max(last, before.first - _DAY), call)

        return self._changed(call, series_id, ended, why, "series.ended", from_day=last)

    def plan(self, call: Call, first: date, last: date, terms: Terms) -> SeriesPlan:
        """Book what series still want from `first` to `last`, as `plan_series` does."""
        return plan_series(self.desk, call, first, last, terms)

    def _changed(
        self,
        call: Call,
        series_id: SeriesId,
        make: Callable[[UnitOfWork, Series], Series],
        why: Why,
        action: str,
        *,
        from_day: date | None = None,
    ) -> SeriesChange:
        """Keep what is made of a series; of one that has ended only days that are left change, from a day on."""
        now = self.clock.now()
        with self.store.writing(call.town_id) as unit:
            hold_clients(unit)
            before, stamp = unit.series.get(series_id), unit.series.stamp_of(series_id)
            if why.seen is not None and why.seen != stamp:
                raise StaleError(f"the series {series_id}", seen=why.seen, now=stamp)
            today = now.astimezone(town_head(unit).zone).date()
            if before.ended_at is not None and (from_day is None or before.over_by(max(today, from_day))):
                raise ConflictError(
                    f"the series {series_id} has ended with {before.until}: days left until then may be changed, "
                    "cancelled or paused; for anything else make a new one"
                )
            after = make(unit, with_cancelled(before, booked(unit, before), today))
            after = replace(after, revision=before.revision + 1, changed_at=now)
            check_series(unit, after)
            unit.series.put(after, seen=stamp)
            take_off_series(unit, series_id, now)
            self._note(unit, call, action, series_id)
            ending = Ending(by=call.by, at=now, reason=why.reason, by_office=why.by_office)
            withdrawn = withdraw(unit, self.desk.days.travel(unit), before, after, ending)
        for day in sorted({one.day for one in withdrawn}):
            self.desk.freed.after(call.town_id, day)
        return SeriesChange(series=after, withdrawn=withdrawn, stamp=unit.written_stamp)

    def _ended(self, series: Series, last: date, call: Call) -> Series:
        until = last if series.until is None else min(last, series.until)
        return replace(series, until=until, ended_at=self.clock.now(), ended_by=call.by)

    def _note(self, unit: UnitOfWork, call: Call, action: str, series_id: SeriesId) -> None:
        now = self.clock.now()
        unit.audit.append(AuditEvent(at=now, by=call.by, action=action, subject=f"series:{series_id}"))


def _require_alive(unit: UnitOfWork, series: Series) -> None:
    if dead := [one for one in series.client_ids if has_died(unit, one)]:
        raise ConflictError(f"the client {dead[0]} is kept as dead: end that absence first if it is wrong")


def _in_place_of(before: Series, after: Series) -> Series:
    """Return a series with the history of the one that it takes the place of."""
    kept = {one.day: one for one in before.changed if one.cancelled}
    told = {one.day for one in after.changed}
    changed = (*after.changed, *(one for day, one in kept.items() if day not in told))
    return replace(
        after, changed=changed, follows=before.follows, made_at=before.made_at, made_by=before.made_by, ended_at=None
    )


def _without_cancelled_of(before: Series, after: Series) -> Series:
    """Return a series that goes on, without the days to come that were cancelled of the one before."""
    told = {one.day for one in after.changed}
    over = (one for one in before.changed if one.cancelled and one.day >= after.first and one.day not in told)
    return replace(after, changed=(*after.changed, *(one for one in over if rule_days(after, one.day, one.day))))


def _asks(series: Series) -> Series:
    """Return what a series asks for, whenever it was taken down."""
    return replace(series, made_at=_LONG_AGO, made_by=UserId(""))


def _wrong(column: str, day: date, wrong: str, right: str) -> InputError:
    return InputError([InputProblem(file="body", column=column, value=day.isoformat(), wrong=wrong, right=right)])

"""What people call things that sentences speak of by id."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from scheduler.domain.ids import ClientId
from scheduler.domain.plan import RuleFinding
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from solver.rule import Violation
from solver.sentences import LANGUAGES, Names, sentence

_MARK = re.compile("⟨client:([^⟩]*)⟩")


def names_of(town: Town, day: date) -> Names:
    """Return what people call the shifts, workers and clients that sentences speak of, and what their clocks show."""
    shifts = {str(shift.id): shift.name for shift in town.shifts_on(day) if shift.name}
    staff = {str(worker.id): worker.name for worker in town.staff.values()}
    clients = {str(client.id): client.name for client in town.clients.values()}
    return Names(called=clients | staff | shifts, clock=partial(clock, ServiceDay(date=day, zone=town.zone)))


def marked_names(town: Town, day: date) -> Names:
    """Return the same with a mark in place of each client's name, for plans that are kept.

    A name that was written into a plan would outlive its erasure; `with_names` puts in what the client is called now.
    """
    marks = {str(client_id): f"⟨client:{client_id}⟩" for client_id in town.clients}
    names = names_of(town, day)
    return replace(names, called={**names.called, **marks})


def clock(day: ServiceDay, instant_s: int) -> str:
    """Return what the clock shows so many seconds after a day's midnight: `02:30`, `02:30(+1)` on the next date.

    Of a time that comes twice that night the offset says which one is meant: `02:30+01:00`.
    """
    local = day.instant(instant_s)
    days = (local.date() - day.date).days
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    offset = local.isoformat()[-6:] if twice else ""
    return f"{local:%H:%M}{offset}" + (f"({days:+})" if days else "")


def with_names(text: str, name_of: Callable[[str], str | None]) -> str:
    """Return a sentence of a kept plan with the names of its clients; whoever has none any more is called by id."""
    return _MARK.sub(lambda found: name_of(found[1]) or found[1], text)


def finding(violation: Violation, names: Names) -> RuleFinding:
    """Return a violation in the words of the domain: "broken", "accepted" or "inherited"."""
    status = "inherited" if violation.inherited else "accepted" if violation.accepted else "broken"
    return RuleFinding(
        rule=violation.rule,
        subject=violation.subjects[0] if violation.subjects else "",
        text={lang: sentence(violation, lang, names=names) for lang in LANGUAGES},
        amount=violation.amount,
        unit=violation.unit,
        status=status,
    )


def clients_in(sentences: Iterable[str]) -> tuple[ClientId, ...]:
    """Return the clients whose names sentences of a kept plan leave open, each once."""
    return tuple(dict.fromkeys(ClientId(found[1]) for text in sentences for found in _MARK.finditer(text)))

"""`dojazd demo --bad-day`: a day on which everything happens, played in the demo's own office and told as it goes."""

import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.day import Search
from scheduler.cli.language import Language
from scheduler.domain.ids import RequestId, StaffId
from scheduler.domain.town import Town

if TYPE_CHECKING:  # imported late: they bring the solver and a database
    from scheduler.services.comparing import Difference
    from scheduler.simulation.bad_day import Chapter, Script, Story

_SAID: Mapping[Language, Mapping[str, str]] = {
    Language.PL: {
        "published": "Plan na {day} jest opublikowany. Zaczyna się zły dzień.",
        "breakdown": "{at}  {bus}: awaria, w pojeździe osób: {aboard}. Naprawa do {repaired}.",
        "ill": "{at}  {carer} choruje i idzie do domu.",
        "snow": "{at}  Śnieg: odtąd {percent} % zwykłej prędkości.",
        "plan": "       Nowy plan: telefonów do wykonania {calls}, zmienionych zleceń {moved}.",
        "late": "       Obietnice spóźnione: {late}",
        "out": "       Bez miejsca, do uzgodnienia: {out}",
        "minutes": "{who} o {minutes} min",
        "call": "         {phone:<13} {who}: {before} → {after}",
        "nobody": "bez miejsca",
        "no_phone": "bez telefonu",
        "unanswered": "Nikt nie otwierał: {count}",
        "home": "Drogi do domu zapisane przez biuro: {count}",
        "closed": "Dzień zamknięty: obsłużono {served} z {all} zleceń, meldunków załóg {events}.",
    },
    Language.EN: {
        "published": "The plan of {day} is published. A bad day begins.",
        "breakdown": "{at}  {bus} breaks down with {aboard} aboard. It is repaired by {repaired}.",
        "ill": "{at}  {carer} falls ill and goes home.",
        "snow": "{at}  Snow: {percent} % of the usual speed from now on.",
        "plan": "       The new plan: calls to make {calls}, requests changed {moved}.",
        "late": "       Promises that will be late: {late}",
        "out": "       Without a place, to be agreed by phone: {out}",
        "minutes": "{who} by {minutes} min",
        "call": "         {phone:<13} {who}: {before} → {after}",
        "nobody": "no place",
        "no_phone": "no telephone",
        "unanswered": "Nobody answered: {count}",
        "home": "Ways home that the office has written down: {count}",
        "closed": "The day is closed: served {served} of {all} requests; crews reported {events} times.",
    },
}


def bad_day_told(town: Town, day: date, home: Path, search: Search, lang: Language) -> Iterator[str]:
    """Play the bad day of a demo town in a new database of its own, and yield how it went."""
    town, script = bad_day_begun(town, day)
    yield from _told(town, script, _played(town, script, home, search), _SAID[lang])


def bad_day_begun(town: Town, day: date) -> tuple[Town, "Script"]:
    """Return a demo town as its bad day finds it, and the script whose first blow has fallen at twenty to eleven."""
    from fixtures.scenarios import bad_day

    town = bad_day(town, day)
    return town, bad_day_script(town, day)


def bad_day_script(town: Town, day: date) -> "Script":
    """Return what comes in the day's way: the bus at twenty past ten, a carer at ten past eleven, snow from noon on."""
    from fixtures.scenarios import first_bus
    from scheduler.simulation.bad_day import Script

    bus = first_bus(town, day)
    return Script(
        day=day,
        begins=_at(town, day, 5, 30),
        bus=bus.id,
        breaks_at=_at(town, day, 10, 20),
        repaired_at=_at(town, day, 13, 0),
        carer=_carer(town, day),
        ill_at=_at(town, day, 11, 10),
        snow_at=_at(town, day, 12, 0),
        snow_permille=700,
        no_answers=6,
    )


def _played(town: Town, script: "Script", home: Path, search: Search) -> "Story":
    from scheduler.bootstrap import travel_for, web_office
    from scheduler.cli.demo_office import demo_settings
    from scheduler.services.demonstrating import keep_demo
    from scheduler.services.planning.searching import Effort
    from scheduler.simulation.bad_day import BadDay, prepare

    settings = demo_settings(home)
    office = web_office(settings, told=lambda _key, _path: None)
    try:
        keep_demo(office.store, office.accounts, town, script.begins)
        travel = travel_for(town, settings.data / "towns" / town.id)
        day = BadDay(
            store=office.store,
            town_id=office.store.towns()[0],
            travel=travel,
            script=script,
            set_clock=lambda _now: None,  # nobody but the script asks what time it is
            effort=lambda: Effort(clock=time.monotonic, seconds=1.0, seed=search.seed, workers=2),
            new_id=office.new_id,
        )
        prepare(day, Effort(clock=time.monotonic, seconds=search.seconds, seed=search.seed, workers=2))
        return day.play()
    finally:
        office.close()


def _told(town: Town, script: "Script", story: "Story", say: Mapping[str, str]) -> Iterator[str]:
    yield say["published"].format(day=script.day.isoformat())
    for chapter in story.chapters:
        yield from _chapter(town, script, chapter, say)
    yield say["unanswered"].format(count=len(story.no_shows))
    yield say["home"].format(count=story.stranded)
    served = sum(cell.counts.served for cell in story.closing.cells)
    yield say["closed"].format(served=served, all=len(town.requests_on(script.day)), events=story.events)


def _chapter(town: Town, script: "Script", chapter: "Chapter", say: Mapping[str, str]) -> Iterator[str]:
    bus = next(one.name for one in town.shifts if one.id == script.bus)
    yield say[chapter.what].format(
        at=f"{chapter.at.astimezone(town.zone):%H:%M}",
        bus=bus,
        aboard=chapter.aboard,
        repaired=f"{script.repaired_at.astimezone(town.zone):%H:%M}",
        carer=town.staff[script.carer].name,
        percent=script.snow_permille // 10,
    )
    yield say["plan"].format(calls=chapter.calls, moved=chapter.moved)
    yield from (_call(town, one, say) for one in chapter.to_phone)
    if chapter.late_s:
        late = sorted(chapter.late_s.items(), key=lambda one: -one[1])
        minutes = (say["minutes"].format(who=_who(town, key), minutes=-(-late_s // 60)) for key, late_s in late)
        yield say["late"].format(late=", ".join(minutes))
    if chapter.left_out:
        yield say["out"].format(out=", ".join(_who(town, key) for key in chapter.left_out))


def _call(town: Town, one: "Difference", say: Mapping[str, str]) -> str:
    """Return whom to phone, with which number, and what to tell them."""
    clients = [town.clients[key] for key in town.requests[one.request_id].party.client_ids]
    phone = next((client.phone for client in clients if client.phone), say["no_phone"])
    before, after = (
        say["nobody"] if placed is None else f"{placed.start.astimezone(town.zone):%H:%M}"
        for placed in (one.before, one.after)
    )
    return say["call"].format(phone=phone, who=_who(town, one.request_id), before=before, after=after)


def _who(town: Town, key: RequestId) -> str:
    names = (town.clients[one].name for one in town.requests[key].party.client_ids)
    return f"{', '.join(names)} ({key})"


def _carer(town: Town, day: date) -> StaffId:
    """Return a worker without a vehicle who is out at eleven, and has most of the day before them."""
    eleven = _at(town, day, 11, 10)
    shifts = [one for one in town.shifts_on(day) if one.vehicle_id is None and one.start <= eleven < one.end]
    return max(shifts, key=lambda one: (one.end, one.id)).staff_ids[0]


def _at(town: Town, day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, clock_time(hour, minute), tzinfo=town.zone)

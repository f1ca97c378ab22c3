"""`dojazd retention`: what has been kept long enough goes."""

from typing import Annotated

import typer

from scheduler.bootstrap import SystemClock
from scheduler.bootstrap.packs import KEPT_FOR
from scheduler.cli.language import Language
from scheduler.cli.office import KeptTown, office, say, town_of, who
from scheduler.cli.options import Lang, own_language
from scheduler.domain.retention import RetentionPolicy
from scheduler.formats.sheets.day_packs import remove_packs
from scheduler.services.facts import town_head
from scheduler.services.retaining import retain
from scheduler.settings import load_settings

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")]
By = Annotated[str, typer.Option(help="Who does it.", show_default="the computer's user")]
_WORDS = {
    Language.PL: {
        "bookings": "rezerwacje", "consumptions": "zużycia uprawnień", "notices": "powiadomienia",
        "enquiries": "zgłoszenia", "waiting": "lista oczekujących", "solves": "obliczenia planów",
        "events": "meldunki z trasy", "live": "przebieg dni", "statements": "ustalenia biura",
        "closings": "zamknięcia dni", "actuals": "zapisy zamkniętych dni", "sightings": "odczytania tras",
        "checks": "sprawdzenia, gdy nikt nie otwierał", "client_absences": "nieobecności klientów",
        "series": "serie", "cards": "linki do kart klientów", "replications": "powtórzenia badań",
        "messages": "wiadomości do klientów",
        "learned": "wyuczone czasy", "packs": "paczki minionych dni",
        "drafts": "plany nieopublikowane", "plans": "plany dawnych dni", "gone": "usunięto", "would": "do usunięcia",
        "quiet": "Bez rezerwacji i zgłoszeń od lat; zdecyduj (dojazd client erase): {ids}",
    },
    Language.EN: {
        "bookings": "bookings", "consumptions": "consumptions", "notices": "notices", "enquiries": "enquiries",
        "waiting": "waiting list", "solves": "searches", "events": "reports of crews",
        "live": "how days went", "drafts": "unpublished plans", "sightings": "readings of itineraries",
        "statements": "statements", "closings": "closings of days", "actuals": "records of closed days",
        "checks": "checks where nobody answered", "client_absences": "absences of clients",
        "series": "series", "cards": "links to clients' cards", "replications": "replications of studies",
        "messages": "messages to clients",
        "learned": "learned times", "packs": "packs of days past",
        "plans": "plans of days long past",        "gone": "removed", "would": "to be removed",
        "quiet": "No booking or enquiry for years; decide (dojazd client erase): {ids}",
    },
}  # fmt: skip


def retention(
    dry_run: DryRun = False,
    town: KeptTown = "",
    by: By = "",
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Remove what has been kept long enough, kind by kind."""
    words, now = _WORDS[lang], SystemClock().now()
    with office() as store, store.writing(town_of(store, town)) as unit:
        done = retain(unit, RetentionPolicy(), now, dry_run=dry_run, by=who(by))
        today, town_id = now.astimezone(town_head(unit).zone).date(), unit.town_id
    folder = load_settings().packs
    packs = remove_packs(folder / town_id, before=today - KEPT_FOR, dry_run=dry_run) if folder else 0
    for kind, count in vars(done).items():
        if kind != "quiet":
            say(f"{words[kind]}: {words['would' if dry_run else 'gone']} {count}")
    say(f"{words['packs']}: {words['would' if dry_run else 'gone']} {packs}")
    if done.quiet:
        say(words["quiet"].format(ids=", ".join(done.quiet)))

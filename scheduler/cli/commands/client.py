"""`dojazd client`: everything about one client, and the end of it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from scheduler.bootstrap import SystemClock
from scheduler.cli.files import write_text
from scheduler.cli.language import Language
from scheduler.cli.office import KeptTown, office, say, town_of, who
from scheduler.cli.options import Lang, own_language
from scheduler.domain.errors import ConflictError, InputError, InputProblem, RefusedError
from scheduler.domain.ids import ClientId
from scheduler.services.erasing import ErasureReason, erase_in_town
from scheduler.services.exporting import export_client, note_export

client = typer.Typer(name="client", help="Everything about one client.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="The client's id, such as K-03.")]
OutFolder = Annotated[Path | None, typer.Option("--out", help="Folder for a JSON file and a page to read.")]
By = Annotated[str, typer.Option(help="Who does it.", show_default="the computer's user")]
ByWhom = Annotated[str, typer.Option("--by", help="Who erases the client.")]
Reason = Annotated[ErasureReason, typer.Option(help="Why.")]
_WORDS = {
    Language.PL: {
        "erased": "Usunięto klienta {id}. Usunięte miejsca: {places}. Bez danych osobowych zostają: "
        "rezerwacje {bookings}, zgłoszenia {enquiries}, plany {plans}.\n"
        "Zrób teraz kopię (dojazd backup), żeby zniknął też ze starszych.",
        "none": "brak",
    },
    Language.EN: {
        "erased": "Client {id} is erased. Places erased: {places}. Without personal data stay: {bookings} bookings, "
        "{enquiries} enquiries, {plans} plans.\n"
        "Make a backup now (dojazd backup), so that older ones lose the client, too.",
        "none": "none",
    },
}


@client.command()
def export(
    client_id: Id,
    out: OutFolder = None,
    town: KeptTown = "",
    by: By = "",
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Write everything that is kept about one client, as JSON and as a page."""
    from scheduler.formats.client_record import record_document, record_html

    now = SystemClock().now()
    with office() as store:
        with store.writing(town_of(store, town)) as unit:
            record = export_client(unit, ClientId(client_id), now)
            zone = unit.head.get(unit.town_id).zone
            note_export(unit, who(by), ClientId(client_id), now)
        document = record_document(record, zone)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
        return
    name = "client-" + "".join(char if char.isalnum() or char in "-_" else "_" for char in client_id)
    _make_private(out)
    for path, content in ((out / f"{name}.json", text), (out / f"{name}.html", record_html(document, lang.value))):
        write_text(path, content)
        say(str(path))


@client.command()
def erase(
    client_id: Id,
    by: ByWhom,
    reason: Reason = ErasureReason.ASKED,
    town: KeptTown = "",
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Erase a client, unless something is promised to them or the law wants the data kept."""
    from scheduler.store.sql.accounts import SqlAccounts

    with office() as store:
        town_id, now = town_of(store, town), SystemClock().now()
        try:
            done = erase_in_town(store, town_id, ClientId(client_id), by=who(by), now=now, reason=reason)
        except RefusedError as error:
            said = (f"{one.summary[lang.value]} {one.change.get(lang.value, '')}".rstrip() for one in error.refusals)
            raise ConflictError("; ".join(said)) from error
        SqlAccounts(store).answers.forget_town(town_id)
    places = ", ".join(done.places) or _WORDS[lang]["none"]
    told = {"bookings": done.bookings, "enquiries": done.enquiries, "plans": done.plans}
    say(_WORDS[lang]["erased"].format(id=client_id, places=places, **told))


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        wrong = error.strerror or "cannot be made"
        raise InputError([InputProblem(file=str(folder), wrong=wrong, right="choose another folder")]) from error

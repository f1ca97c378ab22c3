"""`dojazd audit`: who did what, and whether that record is whole."""

from typing import Annotated

import typer

from scheduler.cli.language import Language
from scheduler.cli.office import KeptTown, office, say, town_of
from scheduler.cli.options import Lang, own_language
from scheduler.services.auditing import Anchor, anchor_of, check_audit

audit = typer.Typer(name="audit", help="Who did what, in a chain that shows changes.", no_args_is_help=True)

AnchorText = Annotated[
    str, typer.Option("--anchor", help="What `dojazd audit anchor` printed once.", show_default=False)
]
Subject = Annotated[str, typer.Option(help="Such as client:K-03.", show_default=False)]
_WORDS = {
    Language.PL: {
        "whole": "{town}: łańcuch jest cały, wpisów {entries}.",
        "broken": "{town}: wpis {at} zmieniono albo usunięto; całych przed nim: {entries}.",
        "cut": "{town}: brakuje końca od wpisu {at}; są wpisy do {entries}.",
        "other": "{town}: wpis {at} jest inny niż w kotwicy; łańcuch zbudowano na nowo.",
        "none": "{town}: nie ma jeszcze wpisów.",
    },
    Language.EN: {
        "whole": "{town}: the chain is whole, {entries} entries.",
        "broken": "{town}: entry {at} was changed or taken out; whole before it: {entries}.",
        "cut": "{town}: the end is missing from entry {at} on; there are {entries}.",
        "other": "{town}: entry {at} is not the anchor's; the chain was made anew.",
        "none": "{town}: there are no entries yet.",
    },
}


@audit.command()
def verify(town: KeptTown = "", anchor: AnchorText = "", lang: Lang = own_language()) -> None:  # noqa: B008
    """Look at every entry; exit with 1 if one was changed, taken out or cut off."""
    expected = Anchor.parse(anchor) if anchor else None
    broken = False
    with office() as store:
        towns = store.towns() if not town and expected is None else (town_of(store, town),)
        for town_id in towns:
            with store.reading(town_id) as unit:
                found = check_audit(unit, expected)
            name = "whole" if found.damage is None else found.damage.value
            say(_WORDS[lang][name].format(town=town_id, entries=found.entries, at=found.at))
            broken = broken or found.damage is not None
    if broken:
        raise typer.Exit(1)


@audit.command()
def anchor(town: KeptTown = "", lang: Lang = own_language()) -> None:  # noqa: B008
    """Print the end of the chain, to be kept where nobody who can change the database can change it."""
    with office() as store:
        town_id = town_of(store, town)
        with store.reading(town_id) as unit:
            found = anchor_of(unit)
    say(_WORDS[lang]["none"].format(town=town_id) if found is None else str(found))


@audit.command("list")
def list_entries(subject: Subject, town: KeptTown = "") -> None:
    """Print the entries about one client, plan or other thing."""
    with office() as store, store.reading(town_of(store, town)) as unit:
        for entry in unit.audit.about(subject):
            event = entry.event
            at = event.at.isoformat(timespec="seconds")
            say(f"{entry.number}  {at}  {event.by or '-'}  {event.action}  {' '.join(event.fields)}".rstrip())

"""`dojazd addresses`: a town's own register of addresses, and finding many at once."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.options import Json, Lang, own_language

addresses = typer.Typer(name="addresses", help="A town's own register of addresses.", no_args_is_help=True)

Source = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV of the national register, or an OpenStreetMap extract (.osm.pbf).")
]
TownName = Annotated[str, typer.Option("--town", help="Folder of a town's files, or the id of a town kept.")]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="An address, or its beginning.", show_default=False)]
Limit = Annotated[int, typer.Option(min=1, max=100, help="How many suggestions.")]
Lines = Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns: id,address[,district].", show_default=False)]
Found = Annotated[Path, typer.Option("--out", "-o", help="CSV file for what is found.", show_default=False)]


@addresses.command()
def load(
    source: Source,
    town: TownName,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Load a town's address points; what was loaded before is replaced."""
    from scheduler.cli.addresses_done import load_addresses

    load_addresses(source, town, lang)


@addresses.command()
def search(
    text: Text,
    town: TownName,
    limit: Limit = 10,
    as_json: Json = False,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Find an address in the town's own register, as it is typed."""
    from scheduler.cli.addresses_done import search_addresses

    search_addresses(text, town, limit, lang, as_json=as_json)


@addresses.command()
def geocode(
    lines: Lines,
    town: TownName,
    out: Found,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Find many addresses; Ctrl-C keeps what was found so far, and the next run goes on from there."""
    from scheduler.cli.addresses_done import geocode_addresses

    geocode_addresses(lines, town, out, lang)


@addresses.command()
def check(
    town: TownName,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Compare the coordinates of a town's places with their addresses, and its districts with both."""
    from scheduler.cli.addresses_done import check_addresses

    check_addresses(town, lang)

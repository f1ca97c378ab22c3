"""`dojazd gtfs`: a town's rides as journey planners read them."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.files import write_bytes
from scheduler.cli.office import say
from scheduler.cli.options import TownPath, parse_day, today
from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.gtfs import gtfs_feed
from scheduler.formats.town_reader import read_town
from scheduler.services.public_rides import public_rides
from scheduler.settings import load_settings

Out = Annotated[Path, typer.Option("--out", help="The archive to write.")]
From = Annotated[
    date | None,
    typer.Option("--from", parser=parse_day, metavar="DATE", help="First service day.", show_default="today"),
]
Url = Annotated[str, typer.Option("--url", help="The town's page, in the feed.", show_default="DOJAZD_PUBLIC_URL")]


def gtfs(town: TownPath, out: Out = Path("gtfs.zip"), first: From = None, url: Url = "") -> None:
    """Write a GTFS feed of a town's rides: hours, areas and how to call; nobody's data."""
    read = read_town(town)
    named = url or str(load_settings().public_url or "")
    if not named.startswith(("https://", "http://")):
        right = "name the town's page, such as https://town.example/"
        raise InputError([InputProblem(file="--url", value=named, wrong="is no address of a page", right=right)])
    feed = gtfs_feed(public_rides(read, first or today(read.zone)), url=named)
    write_bytes(out, feed)
    say(f"{out}: {len(feed)} B")

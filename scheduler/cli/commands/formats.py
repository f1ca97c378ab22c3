"""`dojazd formats`: which files there are, and the shape of each."""

import json
from typing import Annotated

import typer

from scheduler.bootstrap.known_formats import FORMATS
from scheduler.cli.office import say
from scheduler.domain.errors import InputError, InputProblem

Name = Annotated[str, typer.Argument(help="Print this one's JSON schema.", show_default="list them all")]


def formats(name: Name = "") -> None:
    """List the file formats with their versions, or print the shape of one."""
    if not name:
        for one in FORMATS.values():
            ways = " and ".join(word for word, is_so in (("read", one.read), ("written", one.written)) if is_so)
            say(f"{one.name} {one.version}  {one.about} ({ways})")
        return
    if name not in FORMATS:
        problem = InputProblem(file="name", value=name, wrong="is no format", right=f"use {', '.join(FORMATS)}")
        raise InputError([problem])
    typer.echo(json.dumps(FORMATS[name].shape(), ensure_ascii=False, indent=1))

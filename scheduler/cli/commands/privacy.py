"""`dojazd privacy`: what is kept about people."""

import typer

from scheduler.cli.options import Lang, own_language


def privacy(lang: Lang = own_language()) -> None:  # noqa: B008
    """Print what is kept about people: why, who reads it, how it is sealed, and how long it stays."""
    from scheduler.bootstrap.privacy import privacy_page
    from scheduler.domain.retention import RetentionPolicy

    typer.echo(privacy_page(lang.value, RetentionPolicy()), nl=False)

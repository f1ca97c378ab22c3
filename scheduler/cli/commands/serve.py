"""`dojazd serve`: the web service."""

from pathlib import Path
from typing import Annotated

import typer

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0: all of this computer's.")]
Port = Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on; 0: a free one.")]
Certificate = Annotated[Path | None, typer.Option(help="Certificate chain for HTTPS, PEM.", show_default=False)]
Key = Annotated[Path | None, typer.Option(help="Its private key, PEM, without a password.", show_default=False)]
Plain = Annotated[
    bool, typer.Option("--plain-http", help="Listen on other addresses than loopback without HTTPS, all the same.")
]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    tls_cert: Certificate = None,
    tls_key: Key = None,
    plain_http: Plain = False,
) -> None:
    """Serve the office's pages and its API until it is stopped; SIGTERM ends it when open requests are answered."""
    from scheduler.cli.listening import Listening
    from scheduler.cli.serving import run_service

    run_service(Listening(host=host, port=port, tls_cert=tls_cert, tls_key=tls_key, plain_http=plain_http))

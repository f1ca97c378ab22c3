"""The demo's office as a process of its own, over TLS; its arguments: data folder, certificate, key, seconds ahead."""

import sys
from pathlib import Path

from scheduler.cli.demo_office import demo_settings
from scheduler.cli.listening import Listening
from scheduler.cli.serving import run_service

if __name__ == "__main__":
    home, cert, key, ahead_s = sys.argv[1:]
    settings = demo_settings(Path(home)).model_copy(update={"clock_ahead_seconds": float(ahead_s)})
    asked = Listening(host="127.0.0.1", port=0, tls_cert=Path(cert), tls_key=Path(key))
    run_service(asked, settings=settings, is_demo=True)

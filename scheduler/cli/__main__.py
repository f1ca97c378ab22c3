"""`python -m scheduler.cli` is the same as `dojazd`."""

from scheduler.cli.app import main

main()

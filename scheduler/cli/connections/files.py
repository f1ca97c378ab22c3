"""Files that connections need: without one more, a server cannot even turn somebody away."""

import sys

from scheduler.cli.connections.patience import Patience
from scheduler.domain.errors import InputError, InputProblem

OTHERS = 200
"""Databases, maps, logs and the like."""
AT_ONCE = 2048
"""Connections that asyncio may take in before it asks whether there is a place."""


def let_open(patience: Patience) -> None:
    """Let this process open as many files as its connections need; most systems let it by default have 1,024.

    Raises
    ------
    InputError
        If the system does not let it have so many.
    """
    if sys.platform == "win32":  # no such limit
        return
    import resource

    needed = patience.most + patience.told + OTHERS
    now, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = needed + AT_ONCE
    if highest != resource.RLIM_INFINITY:
        wanted = min(wanted, highest)
    if wanted < needed:
        raise InputError(
            [
                InputProblem(
                    file=f"DOJAZD_MOST_CONNECTIONS={patience.most}",
                    wrong=f"takes {needed} open files, and the system lets this process have {highest}",
                    right="give a smaller number, or let the process have more (ulimit -n, LimitNOFILE)",
                )
            ]
        )
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, highest))

"""Ids that nothing has."""

from scheduler.services.signing_in.secrets import new_code


def new_id(prefix: str) -> str:
    """Return an id that nothing has, and that can be read out: `E-7K4QX-M2TWR`."""
    return f"{prefix}-{new_code()}"

"""Random secrets, and how people write them down."""

import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are mistaken for others when read aloud or copied: 0 O, 1 I L, U."""
CODE_LENGTH = 10
"""Of 30 letters: 49 bits, for a code that lasts minutes and whose attempts are slowed down."""


def new_secret() -> str:
    """Return 256 random bits, in letters that are safe in cookies, headers and addresses."""
    return secrets.token_urlsafe(32)


def new_id(prefix: str) -> str:
    """Return an id that nobody has and nobody can guess: the prefix and 80 random bits."""
    return f"{prefix}-{secrets.token_hex(10)}"


def new_code(length: int = CODE_LENGTH) -> str:
    """Return a code that people can read and type, in two groups: `7K4QX-M2TWR`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(length))
    return in_groups(letters)


def in_groups(letters: str) -> str:
    """Return a code as people read it, in two groups."""
    half = (len(letters) + 1) // 2
    return f"{letters[:half]}-{letters[half:]}"


def plain_code(typed: str) -> str:
    """Return a code as it is compared, however it was typed."""
    letters = [char for char in typed.upper() if char.isalnum()]
    return "".join(letters)

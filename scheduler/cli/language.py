"""Which language to speak."""

from collections.abc import Mapping
from enum import StrEnum


class Language(StrEnum):
    """Polish first, English second."""

    PL = "pl"
    EN = "en"


def language_of(environment: Mapping[str, str]) -> Language:
    """Return the language of the locale in a process's environment, English where it is neither of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return Language.PL if environment[name].lower().startswith("pl") else Language.EN
    return Language.EN

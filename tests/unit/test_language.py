"""Which language the command line speaks."""

import pytest

from scheduler.cli.language import Language, language_of


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Language.EN),
        ({"LANG": "pl_PL.UTF-8"}, Language.PL),
        ({"LANG": "pl_PL.UTF-8", "LC_ALL": "en_GB.UTF-8"}, Language.EN),
        ({"LANG": "de_DE.UTF-8"}, Language.EN),
        ({"LC_MESSAGES": "pl", "LANG": "C"}, Language.PL),
    ],
)
def test_the_locale_decides(environment: dict[str, str], expected: Language) -> None:
    """A Polish dispatcher would be spoken to in English."""
    assert language_of(environment) is expected

"""What dispatchers wrote of a client who is erased, without the name."""

import pytest

from scheduler.domain.ids import ClientId
from scheduler.services.redacting import without_name

EWA = ClientId("K-03")


@pytest.mark.parametrize(
    "said", ["Ewa Maria Łoś", "EWA MARIA ŁOŚ", "Łoś Ewa Maria", "łoś  ewa maria", "Ewa\nMaria Łoś", "Maria Łoś Ewa"]
)
def test_a_name_goes_however_the_office_writes_it(said: str) -> None:
    """A resident who asked to be forgotten would stay in a note that begins with the surname, as on a list."""
    assert without_name("Ewa Maria Łoś", EWA)(f"dzwoniła {said}, nikogo nie było") == ("dzwoniła K-03, nikogo nie było")


@pytest.mark.parametrize("said", ["Ewa zadzwoni", "Maria Łoś, sąsiadka", "snieg na ul. Ewy Łoś"])
def test_who_is_called_otherwise_stays(said: str) -> None:
    """The neighbour who holds the key would be taken for the one who was erased."""
    assert without_name("Ewa Maria Łoś", EWA)(said) == said


def test_signs_in_a_name_are_letters_like_others() -> None:
    """A name with a bracket would stop an erasure, or eat everything that was written."""
    assert without_name("=1+1 (Łódź) .*", EWA)("po (Łódź) .* =1+1 i innych") == "po K-03 i innych"

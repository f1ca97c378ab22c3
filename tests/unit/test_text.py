"""Texts that people type: what nobody sees is refused, what looks alike is alike."""

import unicodedata
from datetime import timedelta

import pytest

from scheduler.domain.client import Client, Contact, Notes
from scheduler.domain.errors import InputError
from scheduler.domain.ids import ClientId, PlaceId, ServiceId
from scheduler.domain.text import alphabetical, composed, flaw_of, tidy

UNSEEN = {
    "bell": "\x07", "line feed": "\n", "carriage return": "\r", "delete": "\x7f", "next line": "\x85",
    "override": "\u202e", "embedding": "\u202a", "isolate": "\u2066", "end of isolate": "\u2069",
    "no width": "\u200b", "joiner": "\u200d", "mark": "\u200e", "byte order": "\ufeff", "soft hyphen": "\u00ad",
    "unassigned": "\u0378", "no character": "\uffff", "private": "\ue000", "half": "\ud800", "line": "\u2028",
    "paragraph": "\u2029", "tag": "\U000e0041",
}  # fmt: skip


@pytest.mark.parametrize("char", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_refused(char: str) -> None:
    """Two residents of the same name would be two rows that nobody can tell apart, or a name be read backwards."""
    with pytest.raises(ValueError, match=f"holds U\\+{ord(char):04X} "):
        composed(f"Anna{char}Nowak")


@pytest.mark.parametrize(
    "name",
    ["Wiktoria O'Łódź-Świętochowska", "Zażółć Gęślą Jaźń", "D’Arc", "Nguyễn Thị", "José", "Ωμέγα", "李", "Jan 🚲 Lis",
     "ul. Łączna 7/3, 27-200", ""],
)  # fmt: skip
def test_names_of_people_are_taken(name: str) -> None:
    """Somebody could not be written down by their own name."""
    assert composed(name) == name
    assert composed(unicodedata.normalize("NFD", name)) == name


def test_notes_have_lines() -> None:
    """A driver's notes would be one long line, or have two kinds of line ends."""
    assert composed("Dzwonić.\r\n\tPiętro 2\n", lines=True) == "Dzwonić.\n\tPiętro 2\n"
    assert flaw_of("a\u202eb", lines=True)
    assert flaw_of("a\rb", lines=True)


def test_every_text_of_a_client_is_looked_at_and_no_id() -> None:
    """A planted character would come in by a contact's name, or a home be another one than was meant."""
    decomposed = unicodedata.normalize("NFD", "Łódź-ó")
    made = Client(
        id=ClientId(decomposed), name=decomposed, home=PlaceId(decomposed), notes=Notes(driver="a\nb"),
        contacts=(Contact(name=decomposed, phone="1"),), service_times={ServiceId("x"): timedelta(0)},
    )  # fmt: skip
    kept = tidy(made, "body", lines=Notes)

    assert (kept.name, kept.contacts[0].name, kept.notes.driver) == ("Łódź-ó", "Łódź-ó", "a\nb")
    assert (kept.id, kept.home) == (decomposed, decomposed)
    assert tidy(kept, "body", lines=Notes) is kept
    bad = Client(
        id=ClientId("K"), name="a\u200bb", home=PlaceId("d"), notes=Notes(office="x\u202e"),
        contacts=(Contact(name="ok", phone="1"), Contact(name="a\tb", phone="1")),
    )  # fmt: skip
    with pytest.raises(InputError) as caught:
        tidy(bad, "body", lines=Notes)
    assert {one.column for one in caught.value.problems} == {"name", "notes.office", "contacts.1.name"}


def test_names_are_in_the_order_of_the_polish_alphabet() -> None:
    """Łukasz would stand below Zofia, where nobody looks for him."""
    names = ["Łucja", "Zyta", "Ludwik", "Lutek", "Żaneta", "Źródlańska", "Mateusz", "ława", "Małgorzata", "Ćwik", "Cz"]

    assert sorted(names, key=alphabetical) == [
        "Cz", "Ćwik", "Ludwik", "Lutek", "ława", "Łucja", "Małgorzata", "Mateusz", "Zyta", "Źródlańska", "Żaneta",
    ]  # fmt: skip

"""Letters by SMTP: a real mail server gets them, encrypted, and says whether it takes them."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from scheduler.posting import MailServer, SmtpCarrier
from scheduler.services.ports import Carried, CarryFailure, Parcel
from tests.messages.mail_servers import LATER, PASSWORD, USER, Got, certificate, mail_server

LETTER = Parcel(
    id="M-7K4QX", to="janina@example.org", subject="Centrum: nowa pora, wtorek, 24 listopada",
    text="Dzień dobry,\n\nzażółć gęślą jaźń\n", sender="Centrum Usług", made_at=datetime(2026, 11, 23, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate of the town's own mail server."""
    return certificate(tmp_path_factory.mktemp("mail"))


@pytest.fixture(scope="module")
def town_mail(pem: Path) -> Iterator[Got]:
    """A mail server that wants STARTTLS and a password."""
    with mail_server(shown=pem) as got:
        yield got


def server(got: Got, **more: str) -> MailServer:
    made = MailServer(host="127.0.0.1", port=got.port, origin="dojazd@town.example", user=USER, password=PASSWORD)
    return replace(made, **more)  # type: ignore[arg-type]


def carried(got: Got, pem: Path, letter: Parcel = LETTER, **more: str) -> Carried:
    carrier = SmtpCarrier(server(got, **more), trusted=ssl.create_default_context(cafile=pem), timeout_s=2)
    return carrier.carry(letter)


def plainly(got: Got, letter: Parcel = LETTER) -> Carried:
    return SmtpCarrier(server(got, security="none", user=""), timeout_s=2).carry(letter)


def test_a_letter_arrives_in_polish_and_says_that_a_program_wrote_it(town_mail: Got, pem: Path) -> None:
    """A resident would read question marks, and their holiday notice would answer a program."""
    town_mail.letters.clear()
    told = carried(town_mail, pem, answers="biuro@town.example")
    assert (told.failure, told.status) == (None, 250)
    (letter,) = town_mail.letters
    assert letter["From"] == "Centrum Usług <dojazd@town.example>"
    assert (letter["To"], letter["Reply-To"]) == ("janina@example.org", "biuro@town.example")
    assert letter["Subject"] == LETTER.subject
    assert letter["Message-ID"] == "<M-7K4QX@town.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert abs(parsedate_to_datetime(letter["Date"]) - datetime.now(UTC)) < timedelta(hours=1)
    assert letter.get_content().splitlines() == LETTER.text.splitlines()


def test_the_wrong_password_and_the_wrong_certificate_send_nothing(town_mail: Got, pem: Path) -> None:
    """Whoever stands between the town hall and its provider would read who is visited when."""
    town_mail.letters.clear()
    assert carried(town_mail, pem, password="guessed").failure is CarryFailure.SIGN_IN
    assert carried(town_mail, pem, password=LATER).failure is CarryFailure.BUSY  # nobody can look: not ours to mend
    unknown = SmtpCarrier(server(town_mail), timeout_s=2).carry(LETTER)
    assert (unknown.failure, unknown.unsure) == (CarryFailure.UNSAFE, False)
    assert not town_mail.letters


def test_a_name_cannot_add_a_line_to_the_head_of_a_letter(town_mail: Got, pem: Path) -> None:
    """A name with a line break and "Bcc: everybody" would have the town's server write to strangers."""
    town_mail.letters.clear()
    evil = "Jan\r\nBcc: all@example.org"
    for letter in (replace(LETTER, subject=evil), replace(LETTER, sender=evil), replace(LETTER, to=evil)):
        assert carried(town_mail, pem, letter).failure is CarryFailure.REFUSED
    assert not town_mail.letters


@pytest.mark.parametrize(
    ("answer", "failure"), [("451 come again", CarryFailure.BUSY), ("552 too big", CarryFailure.REFUSED)]
)
def test_a_server_says_whether_another_attempt_helps(answer: str, failure: CarryFailure) -> None:
    """A letter that will never be taken would be tried all day; one that will be in a minute, never again."""
    with mail_server(answer) as got:
        told = plainly(got)
    assert (told.failure, told.status, told.failure and told.failure.final) == (
        failure, int(answer[:3]), failure is CarryFailure.REFUSED,
    )  # fmt: skip


def test_a_server_that_offers_no_encryption_gets_nothing_unless_it_is_our_own() -> None:
    """Letters would go in the open as soon as somebody cut the word STARTTLS out of the line."""
    with mail_server() as got:
        refused = SmtpCarrier(server(got, user=""), timeout_s=2).carry(LETTER)
        assert refused.failure is CarryFailure.UNSAFE
        assert not got.letters
        assert plainly(got).failure is None
    public = MailServer(host="8.8.8.8", origin="dojazd@town.example", security="none")
    assert SmtpCarrier(public, timeout_s=0.2).carry(LETTER).failure is CarryFailure.UNSAFE
    assert plainly(got).failure is CarryFailure.BROKEN

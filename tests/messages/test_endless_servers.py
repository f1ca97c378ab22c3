"""Servers that never come to an end: an attempt ends all the same, long before another server may have the message."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from threading import Thread

import pytest

from scheduler.posting import HttpPoster, MailServer, SmsCarrier, SmsGateway, SmtpCarrier, http, smtp
from scheduler.services.messages.sending import HOLD
from scheduler.services.ports import Carried, Carrier, CarryFailure, Parcel
from tests.messages.dripping import dripping

WHOLE_S = 0.4
GREETING, FINE = b"220 here\r\n", b"250 fine\r\n"
PARCEL = Parcel(
    id="M-1", to="janina@example.org", subject="Nowa pora", text="Nowa pora: 9.40", sender="CUS",
    made_at=datetime(2026, 11, 23, tzinfo=UTC),
)  # fmt: skip


def carried_in_the_end(carrier: Carrier) -> Carried:
    """Return what became of an attempt; one that goes on after a hundred of its deadlines goes on for ever."""
    found = list[Carried]()
    attempt = Thread(target=lambda: found.append(carrier.carry(PARCEL)), daemon=True)
    attempt.start()
    attempt.join(100 * WHOLE_S)
    assert found, "the attempt never ended"
    return found[0]


@pytest.mark.parametrize(
    ("answers", "unsure"),
    [((b"220-",), False), ((GREETING, FINE, b"250-"), False), ((GREETING, FINE, FINE, FINE, b"354 go on\r\n"), True)],
    ids=["greeting", "sender", "letter"],
)
def test_a_mail_server_that_answers_a_letter_at_a_time_is_left(answers: tuple[bytes, ...], *, unsure: bool) -> None:
    """Two servers of the town would send the same letter, and everything else would wait behind it."""
    with dripping(*answers) as port:
        server = MailServer(host="127.0.0.1", port=port, origin="dojazd@town.example", security="none")
        told = carried_in_the_end(SmtpCarrier(server, whole_s=WHOLE_S))
    assert told == Carried(failure=CarryFailure.SILENT, unsure=unsure)


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nx: ", b"HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n"])
def test_a_gateway_that_answers_a_letter_at_a_time_is_left(begun: bytes) -> None:
    """Two servers of the town would send the same SMS, and everything else would wait behind it."""
    with dripping(begun) as port:
        gateway = SmsGateway(url=f"http://127.0.0.1:{port}/", body={"to": "{to}"})
        poster = HttpPoster(allowed=[ip_network("127.0.0.0/8")], timeout_s=WHOLE_S / http.WHOLE)
        told = carried_in_the_end(SmsCarrier(gateway, poster))
    assert (told.failure is None, told.unsure) == (False, True)


def test_the_longest_attempt_ends_long_before_another_server_may_begin_one() -> None:
    """Somebody gives slow servers more patience, and residents get everything twice."""
    longest = max(smtp.WHOLE_S, http.WHOLE * http.TIMEOUT_S)
    last_step = max(smtp.TIMEOUT_S, http.TIMEOUT_S)
    assert timedelta(seconds=longest + last_step) < HOLD / 2

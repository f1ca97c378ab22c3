"""SMS through a gateway over HTTP: a real server gets what its maker's page says, and its answer is understood."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs

import pytest

from scheduler.posting import HttpPoster, SmsCarrier, SmsGateway
from scheduler.services.ports import Carried, CarryFailure, Parcel
from tests.messages.gateways import Gateway, gateway

PARCEL = Parcel(
    id="M-7K4QX", to="+48600700800", subject="", text='Centrum: jutro & pojutrze {to} "10:40" + 1 = {secret}',
    sender="Centrum", made_at=datetime(2026, 11, 23, tzinfo=UTC),
)  # fmt: skip
BODY = {"to": "{digits}", "from": "{from}", "message": "{text}", "idx": "{id}"}


@pytest.fixture(scope="module")
def here() -> Iterator[Gateway]:
    """A gateway on loopback."""
    with gateway() as found:
        yield found


def carried(here: Gateway, status: int = 200, answer: str = "OK:1:0.07", **more: Any) -> Carried:
    here.answer, here.got = (status, answer), []
    made = {"url": here.url, "body": BODY, "sender": "Centrum", "secret": "s3cret"} | more
    allowed = [ip_network("127.0.0.0/8")]
    return SmsCarrier(SmsGateway(**made), HttpPoster(allowed=allowed, timeout_s=0.3)).carry(PARCEL)


def test_a_form_a_json_object_and_a_query_say_the_same(here: Gateway) -> None:
    """A town could use the gateway of one maker alone."""
    wanted = {"to": "48600700800", "from": "Centrum", "message": PARCEL.text, "idx": "M-7K4QX"}
    heads = {"Authorization": "Bearer {secret}"}
    assert carried(here, headers=heads).failure is None
    ((method, _, headers, body),) = here.got
    assert (method, headers["authorization"]) == ("POST", "Bearer s3cret")
    assert {key: value for key, (value,) in parse_qs(body.decode()).items()} == wanted
    assert carried(here, form="json", body={"messages": [BODY], "test": False}).failure is None
    assert json.loads(here.got[0][3]) == {"messages": [wanted], "test": False}
    assert carried(here, form="query", method="GET").failure is None
    method, path, _, body = here.got[0]
    assert (method, body) == ("GET", b"")
    assert {key: value for key, (value,) in parse_qs(path.partition("?")[2]).items()} == wanted | {"key": "1"}


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (200, None), (202, None), (400, CarryFailure.REFUSED), (401, CarryFailure.REFUSED), (429, CarryFailure.BUSY),
        (302, CarryFailure.REFUSED), (503, CarryFailure.BUSY),
    ],
)  # fmt: skip
def test_the_status_says_whether_another_attempt_helps(here: Gateway, status: int, failure: CarryFailure) -> None:
    """A wrong number would be paid for again and again, or a gateway's bad minute leave somebody uninformed."""
    told = carried(here, status)
    assert (told.failure, told.status) == (failure, status)


def test_a_good_status_with_a_bad_answer_is_no_success(here: Gateway) -> None:
    """Half of the gateways answer 200 when the money is used up: the office would believe that residents know."""
    assert carried(here, answer="ERROR:103", good="^OK:").failure is CarryFailure.REFUSED
    assert carried(here, good="^OK:", reference="^OK:([^:]+)").reference == "1"


@pytest.mark.parametrize(
    ("where", "found"), [("/messages/0/id", "77"), ("/messages/1/id", ""), ("/messages", ""), ('"id": (\\d+)', "77")]
)
def test_the_gateways_own_id_is_found_where_it_is(here: Gateway, where: str, found: str) -> None:
    """Nobody could ask the gateway what became of a message that a resident never got."""
    assert carried(here, answer='{"messages": [{"id": 77}]}', reference=where) == Carried(status=200, reference=found)


def test_an_answer_that_never_comes_may_have_been_a_yes(here: Gateway) -> None:
    """A resident would get a message five times because their gateway is slow to say that it took it."""
    assert carried(here, status=0) == Carried(failure=CarryFailure.SILENT, unsure=True)
    nobody = SmsCarrier(
        SmsGateway(url="http://127.0.0.1:9/", body=BODY), HttpPoster(allowed=[ip_network("127.0.0.0/8")])
    )
    assert nobody.carry(PARCEL) == Carried(failure=CarryFailure.BROKEN)


def test_a_public_gateway_without_encryption_gets_nothing() -> None:
    """Numbers and hours of visits would cross the net as on a postcard."""
    open_way = SmsGateway(url="http://8.8.8.8/send", body=BODY)
    assert SmsCarrier(open_way, HttpPoster(timeout_s=0.2)).carry(PARCEL).failure is CarryFailure.UNSAFE

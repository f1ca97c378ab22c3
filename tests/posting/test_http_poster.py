"""Sending to other systems: where nothing may go, and what comes of each attempt."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import pytest

from scheduler.domain.errors import InputError
from scheduler.posting.http import HttpPoster
from scheduler.posting.targets import Address, LookUp, Network, look_up, read_target
from scheduler.services.ports import Posted, PostFailure
from tests.posting.receivers import receiving

LOOPBACK: Sequence[Network] = [ip_network("127.0.0.0/8")]


def poster(*, allowed: Sequence[Network] = LOOPBACK, looking_up: LookUp = look_up) -> HttpPoster:
    return HttpPoster(allowed=allowed, timeout_s=0.3, looking_up=looking_up)


def knowing(*addresses: str) -> LookUp:
    """Return a name server that gives these addresses for every name."""

    def answer(_host: str, _port: int) -> Sequence[Address]:
        return [ip_address(one) for one in addresses]

    return answer


def test_what_is_sent_arrives_as_it_was() -> None:
    """A signature over other bytes than those that arrive is worthless, and every receiver would refuse."""
    body = '{"z":"Łódź"}'.encode()
    with receiving(204) as receiver:
        assert poster().post(receiver.url, body, {"webhook-id": "D-1"}) == Posted(status=204)
    (headers, got), *more = receiver.got
    assert (got, headers["webhook-id"], headers["host"]) == (body, "D-1", f"127.0.0.1:{receiver.port}")
    assert not more


@pytest.mark.parametrize(
    ("answer", "failure"),
    [(200, None), (302, PostFailure.REFUSED), (410, PostFailure.REFUSED), (503, PostFailure.REFUSED)],
)
def test_only_an_answer_of_success_counts(answer: int, failure: PostFailure | None) -> None:
    """What a receiver refused would be taken for told; a redirect could lead the message anywhere."""
    with receiving(answer) as receiver:
        assert poster().post(receiver.url, b"{}", {}) == Posted(status=answer, failure=failure)
    assert len(receiver.got) == 1


def test_a_receiver_that_says_nothing_is_left() -> None:
    """One receiver that hangs would keep all others waiting for ever."""
    with receiving(0) as receiver:
        assert poster().post(receiver.url, b"{}", {}) == Posted(failure=PostFailure.SILENT)


def test_a_receiver_that_is_down_is_no_error_of_ours() -> None:
    """The round would end with an error, and others would be told nothing."""
    with receiving() as receiver:
        pass
    assert poster().post(receiver.url, b"{}", {}) == Posted(failure=PostFailure.BROKEN)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.8",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_nothing_goes_into_networks_that_are_not_public(address: str) -> None:
    """An administrator of one town could have the server ask the printer, the router or the cloud for their secrets."""
    strict = poster(allowed=(), looking_up=knowing(address))
    assert strict.post("https://harmless.example/", b"{}", {}) == Posted(failure=PostFailure.ADDRESS)
    with pytest.raises(InputError, match="DOJAZD_HOOK_NETWORKS"):
        strict.check("https://harmless.example/")


def test_one_bad_address_among_good_ones_is_enough() -> None:
    """Which of a name's addresses is taken would be up to chance, or to whoever answers for the name."""
    strict = poster(allowed=(), looking_up=knowing("93.184.215.14", "10.0.0.8"))
    assert strict.post("https://harmless.example/", b"{}", {}).failure is PostFailure.ADDRESS


def test_the_name_is_looked_up_once_for_the_judgement_and_the_connection() -> None:
    """A name server that answers twice, first with a public address, would lead into the town's own network."""
    asked: list[str] = []
    with receiving(204) as receiver:

        def turning(host: str, _port: int) -> Sequence[Address]:
            asked.append(host)
            return [ip_address("127.0.0.1" if len(asked) == 1 else "10.0.0.8")]

        url = f"http://portal.town.example:{receiver.port}/x"
        assert poster(looking_up=turning).post(url, b"{}", {}) == Posted(status=204)
    assert asked == ["portal.town.example"]
    assert receiver.got[0][0]["host"] == f"portal.town.example:{receiver.port}"


def test_a_public_address_needs_tls_and_an_allowed_one_does_not() -> None:
    """Ids of bookings would be read by everybody on the way."""
    public = poster(allowed=(), looking_up=knowing("93.184.215.14"))
    public.check("https://portal.example/")
    with pytest.raises(InputError, match="not encrypted"):
        public.check("http://portal.example/")
    poster(allowed=[ip_network("10.20.0.0/16")], looking_up=knowing("10.20.3.4")).check("http://portal.example/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "portal.example",
        "ftp://portal.example/",
        "file:///etc/passwd",
        "https://",
        "https://user:word@portal.example/",
        "https://portal.example:99999/",
        "https://[::1/",
        "https://portal.example/\r\nX: y",
        "https://" + "a" * 2000,
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """A password would stand in every log on the way; a line break would add headers."""
    with pytest.raises(InputError):
        poster().check(url)
    assert poster().post(url, b"{}", {}).failure is PostFailure.UNKNOWN


def test_a_polish_name_is_asked_for_as_name_servers_know_it() -> None:
    """A town whose domain has an ń could not be told anything."""
    target = read_target("https://poznań.example:8443/ścieżka?x=1")
    assert (target.host, target.port, target.named) == ("xn--pozna-07a.example", 8443, "xn--pozna-07a.example:8443")


def test_a_name_that_nobody_knows_is_said_at_once() -> None:
    """Whoever mistypes an address would find out from dead letters, two days later."""

    def nobody(_host: str, _port: int) -> Sequence[Address]:
        raise OSError("unknown")

    with pytest.raises(InputError, match="nobody knows"):
        poster(looking_up=nobody).check("https://prtal.example/")
    assert poster(looking_up=nobody).post("https://prtal.example/", b"{}", {}).failure is PostFailure.UNKNOWN


def test_where_one_of_a_names_addresses_is_dead_the_next_one_is_tried() -> None:
    """A receiver whose IPv6 is broken would never be told, although every browser reaches it."""
    with receiving(204) as receiver:
        url = f"http://portal.town.example:{receiver.port}/x"
        both = poster(looking_up=knowing("127.0.0.77", "127.0.0.1"))
        assert both.post(url, b"{}", {}) == Posted(status=204)
    assert len(receiver.got) == 1

"""A service that listens for IPv6 and IPv4 at once, where an IPv4 address looks like one of IPv6: real sockets."""

from pathlib import Path

from tests.serving.lines import Lines, served_lines

MOST, PROXY = 8, 9
SETTINGS = {
    "DOJAZD_HEAD_SECONDS": "600", "DOJAZD_BODY_SECONDS": "600", "DOJAZD_MOST_CONNECTIONS": str(MOST),
    "DOJAZD_TRUSTED_PROXIES": f"127.0.0.{PROXY}", "DOJAZD_PUBLIC_URL": "https://dojazd.town.example",
}  # fmt: skip


def test_a_proxy_is_known_where_both_families_come_in(tmp_path: Path) -> None:
    """Behind a proxy on the same computer all of the town would have half of the places, and half would stay empty."""
    with served_lines("plain", tmp_path, "--host", "::", **SETTINGS) as service, Lines(service.service) as lines:
        held = [lines.open(PROXY).begun() for _ in range(MOST)]

        assert [one.is_open() for one in held] == [True] * MOST

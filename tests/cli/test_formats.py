"""`dojazd formats`."""

import json

from tests.cli.conftest import Run


def test_formats_are_listed_and_each_has_a_shape(dojazd: Run) -> None:
    """Whoever writes a town's files by a program would have to guess what they may hold."""
    listed = dojazd("formats")
    assert listed.returncode == 0
    names = [line.split()[0] for line in listed.stdout.splitlines()]
    assert "dojazd.town" in names
    shape = json.loads(dojazd("formats", "dojazd.town").stdout)
    assert shape["properties"]["clients"]["properties"]["mobility"]["enum"] == ["walks", "walker", "wheelchair"]


def test_an_unknown_format_is_told_with_those_there_are(dojazd: Run) -> None:
    """A slip would end in a traceback."""
    done = dojazd("formats", "dojazd.twon")
    assert done.returncode == 2
    assert "dojazd.town" in done.stderr

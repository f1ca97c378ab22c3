"""What is said of a master key that was just made."""

import io
import sys
from pathlib import Path

import pytest

from scheduler.cli.language import Language
from scheduler.cli.store_told import show_new_key
from scheduler.store.sealing import MasterKey
from scheduler.store.sealing.recovery import read_recovery


class Terminal(io.StringIO):
    """Standard error of somebody who sits there."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("lang", Language)
def test_the_recovery_sheet_is_for_a_terminal_alone(
    lang: Language, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key to all personal data would lie in the service's log for years."""
    master, path = MasterKey.fresh(), Path("/data/master.key")
    show_new_key(master, path, lang)
    log = capsys.readouterr().err
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    show_new_key(master, path, lang)
    rows = [line for line in terminal.getvalue().splitlines() if line[:2] in {"1:", "2:", "3:", "4:"}]

    assert read_recovery("\n".join(rows)) == master
    assert str(path) in log
    assert "dojazd keys sheet" in log
    assert not any(part in log for row in rows for part in row[2:].split())

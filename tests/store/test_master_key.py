"""The master key: as text, as a file, and as a sheet of paper."""

import stat
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scheduler.domain.errors import InputError, MasterKeyError
from scheduler.store.sealing import MasterKey
from scheduler.store.sealing.master_file import keep_master_file, read_master_file, replace_master_file
from scheduler.store.sealing.recovery import LETTERS, read_recovery, recovery_lines

MASTER = MasterKey(bytes(range(32)))
any_key = st.binary(min_size=32, max_size=32).map(MasterKey)


@given(any_key)
def test_a_key_is_read_back_from_its_text(key: MasterKey) -> None:
    """A key that was printed could not be given again."""
    assert MasterKey.from_text(key.text) == key
    assert MasterKey.from_text(f" {key.text.rstrip('=').translate({43: '-', 47: '_'})}\n") == key


@pytest.mark.parametrize("text", ["", "abc", "x" * 43 + "!", "A" * 42, "A" * 88, "ą" * 44, MASTER.text[:-3]])
def test_a_text_that_is_no_key_is_refused_without_being_repeated(text: str) -> None:
    """A mistyped key would be used as another key, or be printed into a log."""
    with pytest.raises(MasterKeyError, match="base64") as caught:
        MasterKey.from_text(text)
    assert not text or text not in str(caught.value)


def test_a_key_never_shows_itself() -> None:
    """The key would stand in a traceback or a log."""
    shown = repr(MASTER) + str(MASTER) + MASTER.fingerprint + MASTER.check.hex()
    assert MASTER.text not in shown
    assert MASTER.raw.hex()[:8] not in shown


@given(any_key)
def test_a_key_is_read_back_from_its_sheet(key: MasterKey) -> None:
    """After the loss of a computer nobody could read the backup, although the sheet lies in the safe."""
    assert read_recovery("\n".join(recovery_lines(key))) == key
    bare = "\n".join(line[2:].replace(" ", "").lower().replace("0", "o").replace("1", "l")
                     for line in recovery_lines(key))  # fmt: skip
    assert read_recovery(bare) == key


def wrong_rows(lines: Sequence[str]) -> list[int | None]:
    """Return the lines that are told to be mistyped."""
    with pytest.raises(InputError) as caught:
        read_recovery("\n".join(lines))
    return [problem.row for problem in caught.value.problems]


@given(any_key, st.integers(0, 3), st.integers(0, 15), st.sampled_from(LETTERS))
def test_every_wrong_letter_is_told_by_its_line(key: MasterKey, line: int, at: int, letter: str) -> None:
    """Whoever types 64 characters would not know where to look for the slip."""
    lines = [one[2:].replace(" ", "") for one in recovery_lines(key)]
    assume(lines[line][at] != letter)
    lines[line] = lines[line][:at] + letter + lines[line][at + 1 :]
    assert wrong_rows(lines) == [line + 1]


@given(any_key, st.integers(0, 3), st.integers(0, 14))
def test_letters_that_changed_places_are_told(key: MasterKey, line: int, at: int) -> None:
    """The commonest slip of a typist would make another key, which opens nothing."""
    lines = [one[2:].replace(" ", "") for one in recovery_lines(key)]
    old = lines[line]
    assume(old[at] != old[at + 1])
    lines[line] = old[:at] + old[at + 1] + old[at] + old[at + 2 :]
    assert wrong_rows(lines) == [line + 1]


def test_lines_in_another_order_a_missing_one_and_odd_letters_are_told() -> None:
    """Lines typed in a wrong order would make another key."""
    lines = list(recovery_lines(MASTER))
    bare = [line[2:] for line in lines]
    for text, rows in (
        ("\n".join([bare[1], bare[0], *bare[2:]]), [1, 2]),
        ("\n".join(lines[:3]), [4]),
        ("\n".join(bare[:3]), [None]),
        ("\n".join([*bare[:3], bare[3][:-1] + "U"]), [4]),
        ("", [None]),
    ):
        with pytest.raises(InputError) as caught:
            read_recovery(text)
        assert [problem.row for problem in caught.value.problems] == rows
        assert not any(problem.value for problem in caught.value.problems)


def test_a_printed_sheet_is_read_as_a_whole() -> None:
    """Who saved the sheet as a file would have to cut the lines out."""
    assert read_recovery("Dojazd\nKlucz 1\n\n" + "\n".join(recovery_lines(MASTER)) + "\n\n2026-11-22 keep it") == MASTER


def test_a_key_file_is_its_owners_alone_and_stays_as_it_is(tmp_path: Path) -> None:
    """Another user of the computer could read the key, or a second start would replace it."""
    path = tmp_path / "new" / "master.key"
    assert keep_master_file(path, MASTER) == MASTER
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert keep_master_file(path, MasterKey.fresh()) == MASTER
    assert read_master_file(path) == MASTER
    assert list(path.parent.iterdir()) == [path]


def test_of_many_first_starts_all_have_the_same_key(tmp_path: Path) -> None:
    """Two servers started at once would seal with two keys, one of which nobody has."""
    path, got = tmp_path / "master.key", []
    threads = [
        threading.Thread(target=lambda: got.append(keep_master_file(path, MasterKey.fresh()))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [read_master_file(path)] * 16


def test_a_key_file_is_replaced_whole(tmp_path: Path) -> None:
    """After a rotation the former key would stand in the file, and the program refuse to start."""
    path = tmp_path / "master.key"
    keep_master_file(path, MASTER)
    other = MasterKey.fresh()
    replace_master_file(path, other)
    assert read_master_file(path) == other
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_missing_or_senseless_key_file_is_told(tmp_path: Path) -> None:
    """The administrator would not know which file is meant."""
    path = tmp_path / "master.key"
    with pytest.raises(MasterKeyError, match=r"master\.key cannot be read"):
        read_master_file(path)
    path.write_bytes(b"\xff\x00 no key")
    with pytest.raises(MasterKeyError, match=r"master\.key: the master key cannot be read; it is 32 bytes"):
        read_master_file(path)
    with pytest.raises(MasterKeyError, match="cannot be kept"):
        keep_master_file(path / "under-a-file", MASTER)

"""The master key as a person can write it down and type it in again: four lines, each of which checks itself.

A line is 8 bytes of the key and 2 bytes of a checksum over the line's number and them, in Crockford's base 32 (no I, L,
O, U; https://www.crockford.com/base32.html): 16 characters in groups of four. The checksum is CRC-16/CCITT, which finds
every slip within three neighbouring characters (16 bits), two that changed places among them, and every swapped line.
"""

import binascii
import re
from collections.abc import Sequence

from scheduler.domain.errors import InputError, InputProblem
from scheduler.store.sealing.master import KEY_BYTES, MasterKey

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(LETTERS)} | {"O": 0, "I": 1, "L": 1}
_PART, _SUM = 8, 2
_LENGTH = (_PART + _SUM) * 8 // 5
LINES = KEY_BYTES // _PART
_NUMBERED = re.compile(rf"\s*([1-{LINES}])\s*[.:)]\s*(.*)")
_LEFT_OUT = re.compile(r"[\s\-_.]+")


def recovery_lines(master: MasterKey) -> tuple[str, ...]:
    """Return the four lines of a key, such as `1:  7K3V 0QXN 8T2M 4HRD`."""
    parts = (master.raw[at : at + _PART] for at in range(0, KEY_BYTES, _PART))
    return tuple(f"{number}:  {_line(number, part)}" for number, part in enumerate(parts, start=1))


def read_recovery(text: str) -> MasterKey:
    """Return the key that four typed lines say; other lines of a printed sheet may stand around them.

    Small letters, other gaps, O for 0 and I or L for 1 are understood.

    Raises
    ------
    InputError
        Naming each line that is mistyped; what was typed is not repeated.
    """
    lines = _lines(text)
    problems: list[InputProblem] = []
    parts: list[bytes] = []
    for number, line in enumerate(lines, start=1):
        part = _part(number, line)
        if isinstance(part, bytes):
            parts.append(part)
        else:
            problems.append(_problem(number, part))
    if len(lines) != LINES:
        problems.append(_problem(None, f"has {len(lines)} lines of a key, not {LINES}"))
    if problems:
        raise InputError(problems)
    return MasterKey(b"".join(parts))


def _line(number: int, part: bytes) -> str:
    value = int.from_bytes(part + _sum(number, part), "big")
    letters = "".join(LETTERS[value >> shift & 31] for shift in range((_LENGTH - 1) * 5, -1, -5))
    return " ".join(letters[at : at + 4] for at in range(0, _LENGTH, 4))


def _lines(text: str) -> Sequence[str]:
    """Return the lines of the key in their order: the numbered ones, or all if none is numbered."""
    found = [match for line in text.splitlines() if (match := _NUMBERED.match(line))]
    if not found:
        return [line for line in text.splitlines() if line.strip()]
    by_number = {int(match[1]): match[2] for match in found}
    return [by_number.get(number, "") for number in range(1, LINES + 1)]


def _part(number: int, line: str) -> bytes | str:
    """Return the bytes that a line says, or what is wrong with it."""
    letters = _LEFT_OUT.sub("", line).upper()
    if len(letters) != _LENGTH:
        return f"has {len(letters)} characters, not {_LENGTH}"
    unknown = sorted(set(letters) - set(_VALUES))
    if unknown:
        return f"has characters that no key has: {' '.join(unknown)}"
    value = 0
    for letter in letters:
        value = value << 5 | _VALUES[letter]
    raw = value.to_bytes(_PART + _SUM, "big")
    return raw[:_PART] if raw[_PART:] == _sum(number, raw[:_PART]) else "is mistyped, or is another line"


def _sum(number: int, part: bytes) -> bytes:
    return binascii.crc_hqx(bytes([number]) + part, 0xFFFF).to_bytes(_SUM, "big")


def _problem(number: int | None, wrong: str) -> InputProblem:
    right = f"type the {LINES} lines of the key as they stand on the sheet, {_LENGTH} characters each"
    return InputProblem(file="recovery sheet", row=number, wrong=wrong, right=right)

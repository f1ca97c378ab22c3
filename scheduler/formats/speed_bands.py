"""Bands of hours as people type them, and their speeds put into a town.toml that somebody wrote."""

import re
import shutil
import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.policy import SpeedBand

WHOLE_DAY = (SpeedBand(start_h=0, end_h=24, permille=1000),)
_BAND = re.compile(r"(\d{1,2})-(\d{1,2})")


def parse_hours(text: str, now: tuple[SpeedBand, ...]) -> tuple[SpeedBand, ...]:
    """Return the bands of a text such as `6-9,9-14`, each with the mean speed that its hours have now.

    Parameters
    ----------
    text : str
        Empty: the bands there are now, or the whole day.
    now : tuple of SpeedBand
        The town's bands.

    Raises
    ------
    InputError
        If it is no list of disjoint bands.
    """
    if not text.strip():
        return now or WHOLE_DAY
    bands: list[SpeedBand] = []
    for part in text.split(","):
        found = _BAND.fullmatch(part.strip())
        start, end = (int(found[1]), int(found[2])) if found else (0, 0)
        if not start < end <= 24:
            raise _refusal(part.strip(), "is no band of hours")
        if any(start < band.end_h and band.start_h < end for band in bands):
            raise _refusal(part.strip(), "overlaps another band")
        hours = [_permille(hour, now) for hour in range(start, end)]
        bands.append(SpeedBand(start_h=start, end_h=end, permille=round(sum(hours) / len(hours))))
    return tuple(bands)


def _permille(hour: int, now: tuple[SpeedBand, ...]) -> int:
    return next((band.permille for band in now if band.start_h <= hour < band.end_h), 1000)


def write_speed_bands(path: Path, bands: tuple[SpeedBand, ...]) -> None:
    """Replace the speed bands of a town.toml; everything else in it, remarks too, stays as it is.

    Raises
    ------
    InputError
        If the file cannot be read or written, or is written in a way that bands cannot be put into; it is then as it
        was.
    """
    try:
        before = path.read_bytes().decode("utf-8")
        after = _with_bands(before, bands)
        _replace(path.resolve(), after)
    except (OSError, ValueError, TypeError, TOMLKitError) as error:
        right = "correct the file, or put the bands printed above into it"
        raise InputError([InputProblem(file=str(path), wrong=f"cannot be changed ({error})", right=right)]) from error


def _with_bands(before: str, bands: tuple[SpeedBand, ...]) -> str:
    """Return the text with these bands.

    Raises
    ------
    ValueError, TypeError, TOMLKitError
        If that cannot be done, or would change anything else.
    """
    rows = [{"start_h": band.start_h, "end_h": band.end_h, "speed_percent": _percent(band.permille)} for band in bands]
    document: Any = tomlkit.parse(before)
    policy = document.setdefault("policy", tomlkit.table())
    if isinstance(policy, InlineTable) or not isinstance(policy, MutableMapping):
        raise TypeError("its policy is no table of its own; begin one with a line [policy]")
    tables = tomlkit.aot()
    for row in rows:
        tables.append(tomlkit.item(row))
    policy["speed_bands"] = tables
    after = str(tomlkit.dumps(document))
    wanted, found = tomllib.loads(before), tomllib.loads(after)
    wanted.setdefault("policy", {})["speed_bands"] = rows
    found.setdefault("policy", {}).setdefault("speed_bands", [])
    if found != wanted:
        raise ValueError("something else in it would change too; its policy should begin with a line [policy]")
    return after


def _replace(path: Path, text: str) -> None:
    """Put a text in the place of a file at once, with the same permissions."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.touch(mode=0o600)
        draft.write_bytes(text.encode("utf-8"))
        shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _percent(permille: int) -> int | float:
    return permille / 10 if permille % 10 else permille // 10


def _refusal(value: str, wrong: str) -> InputError:
    right = "write hours from 0 to 24 such as 6-9,9-14,14-17"
    return InputError([InputProblem(file="--bands", value=value, wrong=wrong, right=right)])

"""Bands of hours as people type them, and their speeds put into a town.toml that somebody wrote."""

import re
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.policy import SpeedBand

WHOLE_DAY = (SpeedBand(start_h=0, end_h=24, permille=1000),)
_BAND = re.compile(r"(\d{1,2})-(\d{1,2})")


def parse_hours(text: str, now: tuple[SpeedBand, ...]) -> tuple[SpeedBand, ...]:
    """Return the bands of a text such as `6-9,9-14`; an hour keeps the speed it has now.

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
        speed = next((band.permille for band in now if band.start_h <= start < band.end_h), 1000)
        bands.append(SpeedBand(start_h=start, end_h=end, permille=speed))
    return tuple(bands)


def write_speed_bands(path: Path, bands: tuple[SpeedBand, ...]) -> None:
    """Replace the speed bands of a town.toml; everything else in it, remarks too, stays as it is.

    Raises
    ------
    InputError
        If the file cannot be read or written.
    """
    try:
        document: Any = tomlkit.parse(path.read_text(encoding="utf-8"))
        tables = tomlkit.aot()
        for band in bands:
            table = tomlkit.table()
            table.update({"start_h": band.start_h, "end_h": band.end_h, "speed_percent": _percent(band.permille)})
            tables.append(table)
        document.setdefault("policy", tomlkit.table())["speed_bands"] = tables
        draft = path.with_name(f".{path.name}.part")
        draft.write_text(tomlkit.dumps(document), encoding="utf-8")
        draft.replace(path)
    except (OSError, UnicodeDecodeError, ParseError) as error:
        right = "correct the file, or put the bands printed above into it"
        raise InputError([InputProblem(file=str(path), wrong=f"cannot be changed ({error})", right=right)]) from error


def _percent(permille: int) -> int | float:
    return permille / 10 if permille % 10 else permille // 10


def _refusal(value: str, wrong: str) -> InputError:
    right = "write hours from 0 to 24 such as 6-9,9-14,14-17"
    return InputError([InputProblem(file="--bands", value=value, wrong=wrong, right=right)])

"""Cells as offices write them: "9.30", "23.11.2026", a spreadsheet's day number, "wózek", "tak"."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation

from scheduler.domain.client import Mobility
from scheduler.domain.phone import phone_key
from scheduler.domain.text import folded
from scheduler.services.importing.sentences import CellWrong

_DOTTED = re.compile(r"([0-9]{1,2})[./\- ]([0-9]{1,2})[./\- ]([0-9]{4}|[0-9]{2})\.?(?: ?r\.?)?(?:[ T]0?0:00(?::00)?)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.]+)?")
_WORDED = re.compile(r"([0-9]{1,2})\.? ([a-z]+) ([0-9]{4})(?: ?r\.?)?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_MONTHS = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paz", "lis", "gru")
_WEEKDAY = re.compile(r"^(?:pon|wto|wt|sro|sr|czw|pia|pt|pn|sob|sb|nie|nd|ndz)[a-z]*\.?,? +")
_SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets; their 29 February 1900, which never was, lies before all days that count here."""
_SERIALS = range(36_526, 109_575)  # of the years 2000 to 2199
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.,]([0-9]{1,2})(?::[0-9]{2})?)?")
_BARE = re.compile(r"([0-9]{1,2})([0-9]{2})")
_DATED_CLOCK = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([0-9]{2}:[0-9]{2})(?::[0-9]{2})?")
_FRACTION = re.compile(r"0[.,][0-9]+")
"""Of a day, as spreadsheets count; half past midnight is 0:30 or 00.30."""
_HOUR_WORDS = re.compile(r"^(?:godzina|godz\.?|ok\.?|od|o) *|(?<=[0-9]) *(?:h|godz\.?)$")
_DASH = re.compile(r" *(?:-|–|—| do ) *")
_DAY_MIN = 24 * 60
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._-]{0,62}[0-9A-Za-z])?")
_YES = frozenset("tak t yes y true 1 x jest posiada ma".split())
_NO = frozenset("nie n no false 0 brak nie ma".split())
_MOBILITIES = {
    Mobility.WHEELCHAIR: ("wozek", "wozk", "wheelchair", "inwalidzki"),
    Mobility.WALKER: ("balkonik", "chodzik", "lask", "lasc", "kule", "kul ", "rollator", "walker"),
    Mobility.WALKS: ("samodziel", "chodzi", "sprawn", "sam ", "sama ", "walks", "pieszo"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A time of day, or two of them."""

    start: time
    end: time | None = None

    def __str__(self) -> str:
        return f"{self.start:%-H:%M}" if self.end is None else f"{self.start:%-H:%M}–{self.end:%-H:%M}"


def read_day(text: str) -> date:
    """Return the day that a cell holds, however it is written."""
    plain = _WEEKDAY.sub("", folded(text).strip())
    if found := _SERIAL.fullmatch(plain):
        if int(found[1]) not in _SERIALS:
            raise CellWrong("date")
        return _SERIAL_ZERO + timedelta(days=int(found[1]))
    if found := _ISO.fullmatch(plain):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DOTTED.fullmatch(plain):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif (found := _WORDED.fullmatch(plain)) and found[2][:3] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2][:3]) + 1, int(found[3])
    else:
        raise CellWrong("date")
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise CellWrong("no_such_day") from None


def read_hours(text: str) -> Hours:
    """Return the time that a cell holds: 9.30, 9:30, 9, 930, 9.30-10.00, or a part of a day as spreadsheets count."""
    plain = folded(text).strip()
    dated = _DATED_CLOCK.fullmatch(plain)
    parts = [dated[1]] if dated else _DASH.split(plain)
    if len(parts) > 2:
        raise CellWrong("time")
    start = _clock(parts[0])
    if len(parts) == 1:
        return Hours(start=start)
    end = _clock(parts[1])
    if end <= start:
        raise CellWrong("span")
    return Hours(start=start, end=end)


def _clock(text: str) -> time:
    plain = _HOUR_WORDS.sub("", text.strip()).strip()
    if _FRACTION.fullmatch(plain):
        minutes = round(float(plain.replace(",", ".")) * _DAY_MIN)
        return _time(minutes // 60, minutes % 60)
    if found := _CLOCK.fullmatch(plain):
        # Of the number 9.30 a spreadsheet keeps 9.3: one digit means tens of minutes.
        minute = found[2] or "0"
        return _time(int(found[1]), int(minute) * (10 if len(minute) == 1 and ":" not in plain else 1))
    if found := _BARE.fullmatch(plain):
        return _time(int(found[1]), int(found[2]))
    raise CellWrong("time")


def _time(hour: int, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError:
        raise CellWrong("time") from None


def read_birth(text: str) -> int:
    """Return the year of a birth, from the year alone or from a date."""
    plain = text.strip().removesuffix(" r.").removesuffix(".0")
    year = int(plain) if re.fullmatch("[0-9]{4}", plain) else _birth_day(plain).year
    if not 1880 <= year <= 2100:
        raise CellWrong("birth")
    return year


def _birth_day(text: str) -> date:
    if (found := _SERIAL.fullmatch(text)) and 0 < int(found[1]) < 109_575:
        return _SERIAL_ZERO + timedelta(days=int(found[1]))
    if (dotted := _DOTTED.fullmatch(folded(text).strip())) and len(dotted[3]) < 4:
        raise CellWrong("birth")  # what is booked in 26 is booked in 2026; who was born in 41 was not in 2041
    try:
        return read_day(text)
    except CellWrong as error:
        raise CellWrong("birth" if error.code == "date" else error.code) from None


def read_phone(text: str) -> str:
    """Return a number as it is written; nine digits without blanks, as spreadsheets keep them, get theirs."""
    if not re.fullmatch(r"[0-9+() /.\-]+", text) or not 7 <= len(phone_key(text)) <= 15:
        raise CellWrong("phone")
    bare = re.fullmatch("[0-9]{9}", text)
    return f"{text[:3]} {text[3:6]} {text[6:]}" if bare else " ".join(text.split())


def read_email(text: str) -> str:
    """Return an e-mail address."""
    if not _EMAIL.fullmatch(text):
        raise CellWrong("email")
    return text


def read_number(text: str) -> str:
    """Return an office's own number of a client as an id: 17, K/17 becomes K-17."""
    plain = re.sub(r"[/\\ ]+", "-", text.strip())
    if not _NUMBER.fullmatch(plain):
        raise CellWrong("number")
    return plain


def read_whole(text: str, low: int, high: int) -> int:
    """Return a whole number within bounds; the ground floor is "parter"."""
    plain = folded(text).strip().removesuffix(".0")
    if plain in {"parter", "p"} and low <= 0:
        return 0
    if not re.fullmatch("-?[0-9]{1,5}", plain) or not low <= int(plain) <= high:
        raise CellWrong("whole", low=low, high=high)
    return int(plain)


def read_count(text: str) -> int:
    """Return how many: a number, or yes for one."""
    plain = folded(text).strip()
    return int(read_yes_no(text)) if plain in _YES | _NO else read_whole(text, 0, 8)


def read_yes_no(text: str) -> bool:
    """Return whether a cell says yes."""
    plain = folded(text).strip().rstrip(".")
    if plain in _YES:
        return True
    if plain in _NO or plain == "nie ma":
        return False
    raise CellWrong("yes_no")


def read_mobility(text: str) -> Mobility:
    """Return how somebody gets about, from the words that offices use."""
    plain = folded(text) + " "
    for mobility, words in _MOBILITIES.items():
        if any(word in plain for word in words):
            return mobility
    raise CellWrong("mobility")


def read_degrees(text: str, low: float, high: float) -> float:
    """Return a coordinate in degrees, with a decimal comma or point."""
    try:
        found = float(Decimal(text.strip().rstrip("°").replace(",", ".")))
    except InvalidOperation:
        raise CellWrong("degrees") from None
    if not low <= found <= high:
        raise CellWrong("degrees")
    return found

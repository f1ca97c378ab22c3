"""Messages as people read them: who, what, when, and the telephone of the town, without any link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.domain.messages import MessageKind
from scheduler.domain.time import TimeWindow
from scheduler.services.messages.letters import plain, segments
from scheduler.services.messages.words import (
    ABOUT,
    AND,
    AT,
    DAYS,
    MAIL,
    MONTHS,
    NEAR_DAYS,
    SHORT_DAYS,
    SMS,
    WHAT,
    minutes_said,
)

_SENDER, _SURNAME = 26, 14
_SOON = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that a message is about.

    Attributes
    ----------
    what : str
        ride, visit or delivery.
    at : datetime or None
        By the town's clock: the start of the window, if there is one; None: at no hour that anybody knows.
    window : TimeWindow or None
        As promised, if that is to be said instead.
    """

    what: str
    at: datetime | None = None
    window: TimeWindow | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a message says.

    Attributes
    ----------
    sender, name, phone : str
        Of the centre, of the client, and of the centre.
    day : date
        It is about.
    now : datetime
        When it is read, by the town's clock.
    """

    kind: MessageKind
    language: str
    sender: str
    name: str
    phone: str
    day: date
    now: datetime
    items: Sequence[Item]


def sms_text(told: Told, *, plain_letters: bool) -> str:
    """Return an SMS, of one part if it can be: where it is too long, names are shortened first."""
    made = [plain(one) if plain_letters else one for one in _drafts(told)]
    return min(made, key=segments)  # the first of the shortest: no more is cut than helps


def mail_subject(told: Told) -> str:
    """Return the subject of a letter."""
    words = MAIL[told.language]
    about = ABOUT[told.language][told.kind]
    return words["subject"].format(sender=one_line(told.sender), about=about, date=_long_day(told))


def mail_text(told: Told) -> str:
    """Return a letter."""
    words = MAIL[told.language]
    lines = [f"- {_item(one, told.language, between=', ')}" for one in _in_order(told.items)]
    parts = [words["hello"], f"{words[told.kind]}\n\n{_long_day(told, near=True)}\n" + "\n".join(lines)]
    parts.append(words["who"].format(name=one_line(told.name)))
    if told.phone:
        parts.append(words["questions"].format(phone=one_line(told.phone)))
    return "\n\n".join([*parts, one_line(told.sender), words["automatic"]]) + "\n"


def one_line(text: str) -> str:
    """Return a text without line breaks and other signs that nobody sees: a name may hold some."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def short_name(name: str, *, longest: int = 0) -> str:
    """Return a name with its first names as initials: J. Kowalska-Nowak.

    Parameters
    ----------
    longest : int
        More letters than that a surname does not keep; first its second part goes. 0: it keeps all.
    """
    words = one_line(name).split()
    if not words:
        return ""
    surname = words[-1]
    if longest and len(surname) > longest:
        surname = surname.split("-")[0]
    if longest and len(surname) > longest:
        surname = surname[: longest - 1] + "."
    return " ".join([*(f"{word[0]}." for word in words[:-1]), surname])


def _drafts(told: Told) -> Iterator[str]:
    """Yield an SMS, each time shorter."""
    full, short = one_line(told.sender), _cut(one_line(told.sender))
    yield _sms(told, full, short_name(told.name))
    yield _sms(told, full, short_name(told.name, longest=_SURNAME))
    yield _sms(told, short, short_name(told.name, longest=_SURNAME))
    yield _sms(told, short, short_name(told.name, longest=2))


def _sms(told: Told, sender: str, name: str) -> str:
    words, parts = SMS[told.language], [f"{sender}:", _sms_middle(told)]
    if name:
        parts.append(name if name.endswith(".") else f"{name}.")
    if told.phone:
        parts.append(words["tail"].format(phone=one_line(told.phone)))
    return " ".join(parts)


def _sms_middle(told: Told) -> str:
    words, items = SMS[told.language], _in_order(told.items)
    if told.kind is MessageKind.NEARBY:
        at = items[0].at or told.now
        left = max(_SOON, at - told.now)
        minutes = minutes_said(round(left / _SOON), told.language)
        return words[f"nearby.{items[0].what}"].format(minutes=minutes, hour=_hour(at))
    said = [_item(one, told.language) for one in items]
    together = AND[told.language].join([*([", ".join(said[:-1])] if said[:-1] else []), said[-1]])
    day = f"{_short_day(told)},"
    return words[told.kind].format(day=day, Day=day[0].upper() + day[1:], items=together)


def _in_order(items: Sequence[Item]) -> Sequence[Item]:
    return sorted(dict.fromkeys(items), key=lambda one: one.at.timestamp() if one.at else 0.0)


def _item(item: Item, language: str, *, between: str = " ") -> str:
    what = WHAT[language][item.what]
    if item.window is not None:
        return f"{what}{between}{_hour(item.window.start)}-{_hour(item.window.end)}"
    return f"{what}{between}{AT[language].format(hour=_hour(item.at))}" if item.at is not None else what


def _hour(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _near_day(told: Told) -> str:
    away = (told.day - told.now.date()).days
    near = NEAR_DAYS[told.language]
    return f"{near[away]}, " if 0 <= away < len(near) else ""


def _short_day(told: Told) -> str:
    weekday = SHORT_DAYS[told.language][told.day.weekday()]
    if told.language == "pl":
        return f"{_near_day(told)}{weekday} {told.day.day}.{told.day.month:02}"
    return f"{_near_day(told)}{weekday} {told.day.day} {MONTHS[told.language][told.day.month - 1][:3]}"


def _long_day(told: Told, *, near: bool = False) -> str:
    month = MONTHS[told.language][told.day.month - 1]
    said = f"{DAYS[told.language][told.day.weekday()]}, {told.day.day} {month}"
    return (_near_day(told) if near else "") + said


def _cut(sender: str) -> str:
    """Return a name of a centre in as many whole words as fit."""
    words, kept = sender.split(), ""
    for word in words:
        if len(f"{kept} {word}".strip()) > _SENDER:
            break
        kept = f"{kept} {word}".strip()
    return kept or sender[:_SENDER]

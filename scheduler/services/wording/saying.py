"""A wish as a sentence, in both languages: what was understood, said back before anything is booked."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from scheduler.domain.series import ClockSpan
from scheduler.services.wording.wish import SaidWish, Weekly

_DAY = {
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_EACH_PL = "poniedziałki wtorki środy czwartki piątki soboty niedziele".split()
_MONTH = {
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_AND, _OR = {"pl": "i", "en": "and"}, {"pl": "albo", "en": "or"}
_MOST_TOLD = 5


def sentences(wish: SaidWish, today: date) -> Mapping[str, str]:
    """Return a wish as a sentence, by language; of days in another year than today's the year is said."""
    return {lang: _sentence(wish, today, lang) for lang in ("pl", "en")}


def _sentence(wish: SaidWish, today: date, lang: str) -> str:
    when = _days(wish.days, today, lang) if wish.weekly is None else _weekly(wish.weekly, today, lang)
    hours = _joined([_span(one, lang) for one in wish.hours], _OR[lang])
    told = f"{when}, {_for_arrival(hours, lang) if wish.arrive_by else hours}{_wished(wish.at, lang)}."
    return told[0].upper() + told[1:]


def _days(days: Sequence[date], today: date, lang: str) -> str:
    if len(days) == 1:
        return _day(days[0], today, lang)
    one_of = {"pl": "jeden z dni", "en": "one of these days"}[lang]
    if len(days) > _MOST_TOLD:
        between = {"pl": "{n} dni od {a} do {b}", "en": "{n} days from {a} to {b}"}[lang]
        return f"{one_of}: " + between.format(
            n=len(days), a=_date(min(days), today, lang), b=_date(max(days), today, lang)
        )
    return f"{one_of}: {_joined([_day(one, today, lang) for one in days], _OR[lang])}"


def _weekly(weekly: Weekly, today: date, lang: str) -> str:
    first = _day(weekly.begin(), today, lang) if lang == "en" else _date(weekly.begin(), today, lang)
    since = {"pl": f", od {first}", "en": f", from {first}"}[lang]
    until = "" if weekly.until is None else f" {_UNTIL[lang]} {_date(weekly.until, today, lang)}"
    return (_rhythm_pl(weekly) if lang == "pl" else _rhythm_en(weekly)) + since + until


_UNTIL = {"pl": "do", "en": "until"}


def _rhythm_pl(weekly: Weekly) -> str:
    every = "co tydzień" if weekly.every_weeks == 1 else "co drugi tydzień"
    every = every if weekly.every_weeks <= 2 else f"co {weekly.every_weeks} tygodni"
    if weekly.times is not None:
        times = "raz" if weekly.times == 1 else f"{weekly.times} razy"
        names = _joined([_DAY["pl"][one - 1] for one in weekly.weekdays], "albo")
        return f"{every} {times}, w dni do wyboru: {names}"
    if len(weekly.weekdays) == 7:
        return "codziennie" if weekly.every_weeks == 1 else f"{every} każdego dnia"
    before = "we" if weekly.weekdays[0] == 2 else "w"
    return f"{every} {before} {_joined([_EACH_PL[one - 1] for one in weekly.weekdays], _AND['pl'])}"


def _rhythm_en(weekly: Weekly) -> str:
    every = {1: "every week", 2: "every other week"}.get(weekly.every_weeks, f"every {weekly.every_weeks} weeks")
    if weekly.times is not None:
        times = {1: "once", 2: "twice"}.get(weekly.times, f"{weekly.times} times")
        return f"{every} {times}, on any of {_joined([_DAY['en'][one - 1] for one in weekly.weekdays], 'or')}"
    if len(weekly.weekdays) == 7:
        return "every day" if weekly.every_weeks == 1 else f"{every} on each day"
    return f"{every} on {_joined([_DAY['en'][one - 1] + 's' for one in weekly.weekdays], _AND['en'])}"


def _day(day: date, today: date, lang: str) -> str:
    return f"{_DAY[lang][day.weekday()]} {_date(day, today, lang)}"


def _date(day: date, today: date, lang: str) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTH[lang][day.month - 1]}{year}"


def _span(span: ClockSpan, lang: str) -> str:
    start, end = _clock(span.start), _clock(span.end)
    return {"pl": f"od {start} do {end}", "en": f"from {start} to {end}"}[lang]


def _for_arrival(hours: str, lang: str) -> str:
    return {"pl": f"na miejscu {hours}", "en": f"to be there {hours}"}[lang]


def _wished(at: time | None, lang: str) -> str:
    return "" if at is None else {"pl": f", najlepiej o {_clock(at)}", "en": f", best at {_clock(at)}"}[lang]


def _clock(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02d}"


def _joined(parts: Sequence[str], last: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"

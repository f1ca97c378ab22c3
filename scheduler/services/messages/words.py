"""The words of messages, by language. An SMS says least: one part of it is 160 letters, and no link tells the rest."""

from collections.abc import Mapping, Sequence

from scheduler.domain.messages import MessageKind

LANGUAGES = ("pl", "en")

SMS: Mapping[str, Mapping[str, str]] = {
    "pl": {
        MessageKind.REMINDER: "przypomnienie. {Day} {items}.",
        MessageKind.PLANNED: "ustalona pora. {Day} {items}.",
        MessageKind.MOVED: "nowa pora. {Day} {items}.",
        MessageKind.OTHER_CREW: "przyjedzie kto inny. {Day} {items}.",
        MessageKind.TAKEN_BACK: "pora nieaktualna. Było: {day} {items}. Podamy nową.",
        MessageKind.CANCELLED: "nie przyjedziemy. Odwołane: {day} {items}.",
        "nearby.ride": "kierowca będzie za ok. {minutes}, o {hour}.",
        "nearby.visit": "będziemy za ok. {minutes}, o {hour}.",
        "nearby.delivery": "dostawa za ok. {minutes}, o {hour}.",
        "tail": "Tel. {phone}",
    },
    "en": {
        MessageKind.REMINDER: "a reminder. {Day} {items}.",
        MessageKind.PLANNED: "your time. {Day} {items}.",
        MessageKind.MOVED: "new time. {Day} {items}.",
        MessageKind.OTHER_CREW: "somebody else will come. {Day} {items}.",
        MessageKind.TAKEN_BACK: "not valid now. It was {day} {items}. A new time follows.",
        MessageKind.CANCELLED: "we cannot come. Cancelled: {day} {items}.",
        "nearby.ride": "your driver will be there in about {minutes}, at {hour}.",
        "nearby.visit": "we will be there in about {minutes}, at {hour}.",
        "nearby.delivery": "your delivery comes in about {minutes}, at {hour}.",
        "tail": "Tel. {phone}",
    },
}
MAIL: Mapping[str, Mapping[str, str]] = {
    "pl": {
        MessageKind.REMINDER: "przypominamy, co mamy umówione:",
        MessageKind.PLANNED: "ustaliliśmy porę:",
        MessageKind.MOVED: "pora się zmieniła. Teraz jest tak:",
        MessageKind.OTHER_CREW: "przyjedzie kto inny, niż zapowiadaliśmy. Pora się nie zmienia:",
        MessageKind.TAKEN_BACK: "ta pora jest nieaktualna, wkrótce podamy nową:",
        MessageKind.CANCELLED: "to zostało odwołane:",
        "subject": "{sender}: {about}, {date}",
        "hello": "Dzień dobry,",
        "who": "Dotyczy: {name}",
        "questions": "Pytania i zmiany: tel. {phone}",
        "automatic": "Ten list wysłał program. Jeśli nie chcą Państwo takich listów, prosimy powiedzieć nam o tym.",
    },
    "en": {
        MessageKind.REMINDER: "this is what we have arranged with you:",
        MessageKind.PLANNED: "we have set a time:",
        MessageKind.MOVED: "the time has changed. It is now:",
        MessageKind.OTHER_CREW: "somebody else will come than we told you. The time stays:",
        MessageKind.TAKEN_BACK: "this time is not valid any more, a new one will follow:",
        MessageKind.CANCELLED: "this was cancelled:",
        "subject": "{sender}: {about}, {date}",
        "hello": "Hello,",
        "who": "For: {name}",
        "questions": "Questions and changes: tel. {phone}",
        "automatic": "A program has sent this letter. If you do not want such letters, please tell us.",
    },
}
ABOUT: Mapping[str, Mapping[str, str]] = {
    "pl": {
        MessageKind.REMINDER: "przypomnienie", MessageKind.PLANNED: "ustalona pora", MessageKind.MOVED: "nowa pora",
        MessageKind.OTHER_CREW: "przyjedzie kto inny", MessageKind.TAKEN_BACK: "pora nieaktualna",
        MessageKind.CANCELLED: "odwołane",
    },
    "en": {
        MessageKind.REMINDER: "a reminder", MessageKind.PLANNED: "your time", MessageKind.MOVED: "new time",
        MessageKind.OTHER_CREW: "somebody else will come", MessageKind.TAKEN_BACK: "time not valid",
        MessageKind.CANCELLED: "cancelled",
    },
}  # fmt: skip
WHAT: Mapping[str, Mapping[str, str]] = {
    "pl": {"ride": "przejazd", "visit": "wizyta", "delivery": "dostawa"},
    "en": {"ride": "ride", "visit": "visit", "delivery": "delivery"},
}
"""No service is named: who gets a physiotherapist or a psychologist is nobody's business who reads along."""
TRIAL: Mapping[str, str] = {
    "pl": "{sender}: wiadomość próbna. Wszystko działa.",
    "en": "{sender}: a trial message. Everything works.",
}
AT: Mapping[str, str] = {"pl": "ok. {hour}", "en": "about {hour}"}
AND: Mapping[str, str] = {"pl": " i ", "en": " and "}
NEAR_DAYS: Mapping[str, Sequence[str]] = {"pl": ("dziś", "jutro"), "en": ("today", "tomorrow")}
SHORT_DAYS: Mapping[str, Sequence[str]] = {
    "pl": ("pn.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
DAYS: Mapping[str, Sequence[str]] = {
    "pl": ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Mapping[str, Sequence[str]] = {
    "pl": (
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
        "listopada", "grudnia",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
MINUTES: Mapping[str, Sequence[str]] = {"pl": ("minutę", "minuty", "minut"), "en": ("minute", "minutes", "minutes")}


def minutes_said(count: int, language: str) -> str:
    """Return so many minutes in words: 1 minutę, 3 minuty, 12 minut."""
    one, few, many = MINUTES[language]
    if count == 1:
        return f"1 {one}"
    is_few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return f"{count} {few if is_few else many}"

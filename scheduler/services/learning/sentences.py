"""Why a door takes so long in a plan, in words and in both languages."""

from collections.abc import Mapping

from scheduler.domain.learning import Estimate, LeftOut, Where

type Sentences = Mapping[str, str]

_DOORS: Mapping[Where, Mapping[str, tuple[str, str, str]]] = {
    Where.VISIT: {"pl": ("wizyta trwała", "wizyty trwały", "wizyt trwało"), "en": ("visit", "visits", "visits")},
    Where.PICKUP: {
        "pl": ("wsiadanie trwało", "wsiadania trwały", "wsiadań trwało"), "en": ("boarding", "boardings", "boardings"),
    },
    Where.DROPOFF: {
        "pl": ("wysiadanie trwało", "wysiadania trwały", "wysiadań trwało"),
        "en": ("alighting", "alightings", "alightings"),
    },
    Where.DROP: {
        "pl": ("dostawa trwała", "dostawy trwały", "dostaw trwało"), "en": ("delivery", "deliveries", "deliveries"),
    },
}  # fmt: skip
"""For one, for two, and for five, as Polish has it."""
_OBSERVED = {
    "pl": "{count} {door} średnio {own}; w katalogu jest {catalogue}",
    "en": "{count} {door} took {own} on average; {catalogue} are planned for everybody",
}
_THEN = {"pl": "; planujemy {learned}.", "en": "; we plan {learned}."}
_WOULD = {"pl": "; planowalibyśmy {learned}.", "en": "; we would plan {learned}."}
_WRITTEN = {
    "pl": "; ktoś zapisał dla tej osoby {written} i tak planujemy.",
    "en": "; somebody wrote {written} for this client, and that is planned.",
}
_LEFT_OUT: Mapping[LeftOut, Sentences] = {
    LeftOut.UNMEASURED: {"pl": "nikt nie zgłosił przyjazdu lub końca", "en": "nobody reported the arrival or the end"},
    LeftOut.CLOCK_OFF: {"pl": "zegar telefonu się mylił", "en": "the device's clock was off"},
    LeftOut.ODD: {
        "pl": "trwało ponad cztery razy dłużej lub krócej, niż planowano",
        "en": "it took more than four times as long, or as short, as planned",
    },
    LeftOut.SHARED: {
        "pl": "załoga robiła tam jednocześnie coś jeszcze", "en": "the crew did something else there at the same time",
    },
    LeftOut.PARTY: {"pl": "było kilka osób naraz", "en": "there were several clients at once"},
    LeftOut.OWN_TIME: {"pl": "czas uzgodniono dla tego zlecenia", "en": "the time was agreed for this request alone"},
    LeftOut.FORGOTTEN: {"pl": "klienta lub zlecenia już nie ma", "en": "the client or the request is not kept now"},
}  # fmt: skip


def explained(one: Estimate, *, used: bool, written_s: int | None = None) -> Sentences:
    """Return where an estimate comes from and what is planned, as a sentence.

    Parameters
    ----------
    used : bool
        Whether plans use what was learned.
    written_s : int or None
        What a person wrote for the client, in seconds, which wins.
    """
    values = {
        "count": one.observed,
        "own": minutes(one.own_s),
        "catalogue": minutes(one.catalogue_s),
        "learned": minutes(one.learned_s),
        "written": minutes(written_s or 0),
    }
    end = _WRITTEN if written_s is not None else _THEN if used else _WOULD
    return {
        lang: text.format(door=_DOORS[one.where][lang][_form(lang, one.observed)], **values)
        for lang, text in ((lang, _OBSERVED[lang] + end[lang]) for lang in _OBSERVED)
    }


def why_left_out(reason: LeftOut) -> Sentences:
    """Return why something tells nothing."""
    return _LEFT_OUT[reason]


def minutes(seconds: int) -> str:
    """Return a time as people say it: `38 min`, and of less than ten minutes `4:05 min`."""
    return f"{seconds // 60}:{seconds % 60:02} min" if seconds < 600 else f"{round(seconds / 60)} min"


def _form(lang: str, count: int) -> int:
    if count == 1:
        return 0
    few = count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}
    return 1 if few or lang == "en" else 2

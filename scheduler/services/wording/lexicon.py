"""The words of a wish in both languages, folded: without case and without the marks of Polish letters."""

from collections.abc import Iterator, Mapping
from datetime import time


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _numbered(*lines: str) -> dict[str, int]:
    return {word: number for number, line in enumerate(lines, start=1) for word in line.split()}


WEEKDAY: Mapping[str, int] = _numbered(
    "poniedzialek poniedzialku poniedzialkiem pon pn monday mon",
    "wtorek wtorku wtorkiem wt tuesday tue tues",
    "sroda srode srodzie sr wednesday wed",
    "czwartek czwartku czwartkiem czw thursday thu thur thurs",
    "piatek piatku piatkiem pt friday fri",
    "sobota sobote sobocie sob saturday sat",
    "niedziela niedzieli nd ndz niedz sunday sun",
)
"""One day of the week."""
WEEKDAYS: Mapping[str, int] = _numbered(
    "poniedzialki poniedzialkow poniedzialkami mondays",
    "wtorki wtorkow wtorkami tuesdays",
    "srody srod srodami wednesdays",
    "czwartki czwartkow czwartkami thursdays",
    "piatki piatkow piatkami fridays",
    "soboty sobot sobotami saturdays",
    "niedziele niedziel niedzielami sundays",
)
"""This day of each week; `srody`, `soboty` and `niedziele` are one day, too, where the word before says so."""
BOTH: Mapping[str, int] = {"srody": 3, "soboty": 6, "niedziele": 7}
ONE_OF_THEM = _words("od do oprocz procz bez z przed kazdej tej przyszlej nastepnej najblizszej ta przyszla nastepna")
"""Before one of `BOTH`: a single day is meant."""

MONTH: Mapping[str, int] = _numbered(
    "styczen stycznia styczniu sty january jan",
    "luty lutego lutym lut february feb",
    "marzec marca marcu mar march",
    "kwiecien kwietnia kwietniu kwi april apr",
    "maj maja maju may",
    "czerwiec czerwca czerwcu cze june jun",
    "lipiec lipca lipcu lip july jul",
    "sierpien sierpnia sierpniu sierp august aug",
    "wrzesien wrzesnia wrzesniu wrz september sep sept",
    "pazdziernik pazdziernika pazdzierniku paz october oct",
    "listopad listopada listopadzie lis november nov",
    "grudzien grudnia grudniu gru december dec",
)

CARDINAL: Mapping[str, int] = _numbered(
    "jeden jedna jedno jednym one a an",
    "dwa dwie dwoch dwu two",
    "trzy trzech three",
    "cztery czterech four",
    "piec pieciu five",
    "szesc szesciu six",
    "siedem siedmiu seven",
    "osiem osmiu eight",
    "dziewiec dziewieciu nine",
    "dziesiec dziesieciu ten",
    "jedenascie jedenastu eleven",
    "dwanascie dwunastu twelve",
)
_STEMS = (
    "pierwsz drug trzeci czwart piat szost siodm osm dziewiat dziesiat jedenast dwunast trzynast czternast pietnast "
    "szesnast siedemnast osiemnast dziewietnast dwudziest"
).split()


def _ordinals(endings: tuple[str, ...], soft: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for number, stem in enumerate(_STEMS, start=1):
        # "drugiej", "drugiego", "trzeciej": a soft stem; "druga", "trzecia".
        for ending, gentle in zip(endings, soft, strict=True):
            yield stem + (gentle if stem == "drug" and gentle.startswith("i") and ending != "a" else ending), number


HOUR_ORDINAL: Mapping[str, int] = dict(_ordinals(("a", "ej"), ("a", "iej")))
"""Feminine, as hours are told: "o dziesiatej"."""
DAY_ORDINAL: Mapping[str, int] = dict(_ordinals(("ego",), ("iego",))) | {"trzydziestego": 30}
"""Masculine, as days of a month are told: "piatego grudnia"."""
MINUTES: Mapping[str, int] = {
    "piec": 5, "dziesiec": 10, "pietnascie": 15, "dwadziescia": 20, "trzydziesci": 30, "czterdziesci": 40,
    "piecdziesiat": 50, "fifteen": 15, "thirty": 30, "forty": 40,
}  # fmt: skip

IN_WORDS: Mapping[str, tuple[time, time]] = {
    "rano": (time(7), time(11)), "ranem": (time(7), time(11)), "z rana": (time(7), time(11)),
    "in the morning": (time(7), time(11)), "morning": (time(7), time(11)),
    "przed poludniem": (time(8), time(12)), "przedpoludniem": (time(8), time(12)), "before noon": (time(8), time(12)),
    "przedpoludnie": (time(8), time(12)), "late morning": (time(10), time(12)),
    "w poludnie": (time(11), time(13)), "at noon": (time(11), time(13)), "around noon": (time(11), time(13)),
    "kolo poludnia": (time(11), time(13)), "okolo poludnia": (time(11), time(13)), "midday": (time(11), time(13)),
    "at midday": (time(11), time(13)),
    "po poludniu": (time(12), time(17)), "popoludniu": (time(12), time(17)), "popoludnie": (time(12), time(17)),
    "in the afternoon": (time(12), time(17)), "afternoon": (time(12), time(17)),
    "wieczorem": (time(17), time(21)), "wieczor": (time(17), time(21)), "pod wieczor": (time(17), time(21)),
    "in the evening": (time(17), time(21)), "evening": (time(17), time(21)), "tonight": (time(17), time(21)),
    "w nocy": (time(22), time(6)), "noca": (time(22), time(6)), "at night": (time(22), time(6)),
}  # fmt: skip
"""Parts of the day."""
ANY_HOUR = (
    "obojetnie kiedy", "obojetnie o ktorej", "obojetnie", "kiedykolwiek", "o dowolnej porze", "o kazdej porze",
    "caly dzien", "w ciagu dnia", "any time", "anytime", "all day", "during the day", "at any time",
)  # fmt: skip
ALL_DAY = (time(7), time(20))
"""What is meant where no hour is said."""

FILLERS = _words(
    "prosze poprosze najlepiej chcialabym chcialbym chcialaby chcialby chce moze ewentualnie ok dobrze pani pan pana "
    "pania dzien dobry to jest by aby zeby sie juz potrzebuje potrzebna wizyta wizyte prosba dnia od razu "
    "please i'd i like would want could can best preferably it the a an day hi hello thanks thank you on some me "
    "i oraz and w we na o"
)
"""What says nothing of when."""
OR = _words("lub albo or ewentualnie wzglednie")
AND = _words("i oraz a and &")
NOT = _words("nie oprocz procz poza bez not except excluding")

"""The town's prices of what is not money by itself, each with what it means, and how somebody changes them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import TownId
from scheduler.domain.policy import Prices
from scheduler.domain.town import TownHead
from scheduler.services.dispatching import Hand
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork

_MOST_GR, _MOST_PERMILLE = 100_000_000, 10_000


@dataclass(frozen=True, kw_only=True)
class PriceMeaning:
    """What one price is of.

    Attributes
    ----------
    key : str
        A field of `Prices`; `unassigned_1` to `unassigned_5` by priority.
    unit : str
        gr, gr_per_min, gr_per_h or permille.
    says : mapping of str to str
        In one sentence, by language.
    """

    key: str
    unit: str
    says: Mapping[str, str]

    @property
    def most(self) -> int:
        """The highest value that is taken."""
        return _MOST_PERMILLE if self.unit == "permille" else _MOST_GR


def _price(key: str, unit: str, pl: str, en: str) -> PriceMeaning:
    return PriceMeaning(key=key, unit=unit, says={"pl": pl, "en": en})


_URGENT = {
    1: ("najpilniejsze", "the most urgent"), 2: ("pilne", "urgent"), 3: ("zwykłe", "ordinary"),
    4: ("mniej pilne", "less urgent"), 5: ("najmniej pilne", "the least urgent"),
}  # fmt: skip

MEANINGS: tuple[PriceMeaning, ...] = (
    *(
        _price(
            f"unassigned_{priority}", "gr",
            f"Za każde nieobsłużone zlecenie o priorytecie {priority} ({pl}): im więcej, tym dłuższą drogą i droższą "
            "pracą plan je obsłuży.",
            f"For each request of priority {priority} ({en}) that nobody serves: the higher it is, the longer a way "
            "and the dearer work the plan takes to serve it.",
        )
        for priority, (pl, en) in _URGENT.items()
    ),
    _price(
        "excess_ride_per_min", "gr_per_min",
        "Za każdą minutę, o którą ktoś jedzie dłużej, niż gdyby jechał prosto do celu: im więcej, tym mniej objazdów "
        "po innych pasażerów.",
        "For each minute that somebody is aboard beyond the direct ride: the higher it is, the fewer detours there are "
        "for other passengers.",
    ),
    _price(
        "deviation_per_min", "gr_per_min",
        "Za każdą minutę różnicy między godziną, o którą klient prosił, a godziną w planie.",
        "For each minute between the time that a client wished for and the time in the plan.",
    ),
    _price(
        "other_than_preferred", "gr",
        "Za każde zlecenie, do którego przyjdzie ktoś inny niż znajoma osoba, o którą klient prosił.",
        "For each request served by somebody else than the familiar worker whom the client wished for.",
    ),
    _price(
        "unfamiliar_district", "gr",
        "Za każde zlecenie, które obsłuży pracownik nieznający tej dzielnicy.",
        "For each request served by a worker who does not know its district.",
    ),
    _price(
        "call", "gr",
        "Za każdą ogłoszoną godzinę, która się zmieni przed dniem usługi, bo trzeba wtedy do kogoś zadzwonić.",
        "For each published time that changes before its day, because somebody has to be phoned.",
    ),
    _price(
        "call_today", "gr",
        "Za każdą ogłoszoną godzinę, która się zmieni w samym dniu usługi, gdy ktoś może już czekać przed domem.",
        "For each published time that changes on its very day, when somebody may be waiting at the kerb already.",
    ),
    _price(
        "late_today_per_min", "gr_per_min",
        "Za każdą minutę spóźnienia w dniu usługi, licząc od końca obiecanego przedziału.",
        "For each minute that somebody comes after the promised window while the day runs.",
    ),
    _price(
        "stranded_per_min", "gr_per_min",
        "Za każdą minutę, którą ktoś dłużej czeka przy zepsutym pojeździe.",
        "For each minute that somebody waits longer beside a vehicle that has broken down.",
    ),
    _price(
        "workload_spread_per_h", "gr_per_h",
        "Za każdą godzinę, o którą czas usług jednego dyżuru różni się od średniej podobnych dyżurów: im więcej, tym "
        "równiej dzieli się pracę.",
        "For each hour that a shift's time with clients differs from the mean of shifts like it: the higher it is, the "
        "more evenly work is shared.",
    ),
    _price(
        "overtime_permille", "permille",
        "Ile z godzinowego kosztu pracownika dolicza się za nadgodziny; 1500 promili to półtorej stawki.",
        "How much of a worker's hourly cost is charged for overtime; 1500 permille is one and a half times the rate.",
    ),
)  # fmt: skip
"""In the order in which people read them."""


def price_values(prices: Prices) -> Mapping[str, int]:
    """Return all prices by their keys."""
    return {
        one.key: prices.unassigned[int(one.key[-1])] if one.key.startswith("unassigned_") else getattr(prices, one.key)
        for one in MEANINGS
    }


def change_prices(unit: UnitOfWork, values: Mapping[str, int], hand: Hand, seen: int) -> TownHead:
    """Keep other prices, all of them; plans made from now on cost by them, and days are improved in the background.

    Parameters
    ----------
    seen : int
        The stamp of the town's head when they were read.

    Raises
    ------
    StaleError
        Here or at the end of the unit, if it was changed since.
    InputError
        Naming each price that is missing, unknown or out of range.
    """
    _check(values)
    head = town_head(unit)
    before = price_values(head.policy.prices)
    others = {key: value for key, value in values.items() if not key.startswith("unassigned_")}
    unassigned = {priority: values[f"unassigned_{priority}"] for priority in _URGENT}
    after = replace(head, policy=replace(head.policy, prices=Prices(unassigned=unassigned, **others)))
    unit.head.put(after, seen=seen)
    if told := tuple(key for key in before if before[key] != values[key]):
        event = AuditEvent(
            at=hand.at, by=hand.by, action="policy.prices-changed", subject=f"town:{TownId(head.id)}", fields=told
        )
        unit.audit.append(event)
    return after


def _check(values: Mapping[str, int]) -> None:
    known = {one.key: one for one in MEANINGS}
    wrong = [
        *(_slip(key, "is missing", "send all prices") for key in known if key not in values),
        *(_slip(key, "is no price of ours", f"use {', '.join(known)}") for key in values if key not in known),
        *(
            _slip(key, f"is not between 0 and {one.most}", f"use a whole number of {one.unit} from 0 to {one.most}")
            for key, one in known.items()
            if key in values and not 0 <= values[key] <= one.most
        ),
    ]
    if wrong:
        raise InputError(wrong)


def _slip(key: str, wrong: str, right: str) -> InputProblem:
    return InputProblem(file="body", column=f"values.{key[:60]}", wrong=wrong, right=right)

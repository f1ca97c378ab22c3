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
    more : mapping of str to str
        What a higher one does to plans, in one sentence by language.
    """

    key: str
    unit: str
    says: Mapping[str, str]
    more: Mapping[str, str]

    @property
    def most(self) -> int:
        """The highest value that is taken."""
        return _MOST_PERMILLE if self.unit == "permille" else _MOST_GR


def _price(key: str, unit: str, says: tuple[str, str], more: tuple[str, str]) -> PriceMeaning:
    """Return a price; sentences are Polish first, then English."""
    languages = ("pl", "en")
    return PriceMeaning(
        key=key, unit=unit, says=dict(zip(languages, says, strict=True)), more=dict(zip(languages, more, strict=True))
    )


_URGENT = {
    1: ("najpilniejsze", "the most urgent"), 2: ("pilne", "urgent"), 3: ("zwykłe", "ordinary"),
    4: ("mniej pilne", "less urgent"), 5: ("najmniej pilne", "the least urgent"),
}  # fmt: skip

MEANINGS: tuple[PriceMeaning, ...] = (
    *(
        _price(
            f"unassigned_{priority}", "gr",
            (f"Za każde zlecenie o priorytecie {priority} ({pl}), którego nikt nie obsłuży.",
             f"For each request of priority {priority} ({en}) that nobody serves."),
            ("Im więcej, tym dłuższą drogą i droższą pracą plan obsłuży takie zlecenie.",
             "The higher it is, the longer a way and the dearer work the plan takes to serve such a request."),
        )
        for priority, (pl, en) in _URGENT.items()
    ),
    _price(
        "excess_ride_per_min", "gr_per_min",
        ("Za każdą minutę, o którą ktoś jedzie dłużej, niż gdyby jechał prosto do celu.",
         "For each minute that somebody is aboard beyond the direct ride."),
        ("Im więcej, tym mniej objazdów po innych pasażerów; potrzeba wtedy więcej kursów.",
         "The higher it is, the fewer detours there are for other passengers, and the more trips are needed."),
    ),
    _price(
        "deviation_per_min", "gr_per_min",
        ("Za każdą minutę różnicy między godziną, o którą klient prosił, a godziną w planie.",
         "For each minute between the time that a client wished for and the time in the plan."),
        ("Im więcej, tym bliżej życzeń są godziny; drogi bywają wtedy dłuższe.",
         "The higher it is, the closer times are to what was wished for; ways may be longer then."),
    ),
    _price(
        "other_than_preferred", "gr",
        ("Za każde zlecenie, do którego przyjdzie ktoś inny niż znajoma osoba, o którą klient prosił.",
         "For each request served by somebody else than the familiar worker whom the client wished for."),
        ("Im więcej, tym częściej przychodzi ta sama osoba, choćby miała dalej.",
         "The higher it is, the oftener the same person comes, even from further away."),
    ),
    _price(
        "unfamiliar_district", "gr",
        ("Za każde zlecenie, które obsłuży pracownik nieznający tej dzielnicy.",
         "For each request served by a worker who does not know its district."),
        ("Im więcej, tym częściej pracownicy zostają w dzielnicach, które znają.",
         "The higher it is, the oftener workers stay in the districts that they know."),
    ),
    _price(
        "call", "gr",
        ("Za każdą opublikowaną godzinę, która zmieni się przed dniem usługi: trzeba wtedy do kogoś zadzwonić.",
         "For each published time that changes before its day: somebody has to be phoned."),
        ("Im więcej, tym rzadziej plan zmienia to, co już opublikowano.",
         "The higher it is, the more seldom the plan changes what is published already."),
    ),
    _price(
        "call_today", "gr",
        ("Za każdą opublikowaną godzinę, która zmieni się w samym dniu usługi: ktoś może już czekać przed domem.",
         "For each published time that changes on its very day: somebody may be waiting at the kerb already."),
        ("Im więcej, tym rzadziej w ciągu dnia zmieniają się godziny; łatwiej wtedy o spóźnienie.",
         "The higher it is, the more seldom times change during the day; lateness is likelier then."),
    ),
    _price(
        "late_today_per_min", "gr_per_min",
        ("Za każdą minutę spóźnienia w dniu usługi, licząc od końca obiecanego przedziału.",
         "For each minute that somebody comes after the promised window while the day runs."),
        ("Im więcej, tym mniej spóźnień; częściej trzeba wtedy dzwonić o zmianie godziny.",
         "The higher it is, the less lateness there is, and the more calls about other times."),
    ),
    _price(
        "stranded_per_min", "gr_per_min",
        ("Za każdą minutę, którą ktoś dłużej czeka przy zepsutym pojeździe.",
         "For each minute that somebody waits longer beside a vehicle that has broken down."),
        ("Im więcej, tym szybciej przyjedzie pomoc, nawet kosztem innych zleceń.",
         "The higher it is, the sooner help comes, even at the cost of other requests."),
    ),
    _price(
        "workload_spread_per_h", "gr_per_h",
        ("Za każdą godzinę, o którą czas usług jednego dyżuru różni się od średniej podobnych dyżurów.",
         "For each hour that a shift's time with clients differs from the mean of shifts like it."),
        ("Im więcej, tym równiej dzieli się pracę; drogi bywają wtedy dłuższe.",
         "The higher it is, the more evenly work is shared; ways may be longer then."),
    ),
    _price(
        "overtime_permille", "permille",
        ("Ile z godzinowego kosztu pracownika liczy się za nadgodziny; 150 % to półtorej stawki.",
         "How much of a worker's hourly cost counts for overtime; 150 % is one and a half times the rate."),
        ("Im więcej, tym mniej nadgodzin; więcej zleceń może wtedy zostać bez obsługi.",
         "The higher it is, the less overtime there is; more requests may be left unserved then."),
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

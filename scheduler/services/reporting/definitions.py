"""What each figure of closed days says: its formula in words, and its quotient.

The measures are those that passenger transport for disabled people and home care are commonly judged by: reliability
at both ends of a ride, directness of a ride, work done for an hour paid, the familiar face. What is on time is decided
by what the client was told, not by a width that the code would have to know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scheduler.domain.figures import Counts, Definition
from scheduler.domain.policy import ShareMeasure
from scheduler.services.granting import contracted

type Quotient = tuple[int, int]
type Texts = Mapping[str, str]

_LEFT_OUT = {
    "pl": "odwołanymi w porę i powrotami, po które nikt nie zadzwonił",
    "en": "those called off in time and returns that nobody called for",
}


_SCALES = {"permille": (1000, 1), "per_hour": (3600, 1), "km": (1, 1000), "pln": (1, 100)}
"""Sums are kept in seconds, metres and grosze."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure.

    Attributes
    ----------
    unit : str
        As `Definition` names it.
    of : callable
        What it is divided from; of what is only counted, over 1.
    by_shift : bool
        Whether it rests on the hours of shifts, which belong to no single service or district.
    """

    key: str
    unit: str
    of: Callable[[Counts, ShareMeasure], Quotient]
    name: Texts
    says: Texts
    formula: Texts
    by_shift: bool = False

    @property
    def definition(self) -> Definition:
        """What stands beside the number."""
        return Definition(key=self.key, unit=self.unit, name=self.name, says=self.says, formula=self.formula)

    def value(self, numerator: int, denominator: int) -> float | None:
        """Return the quotient in the measure's unit; None: there was nothing to measure."""
        if not denominator:
            return None
        times, over = _SCALES.get(self.unit, (1, 1))
        return numerator * times / (denominator * over)


def uneven_s(counts: Counts) -> Quotient:
    """Return how much service would have to change hands for everybody to have the same share of their hours.

    Half the sum of what each worker has above or below the mean share (the Hoover index of inequality), and all of it.
    """
    loads = counts.loads.values()
    service, working = sum(load.service_s for load in loads), sum(load.working_s for load in loads)
    if not service or not working:
        return 0, 0
    apart = sum(abs(load.service_s * working - service * load.working_s) for load in loads)
    return apart // (2 * working), service


MEASURES: tuple[Measure, ...] = (
    Measure(
        key="served", unit="requests", of=lambda one, _: (one.served, 1),
        name={"pl": "wykonane zlecenia", "en": "requests served"},
        says={"pl": "Ile zleceń wykonano.", "en": "How many requests were done."},
        formula={"pl": "liczba zleceń z wynikiem „wykonane”", "en": "requests whose outcome is served"},
    ),
    Measure(
        key="served_share", unit="permille", of=lambda one, _: (one.served, one.asked),
        name={"pl": "udział wykonanych", "en": "share served"},
        says={"pl": "Jaka część tego, co miało być zrobione, została zrobiona.",
              "en": "What part of all that was to be done was done."},
        formula={"pl": "wykonane / wszystkie poza " + _LEFT_OUT["pl"],
                 "en": "served / all requests but " + _LEFT_OUT["en"]},
    ),
    Measure(
        key="denied", unit="requests", of=lambda one, _: (one.turned_away + one.unplanned, 1),
        name={"pl": "odmowy", "en": "denials"},
        says={"pl": "Komu nic nie obiecano albo dla kogo zabrakło miejsca w planie.",
              "en": "Who was promised nothing, or for whom the plan had no place."},
        formula={"pl": "zgłoszenia bez obietnicy (odmowa, nic nie pasowało, lista oczekujących; bez próśb o inny "
                       "termin) + zlecenia poza planem",
                 "en": "calls without a promise (refused, nothing suited, still waiting; not for another time of what "
                       "is booked) + requests that no plan has"},
    ),
    Measure(
        key="no_show_share", unit="permille", of=lambda one, _: (one.no_show + one.refused, one.asked),
        name={"pl": "daremne przyjazdy", "en": "trips in vain"},
        says={"pl": "Jak często załoga była na miejscu na próżno.", "en": "How often a crew was there for nothing."},
        formula={"pl": "(nieobecni + odmowy na miejscu) / wszystkie poza " + _LEFT_OUT["pl"],
                 "en": "(no-shows + refused on the spot) / all requests but " + _LEFT_OUT["en"]},
    ),
    Measure(
        key="late_cancel_share", unit="permille", of=lambda one, _: (one.cancelled_late, one.asked),
        name={"pl": "odwołane za późno", "en": "cancelled late"},
        says={"pl": "Jaka część została odwołana po terminie.", "en": "What part was cancelled after the deadline."},
        formula={"pl": "odwołane po terminie / wszystkie poza " + _LEFT_OUT["pl"],
                 "en": "cancelled after the deadline / all requests but " + _LEFT_OUT["en"]},
    ),
    Measure(
        key="missed_share", unit="permille", of=lambda one, _: (one.missed, one.asked),
        name={"pl": "opuszczone przez nas", "en": "missed by us"},
        says={"pl": "Jak często nikt od nas nie przyjechał.", "en": "How often nobody of ours came."},
        formula={"pl": "zaplanowane, a niewykonane z naszej winy / wszystkie poza " + _LEFT_OUT["pl"],
                 "en": "planned and not done by us / all requests but " + _LEFT_OUT["en"]},
    ),
    Measure(
        key="on_time_pickup", unit="permille", of=lambda one, _: (one.pickups_on_time, one.pickups),
        name={"pl": "punktualny odbiór", "en": "on time at pickup"},
        says={"pl": "Jaka część odbiorów nie była spóźniona.", "en": "What part of the pickups was not late."},
        formula={"pl": "przyjazdy do końca obiecanego okna (bez obietnicy: planowany czas i tolerancja telefonu) / "
                       "wykonane przejazdy ze zgłoszonym przyjazdem",
                 "en": "arrivals by the end of the promised window (without one: the planned time and the call "
                       "tolerance) / rides served whose arrival was reported"},
    ),
    Measure(
        key="on_time_appointment", unit="permille", of=lambda one, _: (one.appointments_on_time, one.appointments),
        name={"pl": "punktualnie u celu", "en": "on time at the appointment"},
        says={"pl": "Jaka część dojechała lub zaczęła się w obiecanym czasie.",
              "en": "What part was at its goal, or began, within the time that was agreed."},
        formula={"pl": "przyjazdy do końca okna (do celu przejazdu; do drzwi wizyty lub dostawy) / te, których "
                       "przyjazd zgłoszono",
                 "en": "arrivals by the end of the window (at a ride's goal; at the door of a visit or a delivery) / "
                       "those whose arrival was reported"},
    ),
    Measure(
        key="ride_ratio", unit="ratio", of=lambda one, _: (one.ride_s, one.direct_s),
        name={"pl": "czas jazdy do drogi wprost", "en": "ride over direct time"},
        says={"pl": "Ile razy dłużej niż wprost siedziano w pojeździe.",
              "en": "How many times longer than the direct way people were aboard."},
        formula={"pl": "suma czasów od wejścia do przyjazdu na miejsce / suma czasów drogi wprost",
                 "en": "sum of times from boarding to arrival / sum of direct travel times"},
    ),
    Measure(
        key="over_60_min", unit="permille", of=lambda one, _: (one.rides_long, one.rides_timed),
        name={"pl": "ponad 60 min w pojeździe", "en": "aboard above 60 min"},
        says={"pl": "Jaka część przejazdów trwała ponad godzinę.", "en": "What part of the rides took over an hour."},
        formula={"pl": "przejazdy ponad 60 min / przejazdy ze zgłoszonym wejściem i przyjazdem",
                 "en": "rides of over 60 min / rides whose boarding and arrival were reported"},
    ),
    Measure(
        key="per_vehicle_hour", unit="per_hour", of=lambda one, _: (one.passengers, one.vehicle_s), by_shift=True,
        name={"pl": "osoby na godzinę pojazdu", "en": "people per vehicle-hour"},
        says={"pl": "Ile osób (z opiekunami) wieziono w godzinę pracy pojazdu.",
              "en": "How many people (carers included) were driven for each hour of a vehicle."},
        formula={"pl": "przewiezione osoby / godziny dyżurów z pojazdem, od wyjazdu do powrotu",
                 "en": "people driven / hours of shifts with a vehicle, from leaving to being back"},
    ),
    Measure(
        key="per_staff_hour", unit="per_hour", of=lambda one, _: (one.served, one.staff_s), by_shift=True,
        name={"pl": "zlecenia na godzinę pracy", "en": "requests per staff-hour"},
        says={"pl": "Ile zleceń wykonano w godzinę pracy jednej osoby.",
              "en": "How many requests were done for each hour of one worker."},
        formula={"pl": "wykonane zlecenia / godziny pracy wszystkich osób w załogach",
                 "en": "requests served / hours of all workers of the crews"},
    ),
    Measure(
        key="travel_share", unit="permille", of=lambda one, _: (one.driving_s, one.working_s), by_shift=True,
        name={"pl": "udział dojazdów", "en": "travel share"},
        says={"pl": "Jaka część czasu pracy załóg to droga.", "en": "What part of the crews' time is on the way."},
        formula={"pl": "czas w drodze (zgłoszony, inaczej planowany) / czas pracy załóg z przerwami",
                 "en": "time on the way (as reported, else as planned) / working time of crews, breaks included"},
    ),
    Measure(
        key="overtime_share", unit="permille", of=lambda one, _: (one.overtime_s, one.working_s), by_shift=True,
        name={"pl": "udział nadgodzin", "en": "overtime"},
        says={"pl": "Jaka część czasu pracy przypada po końcu dyżuru.",
              "en": "What part of the working time lies after the rostered end."},
        formula={"pl": "czas po końcu dyżuru (skróconego nieobecnością: po końcu sprzed skrócenia) / czas pracy załóg",
                 "en": "time after the rostered end (of a shift that an absence cut: the end before that) / working "
                       "time of crews"},
    ),
    Measure(
        key="distance", unit="km", of=lambda one, _: (one.way_m, 1),
        name={"pl": "przejechane kilometry", "en": "kilometres"},
        says={"pl": "Jak daleko jeździły i chodziły załogi.", "en": "How far crews went."},
        formula={"pl": "planowane odcinki do drzwi, przy których załoga była, i powrót; odcinki, po których nie "
                       "wykonano niczego, tylko w sumie i u wykonawców",
                 "en": "planned legs to the doors at which the crew was, and the way back; legs after which nothing "
                       "was done are in the total and at providers alone"},
    ),
    Measure(
        key="cost_per_served", unit="pln", of=lambda one, _: (one.cost_gr, one.served),
        name={"pl": "koszt wykonanego zlecenia", "en": "cost of a request served"},
        says={"pl": "Ile średnio kosztowało wykonane zlecenie.", "en": "What each request served cost on average."},
        formula={"pl": "koszt załóg przypadający na wykonane zlecenia (jak w statystyce) / wykonane zlecenia",
                 "en": "crews' cost for what was served (as in the statistics) / requests served"},
    ),
    Measure(
        key="continuity", unit="permille", of=lambda one, _: (one.familiar_came, one.familiar_wanted),
        name={"pl": "znajoma twarz", "en": "continuity"},
        says={"pl": "Jak często przyszła osoba, którą klient wybrał lub zna.",
              "en": "How often somebody came whom the client asked for or knows."},
        formula={"pl": "zlecenia wykonane przez wybraną osobę (bez wyboru: najczęstszą w ostatnich 90 dniach) / "
                       "wykonane zlecenia klientów, którzy taką mają",
                 "en": "requests served by the worker asked for (without one: who came most often in the last 90 days) "
                       "/ requests served of clients who have one"},
    ),
    Measure(
        key="workload_uneven", unit="permille", of=lambda one, _: uneven_s(one), by_shift=True,
        name={"pl": "nierówność obciążenia", "en": "uneven workload"},
        says={"pl": "Jaka część pracy u klientów musiałaby zmienić ręce, by wszyscy mieli jej tyle samo na godzinę; "
                    "0: po równo.",
              "en": "What part of the work at doors would have to change hands for all to have the same for each hour; "
                    "0: all alike."},
        formula={"pl": "½ · Σ |praca osoby u klientów − jej godziny · średni udział| / cała praca u klientów",
                 "en": "½ · Σ |a worker's time at doors − their hours · the mean share| / all time at doors"},
    ),
    Measure(
        key="contracted_share", unit="permille", of=contracted,
        name={"pl": "udział zlecany", "en": "contracted share"},
        says={"pl": "Jaka część pracy przypadła wykonawcom, którzy liczą się do warunku dotacji, w jego mierze.",
              "en": "What part of the work went to contractors that count for the grant, by the grant's own measure."},
        formula={"pl": "praca wykonawców / cała wykonana praca; miara z polityki: zlecenia, godziny u klientów albo "
                       "wartość",
                 "en": "contractors' work / all work done; by the policy's measure: requests, hours, or value"},
    ),
)  # fmt: skip
"""In the order in which people read them."""

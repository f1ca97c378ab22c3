"""What figures are called in a sentence, and whether the verb is that of one or of several."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Noun:
    """One figure's name, by language; in each, whether it is a plural."""

    pl: str
    en: str
    plural_pl: bool = True
    plural_en: bool = True

    def name(self, lang: str) -> str:
        """Return the name."""
        return self.pl if lang == "pl" else self.en

    def is_plural(self, lang: str) -> bool:
        """Return whether the verb is a plural."""
        return self.plural_pl if lang == "pl" else self.plural_en


def _one(pl: str, en: str) -> Noun:
    return Noun(pl=pl, en=en, plural_pl=False, plural_en=False)


NOUNS: Mapping[str, Noun] = {
    "served_share": _one("udział obsłużonych zleceń", "the share of requests that were met"),
    "refused_share": Noun(pl="odmowy", en="refusals"),
    "declined_share": Noun(pl="nieprzyjęte oferty", en="offers turned down"),
    "not_served_share": Noun(pl="niedotrzymane obietnice", en="broken promises"),
    "cancelled_share": Noun(pl="odwołania", en="cancellations"),
    "no_show_share": Noun(pl="nieobecności klientów", en="no-shows"),
    "on_time_share": _one("punktualność", "punctuality"),
    "cost_per_served_gr": _one("koszt wykonanego zlecenia", "the cost of a request served"),
    "drive_share": _one("udział jazdy w czasie pracy", "the share of driving in working time"),
    "rides_per_vehicle_hour": Noun(pl="przejazdy na godzinę pracy pojazdu", en="rides per vehicle hour"),
    "cost_gr": _one("koszt dnia", "a day's cost"),
    "calls": Noun(pl="telefony w ciągu dnia", en="calls a day"),
    "contracted": Noun(pl="zlecenia przekazane wykonawcy w ciągu dnia", en="requests handed to a contractor a day"),
    "contracted_served": Noun(
        pl="zlecenia wykonane przez wykonawcę w ciągu dnia", en="requests served by a contractor a day"
    ),
    "asked": Noun(pl="zgłoszone zlecenia w ciągu dnia", en="requests asked for a day"),
    "refused": Noun(pl="odmowy w ciągu dnia", en="refusals a day"),
    "declined": Noun(pl="nieprzyjęte oferty w ciągu dnia", en="offers turned down a day"),
    "booked": Noun(pl="przyjęte zlecenia w ciągu dnia", en="bookings a day"),
    "cancelled": Noun(pl="odwołania w ciągu dnia", en="cancellations a day"),
    "cancelled_late": Noun(pl="późne odwołania w ciągu dnia", en="late cancellations a day"),
    "no_shows": Noun(pl="nieobecności klientów w ciągu dnia", en="no-shows a day"),
    "served": Noun(pl="wykonane zlecenia w ciągu dnia", en="requests served a day"),
    "late": Noun(pl="spóźnienia w ciągu dnia", en="late arrivals a day"),
    "on_time": Noun(pl="zlecenia wykonane na czas w ciągu dnia", en="requests served on time a day"),
    "not_served": Noun(pl="niedotrzymane obietnice w ciągu dnia", en="broken promises a day"),
    "vehicle_hours": Noun(pl="godziny pracy pojazdów w ciągu dnia", en="vehicle hours a day"),
    "crew_hours": Noun(pl="godziny pracy załóg w ciągu dnia", en="crew hours a day"),
    "km": Noun(pl="kilometry w ciągu dnia", en="kilometres a day"),
    "replans": Noun(pl="zmiany planu w ciągu dnia", en="changes of the plan a day"),
}

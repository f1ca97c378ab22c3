"""What a study found, in plain sentences and in both languages."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.domain.capacity.kpis import KPIS, Unit
from scheduler.simulation.statistics.answers import equity_said, fleet_said, level_said, played_said
from scheduler.simulation.statistics.comparing import Compared
from scheduler.simulation.statistics.equity import Equity
from scheduler.simulation.statistics.estimates import Estimate, Interval, estimate
from scheduler.simulation.statistics.fleets import Answer, Looked, Question, Verdict
from scheduler.simulation.statistics.nouns import NOUNS
from scheduler.simulation.statistics.sentences import change_said, days_a_year, headline
from scheduler.simulation.statistics.shares import share
from scheduler.simulation.statistics.stopping import Stop
from scheduler.simulation.statistics.wording import NBSP, Scale, form, percent

MONDAY = date(2027, 1, 11)
WEEK = tuple(MONDAY + timedelta(days=place) for place in range(5))


def about(mean: float, half: float, count: int = 20) -> Estimate:
    return Estimate(mean=mean, sd=half, count=count, interval=Interval(low=mean - half, high=mean + half))


def compared(kpi: str, before: float, change: Estimate) -> Compared:
    after = about(before + change.mean, 0.01)
    return Compared(scenario="x", kpi=KPIS[kpi], own=after, reference=about(before, 0.01), change=change)


def said(sentence: dict[str, str] | object, lang: str) -> str:
    assert isinstance(sentence, dict)
    return str(sentence[lang]).replace(NBSP, " ")


COST = compared("cost_gr", 900_000, about(21_000_000 / 260.893, 600_000 / 260.893))


def test_a_second_bus_is_told_as_a_manager_would_tell_it() -> None:
    """The report would be a table of numbers that nobody reads out in a council."""
    found = headline("Drugi autobus", compared("refused_share", 0.142, about(-0.1, 0.019)), COST, WEEK)

    assert said(found, "pl") == (
        "Drugi autobus: odmowy spadają z 14% do 4% (różnica od 8 do 12 punktów), "
        "a kosztuje to 210 000 zł rocznie więcej (od 204 000 do 216 000 zł)."
    )
    assert said(found, "en") == (
        "Drugi autobus: refusals fall from 14% to 4% (difference 8 to 12 points), and it costs 210,000 zł a year more "
        "(204,000 to 216,000 zł)."
    )


def test_a_difference_that_was_not_shown_is_not_told_as_one() -> None:
    """Chance would be told as what the second bus does, and money spent on it."""
    found = change_said("Okna", compared("served_share", 0.91, about(0.01, 0.03)))

    assert said(found, "pl") == (
        "Okna: udział obsłużonych zleceń bez wykazanej różnicy: 91% i 92% (różnica od −2 do 4 punktów)."
    )
    assert said(found, "en") == (
        "Okna: no difference was shown in the share of requests that were met: 91% and 92% (difference −2 to 4 points)."
    )


def test_a_cost_that_falls_is_saved_and_one_unclear_is_not_told() -> None:
    """It would cost minus money."""
    better = compared("refused_share", 0.1, about(0.02, 0.004))
    saving = compared("cost_gr", 9e5, about(-10_000, 1_000))
    unclear = compared("cost_gr", 9e5, about(1_000, 9_000))

    assert "rosną z 10,0% do 12,0% (różnica od 1,6 do 2,4 punktu), a oszczędza się 26 000 zł rocznie" in said(
        headline("X", better, saving, WEEK), "pl"
    )
    assert "rise from 10.0% to 12.0% (difference 1.6 to 2.4 points), and it saves 26,000 zł a year" in said(
        headline("X", better, saving, WEEK), "en"
    )
    assert "no difference in cost was shown (−21,000 to 26,000 zł a year)" in said(
        headline("X", better, unclear, WEEK), "en"
    )


def test_one_replication_is_not_told_as_knowledge() -> None:
    """A single week would be told with the certainty of twenty."""
    once = compared("refused_share", 0.14, estimate([-0.1]))

    assert "ale z jednego powtórzenia nie widać" in said(change_said("X", once), "pl")
    assert said(headline("X", once, compared("cost_gr", 9e5, estimate([5.0])), WEEK), "en").endswith("is chance.")


@pytest.mark.parametrize("kpi", sorted(KPIS))
def test_every_figure_has_a_name_and_every_verb_its_number(kpi: str) -> None:
    """The report would end with an error at the one figure that was forgotten, or say that refusals falls."""
    found = change_said("X", compared(kpi, 0.5, about(0.25, 0.01)))

    noun = NOUNS[kpi]
    assert f"{noun.pl} {'rosną' if noun.plural_pl else 'rośnie'} z " in said(found, "pl")
    assert f"{noun.en} {'rise' if noun.plural_en else 'rises'} from " in said(found, "en")


def test_what_is_compared_with_nothing_says_nothing() -> None:
    """The reference would be told as no different from itself."""
    with pytest.raises(ValueError, match="compared with nothing"):
        change_said("X", Compared(scenario="x", kpi=KPIS["late"], own=about(1, 1)))


@pytest.mark.parametrize(
    ("days", "expected"), [(5, 260.9), (7, 365.25), (1, 52.2), (14, 365.25)]
)  # fmt: skip
def test_a_year_is_made_of_the_weekdays_that_were_played(days: int, expected: float) -> None:
    """A bus that drives from Monday to Friday would be paid for Sundays too."""
    assert days_a_year([MONDAY + timedelta(days=place) for place in range(days)]) == pytest.approx(expected, abs=0.05)


@given(
    before=st.floats(0, 1), change=st.floats(-1, 1), half=st.floats(1e-4, 0.5), unit=st.sampled_from(sorted(Unit)),
    scale=st.sampled_from([1.0, 1e4, 1e7]),
)  # fmt: skip
@example(before=0.9, change=0.003, half=0.0027, unit=Unit.COUNT, scale=1e4)
def test_a_difference_that_was_shown_is_seen_in_its_numbers(
    before: float, change: float, half: float, unit: Unit, scale: float
) -> None:
    """A difference from 14% to 14%, of 0 to 0 points, says nothing, and is not even true."""
    before, change, half = before * scale, change * scale, half * scale
    interval = Interval(low=change - half, high=change + half)
    told = Scale.of(unit, (before, before + change), interval)
    shown, finest = {Unit.SHARE: (100, 0.1), Unit.GROSZE: (0.01, 0.01), Unit.PER_HOUR: (1, 0.01)}.get(unit, (1, 0.1))

    bounds = re.findall(r"[−\d.,]*\d", told.span("en", interval, signed=True))
    assert len(bounds) == 2
    if 0.0 not in interval and min(abs(interval.low), abs(interval.high)) * shown >= 2 * finest:
        assert not {bound for bound in bounds if float(bound.replace("−", "").replace(",", "")) == 0}
        assert told.value("pl", before) != told.value("pl", before + change)
    if 0.0 in interval:
        assert told.step <= max(half * shown, finest), "a width would be told as a number coarser than it"


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "autobus"), (2, "autobusy"), (4, "autobusy"), (5, "autobusów"), (12, "autobusów"), (22, "autobusy"),
     (0, "autobusów"), (1.5, "autobusów"), (101, "autobusów"), (112, "autobusów"), (124, "autobusy")],
)  # fmt: skip
def test_polish_has_three_forms(count: float, expected: str) -> None:
    """Nobody says 2 autobusów; a machine does."""
    assert form("pl", count, ("autobus", "autobusy", "autobusów")) == expected
    assert form("en", count, ("bus", "buses")) == ("bus" if count == 1 else "buses")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.95, "95%"), (1.0, "100%"), (0.0, "0%"), (0.999, "99,9%"), (0.004, "0,4%"), (0.142, "14%")],
)
def test_nearly_all_is_not_told_as_all(value: float, expected: str) -> None:
    """All would be promised to be served where one in a thousand is not."""
    assert percent("pl", value) == expected


def test_how_often_the_level_is_met_is_told_with_its_doubt() -> None:
    """18 weeks of 20 would be told as 90 %, and taken for certain."""
    found = level_said("Dwa autobusy", share(18, 20), 0.95)
    once = level_said("X", share(1, 1), 0.95)

    assert said(found, "pl") == (
        "Dwa autobusy: poziom 95% osiągnięto w 18 z 20 powtórzeń (prawdopodobieństwo od 70% do 97%)."
    )
    assert said(found, "en") == "Dwa autobusy: 95% was reached in 18 of 20 replications (probability 70% to 97%)."
    assert "w 1 z 1 powtórzenia" in said(once, "pl")


def answer(size: int | None, verdict: Verdict, *, most: int = 5, is_monotone: bool = True) -> Answer:
    named = most if size is None else size
    looked = {named: Looked(verdict=verdict, estimate=about(0.962, 0.008))}
    if named:
        looked[named - 1] = Looked(verdict=Verdict.TOO_SMALL, estimate=about(0.91, 0.02))
    return Answer(question=Question(target=0.95, most=most), size=size, looked=looked, is_monotone=is_monotone)


@pytest.mark.parametrize(
    ("size", "pl", "en"),
    [
        (
            1, "wystarczy 1 pojazd więcej (przy +1: 96,2%, od 95,4% do 97,0%; przy +0: 91%, od 89% do 93%).",
            "1 more vehicle is enough (",
        ),
        (2, "wystarczą 2 pojazdy więcej (", "2 more vehicles are enough ("),
        (5, "wystarczy 5 pojazdów więcej (", "5 more vehicles are enough ("),
    ],
)  # fmt: skip
def test_the_smallest_fleet_is_told_with_its_evidence(size: int, pl: str, en: str) -> None:
    """A council would be asked for a bus, and could not be told why not for one less."""
    found = fleet_said(answer(size, Verdict.ENOUGH))

    assert said(found, "pl").startswith("Żeby obsłużyć 95% zleceń, z pewnością 90%, ")
    assert pl in said(found, "pl")
    assert en in said(found, "en")


def test_a_fleet_that_is_enough_or_never_is_said_so() -> None:
    """It would say that 0 more vehicles are enough, and nothing at all where none up to five is."""
    assert said(fleet_said(answer(0, Verdict.ENOUGH)), "pl").startswith("Obecna flota wystarczy")
    assert "Nawet 4 pojazdy więcej nie wystarczą" in said(fleet_said(answer(None, Verdict.TOO_SMALL, most=4)), "pl")
    assert "Not even 5 more vehicles are enough" in said(fleet_said(answer(None, Verdict.TOO_SMALL)), "en")
    assert "Nie wykazano z pewnością 90%, że 5 pojazdów więcej wystarczy" in said(
        fleet_said(answer(None, Verdict.UNDECIDED)), "pl"
    )
    assert said(fleet_said(answer(2, Verdict.ENOUGH, is_monotone=False)), "en").endswith("tried from the smallest.")


def test_districts_are_told_by_their_names() -> None:
    """A council would read ids, or of a gap that is not one."""
    shares = {"lazy": about(0.71, 0.05), "bugaj": about(0.95, 0.02)}
    behind = Equity(shares=shares, gap=about(0.24, 0.14), gini=about(0.081, 0.02))
    alike = Equity(shares=shares, gap=about(0.24, 0.3), gini=about(0.081, 0.02))
    names = {"lazy": "Łazy", "bugaj": "Bugaj"}

    assert said(equity_said(behind, names), "pl") == (
        "Najmniej zleceń obsłużono w dzielnicy Łazy: 71%, najwięcej w dzielnicy Bugaj: 95% "
        "(różnica od 10 do 38 punktów); współczynnik Giniego: 0,08."
    )
    assert said(equity_said(alike, names), "en").startswith(
        "No difference between districts was shown: from 71% (Łazy)"
    )
    assert equity_said(Equity(shares=shares, gap=None, gini=about(0, 0)), names) == {}


@pytest.mark.parametrize(
    ("count", "days", "pl"),
    [(1, 1, "1 powtórzenie po 1 dniu; "), (22, 5, "22 powtórzenia po 5 dni; "), (40, 2, "40 powtórzeń po 2 dni; ")],
)
def test_how_often_it_was_played_is_told(count: int, days: int, pl: str) -> None:
    """Nobody would know whether the study was cut short."""
    assert said(played_said(count, days, Stop.REACHED), "pl").startswith(pl)
    assert "wider than was asked for" in said(played_said(count, days, Stop.CAP), "en")


def test_what_people_have_written_is_only_put_in() -> None:
    """A scenario called {verb} would end the report with an error."""
    name = '{verb} {0} =1+1 <b>O\'Łódź #read("x")'

    assert said(headline(name, compared("late", 5, about(2, 1)), COST, WEEK), "pl").startswith(f"{name}: ")
    assert said(level_said(name, share(1, 2), 0.9), "en").startswith(f"{name}: ")


def test_of_which_service_it_is_is_said() -> None:
    """Refusals of rides would be read as refusals of everything."""
    found = headline("X", compared("refused_share", 0.142, about(-0.1, 0.019)), COST, WEEK, "Bus seniora")

    assert said(found, "pl").startswith("X: odmowy (Bus seniora) spadają z 14% do 4% ")
    assert "95% (Bus) was reached in" in said(level_said("X", share(1, 2), 0.95, "Bus"), "en")
    assert said(fleet_said(answer(2, Verdict.ENOUGH), "Bus"), "pl").startswith("Żeby obsłużyć 95% zleceń (Bus), z pew")

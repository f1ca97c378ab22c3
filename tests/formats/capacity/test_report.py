"""The report of a study says what the figures say, to everybody who reads it."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from pypdf import PageObject, PdfReader

from scheduler.domain.capacity.answers import Answer, Bounds, Fleet, Ground, Size
from scheduler.domain.capacity.kpis import KPIS
from scheduler.formats.capacity.report import report_html, report_pdf
from scheduler.formats.capacity.report.chart import scale_of
from scheduler.formats.capacity.report.spelling import report_words
from scheduler.formats.capacity.report.telling import parts_of
from scheduler.formats.sheets.words import LANGUAGES, Lang
from tests.formats.capacity.an_answer import WEIRD, an_answer, cells
from tests.formats.sheets.html_page import Page

LOADS = {"script", "img", "iframe", "object", "embed", "video", "audio", "form"}

FOOTER_PT = 50
"""Below it a page has its footer."""


def text_of(answer: Answer, lang: Lang = "en") -> str:
    return " ".join(Page(report_html(answer, lang=lang)).text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_needs_nobody_else(lang: Lang) -> None:
    """The council opens it offline; a page that loads things would be blank, or tell others who reads it."""
    page = Page(report_html(an_answer(), lang=lang))
    assert not LOADS & {tag for tag, _ in page.elements}
    assert all(link.startswith("#") for link in page.values("href") if link != "data:,")
    assert "default-src 'none'" in page.all("meta")[1]["content"]
    assert "url(" not in page.raw["style"]
    assert page.all("html")[0]["lang"] == lang
    assert page.raw["title"].startswith("=1+1 <b>")


def test_the_page_can_be_walked_through_without_eyes() -> None:
    """A screen reader would hear numbers without what they are about."""
    page = Page(report_html(an_answer()))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(head["scope"] in {"col", "row"} for head in page.all("th"))
    assert page.all("svg")
    assert all(svg["role"] == "img" and "(" in svg["aria-label"] for svg in page.all("svg"))
    regions = [one["aria-label"] for one in page.all("div") if one.get("role") == "region"]
    assert not {*regions} & {part.title for part in parts_of(an_answer(), "pl")}, "two places would have one name"
    assert len(regions) == len(set(regions))
    ids = list(page.values("id"))
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)


def test_every_chart_is_followed_by_the_table_that_says_the_same() -> None:
    """Whoever cannot see the dots would not know the numbers."""
    tags = [tag for tag, _ in Page(report_html(an_answer())).elements if tag in {"svg", "table"}]
    assert "svg svg" not in " ".join(tags)
    assert tags[-1] == "table"


def test_names_are_text() -> None:
    """A scenario called <b> would change the page, or run on it."""
    page = Page(report_html(an_answer()))
    assert not page.all("b")
    assert not page.all("i")
    assert f"Drugi bus {WEIRD}" in page.text


def test_the_report_opens_with_what_it_rests_on() -> None:
    """Assumed numbers would be read as the town's own."""
    answer = an_answer()
    tested = text_of(answer)
    assert "1 of 2 figures lie" in tested
    assert "Outside the interval: Refused" in tested
    assert tested.index("What it rests on") < tested.index("A second bus lowers refusals")
    untested = text_of(replace(answer, ground=replace(answer.ground, tested=())))
    assert "812 calls of 40 days" in untested
    assert "It was not compared with closed days" in untested
    assumed = text_of(replace(answer, ground=Ground(sources=("Gdańsk 2021",))))
    assert "Demand is assumed" in assumed
    assert "Gdańsk 2021" in assumed


SPREAD = {
    "unknown": ("real days could be busier", "prawdziwe dni mogą być pełniejsze"),
    "usual": ("as uneven as simulated ones", "tak samo nierówne jak symulowane"),
    "calm": ("results are rather too good", "wyniki są raczej zbyt dobre"),
    "even": ("results are rather too bad", "wyniki są raczej zbyt złe"),
}


@pytest.mark.parametrize(
    ("dispersion", "says", "busy"),
    [
        (None, "unknown", None), (0.3, "even", "24"), (0.5, "even", "26"), (0.6, "usual", None), (1.0, "usual", None),
        (1.4, "usual", None), (1.6, "calm", "30"), (3.2, "calm", "34"),
    ],
)  # fmt: skip
def test_it_says_how_uneven_real_days_are_beside_simulated_ones(
    dispersion: float | None, says: str, busy: str | None
) -> None:
    """A fleet would be bought for average days, and fail on every busy one."""
    ground = replace(an_answer().ground, dispersion=dispersion)
    english, polish = (text_of(replace(an_answer(), ground=ground), lang=lang) for lang in ("en", "pl"))
    for number, told in enumerate((english, polish)):
        assert [kind for kind, texts in SPREAD.items() if texts[number] in told] == [says]
    busiest = (
        f"Of days on which 20 calls are usual, one in twenty has about {busy} or more; of the simulated ones about 28."
    )
    assert (busiest in english) is (busy is not None)
    assert busy is None or f"{dispersion} times as large" in english
    assumed = text_of(replace(an_answer(), ground=Ground()))
    assert not [kind for kind, texts in SPREAD.items() if texts[0] in assumed]


@pytest.mark.parametrize(
    ("base", "second", "half", "said"),
    [
        (0.14, 0.04, 0.02, "shown to be better"),
        (0.04, 0.14, 0.02, "shown to be worse"),
        (0.14, 0.13, 0.05, "no difference shown"),
    ],
)
def test_only_what_is_shown_is_called_so(base: float, second: float, half: float, said: str) -> None:
    """The town would buy a bus for a difference that is chance."""
    told = text_of(replace(an_answer(), cells=tuple(cells("refused_share", "share", "down", base, second, half))))
    verdicts = {"shown to be better", "shown to be worse", "no difference shown"}
    assert [one for one in verdicts if one in told] == [said]


@pytest.mark.parametrize(("lang", "sure"), [("pl", "na pewno"), ("en", "surely")])
def test_what_is_shown_is_not_called_certain(lang: Lang, sure: str) -> None:
    """Of twenty comparisons of like scenarios one would be called certain, and a council believe it."""
    assert sure not in text_of(an_answer(), lang=lang).lower()


@pytest.mark.parametrize(
    ("gr", "pl", "en"), [(401_791.4, "4 018 zł", "4,018 zł"), (99_949.0, "999,49 zł", "999.49 zł")]
)
def test_money_is_as_exact_as_anybody_can_know_it(gr: float, pl: str, en: str) -> None:
    """A council would read a grosz of a simulated day's cost, and believe all the digits before it."""
    costly = replace(an_answer(), cells=tuple(cells("cost_gr", "grosze", "down", gr, gr, 0.0)))
    assert pl in text_of(costly, lang="pl")
    assert en in text_of(costly, lang="en")


def test_shares_are_written_alike_in_sentences_and_tables() -> None:
    """One page would say 14% and 14 %, as if two people had made it."""
    assert "82%" in text_of(an_answer(), lang="pl")


def test_no_difference_has_no_sign() -> None:
    """Nothing more would be read as a little more."""
    told = text_of(replace(an_answer(), cells=tuple(cells("served_share", "share", "up", 0.5, 0.50001, 0.01))))
    assert " 0 points" in told
    assert "+0 " not in told


def test_one_replication_shows_nothing() -> None:
    """A single week would be taken for the truth."""
    single = [
        replace(one, own=Bounds(mean=one.own.mean), change=one.change and Bounds(mean=one.change.mean))
        for one in an_answer().cells
    ]
    told = text_of(replace(an_answer(), cells=tuple(single)))
    assert "too few replications" in told
    assert "shown to be better" not in told


@pytest.mark.parametrize(
    ("rides", "refused", "said"),
    [
        (2.0, 0.2, "within that range"),
        (1.1, 0.01, "more time than"),
        (1.1, 0.2, "ways and windows"),
        (3.1, 0.2, "above"),
    ],
)
def test_productivity_is_held_against_what_others_publish(rides: float, refused: float, said: str) -> None:
    """A simulation that drives twice as well as any real service would not be noticed."""
    found = (
        *cells("rides_per_vehicle_hour", "per_hour", "up", rides, rides, 0.1),
        *cells("refused_share", "share", "down", refused, refused, 0.001),
        *cells("km", "km", "neither", 300, 300, 1),
        *cells("served", "count", "up", 60, 60, 1),
    )
    part = text_of(replace(an_answer(), cells=found)).partition("Published figures of")[2]
    assert said in part
    assert ("are 5 km" in part or "only 5 km" in part) == (said in {"ways and windows", "above"})


def test_the_smallest_fleet_is_told_with_its_evidence() -> None:
    """The manager would have to believe the number."""
    looked = (
        Size(more=0, verdict="too_small", served=Bounds(mean=0.8, low=0.78, high=0.82)),
        Size(more=1, verdict="enough", served=Bounds(mean=0.97, low=0.96, high=0.98)),
    )
    fleet = Fleet(like="Bus 1", target=0.95, confidence=0.9, size=1, looked=looked)
    told = text_of(replace(an_answer(), fleet=fleet))
    assert "1 more would be enough" in told
    assert "96% – 98%" in told
    none = text_of(replace(an_answer(), fleet=replace(fleet, size=None)))
    assert "None of the numbers" in none


def test_a_question_about_one_service_is_answered_with_its_figures() -> None:
    """The refusals of all services would stand where those of the bus were asked for."""
    answer, of_bus = an_answer(), cells("refused_share", "share", "down", 0.33, 0.11, 0.01)
    asked = replace(
        answer,
        cells=(*answer.cells, *(replace(one, service="bus") for one in of_bus)),
        made=replace(answer.made, service="bus", deciding="refused_share"),
    )
    told = text_of(asked).rpartition("Comparison")[2]
    assert "Refused: no time was free (Bus seniora)" in told
    assert "33%" in told
    assert "14%" not in told
    assert "Widest half-width of that figure's intervals 1 points" in told


def test_bounds_are_told_as_what_can_be() -> None:
    """102 per cent of the residents would be served."""
    told = text_of(replace(an_answer(), cells=tuple(cells("served_share", "share", "up", 0.5, 0.99, 0.04))))
    assert "95% – 100%" in told
    assert "103%" not in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_says_the_same(lang: Lang) -> None:
    """The paper in the council's folder would lack a part, or a screen reader could not read it."""
    made = report_pdf(an_answer(), lang=lang)
    read = PdfReader(io.BytesIO(made))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split()).replace("\N{NO-BREAK SPACE}", " ")
    words: Mapping[str, str] = report_words(lang).texts
    for part in ("basis", "answer", "compare", "districts", "cost", "productivity", "sure"):
        assert words[f"part.{part}"] in text
    assert "Łazy" in text
    assert b"pdfuaid" in made  # without a text for a chart it is not PDF/UA


def _lowest_pt(page: PageObject) -> float:
    """Return how far above the page's end its last text stands, the footer aside."""
    found: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])

    page.extract_text(visitor_text=visit)
    return min(each for each in found if each > FOOTER_PT)


def test_a_tall_chart_leaves_no_half_page_empty() -> None:
    """A report on many scenarios would be twice as long as it is, half of it white."""
    answer = an_answer()
    names = {"base": "", **{f"s{number}": f"Wariant {number}" for number in range(22)}}
    drawn = [one for one in answer.cells if one.kpi in {"served_share", "cost_gr"} and not one.district + one.service]
    reference, other = ([one for one in drawn if one.scenario == key] for key in ("base", "second"))
    many = [*reference, *(replace(one, scenario=key) for key in list(names)[1:] for one in other)]
    made = replace(answer.made, replications=dict.fromkeys(names, 10))
    pdf = report_pdf(replace(answer, scenarios=names, cells=tuple(many), unlike=(), made=made))
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert max(_lowest_pt(page) for page in pages[:-1]) < float(pages[0].mediabox.height) / 2


def test_every_figure_has_a_name_in_both_languages() -> None:
    """A council would read not_served_share."""
    for lang in LANGUAGES:
        assert {f"kpi.{name}" for name in KPIS} <= report_words(lang).texts.keys()
    assert report_words("pl").texts.keys() == report_words("en").texts.keys()


@pytest.mark.parametrize(("low", "high"), [(0.8, 0.97), (0, 0.001), (4_100, 4_920), (-3, 5), (7, 7), (0, 0)])
def test_a_scale_holds_everything_on_round_ticks(low: float, high: float) -> None:
    """A dot would lie outside the drawing."""
    scale = scale_of([Bounds(mean=(low + high) / 2, low=low, high=high)])
    assert scale.low <= low <= high <= scale.high
    assert scale.low < scale.high
    assert 2 <= len(scale.ticks) <= 9

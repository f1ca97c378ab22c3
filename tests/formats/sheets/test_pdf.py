"""The printed sheet: what a driver has in hand at six in the morning."""

import io
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from pypdf import PdfReader

from scheduler.domain.itinerary import BreakCard, DayView, Itinerary
from scheduler.formats.sheets.looks import look
from scheduler.formats.sheets.pdf import itineraries_pdf, itinerary_pdf
from scheduler.formats.sheets.words import LANGUAGES, Lang
from tests.formats.sheets.sample import HOSTILE, at, sample_view

VIEW = sample_view(hostile=True)
CREWS = {crew.shift_id: crew for crew in VIEW.itineraries}


def read(crew: Itinerary, view: DayView = VIEW, lang: Lang = "pl") -> PdfReader:
    """Return a shift's sheet read back."""
    return PdfReader(io.BytesIO(itinerary_pdf(view, look(0), crew, lang=lang)))


def text_of(reader: PdfReader) -> str:
    """Return the text of all pages, on one line."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@cache
def text(shift: str, lang: Lang = "pl") -> str:
    """Return the text of a shift's sheet, on one line."""
    return text_of(read(CREWS[shift], lang=lang))


def with_task(crew: Itinerary, **changes: object) -> Itinerary:
    """Return a shift of one stop whose only task is changed."""
    stop = crew.stops[0]
    task = replace(stop.tasks[0], **changes)  # type: ignore[arg-type]
    return replace(crew, stops=(replace(stop, tasks=(task,)),))


def test_several_print_at_once() -> None:
    """Whoever prints while a day pack is saved, or a client opens a card, would get an error instead of a sheet."""
    with ThreadPoolExecutor(4) as pool:
        sheets = list(pool.map(lambda _: itinerary_pdf(VIEW, look(0), CREWS["bus-1-rano"]), range(8)))

    assert {sheet[:5] for sheet in sheets} == {b"%PDF-"}


def test_polish_letters_come_out_right() -> None:
    """Ćwik would be printed as Cwik or as boxes, and the driver would ring at the wrong door."""
    crew = with_task(CREWS["fizjo-1"], clients=("Zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ",), note="Пані Олена: 2. piętro")
    shown = text_of(read(crew))
    assert "Zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ" in shown
    assert "Пані Олена: 2. piętro" in shown


def test_everything_a_driver_needs_is_there() -> None:
    """A driver would have to phone the office for what should be on paper."""
    shown = text("bus-1-rano")
    head = [
        "KARTA KIEROWCY",
        "Autobus 1, rano",
        "poniedziałek, 23 listopada 2026",
        "Jan Wójcik",
        "Ford Transit TSA 41KX",
    ]
    stop = ["06:11", "obiecano 06:01–06:31", "os. Południe 4/2", "wsiada", "41 271 01 07", "balkonik", "kod 4471#"]
    more = [
        "do: Stacja dializ",
        "z: os. Południe 4/2",
        "wejście B, poradnie",
        "2 osoby, 1 wózek",
        "Przerwa 15 min (art. 134 § 1 KP)",
        "51.05000, 21.02832",
    ]
    form = ["przyjazd", "odjazd", "Podpis kierowcy", "strona 1 z 2", "wersja 3", "41 274 88 00"]
    for needed in (*head, *stop, *more, *form):
        assert needed in shown.replace("\u00a0", " "), needed


def test_a_worker_reads_a_workers_sheet() -> None:
    """A carer would get a driver's form, without a place for the resident's signature."""
    shown = text("fizjo-1")
    assert "KARTA PRACY W TERENIE" in shown
    assert "Podpis pracownika" in shown
    assert "podpis mieszkańca" in shown
    assert "zacznij 12:40" in shown
    assert "na pokładzie" not in shown
    assert "podpis mieszkańca" not in text("bus-1-rano")


def test_a_break_at_a_stop_is_told_there() -> None:
    """The driver would ring at once and rest afterwards, and the promised time would be missed."""
    crew = CREWS["fizjo-1"]
    stop = crew.stops[0]
    start, end = stop.arrival, stop.arrival + timedelta(minutes=15)
    task = replace(stop.tasks[0], start=end, end=end + timedelta(minutes=30))
    rest = BreakCard(start=start, end=end, after_stop=0, article="art. 134")
    shown = text_of(read(replace(crew, stops=(replace(stop, tasks=(task,)),), breaks=(rest,))))
    assert "zacznij 07:52" in shown
    assert shown.index("07:37–07:52 Przerwa 15 min (art. 134)") < shown.index("wizyta")
    assert shown.count("Przerwa") == 1


def test_a_shift_planned_from_the_road_has_no_base_to_leave_from() -> None:
    """After a replan at noon the sheet would name an empty place, or send the bus back to base first."""
    assert "10:01 Wyjazd: w drodze" in text_of(read(replace(CREWS["noc"], start=at("10:01"), start_place="")))


def test_the_form_speaks_the_chosen_language() -> None:
    """A worker who reads English would get a Polish form."""
    shown = text("fizjo-1", "en")
    assert "FIELD WORKER'S SHEET" in shown
    assert "Monday, 23 November 2026" in shown


def test_hostile_text_is_printed_as_it_is() -> None:
    """A note could read files of the office's computer into the driver's sheet, or stop all printing."""
    assert text("bus-1-rano").count(HOSTILE) >= 3
    odd = text_of(read(with_task(CREWS["fizjo-1"], clients=("Jan\x00\n= Kowal\u202eski",))))
    assert "Jan = Kowalski" in odd
    for markup in (
        "#panic()",
        "$x$ *bold* _em_ `raw` @ref <label> = head",
        "#{1+1} \\u{41} // no",
        '#read("/etc/passwd")',
    ):
        assert markup in text_of(read(with_task(CREWS["fizjo-1"], note=markup))), markup


@pytest.mark.parametrize("shift", [shift for shift in CREWS if shift != "bus-1-rano"])
def test_up_to_twelve_stops_fit_one_page(shift: str) -> None:
    """A second page would be left in the printer."""
    assert len(CREWS[shift].stops) <= 12
    assert len(read(CREWS[shift]).pages) == 1


def test_short_shifts_are_printed_large() -> None:
    """A driver of 60 would hold the sheet at arm's length although half of the page is empty."""
    assert size_of(read(CREWS["noc"]), "21:07") > 1.2 * size_of(read(CREWS["bus-2"]), "07:37") > 1.2 * 13


def size_of(reader: PdfReader, text: str) -> float:
    """Return the print size of a text on the first page."""
    found: list[float] = []

    def look_at(part: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if part.strip() == text:
            found.append(size)

    reader.pages[0].extract_text(visitor_text=look_at)
    return found[0]


def test_a_long_shift_goes_on_with_its_name_on_each_page() -> None:
    """A loose second page could belong to any bus."""
    crew = CREWS["bus-1-rano"]
    reader = read(replace(crew, stops=crew.stops * 3))
    assert len(reader.pages) > 3
    for number, page in enumerate(reader.pages, start=1):
        assert f"strona {number} z {len(reader.pages)}" in page.extract_text()
        assert "Autobus 1, rano" in page.extract_text()


def test_a_very_long_note_is_neither_cut_nor_lost() -> None:
    """The end of a note (the part about the dog) would fall off the page."""
    note = " ".join(f"słowo{i}" for i in range(4000)) + " KONIEC"
    reader = read(with_task(CREWS["fizjo-1"], note=note))
    assert "KONIEC" in text_of(reader)
    assert len(reader.pages) >= 4


def test_a_word_without_end_stays_on_the_page() -> None:
    """A pasted link would run over the edge of the paper, and over the boxes for times."""
    reader = read(with_task(CREWS["fizjo-1"], note="x" * 400))
    right = float(reader.pages[0].mediabox.width)
    ends: list[float] = []
    reader.pages[0].extract_text(visitor_text=lambda part, _cm, tm, _f, _s: ends.append(tm[4] + 4 * len(part.strip())))
    assert max(ends) < right + 40


def test_characters_without_a_font_do_not_stop_printing() -> None:
    """One smiling face in a note, and the bus would have no sheet at all."""
    shown = text_of(read(with_task(CREWS["fizjo-1"], note="Pies jest miły 😀, dzwonić 2×")))
    assert "Pies jest miły" in shown
    assert "dzwonić 2×" in shown


def test_fonts_come_with_the_program() -> None:
    """Sheets would look different on every computer, or lose letters on a server without fonts."""
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for font in read(CREWS["bus-1-rano"]).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all(re.match("LibertinusSerif|DejaVuSansMono|NewCM", font) for font in fonts), fonts


def test_map_links_can_be_clicked() -> None:
    """A driver with the sheet on a phone would have to type the address."""
    links = [
        str(note.get_object()["/A"]["/URI"])
        for note in read(CREWS["fizjo-1"]).pages[0]["/Annots"]  # type: ignore[attr-defined]
    ]
    assert len(links) == 7
    assert all(link.startswith("https://www.openstreetmap.org/?mlat=51.") for link in links)


def test_the_same_plan_prints_the_same_bytes() -> None:
    """Nobody could tell whether a sheet has changed since it was handed out."""
    assert itinerary_pdf(VIEW, look(0), CREWS["noc"]) == itinerary_pdf(VIEW, look(0), CREWS["noc"])
    metadata = read(CREWS["noc"]).metadata
    assert metadata
    assert metadata.creation_date == VIEW.made_at


def test_a_sheet_is_an_accessible_document() -> None:
    """A worker with a screen reader would hear nothing; the law asks for tagged documents."""
    reader = read(CREWS["noc"])
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(catalog["/Lang"]).startswith("pl")  # type: ignore[index]
    assert reader.metadata
    assert reader.metadata.title == "Opieka nocna, poniedziałek, 23 listopada 2026"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_shift_without_stops_has_a_sheet(lang: Lang) -> None:
    """An idle driver would take the missing sheet for a mistake."""
    crew = replace(CREWS["noc"], stops=(), breaks=(), staff=(), vehicle="", mode="foot")
    assert len(read(crew, lang=lang).pages) == 1


def test_a_days_sheets_are_made_in_seconds() -> None:
    """The dispatcher would wait at the printer while the first bus has to leave."""
    itinerary_pdf(VIEW, look(0), CREWS["noc"])  # finds the fonts
    started = time.perf_counter()
    for index, crew in enumerate(VIEW.itineraries):
        itinerary_pdf(replace(VIEW, version=index), look(index), crew)
    assert time.perf_counter() - started < 6  # about one second on a quiet machine


def test_several_shifts_in_one_file_count_their_own_pages() -> None:
    """A crew that is handed "page 7 of 15" would look for the six before; or miss the second of its own two."""
    shifts = [(look(index), crew) for index, crew in enumerate(CREWS.values())]
    alone = [len(read(crew).pages) for _, crew in shifts]
    pages = PdfReader(io.BytesIO(itineraries_pdf(VIEW, shifts))).pages
    told = [re.findall(r"strona (\d+) z (\d+)", page.extract_text())[-1] for page in pages]

    assert told == [(str(page), str(count)) for count in alone for page in range(1, count + 1)]
    assert max(alone) > 1
    with pytest.raises(ValueError, match="no shift"):
        itineraries_pdf(VIEW, [])

"""A manager's whole journey: from a question in plain words, by a study that is really played, to the report."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.answers import without_closed_days
from tests.e2e.office.offices import Serving, serving
from tests.e2e.office.visitors import Visitor
from tests.serving.serving import Certificate

type Visit = Callable[..., Visitor]
PLAYED_MS = 240_000
"""So long a computer that is busy with other tests may take for four days of simulation."""
PHONE = {"viewport": {"width": 360, "height": 740}}

SLUGS = """async () => {
  const page = document.querySelector("script[type=module]").src;
  const { slug } = await import(page.replace("wizard.js", "question.js"));
  return [slug("Łódź: drugi bus!"), slug("new"), slug("…", ["w-2"])];
}"""


@pytest.fixture(scope="module")
def served(made: Path, tls: Certificate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server of an office that has closed no day yet: to play closed days again takes minutes."""
    home = tmp_path_factory.mktemp("unclosed") / "office"
    shutil.copytree(made, home)
    without_closed_days(home)
    with serving(home, tmp_path_factory.mktemp("server") / "office", tls) as found:
        yield found


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def cells(page: Page, table: str, row: str) -> Sequence[str]:
    """Return the means that stand in a row of a comparison, scenario by scenario."""
    return [plain(one) for one in page.locator(f"#{table} [data-row='{row}'] .study-mean").all_inner_texts()]


def drawn(page: Page, table: str) -> Sequence[str]:
    """Return all that is written in the chart above a table."""
    chart = page.locator(f"[data-table={table}][data-ready] svg")
    expect(chart).to_be_visible()
    return [plain(one) for one in chart.locator("text").all_text_contents()]


def tab_to(page: Page, target: Locator) -> None:
    """Press the tabulator until something has the focus."""
    for _ in range(120):
        if target.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the tabulator does not lead there")


def press(page: Page, target: Locator) -> None:
    """Go to something by the keyboard, and press it."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def step(page: Page, name: str) -> None:
    """Wait until a step of the wizard is shown."""
    expect(page.locator("[data-to][aria-current=step]")).to_contain_text(name)


def test_from_a_question_to_the_report(visit: Visit, tmp_path: Path) -> None:
    """The council decides about a bus on Thursday, and nobody can say what it would bring."""
    manager = visit(Role.MANAGER)
    page = manager.go("/studies")
    expect(page.locator("[data-key=second-bus]")).to_have_attribute("data-state", "never")
    assert manager.barriers() == []
    ask(manager)
    play_and_cancel(page)
    go_on(manager)
    compare(manager)
    take_away(page, tmp_path)
    page.get_by_role("link", name="Symulacje").click()
    found = page.locator("[data-key^=jeszcze-jeden]")
    expect(found).to_have_attribute("data-state", "done")
    expect(found.locator(".studies-sentence")).to_be_visible()


def ask(manager: Visitor) -> None:
    """Write the question, by the keyboard alone; what is wrong with it is said at its field."""
    page = manager.page
    press(page, page.get_by_role("link", name="Nowe pytanie"))
    expect(page.locator("#study[data-ready]")).to_be_visible()
    assert manager.barriers() == []
    press(page, page.locator("[data-start=vehicle]"))
    step(page, "Warianty")
    expect(page.locator("[data-path='scenarios[1].changes[1].like']")).to_have_value("BUS-1")
    assert manager.barriers() == []
    press(page, page.locator("[data-next]"))
    step(page, "Dni i pewność")
    tab_to(page, page.get_by_label("Ile dni z rzędu"))
    page.keyboard.type("0")
    tab_to(page, page.get_by_role("radio", name="Powtarzaj"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("#study-fixed"))
    page.keyboard.type("2")
    assert manager.barriers() == []
    press(page, page.locator("[data-next]"))
    step(page, "Sprawdzenie")
    refusal = page.locator("#study-problems button")
    expect(refusal).to_have_text("Wpisz liczbę dni od 1 do 366.")
    expect(page.locator("[data-keep=play]")).to_be_disabled()
    press(page, refusal)
    days = page.get_by_label("Ile dni z rzędu")
    expect(days).to_be_focused()
    expect(days).to_have_attribute("aria-invalid", "true")
    assert manager.barriers() == []
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    press(page, page.locator("[data-next]"))
    told = page.locator("#study-last")
    expect(told).to_contain_text("Porównamy 2 warianty: „Jak jest”, „O jeden więcej: Bus 1")
    expect(told).to_contain_text("1 dzień z rzędu")
    expect(told).to_contain_text("Powtarzamy 2 razy.")
    expect(told.locator("pre")).to_contain_text('change = "add_vehicle"')
    assert manager.barriers() == []
    press(page, page.locator("[data-keep=play]"))
    page.wait_for_url(re.compile(r"/studies/jeszcze-jeden-pojazd"))


def play_and_cancel(page: Page) -> None:
    """Stop what has just begun: it stays as it is until somebody goes on."""
    page.wait_for_load_state()
    expect(page.locator("progress")).to_be_visible()
    page.get_by_role("button", name="Przerwij").click()
    expect(page.locator("#run")).to_contain_text("Obliczenia przerwano", timeout=PLAYED_MS)


def go_on(manager: Visitor) -> None:
    """Have it played to its end; the page shows the answer by itself."""
    page = manager.page
    page.wait_for_load_state()
    page.get_by_role("button", name="Wznów obliczenia").click()
    expect(page.locator(".study-answer")).to_be_visible(timeout=PLAYED_MS)
    page.wait_for_load_state()
    expect(page.locator("#compare-title")).to_contain_text("Odmowy")


def compare(manager: Visitor) -> None:
    """Look at scenarios side by side, at another figure of them, and in the other language."""
    page = manager.page
    answer = page.locator(".study-answer p").first
    expect(answer).to_contain_text("Bus 1")
    heads = [plain(one) for one in page.locator("#compare thead th").all_inner_texts()]
    assert heads[1].startswith("Jak jest")
    assert heads[2].startswith("O jeden więcej")
    shown = drawn(page, "compare")
    assert [one for one in cells(page, "compare", "refused_share") if one not in shown] == []
    assert manager.barriers() == []
    page.locator("#compare").get_by_role("link", name="Obsłużeni z tych, którzy prosili").click()
    expect(page.locator("#compare-title")).to_contain_text("Obsłużeni")
    served = cells(page, "compare", "served_share")
    assert len(served) == 2
    assert [one for one in served if one not in drawn(page, "compare")] == []
    expect(page.locator("#compare [data-row=served_share] .study-change-of strong")).to_have_text(
        re.compile("wykazano|za mało")
    )
    page.get_by_role("link", name="Koszt", exact=True).click()
    expect(page.locator("#compare-title")).to_contain_text("Koszt dnia")
    expect(page.locator("#compare [data-row=cost_gr] .study-mean").first).to_contain_text("zł")
    page.get_by_role("link", name="English").click()
    expect(page.locator("#compare-title")).to_contain_text("Comparison · Cost of a day")
    page.wait_for_load_state()
    assert manager.barriers() == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert not manager.wide()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("link", name="Polski").click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    page.wait_for_load_state()


def take_away(page: Page, folder: Path) -> None:
    """Save the report and the file of the question."""
    with page.expect_download() as saving:
        page.get_by_role("link", name="Raport po polsku (HTML)").click()
    saving.value.save_as(folder / "report.html")
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert plain(page.locator(".study-answer p").first.inner_text()) in plain(report)
    with page.expect_download() as saving:
        page.locator(".study-downloads").get_by_role("link", name="Plik pytania (TOML)").click()
    saving.value.save_as(folder / "study.toml")
    assert "days = 1 " in (folder / "study.toml").read_text(encoding="utf-8")


def test_files_and_versions_on_a_phone(visit: Visit, tmp_path: Path) -> None:
    """A file from the neighbouring town would be kept unread, or a colleague's change be written over."""
    manager = visit(Role.MANAGER, lang="en", **PHONE)
    page = manager.go("/studies/new")
    assert page.evaluate(SLUGS) == ["lodz-drugi-bus", "new-2", "w-3"]
    read_a_file(manager, tmp_path)
    two_at_once(manager)
    manager.go("/studies")
    page.locator("[data-key=x]").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("[data-key=x]")).to_have_count(0)
    expect(page.locator("[data-key=mine-copy]")).to_be_visible()


def read_a_file(manager: Visitor, folder: Path) -> None:
    """Bring a question as a file: what is wrong with it is said, what is right is looked at and kept."""
    page = manager.go("/studies")
    head = 'id = "x"\nname = "X"\ntown = "starachowice"\nfirst_day = 2026-12-07\n'
    for name, days in (("wrong", 0), ("right", 2)):
        (folder / f"{name}.toml").write_text(f"{head}days = {days}\n", encoding="utf-8")
    page.locator("#studies-file").set_input_files(folder / "wrong.toml")
    expect(page.locator("#studies-wrong")).to_contain_text("days")
    page.locator("#studies-file").set_input_files(folder / "right.toml")
    expect(page.locator("#study[data-ready]")).to_be_visible()
    expect(page.locator("#study-name")).to_have_value("X")
    page.locator("[data-to=last]").click()
    expect(page.locator("[data-keep=draft]")).to_be_enabled()
    assert manager.barriers() == []
    assert not manager.wide()
    page.locator("[data-keep=draft]").click()
    expect(page.locator("#run")).to_contain_text("No answer yet")
    page.wait_for_load_state()


def two_at_once(manager: Visitor) -> None:
    """Change what a colleague has changed meanwhile: one's own becomes a question of its own."""
    page = manager.page
    page.get_by_role("link", name="Change").click()
    expect(page.locator("#study[data-ready]")).to_be_visible()
    changed_by_a_colleague(page)
    page.locator("#study-name").fill("Mine")
    page.locator("[data-to=last]").click()
    page.locator("[data-keep=draft]").click()
    expect(page.get_by_role("dialog")).to_contain_text("Somebody has changed this question")
    assert manager.barriers() == []
    page.get_by_role("button", name="Make mine a new question").click()
    expect(page.locator("#study-name")).to_have_value("Mine (copy)")
    manager.forgive("412")
    page.locator("[data-to=last]").click()
    page.locator("[data-keep=draft]").click()
    expect(page.locator("h1")).to_have_text("Mine (copy)")
    page.wait_for_load_state()


def changed_by_a_colleague(page: Page) -> None:
    """Keep another state of the question past the page."""
    done = page.evaluate(
        """async () => {
          const found = await fetch("/api/v1/studies/x");
          const { question } = await found.json();
          const headers = { "If-Match": found.headers.get("ETag"), "Content-Type": "application/json",
            "X-CSRF-Token": document.querySelector("meta[name=csrf-token]").content };
          const body = JSON.stringify({ question: { ...question, name: "Theirs" } });
          return (await fetch("/api/v1/studies/x", { method: "PUT", headers, body })).status;
        }"""
    )
    assert done == 200

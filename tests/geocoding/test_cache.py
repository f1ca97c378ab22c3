"""Answers of services, kept."""

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.domain.errors import GeocodingError
from scheduler.domain.place import GeoPoint
from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.cache import AnswerCache
from scheduler.services.ports import AddressMatch, MatchKind

ASKED = normalise("Dom Pomocy, ul. Łąkowa 3 m. 17, 27-200 Starachowice")
FOUND = AddressMatch(
    kind=MatchKind.NUMBER_NEAR,
    address=normalise("ul. Łąkowa 5, 27-200 Starachowice"),
    point=GeoPoint(lat=51.05, lon=21.07),
    part="Wierzbnik",
    locality_id="0946290",
    street_id="123",
    source="photon",
    corrected=True,
)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_an_answer_is_given_back_with_its_date(tmp_path: Path) -> None:
    """The same house would be asked again each night, or be somewhere else the second time."""
    clock = Clock()
    with AnswerCache(tmp_path / "answers.sqlite", now=clock) as cache:
        kept = cache.put("photon", ASKED, [FOUND])
        asked = clock.now
        clock.now += timedelta(days=30)
        again = cache.get("photon", ASKED)

    assert again == kept
    assert again is not None
    assert again.answered_at == asked
    assert again.matches == (replace(FOUND, address=replace(FOUND.address, flat="17")),)


def test_answers_outlive_the_program(tmp_path: Path) -> None:
    """A batch that was stopped would begin anew."""
    with AnswerCache(tmp_path / "answers.sqlite") as cache:
        cache.put("photon", ASKED, [FOUND])
    with AnswerCache(tmp_path / "answers.sqlite") as cache:
        assert cache.get("photon", ASKED) is not None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("UL. LAKOWA 3, 27-200 STARACHOWICE", True),
        ("ul. Łąkowa 3 m. 9, 27-200 Starachowice", True),
        ("ul. Łąkowa 4, 27-200 Starachowice", False),
        ("ul. Łąkowa 3A, 27-200 Starachowice", False),
        ("ul. Łąkowa 3, 27-215 Wąchock", False),
        ("os. Łąkowa 3, 27-200 Starachowice", False),
    ],
)
def test_a_question_is_known_by_its_address_alone(tmp_path: Path, text: str, known: bool) -> None:
    """Neighbours in one house would be asked for one by one, or next door taken for the same."""
    with AnswerCache(tmp_path / "answers.sqlite") as cache:
        cache.put("photon", ASKED, [FOUND])
        assert (cache.get("photon", normalise(text)) is not None) is known
        assert cache.get("gugik", ASKED) is None


@pytest.mark.parametrize(
    ("found", "days", "fresh"), [(True, 300, True), (True, 400, False), (False, 10, True), (False, 20, False)]
)
def test_answers_grow_old(tmp_path: Path, found: bool, days: int, fresh: bool) -> None:
    """A house built last month would be called unknown for a year."""
    clock = Clock()
    with AnswerCache(tmp_path / "answers.sqlite", now=clock) as cache:
        cache.put("photon", ASKED, [FOUND] if found else [])
        clock.now += timedelta(days=days)
        assert (cache.get("photon", ASKED) is not None) is fresh


def test_an_answer_from_the_future_is_not_believed(tmp_path: Path) -> None:
    """A wrong clock, once, would keep an answer for ever."""
    clock = Clock()
    with AnswerCache(tmp_path / "answers.sqlite", now=clock) as cache:
        cache.put("photon", ASKED, [FOUND])
        clock.now -= timedelta(days=1)
        assert cache.get("photon", ASKED) is None


def test_the_file_is_private_and_tells_nobody_who_was_asked_for(tmp_path: Path) -> None:
    """Everybody on the computer could read where the clients live."""
    path = tmp_path / "answers.sqlite"
    path.touch(mode=0o644)
    with AnswerCache(path) as cache:
        cache.put("photon", ASKED, [])
        assert path.stat().st_mode & 0o777 == 0o600
        content = path.read_bytes()
    assert not any(word.encode() in content for word in ("Łąkowa", "lakowa", "Dom Pomocy", "Starachowice"))


@pytest.mark.parametrize("damage", ["text", "folder", "row"])
def test_a_damaged_cache_says_so(tmp_path: Path, damage: str) -> None:
    """The night's batch would end in a page of Python."""
    path = tmp_path / "answers.sqlite"
    if damage == "text":
        path.write_text("to nie jest baza\n" * 100, encoding="utf-8")
    elif damage == "folder":
        path.mkdir()
    else:
        with AnswerCache(path) as cache:
            cache.put("photon", ASKED, [FOUND])
        store = sqlite3.connect(path)
        store.execute('UPDATE answer SET matches = \'[{"kind": "EXACT"}]\'')
        store.commit()
        store.close()
    with pytest.raises(GeocodingError, match="delete it to start afresh"), AnswerCache(path) as cache:
        cache.get("photon", ASKED)


def test_several_threads_may_ask(tmp_path: Path) -> None:
    """The web server answers from several threads at once."""
    errors: list[BaseException] = []

    def work(cache: AnswerCache, number: int) -> None:
        try:
            for each in range(20):
                asked = replace(ASKED, house=str(100 * number + each))
                cache.put("photon", asked, [FOUND])
                assert cache.get("photon", asked) is not None
        except BaseException as error:  # noqa: BLE001 - told to the test below
            errors.append(error)

    with AnswerCache(tmp_path / "answers.sqlite") as cache:
        threads = [threading.Thread(target=work, args=(cache, number)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []

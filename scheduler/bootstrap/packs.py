"""Day packs: what is printed of a day, saved to a folder whenever another plan of it is published.

They are kept up beside the web service, not in the act of publishing: a disk that is full, or a drive that is
unplugged, must not keep a plan from its crews. Whatever cannot be written is tried again, and is an alert until it can.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock

import structlog

from scheduler.domain.accounts import Role
from scheduler.domain.alerts import Alert, AlertKind, Severity
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import TownId, UserId
from scheduler.domain.service_days import DayState
from scheduler.domain.time import Clock
from scheduler.formats.sheets.day_packs import packed_versions, remove_packs, write_pack
from scheduler.formats.sheets.looks import looks
from scheduler.formats.sheets.pdf import itineraries_pdf
from scheduler.formats.sheets.report_pdf import report_pdf
from scheduler.formats.sheets.words import Lang
from scheduler.services.access import Principal
from scheduler.services.facts import town_head
from scheduler.services.live.attention.sentences import SENTENCES
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.printing import CrewDay, crew_day
from scheduler.services.reporting.crew_sheets import phone_lists, signature_lists

AHEAD = timedelta(days=35)
"""So many days ahead plans are published at most."""
KEPT_FOR = timedelta(days=1)
"""So long after its day a pack stays: a night's crew comes home in the morning."""
RETRY = timedelta(minutes=1)
"""Between two attempts to write what could not be written."""


@dataclass(frozen=True, kw_only=True)
class _Failed:
    since: datetime
    tried: datetime


class Packs:
    """The day packs of the towns of a store.

    Parameters
    ----------
    folder : Path or None
        Where they lie, a folder for each town; None: none are saved.
    """

    def __init__(self, folder: Path | None, store: Store, clock: Clock, *, lang: Lang = "pl") -> None:
        self._folder, self._store, self._clock, self._lang = folder, store, clock, lang
        self._seen: dict[TownId, tuple[int, date]] = {}
        self._failed: dict[tuple[TownId, date], _Failed] = {}
        self._one = Lock()

    @property
    def wanted(self) -> bool:
        """Whether packs are saved at all."""
        return self._folder is not None

    def folder_of(self, town_id: TownId) -> Path | None:
        """Return where a town's packs lie."""
        return None if self._folder is None else self._folder / town_id

    def version(self, town_id: TownId, day: date) -> int | None:
        """Return of which version of a day's plan there is a pack."""
        folder = self.folder_of(town_id)
        return None if folder is None else packed_versions(folder).get(day)

    def keep_up(self) -> None:
        """Write what is published and not packed yet; remove what is superseded, taken back, or past."""
        with self._one:
            for town_id in self._store.towns() if self.wanted else ():
                self._keep_up(town_id)

    def alerts(self, town_id: TownId, day: date) -> Iterable[Alert]:
        """Return that a day has no pack of its published plan, as nothing can be written."""
        failed = self._failed.get((town_id, day))
        if failed is None:
            return ()
        said = SENTENCES[AlertKind.NO_PACK]
        return (
            Alert(
                id=f"{AlertKind.NO_PACK}:{day.isoformat()}",
                kind=AlertKind.NO_PACK,
                severity=Severity.WARNING,
                since=failed.since,
                said=said,
                remedies=(),
            ),
        )

    def _keep_up(self, town_id: TownId) -> None:
        now = self._clock.now()
        with self._store.reading(town_id) as unit:
            today = now.astimezone(town_head(unit).zone).date()
            seen = (unit.stamp, today)
            if self._seen.get(town_id) == seen and not self._again(town_id, now):
                return
            days = unit.days.between(today - KEPT_FOR, today + AHEAD)
        self._failed = {key: one for key, one in self._failed.items() if key[0] != town_id or key[1] in days}
        folder = self._folder / town_id if self._folder else Path()
        remove_packs(folder, before=today - KEPT_FOR)
        packed = packed_versions(folder)
        for day, state in days.items():
            if state.published is None:
                remove_packs(folder, of=day)
                self._failed.pop((town_id, day), None)
            elif packed.get(day) != state.published:
                self._write(folder, town_id, state, now)
        self._seen[town_id] = seen

    def _again(self, town_id: TownId, now: datetime) -> bool:
        return any(town == town_id and now - one.tried >= RETRY for (town, _), one in self._failed.items())

    def _write(self, folder: Path, town_id: TownId, state: DayState, now: datetime) -> None:
        key = town_id, state.day
        try:
            with self._store.reading(town_id) as unit:
                found = printed_day(unit, town_id, state.day, now)
            write_pack(folder, found.day, found.version, pack_files(found, self._lang))
        except NotFoundError:  # taken back since
            return
        except Exception as error:  # noqa: BLE001  # whatever it is, it may not stop the packs of other days
            before = self._failed.get(key)
            self._failed[key] = _Failed(since=before.since if before else now, tried=now)
            told = {"day": state.day.isoformat(), "error": type(error).__name__}  # its message may say anything
            structlog.get_logger("dojazd").error("day pack not written", **told)
            return
        self._failed.pop(key, None)


def printed_day(unit: UnitOfWork, town_id: TownId, day: date, now: datetime) -> CrewDay:
    """Return what is packed of a day: all of its shifts.

    Raises
    ------
    NotFoundError
        If nothing of it is published.
    """
    return crew_day(unit, day, Principal(user_id=UserId("packs"), town_id=town_id, role=Role.DISPATCHER), now)


def pack_files(day: CrewDay, lang: Lang) -> dict[str, bytes]:
    """Return the files of a day's pack by name: each shift's stops, lists to sign, phones."""
    return {
        "stops.pdf": itineraries_pdf(day, looks(day.itineraries), lang=lang),
        "signatures.pdf": report_pdf(signature_lists(day, day.itineraries), lang=lang),
        "phones.pdf": report_pdf(phone_lists(day, day.itineraries), lang=lang),
    }

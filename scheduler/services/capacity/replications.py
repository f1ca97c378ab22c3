"""Finished replications in the store: shared by all servers and workers, and in every backup."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kept import PlayedReplication
from scheduler.domain.capacity.packing import pack, unpack
from scheduler.domain.ids import TownId
from scheduler.services.ports import Store


class KeptInStore:
    """Replications of one study, by the keys of their tasks; each is read and written in a unit of its own.

    Parameters
    ----------
    study_id : str
        Whose run plays them.
    today : date
        When that is.
    """

    def __init__(self, store: Store, town_id: TownId, study_id: str, today: date) -> None:
        self._store, self._town_id, self._study_id, self._today = store, town_id, study_id, today

    def get(self, key: str) -> tuple[Figure, ...] | None:
        """Return the figures of a replication, and note that they were used; None: there are none."""
        with self._store.reading(self._town_id) as unit:
            found = unit.replications.find(key)
        figures = None if found is None else unpack(found.figures)
        if found is None or figures is None:
            return None
        if (found.study_id, found.used_on) != (self._study_id, self._today):
            self._put(replace(found, study_id=self._study_id, used_on=self._today))
        return figures

    def keep(self, key: str, figures: Sequence[Figure]) -> None:
        """Keep the figures of a replication: all of them or none, whatever happens to this computer.

        Raises
        ------
        StoreError
            If the database cannot keep them.
        """
        packed = pack(figures)  # before the unit: nobody who books waits for it
        self._put(PlayedReplication(id=key, study_id=self._study_id, used_on=self._today, figures=packed))

    def _put(self, one: PlayedReplication) -> None:
        with self._store.writing(self._town_id) as unit:
            unit.replications.put(one)

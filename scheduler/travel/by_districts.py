"""Public transport by a table of district pairs: mode TABLE."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.ids import DistrictId
from scheduler.services.ports import TravelMatrix, TravelPoint

_SECOND = timedelta(seconds=1)


def by_districts(
    points: Sequence[TravelPoint],
    minutes: Mapping[tuple[DistrictId, DistrictId], timedelta],
    walking: TravelMatrix,
    to: Sequence[TravelPoint] | None = None,
) -> TravelMatrix:
    """Return the times of the table, or of walking where that is faster or the table has no such pair.

    Parameters
    ----------
    points : sequence of TravelPoint
        With their districts.
    minutes : mapping
        By district of departure and of arrival; with waiting and walking.
    walking : TravelMatrix
        Between the same points; its distances stay.
    to : sequence of TravelPoint, optional
        Where from all points; without it, to all of them.
    """
    ridden = _district_seconds(points, points if to is None else to, minutes)
    seconds = np.where(ridden >= 0, np.minimum(ridden, walking.seconds), walking.seconds)
    return replace(walking, seconds=seconds.astype(np.int32))


def _district_seconds(
    points: Sequence[TravelPoint],
    to: Sequence[TravelPoint],
    minutes: Mapping[tuple[DistrictId, DistrictId], timedelta],
) -> NDArray[np.int64]:
    known = sorted({p.district_id for p in (*points, *to) if p.district_id is not None})
    position: dict[DistrictId | None, int] = {name: index for index, name in enumerate(known)}
    table = np.full((len(known) + 1, len(known) + 1), -1, dtype=np.int64)
    for (origin, destination), length in minutes.items():
        if origin in position and destination in position:
            table[position[origin], position[destination]] = -(-length // _SECOND)
    rows, columns = (
        np.asarray([position.get(p.district_id, len(known)) for p in some], dtype=np.int64) for some in (points, to)
    )
    return table[rows[:, None], columns[None, :]]

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
    points: Sequence[TravelPoint], minutes: Mapping[tuple[DistrictId, DistrictId], timedelta], walking: TravelMatrix
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
    """
    ridden = _district_seconds(points, minutes)
    seconds = np.where(ridden >= 0, np.minimum(ridden, walking.seconds), walking.seconds)
    return replace(walking, seconds=seconds.astype(np.int32))


def _district_seconds(
    points: Sequence[TravelPoint], minutes: Mapping[tuple[DistrictId, DistrictId], timedelta]
) -> NDArray[np.int64]:
    names = [p.district_id for p in points]
    known = sorted({name for name in names if name is not None})
    position = {name: index for index, name in enumerate(known)}
    table = np.full((len(known) + 1, len(known) + 1), -1, dtype=np.int64)
    for (origin, destination), length in minutes.items():
        if origin in position and destination in position:
            table[position[origin], position[destination]] = -(-length // _SECOND)
    index = np.asarray([len(known) if name is None else position[name] for name in names], dtype=np.int64)
    return table[index[:, None], index[None, :]]

"""Durations between spots, for each kind of vehicle."""

import numpy as np
from numpy.typing import NDArray

from solver.vroom.horizon import LONGEST_S
from solver.vroom.spots import Ground, Mode, between


def seconds(ground: Ground, mode: Mode) -> NDArray[np.int32]:
    """Return the durations between spots, rounded up; task times that legs have to hold included.

    Metres instead where only they are limited, and nothing is a matter of time.
    """
    profile, pace, _, kind, _, by_distance = mode
    matrices = ground.document.matrices[profile]
    if by_distance and matrices.distances is not None:
        legs = between(ground, matrices.distances)
    else:
        legs = -(-between(ground, matrices.durations) * pace // 100)
    rows = np.asarray([spot.row for spot in ground.spots])
    for k, door in enumerate(ground.doors.doors):
        spot = ground.spot_of_task[k]
        if door.way_s:
            legs[rows != rows[spot], spot] += door.way_s
        if longer := ground.doors.longer_s(k, kind):
            legs[ground.exit_of.get(k, spot)] += longer
    np.fill_diagonal(legs, 0)
    legs = np.minimum(legs, LONGEST_S)
    for task, leaving in ground.exit_of.items():
        spot = ground.spot_of_task[task]
        legs[spot] += 1
        legs[spot, [spot, leaving]] = 0
    return legs.astype(np.int32)

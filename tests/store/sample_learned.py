"""What a town has learned, with everything in it that is easily lost on the way to a database and back."""

from typing import Any

from scheduler.domain import ids
from scheduler.domain.learning import Estimate, Learned, LearnedSpeed, LeftOut, Where
from tests.store.sample_days import DAY, KEY, NOW, SISTER, TWICE


def estimate(client: str | None = KEY, **fields: Any) -> Estimate:
    """Return what one client takes at a pickup; None: the service."""
    made: dict[str, Any] = {
        "client_id": None if client is None else ids.ClientId(client),
        "service_id": ids.ServiceId("bus"),
        "where": Where.PICKUP,
        "observed": 12,
        "own_s": 240,
        "catalogue_s": 300,
        "service_permille": 950,
        "weight_permille": 600,
        "permille": 860,
    }
    return Estimate(**(made | fields))


def learned(**fields: Any) -> Learned:
    """Return what was worked out in the hour that comes twice, and is used."""
    made: dict[str, Any] = {
        "used": True,
        "changed_at": NOW,
        "changed_by": ids.UserId("U-1"),
        "as_of": TWICE,
        "first_day": DAY,
        "last_day": DAY,
        "days": 1,
        "estimates": (estimate(None), estimate(), estimate(SISTER, permille=1100)),
        "left_out": {LeftOut.ODD: 2, LeftOut.PARTY: 1},
        "speeds": (
            LearnedSpeed(
                start_h=7, end_h=9, present_permille=700, drives=20, fitted_permille=600, proposed_permille=650
            ),
        ),
    }
    return Learned(**(made | fields))

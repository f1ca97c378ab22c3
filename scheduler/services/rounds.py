"""Going round the towns of a store, so that what is wrong in one keeps no other one waiting."""

from collections.abc import Callable

from scheduler.domain.ids import TownId
from scheduler.services.ports import Store


def through_towns(store: Store, visit: Callable[[TownId], int]) -> int:
    """Visit all towns, and return the sum of what the visits say.

    Raises
    ------
    Exception
        What went wrong with a town first, after all the others have had their turn.
    """
    made, wrong = 0, list[Exception]()
    for town_id in store.towns():
        try:
            made += visit(town_id)
        except Exception as error:  # noqa: BLE001  # one town's lost key may not keep the others' messages
            wrong.append(error)
    if wrong:
        raise wrong[0]
    return made

"""What is worked out once for an object and forgotten with it."""

from collections.abc import Callable
from weakref import ReferenceType, ref


class OncePer[O, T]:
    """A function of one object with its answers remembered, as long as the object lives.

    Parameters
    ----------
    make : callable
        What it answers follows from the object alone, which must not be changed after the first call. An answer that
        held the object itself would keep it, and with it the answer, for ever.
    """

    def __init__(self, make: Callable[[O], T]) -> None:
        self._make = make
        self._known: dict[int, tuple[ReferenceType[O], T]] = {}

    def __call__(self, one: O) -> T:
        """Return the answer for an object."""
        found = self._known.get(id(one))
        return self.know(one, self._make(one)) if found is None or found[0]() is not one else found[1]

    def know(self, one: O, answer: T) -> T:
        """Remember an answer that is known from elsewhere, and return it."""
        key, known = id(one), self._known
        known[key] = ref(one, lambda _: known.pop(key, None)), answer
        return answer

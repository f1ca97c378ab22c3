"""What a dispatcher's hand does to a day's plan: moves, pins, overrides, each checked before it is kept."""

from scheduler.services.dispatching.checking import Effect, Move, check_move
from scheduler.services.dispatching.moving import Hand, move, pin, set_overrides, unpin
from scheduler.services.dispatching.placing import FreePlace, FreePlaces, places_for, without_own_pins

__all__ = [
    "Effect", "FreePlace", "FreePlaces", "Hand", "Move", "check_move", "move", "pin", "places_for", "set_overrides",
    "unpin", "without_own_pins",
]  # fmt: skip

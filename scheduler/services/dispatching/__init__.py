"""What a dispatcher's hand does to a day's plan: moves, pins, overrides, each checked before it is kept."""

from scheduler.services.dispatching.checking import Effect, Move, check_move
from scheduler.services.dispatching.moving import Hand, move, pin, set_overrides, unpin

__all__ = ["Effect", "Hand", "Move", "check_move", "move", "pin", "set_overrides", "unpin"]

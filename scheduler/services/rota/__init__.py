"""The rota: weekly patterns make shifts, absences take them away, and say who is touched by that."""

from scheduler.services.rota.absences import cancel_absence, change_absence, report_absence
from scheduler.services.rota.away import what_remains
from scheduler.services.rota.by_hand import ShiftByHand, drop_shift, put_shift
from scheduler.services.rota.doubles import require_no_doubles
from scheduler.services.rota.effects import AbsenceEffect, Repairs, ShiftEffect, Substitute, TouchedBooking
from scheduler.services.rota.patterns import pattern_shift_id, shift_instant, shift_of
from scheduler.services.rota.resting import require_weekly_rest
from scheduler.services.rota.rolling import RotaChange, drop_pattern, horizon_of, keep_pattern, roll_rota

__all__ = [
    "AbsenceEffect",
    "Repairs",
    "RotaChange",
    "ShiftByHand",
    "ShiftEffect",
    "Substitute",
    "TouchedBooking",
    "cancel_absence",
    "change_absence",
    "drop_pattern",
    "drop_shift",
    "horizon_of",
    "keep_pattern",
    "pattern_shift_id",
    "put_shift",
    "report_absence",
    "require_no_doubles",
    "require_weekly_rest",
    "roll_rota",
    "shift_instant",
    "shift_of",
    "what_remains",
]

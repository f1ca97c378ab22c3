"""Booking by phone: a wish is answered with windows that are truly free, and what is accepted is promised."""

from scheduler.services.booking.answering import DayAnswer
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.booking.desk import Answer, BookingDesk, Call
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.ending import Ending

__all__ = ["Answer", "BookingDesk", "Call", "DayAnswer", "Ending", "OpenDays", "end_bookings"]

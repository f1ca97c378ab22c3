"""Calls ring, one after the other: they are answered by the real desk, and end with a promise or without one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.booking import Booking, EnquiryOutcome, Offer
from scheduler.domain.capacity.calls import Call
from scheduler.domain.errors import RefusedError, TakenError
from scheduler.domain.time import TimeWindow
from scheduler.services.booking.desk import Answer
from scheduler.services.booking.sentences import OVERTAKEN
from scheduler.simulation.office.choosing import chosen
from scheduler.simulation.office.clockwork import Steps
from scheduler.simulation.office.wishes import Wish, wish_of
from scheduler.simulation.office.world import World

type Windows = tuple[TimeWindow, ...]
type Booked = Callable[[Wish, tuple[Booking, ...]], None]


@dataclass(frozen=True, kw_only=True)
class Telephone:
    """The telephone of the office.

    Attributes
    ----------
    booked : callable
        Told of each wish that has ended with a promise.
    overtaken : callable
        Told of a day that has to be planned anew before anybody can be answered.
    """

    world: World
    booked: Booked
    overtaken: Callable[[date], None]

    def ring(self, calls: Sequence[Call]) -> Steps:
        """Answer calls when they ring."""
        for call in sorted(calls, key=lambda one: (one.at.timestamp(), one.id)):
            yield self.world.clock.until(call.at)
            self.answer(wish_of(self.world.town, call))

    def answer(self, wish: Wish) -> None:
        """Let the desk answer one wish, and the caller decide."""
        world = self.world
        world.truth.know(wish)
        with world.spent.on("booking"):
            answer = self._asked(wish)
            if not answer.offers:
                return  # the desk has written down why
            try:
                bookings = self._accepted(wish, answer)
            except RefusedError:  # an entitlement, or the time for ways home, was enough for the offer alone
                bookings = EnquiryOutcome.REFUSED
            if isinstance(bookings, EnquiryOutcome):
                world.desk.end(world.call, answer.enquiry.id, bookings)
                return
        self.booked(wish, bookings)

    def _asked(self, wish: Wish) -> Answer:
        """Ask the desk; of a day that late crews have overtaken again, once it is planned anew."""
        world, day = self.world, wish.call.day
        answer = world.desk.ask(world.call, wish.requests, [day])
        if all(one.refusal is None or one.refusal.code != OVERTAKEN for one in answer.days):
            return answer
        self.overtaken(day)
        return world.desk.again(world.call, answer.enquiry.id)

    def _accepted(self, wish: Wish, answer: Answer) -> tuple[Booking, ...] | EnquiryOutcome:
        """Return what is booked of the offers, or how the call ends without.

        What somebody has just been offered may be gone when they have chosen; then they hear what else there is.
        """
        world, open_to = self.world, answer.offers
        tried: list[Windows] = []
        while True:
            left = [one for one in open_to if _has_way_home(wish, one) and _windows(one) not in tried]
            if not left:
                return EnquiryOutcome.REFUSED
            offer = chosen(left, wish.call.windows, wish.call.patience)
            if offer is None:
                return EnquiryOutcome.DECLINED
            try:
                return world.desk.accept(world.call, answer.enquiry.id, offer, home=wish.home)
            except TakenError as error:
                tried.append(_windows(offer))
                open_to = error.offers


def _windows(offer: Offer) -> Windows:
    return tuple(leg.window for leg in offer.legs)


def _has_way_home(wish: Wish, offer: Offer) -> bool:
    """Return whether nobody is brought somewhere who would not be brought back."""
    return wish.home is None or (offer.home_room is not None and offer.home_room.fits)

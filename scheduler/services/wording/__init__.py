"""A wish in the caller's words, in Polish or English: what it means by the town's calendar and clock."""

from scheduler.services.wording.reading import Reading, Unread, read_wish
from scheduler.services.wording.saying import sentences
from scheduler.services.wording.wish import SaidWish, Weekly, WishError

__all__ = ["Reading", "SaidWish", "Unread", "Weekly", "WishError", "read_wish", "sentences"]

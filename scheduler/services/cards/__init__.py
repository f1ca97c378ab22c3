"""Clients' cards: what a link shows to whoever has it, and what may be done with it."""

from scheduler.services.cards.desk import CardDesk, MadeCard, OpenedCard
from scheduler.services.cards.reading import Card, CardLeg, LegState, card_of

__all__ = ["Card", "CardDesk", "CardLeg", "LegState", "MadeCard", "OpenedCard", "card_of"]

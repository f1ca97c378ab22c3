"""Messages: clients who want it are told by SMS or e-mail what others are phoned about."""

from scheduler.services.messages.sending import Messenger

__all__ = ["Messenger"]

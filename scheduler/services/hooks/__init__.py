"""Hooks: other systems are told of published plans and changed promises, signed, again until they take it."""

from scheduler.services.hooks.desk import HookDesk, MadeHook
from scheduler.services.hooks.sending import Postman

__all__ = ["HookDesk", "MadeHook", "Postman"]

"""One rule a file; the folder is the list."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from solver.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule of the folder, by code."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return tuple(sorted((module.RULE for module in modules if hasattr(module, "RULE")), key=lambda rule: rule.code))

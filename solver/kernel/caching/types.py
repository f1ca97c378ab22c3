"""What the types of a call are, in full.

Two versions of a named tuple whose fields have changed places have the same name and the same types of fields, and
compiled code knows fields by their number.
"""

from enum import Enum
from typing import Any

from numba.core.types import Type


def types_told(kind: Any) -> str:
    """Return a text that tells types from others, in this process and in the next.

    Parameters
    ----------
    kind : numba type, or tuple of them
    """
    match kind:
        case Type():
            return f"{kind} {types_told(kind.key)} {types_told(getattr(kind, 'fields', ()))}"
        case tuple() | list():
            return f"({', '.join(map(types_told, kind))})"
        case dict():
            return f"({', '.join(f'{name}: {types_told(value)}' for name, value in kind.items())})"
        case Enum() | None | bool() | int() | float() | str():
            return repr(kind)
        case type():
            return f"{kind.__module__}.{kind.__qualname__}"
        case _:
            return type(kind).__qualname__

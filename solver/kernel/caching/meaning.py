"""What a function means to the running process: its code, all that it calls, and the values that they freeze.

The sources on disk may have been edited since they were imported, and a constant may come from a module that holds
nothing compiled. So compiled code is named by what is in memory, which is what the compiler reads.
"""

import hashlib
from collections.abc import Callable, Iterator
from enum import Enum
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np


def meaning(function: Callable[..., Any]) -> str:
    """Return 32 hexadecimal digits that are equal for functions that compile to the same code.

    Followed are functions named in a function, to any depth, and values that it takes from its module, from modules
    named in it, from its closure and its defaults.
    """
    walk = _Walk()
    walk.value(function)
    digest = hashlib.sha256()
    for reached in walk.functions:  # grows while it is walked
        digest.update("\n".join(walk.told(reached)).encode())
    return digest.hexdigest()[:32]


class _Walk:
    """Functions reached so far, in the order in which they were."""

    def __init__(self) -> None:
        self.functions: list[FunctionType] = []

    def told(self, function: FunctionType) -> Iterator[str]:
        """Yield the code of a function and the values that it freezes."""
        code = function.__code__
        names = sorted(set(_names(code)))
        yield f"{function.__module__}.{function.__qualname__}"
        yield from self.code(code)
        yield self.value(function.__defaults__)
        for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
            yield f"{name}={self.value(cell.cell_contents)}"
        yield from self.named(function.__globals__, names, set())

    def named(self, values: dict[str, Any], names: list[str], above: set[int]) -> Iterator[str]:
        """Yield the values of these names; of a module those of its values that are named too."""
        for name in names:
            found = values.get(name)
            if isinstance(found, ModuleType):
                if id(found) not in above:
                    yield from (f"{name}.{told}" for told in self.named(vars(found), names, {*above, id(found)}))
            elif name in values:
                yield f"{name}={self.value(found)}"

    def code(self, code: CodeType) -> Iterator[str]:
        """Yield what code does, without where it stands."""
        yield f"{code.co_code.hex()} {code.co_names} {code.co_varnames} {code.co_argcount} {code.co_kwonlyargcount}"
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                yield from self.code(constant)
            else:
                yield self.value(constant)

    def value(self, value: Any) -> str:
        """Return a text that tells a value from others; a function's is its number."""
        function = getattr(value, "py_func", value)  # what a compiled function was made from
        match function:
            case FunctionType():
                if function not in self.functions:
                    self.functions.append(function)
                return f"function {self.functions.index(function)}"
            case tuple() | list():
                return f"{type(value).__name__}({', '.join(map(self.value, value))})"
            case frozenset():
                return f"set({', '.join(sorted(map(self.value, value)))})"
            case np.ndarray():
                return f"{value.dtype!r} {value.shape} {hashlib.sha256(value.tobytes()).hexdigest()}"
            case type():
                return _type_told(function)
            case None | bool() | int() | float() | complex() | str() | bytes() | np.generic() | np.dtype():
                return f"{type(value).__name__} {value!r}"
            case _:
                return f"{type(value).__qualname__} {getattr(value, '__name__', '')}"


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _type_told(kind: type) -> str:
    members = [(one.name, one.value) for one in kind] if issubclass(kind, Enum) else getattr(kind, "_fields", ())
    return f"{kind.__module__}.{kind.__qualname__} {members}"

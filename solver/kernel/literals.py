"""One compilation for all constants: numba would compile `f(x, 0)` and `f(x, 1)` apart, and all that they call."""

from typing import Any


def without_literals(made: Any) -> None:
    """Let compiled code call a function with the types of its arguments, whatever constants they are.

    Without this the kernel had half as many functions again to compile, which ran no faster.

    Parameters
    ----------
    made : numba's function
        Changed in place; left alone where numba is told not to compile.
    """
    from numba.core.types import unliteral

    if not hasattr(made, "get_call_template"):
        return
    resolve = made.get_call_template

    def resolve_plain(args: Any, kws: Any) -> Any:
        return resolve(tuple(map(unliteral, args)), {name: unliteral(kind) for name, kind in kws.items()})

    made.get_call_template = resolve_plain
